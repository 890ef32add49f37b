"""JSON from outside, read strictly: no duplicate keys, no NaN, no lone surrogates, bounded depth."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.sync.limits import MAX_DEPTH, MAX_LINE


def dump(value: object) -> str:
    """Compact JSON, keys in the order given, text as it is."""
    return _ENCODER.encode(value)


def load(raw: bytes | str, where: str) -> Any:
    """Read one JSON value.

    Raises:
        DeskError: `bundle_json`, naming the file (and line) and what is wrong with it.
    """
    data = raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass")
    value = _load_plain(data)
    return _load_any(raw, where) if value is _NOT_PLAIN else value


def _load_plain(data: bytes) -> Any:
    """A value whose text is what our own encoder writes, byte for byte; `_NOT_PLAIN` for any other.

    Such a text has no key twice, no half characters, no NaN and no blanks between its parts, so that only its depth is
    left to be checked: three times as fast as `_load_any`, which says of all other texts what they are or what is
    wrong with them.
    """
    read, write = _fast()
    try:
        value = read(data, allow_inf_nan=False, cache_strings="keys")
        if write(value) != data:
            return _NOT_PLAIN
    except (ValueError, RecursionError):
        return _NOT_PLAIN
    if type(value) is dict and _NESTED.isdisjoint(map(type, value.values())):
        return value
    # Each level is an object, the list that an object holds (one for each on the way down), or another list.
    levels = 2 * data.count(b"{") + data.count(b"[") - data.count(b":[")
    return value if levels <= MAX_DEPTH or _depth(value) <= MAX_DEPTH else _NOT_PLAIN


@cache
def _fast() -> tuple[Callable[..., Any], Callable[[Any], bytes]]:
    """The parser and encoder that SQLModel brings along; imported late, since a desk opens without them."""
    from pydantic_core import from_json, to_json

    return from_json, to_json


def _load_any(raw: bytes | str, where: str) -> Any:
    try:
        text = raw.decode("utf-8") if isinstance(raw, bytes) else raw
        value = _DECODER.decode(text)
    except UnicodeDecodeError as error:
        raise _refusal(where, mark("It is not UTF-8")) from error
    except RecursionError as error:
        raise _refusal(where, mark("It is nested too deeply")) from error
    except _DuplicateKeyError as error:
        raise _refusal(where, mark("A key stands twice in one object")) from error
    except ValueError as error:
        raise _refusal(where, mark("It is not JSON")) from error
    if text.count("{") + text.count("[") > MAX_DEPTH and _depth(value) > MAX_DEPTH:
        raise _refusal(where, mark("It is nested too deeply"))
    if "\\u" in text and _has_surrogate(value):
        raise _refusal(where, mark("It holds half a character (a lone surrogate)"))
    return value


def load_object(raw: bytes | str, where: str) -> dict[str, Any]:
    """Read one JSON object; any other value is `bundle_json`."""
    value = load(raw, where)
    if not isinstance(value, dict):
        raise _refusal(where, mark("It is not a JSON object"))
    return value


def load_lines(raw: bytes, where: str) -> Iterator[dict[str, Any]]:
    """Read JSON Lines, one object a line, each line ended by a newline; errors name the line."""
    if raw and not raw.endswith(b"\n"):
        raise _refusal(where, mark("Its last line is cut off"))
    at, number = 0, 0
    while at < len(raw):  # one after the other: all of them at once would take as much memory again
        end, number = raw.index(b"\n", at), number + 1
        if end - at > MAX_LINE:
            raise _refusal(f"{where}:{number}", mark("The line is too long"))
        yield load_object(raw[at:end], f"{where}:{number}")
        at = end + 1


_NOT_PLAIN = object()
_NESTED = frozenset({dict, list})


class _DuplicateKeyError(ValueError):
    """A key that stands twice in one object."""


def _refusal(where: str, message: str) -> DeskError:
    return DeskError("bundle_json", message, where=where)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _DuplicateKeyError
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _depth(value: object) -> int:
    """Levels of nesting, level by level: a payload has many small arrays and little depth."""
    depth, level = 0, [value] if isinstance(value, dict | list) else []
    while level:
        depth += 1
        level = [
            child
            for one in level
            for child in (one.values() if type(one) is dict else one)
            if type(child) is dict or type(child) is list
        ]
    return depth


def _has_surrogate(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode(
            "utf-8"
        )  # not `dump`: it refuses the infinity that 1e400 is read as
    except UnicodeEncodeError:
        return True
    return False


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
"""Both made once: `json.loads` and `json.dumps` make one for each value that is not read or written as usual."""
