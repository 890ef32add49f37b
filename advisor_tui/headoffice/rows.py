"""A row as the desk's digest takes it: the JSON array of its columns, as SQLite's `json_array` writes it."""

from collections.abc import Iterable
from json.encoder import encode_basestring


def row_array(values: Iterable[str | int | float | None]) -> str:
    """The JSON array of a row's values; text, whole numbers and nulls only."""
    return "[" + ",".join([_json(value) for value in values]) + "]"


def _json(value: str | int | float | None) -> str:
    if value is None:
        return "null"
    return encode_basestring(value) if isinstance(value, str) else repr(value)
