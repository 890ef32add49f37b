"""A row as the desk's digest takes it: the JSON array of its columns, as SQLite's `json_array` writes it."""

from collections.abc import Iterable

from pydantic_core import to_json


def row_array(values: Iterable[str | int | float | None]) -> str:
    """The JSON array of a row's values; text, whole numbers and nulls only."""
    return to_json(tuple(values)).decode()
