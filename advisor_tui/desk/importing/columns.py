"""Which column of a table is which field."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.reference.imports import ImportTable, plain_header, unit_of

IDENTIFYING = ("number", "id_number", "name")
"""A table needs one of these columns to say whom a row is about."""


@dataclass(frozen=True)
class Columns:
    """Where each field stands, in what unit, and which headers were not recognised."""

    places: Mapping[str, int]
    units: Mapping[str, str]
    unknown: tuple[str, ...]


def read_mapping(path: Path, table: ImportTable) -> dict[str, str]:
    """Read a mapping file: TOML whose `[columns]` table names a field for a header.

    Raises:
        DeskError: `mapping_invalid`, naming the file and what is wrong.
    """
    try:
        columns = tomllib.loads(path.read_text(encoding="utf-8")).get("columns")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DeskError(
            "mapping_invalid", mark("The mapping file cannot be read: {reason}"), where=str(path), reason=error
        ) from error
    if not isinstance(columns, dict):
        raise DeskError("mapping_invalid", mark("The mapping file has no [columns] table."), where=str(path))
    known = [field.name for field in table.fields]
    for header, name in columns.items():
        if name not in known:
            raise DeskError(
                "mapping_invalid",
                mark("{header} is mapped to {field}, which is none of: {known}"),
                where=str(path), header=header, field=name, known=", ".join(known),
            )  # fmt: skip
    return {plain_header(header): str(name) for header, name in columns.items()}


def guess_kind(header: list[str], tables: Mapping[str, ImportTable]) -> str:
    """The kind whose headers fit best; clients where it is a tie."""
    return max(tables, key=lambda kind: sum(tables[kind].field_of(name) is not None for name in header))


def find_columns(header: list[str], table: ImportTable, mapping: Mapping[str, str], where: str) -> Columns:
    """Find every field's column.

    Raises:
        DeskError: `columns_double` when two columns are the same field, `columns_missing` when nothing says whom a row
            is about.
    """
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    unknown: list[str] = []
    for place, name in enumerate(header):
        field = mapping.get(plain_header(name)) or table.field_of(name)
        if field is None:
            unknown.append(name)
            continue
        if field in places:
            raise DeskError(
                "columns_double", mark("Two columns are the same field {field}: {first} and {second}"), where=where,
                field=field, first=header[places[field]], second=name,
            )  # fmt: skip
        places[field] = place
        units[field] = unit_of(name)
    if not any(field in places for field in IDENTIFYING):
        raise DeskError(
            "columns_missing",
            mark("No column says whom a row is about (client number, ID number, or name and phone). Found: {found}"),
            where=where, found=", ".join(header),
        )  # fmt: skip
    return Columns(places, units, tuple(name for name in unknown if name))
