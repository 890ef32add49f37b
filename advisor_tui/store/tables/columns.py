"""What the tables are made of: the base classes, column types and CHECK constraints."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Date, Dialect, Integer, String, TypeDecorator, text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from advisor_tui.base.clock import instant_text, parse_instant

SYNCED = {"synced": True}
"""The `info` of a table whose every change is journalled and travels to head office."""


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as UTC text with microseconds and Z."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write an instant."""
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read an instant."""
        return None if value is None else parse_instant(value)


class Row(SQLModel):
    """A row with a UUIDv7 of the injected source; the table is named like the class, in snake case."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805  (a class-level directive)
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    id: str = Field(primary_key=True, max_length=36)


def instant(*, index: bool = False, nullable: bool = False) -> Any:
    """A column for an instant."""
    if nullable:
        return Field(default=None, sa_type=Instant, index=index)
    return Field(sa_type=Instant, index=index)


def reference(table: str, *, nullable: bool = False, index: bool = True, cascade: bool = False) -> Any:
    """A foreign key to a table's id, indexed unless said otherwise."""
    ondelete: Any = "CASCADE" if cascade else "RESTRICT"
    if nullable:
        return Field(default=None, foreign_key=f"{table}.id", index=index, ondelete=ondelete)
    return Field(foreign_key=f"{table}.id", index=index, ondelete=ondelete)


def one_of(column: str, words: Iterable[str], *, nullable: bool = False) -> CheckConstraint:
    """The column holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    test = f"{column} IN ({listed})"
    return CheckConstraint(f"{column} IS NULL OR {test}" if nullable else test, name=f"{column}_one_of")


def added_word(column: str, words: Iterable[str], default: str) -> Any:
    """A column that a migration added to a table, holding one of these words; rows of before hold `default`.

    Its check stands beside the column, since SQLite adds no other one to a table that is there.
    """
    return Field(
        default=default, sa_column=Column(String, one_of(column, words), nullable=False, server_default=default)
    )


def added_text() -> Any:
    """A text column that a migration added; rows of before hold the empty text."""
    return Field(default="", sa_column=Column(String, nullable=False, server_default=""))


def added_number(column: str, low: int = 0, high: int | None = None) -> Any:
    """A whole number's column that a migration added; rows of before hold 0."""
    return Field(
        default=0, sa_column=Column(Integer, at_least(column, low, high), nullable=False, server_default=text("0"))
    )


def added_json(column: str) -> Any:
    """A column of JSON text that a migration added; rows of before hold an empty object."""
    return Field(default="{}", sa_column=Column(String, is_json(column), nullable=False, server_default="{}"))


def added_date(column: str) -> Any:
    """A date column that a migration added; rows of before hold none."""
    return Field(default=None, sa_column=Column(Date, *is_date(column), nullable=True))


def at_least(column: str, low: int = 0, high: int | None = None) -> CheckConstraint:
    """The column is a whole number of at least `low` (and at most `high`), or null."""
    upper = "" if high is None else f" AND {column} <= {high}"
    return CheckConstraint(
        f"{column} IS NULL OR (typeof({column}) = 'integer' AND {column} >= {low}{upper})",
        name=f"{column}_range",
    )


def is_date(*columns: str) -> tuple[CheckConstraint, ...]:
    """Each column is a real calendar date written YYYY-MM-DD, or null."""
    return tuple(CheckConstraint(f"{column} IS date({column})", name=f"{column}_date") for column in columns)


def is_bool(column: str) -> CheckConstraint:
    """The column is 0 or 1."""
    return CheckConstraint(f"{column} IN (0, 1)", name=f"{column}_bool")


def is_json(column: str) -> CheckConstraint:
    """The column is JSON text, or null."""
    return CheckConstraint(f"{column} IS NULL OR json_valid({column})", name=f"{column}_json")


def not_empty(column: str) -> CheckConstraint:
    """The column is not the empty text."""
    return CheckConstraint(f"length({column}) > 0", name=f"{column}_not_empty")


def ordered(first: str, last: str) -> CheckConstraint:
    """Where both dates are known, the first is not after the last."""
    return CheckConstraint(f"{first} IS NULL OR {last} IS NULL OR {first} <= {last}", name=f"{first}_before_{last}")


def synced(*parts: Any) -> tuple[Any, ...]:
    """The `__table_args__` of a synced table."""
    return (*parts, {"info": SYNCED})


def is_synced(info: dict[Any, Any]) -> bool:
    """Whether a table's `info` says that it is journalled."""
    return bool(info.get("synced"))


__all__ = [
    "SYNCED", "Instant", "Row", "added_date", "added_json", "added_number", "added_text", "added_word", "at_least",
    "instant", "is_bool", "is_date", "is_json", "is_synced", "not_empty", "one_of", "ordered", "reference", "synced",
]  # fmt: skip
