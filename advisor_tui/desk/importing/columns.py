"""Which column of a table is which field: by the headers that are known, or by the advisor's mapping file."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import join_list, mark
from advisor_tui.base.reasons import reason_of
from advisor_tui.base.text import mask_numbers
from advisor_tui.reference.imports import KINDS, ImportTable, plain_header, unit_of

IDENTIFYING = ("number", "id_number", "name")
"""A table needs one of these columns to say whom a row is about."""


@dataclass(frozen=True)
class HeaderMap:
    """What a mapping file says.

    Attributes:
        path: The file, for messages.
        kind: What the rows are, or "".
        fields: The field of each header as the file writes it; "" leaves the column out.
    """

    path: str = ""
    kind: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Columns:
    """Where each field stands.

    Attributes:
        places: The column of each field, from 0.
        headers: The header of each field as the table writes it.
        units: What a field's numbers stand for (`reference.imports.unit_of`).
        unknown: Headers that no field is known for.
        width: How many columns there are.
    """

    places: Mapping[str, int]
    headers: Mapping[str, str]
    units: Mapping[str, str]
    unknown: tuple[str, ...]
    width: int


def read_mapping(path: Path) -> HeaderMap:
    """Read a mapping file: TOML with `kind` (optional) and a `[columns]` table of header = "field".

    Raises:
        DeskError: `mapping_invalid`, naming the file and what is wrong.
    """
    try:
        root = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        _wrong(str(path), mark("The mapping file cannot be read: {reason}"), reason=reason_of(error))
    columns, kind = root.pop("columns", None), root.pop("kind", "")
    if root:
        _wrong(str(path), mark("The mapping file has kind and [columns], not {name}."), name=join_list(root))
    if not isinstance(columns, dict):
        _wrong(str(path), mark("The mapping file has no [columns] table."))
    if kind and kind not in KINDS:
        _wrong(str(path), mark("The kind is one of: {kinds}."), kinds=join_list(KINDS))
    return HeaderMap(str(path), kind, {header: str(name) for header, name in columns.items()})


def guess_kind(header: Iterable[str], tables: Mapping[str, ImportTable], mapping: HeaderMap) -> str:
    """The kind that knows most of the headers, mapped ones included; clients where it is a tie."""
    names = list(header)

    def known(kind: str) -> int:
        table = tables[kind]
        mapped = [mapping.fields.get(name) or table.field_of(name) for name in names]
        return sum(found in table.names for found in mapped)

    return max(KINDS, key=known)


def is_header(cells: Iterable[str], tables: Mapping[str, ImportTable], mapping: HeaderMap) -> bool:
    """Whether a row is one of headers: a cell of it names whom a row is about."""
    return any(
        (mapping.fields.get(cell) or table.field_of(cell)) in IDENTIFYING for cell in cells for table in tables.values()
    )


def find_columns(header: list[str], table: ImportTable, mapping: HeaderMap, where: str) -> Columns:
    """Find every field's column.

    Raises:
        DeskError: `mapping_invalid` for a field or a header that there is not, `columns_double` when two columns are
            the same field, `columns_missing` when nothing says whom a row is about.
    """
    named = _named(header, table, mapping)
    places: dict[str, int] = {}
    unknown: list[str] = []
    for place, name in enumerate(header):
        found = named.get(plain_header(name), table.field_of(name))
        if found is None:
            unknown.append(name)
        elif found in places:
            raise DeskError(
                "columns_double",
                mark("{first} and {second} are both the field {field}: leave one out with --mapping."),
                where=where, field=found, first=header[places[found]], second=name,
            )  # fmt: skip
        elif found:
            places[found] = place
    if not any(found in places for found in IDENTIFYING):
        raise DeskError(
            "columns_missing",
            mark("No column says whom a row is about (client number, ID number, or name and phone). Found: {found}"),
            where=where, found=join_list(map(mask_numbers, header)),
        )  # fmt: skip
    return Columns(
        places,
        {found: header[place] for found, place in places.items()},
        {found: unit_of(header[place]) for found, place in places.items()},
        tuple(name for name in unknown if name),
        len(header),
    )


def _named(header: list[str], table: ImportTable, mapping: HeaderMap) -> dict[str, str]:
    there = {plain_header(name) for name in header}
    for name, found in mapping.fields.items():
        if plain_header(name) not in there:
            _wrong(mapping.path, mark("The mapping file names {header}, which the table does not have."), header=name)
        if found and found not in table.names:
            _wrong(
                mapping.path, mark("{header} is mapped to {field}, which is none of: {known}"), header=name,
                field=found, known=join_list(table.names),
            )  # fmt: skip
    return {plain_header(name): found for name, found in mapping.fields.items()}


def _wrong(where: str, message: str, **params: object) -> NoReturn:
    raise DeskError("mapping_invalid", message, where=where, **params)
