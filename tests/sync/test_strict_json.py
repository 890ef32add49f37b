"""Strict JSON: a quick reader for what our own encoder writes, and a slow one that has the last word on all else."""

from json.encoder import encode_basestring
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic_core import to_json

from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice.rows import row_array
from advisor_tui.sync import strict_json
from advisor_tui.sync.limits import MAX_DEPTH
from advisor_tui.sync.strict_json import dump, load

utf8 = st.text(st.characters(codec="utf-8"), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | utf8,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(utf8, inner, max_size=3),
    max_leaves=8,
)
ODD = [
    "NaN", "-Infinity", "1e400", "-0", "1.0", "1E5", "01", "+1", "1,", " 1",
    '"\\ud800"', '"\\u0041"', '"\\/"', '"\x01"',
    '{"a":1,"a":1}', '{"a":1,"a":[1]}', "1" * 5000, str(10**400), "[" * 17 + "]" * 17, "[" * 16 + "]" * 16,
    '{"a":' * 17 + "1" + "}" * 17, '{"a":[' * 9 + "1" + "]}" * 9, '["{",' * 9 + "1" + "]" * 9, "[" * 300 + "]" * 300,
    '[1e400,"\\u0041"]',
]  # fmt: skip


def told(text: bytes, read: Any) -> str:
    """The value, or the refusal's words."""
    try:
        return repr(read(text, "x"))
    except DeskError as refusal:
        return f"{refusal.code}: {refusal}"


@pytest.mark.parametrize("text", ODD)
def test_what_is_odd_is_read_as_the_slow_reader_reads_it(text: str) -> None:
    assert told(text.encode(), load) == told(text.encode(), strict_json._load_any)


@given(value=values, odd=st.sampled_from(["", *ODD]), at=st.integers(0, 60), gone=st.integers(0, 3))
@example(value=[[[]]], odd="[" * 14 + "]" * 14, at=3, gone=0)
def test_both_readers_say_the_same_of_any_text(value: object, odd: str, at: int, gone: int) -> None:
    text = dump(value)
    changed = (text[:at] + odd + text[at + gone :]).encode()
    assert told(changed, load) == told(changed, strict_json._load_any)


def test_what_our_encoder_writes_is_read_quickly() -> None:
    line = dump(
        {"seq": 1, "payload": dump({"name": [None, '张\n"'], "amount": [1, 2], "at": ["10:00", None]})}
    ).encode()
    assert strict_json._load_plain(line) == load(line, "x") == strict_json._load_any(line, "x")


def nested(depth: int) -> bytes:
    return ('{"a":[' * (depth // 2) + "1" + "]}" * (depth // 2)).encode()


def test_the_quick_reader_leaves_what_is_too_deep_to_the_slow_one() -> None:
    assert strict_json._load_plain(nested(MAX_DEPTH)) is not strict_json._NOT_PLAIN
    assert strict_json._load_plain(nested(MAX_DEPTH + 2)) is strict_json._NOT_PLAIN
    with pytest.raises(DeskError):
        load(nested(MAX_DEPTH + 2), "x")


def test_the_quick_encoder_writes_every_character_as_the_digests_take_it() -> None:
    """The journal's hashes and the tables' digests are over these bytes, at the desk and at head office."""
    for first in (0, *range(0x100, 0x110000, 0x100)):
        if not 0xD800 <= first < 0xE000:
            text = "".join(map(chr, range(first, first + 0x100)))
            assert to_json(text) == encode_basestring(text).encode()
    assert row_array((None, 7, -(2**63), "张\x7f\u2028")) == '[null,7,-9223372036854775808,"张\x7f\u2028"]'
