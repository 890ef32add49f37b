"""A Data Package v2 descriptor over JSON Lines files, and strict reading of their rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.sync.bag import sha256
from advisor_tui.sync.strict_json import dump, load_lines, load_object

DESCRIPTOR = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_PYTHON = {"string": str, "integer": int, "object": dict}


@dataclass(frozen=True)
class Field:
    """One column of a JSON Lines file; nullable columns may be null, but never missing."""

    name: str
    type: str = "string"
    required: bool = True

    def to_json(self) -> dict[str, Any]:
        """The field as Table Schema writes it."""
        return {"name": self.name, "type": self.type, "constraints": {"required": self.required}}

    def accepts(self, value: object) -> bool:
        """A value of the field's type, or null where that is allowed."""
        return not self.required if value is None else type(value) is _PYTHON[self.type]


@dataclass(frozen=True)
class Schema:
    """The columns of one file, in order, and what makes a row unique."""

    resource: str
    fields: tuple[Field, ...]
    primary_key: str

    @property
    def path(self) -> str:
        """The file's name inside data/."""
        return f"{self.resource}.jsonl"


CHANGES = Schema(
    "changes",
    (
        Field("seq", "integer"), Field("instant"), Field("hlc"), Field("origin"), Field("actor"), Field("action"),
        Field("table_name"), Field("row_id"), Field("salt", required=False), Field("payload", required=False),
        Field("payload_hash"), Field("prev_hash"), Field("hash"),
    ),
    "seq",
)  # fmt: skip
"""Exactly the journal's columns; a blanked entry, or one that came from head office, without salt and payload."""

FILES = Schema(
    "files",
    (Field("path"), Field("version"), Field("effective_from"), Field("sha256"), Field("text")),
    "path",
)
"""Head office's files of data/, whole: products, bulletins, thresholds."""

ORDERS = Schema(
    "orders",
    (
        Field("id"), Field("kind"), Field("about"), Field("issued_at"), Field("effective_from"),
        Field("content", "object"),
    ),
    "id",
)  # fmt: skip
"""Head office's orders to a terminal (`sync.orders`)."""

ROWS = Schema(
    "rows",
    (
        Field("seq", "integer"), Field("table_name"), Field("row_id"), Field("hlc"), Field("origin"), Field("actor"),
        Field("mode"), Field("payload", "object"),
    ),
    "seq",
)  # fmt: skip
"""Rows and edits that head office gives to a terminal (`sync.row_changes`)."""

KEYS = Schema(
    "keys",
    (
        Field("seq", "integer"), Field("version", "integer"), Field("role"), Field("name"), Field("key"),
        Field("valid_after"), Field("valid_before"),
    ),
    "seq",
)  # fmt: skip
"""Head office's keys, in a bundle of kind `keys` (`sync.key_set`)."""

SCHEMAS: Mapping[str, Schema] = {schema.path: schema for schema in (CHANGES, FILES, ORDERS, ROWS, KEYS)}


HEADER = "header.json"


def write_package(name: str, version: int, header: bytes, files: Mapping[str, bytes]) -> bytes:
    """datapackage.json for the header and JSON Lines files, by path."""
    resources = [_resource("header", HEADER, header, "json", "application/json")]
    for path, data in sorted(files.items()):
        schema = SCHEMAS[path]
        fields = {
            "fields": [field.to_json() for field in schema.fields],
            "primaryKey": [schema.primary_key],
            "missingValues": [],  # "" is a text; only null is missing
        }
        table = _resource(schema.resource, path, data, "jsonl", "application/jsonl")
        resources.append({**table, "type": "table", "schema": fields})
    package = {"$schema": _PROFILE, "name": name.lower(), "version": f"{version}.0.0", "resources": resources}
    return dump(package).encode()


def _resource(name: str, path: str, data: bytes, form: str, media: str) -> dict[str, Any]:
    return {
        "name": name, "path": path, "format": form, "mediatype": media, "encoding": "utf-8", "bytes": len(data),
        "hash": f"sha256:{sha256(data)}",
    }  # fmt: skip


def read_package(payload: Mapping[str, bytes], where: str, *, too_new: bool = False) -> dict[str, bytes]:
    """The JSON Lines files of a payload, by path, after the descriptor was checked against them.

    Args:
        payload: The files of the bag.
        where: The bundle's name.
        too_new: The header says that this program is too old to read it: it may hold files that this one does not
            know, which are checked as the others and left out.

    Raises:
        DeskError: `package_invalid` when the descriptor lists another file, URL, size or digest, or a file that this
            program does not know.
    """
    place = f"{where}:data/{DESCRIPTOR}"
    if DESCRIPTOR not in payload:
        raise DeskError("package_invalid", mark("The package has no descriptor"), where=place)
    resources = load_object(payload[DESCRIPTOR], place).get("resources")
    listed = resources if isinstance(resources, list) else []
    found: dict[str, bytes] = {}
    for resource in listed:
        path = resource.get("path") if isinstance(resource, dict) else None
        if (
            not isinstance(path, str)
            or (path != HEADER and path not in SCHEMAS and not too_new)
            or path not in payload
            or path in found
        ):
            raise DeskError("package_invalid", mark("The descriptor names a file that is not there"), where=place)
        data = payload[path]
        if resource.get("bytes") != len(data) or resource.get("hash") != f"sha256:{sha256(data)}":
            raise DeskError("package_invalid", mark("The descriptor and a file disagree"), where=f"{where}:data/{path}")
        found[path] = data
    extra = sorted(payload.keys() - found.keys() - {DESCRIPTOR})
    if extra:
        raise DeskError(
            "package_invalid", mark("A file is not named by the descriptor"), where=f"{where}:data/{extra[0]}"
        )
    return {path: data for path, data in found.items() if path in SCHEMAS}


def read_rows(schema: Schema, data: bytes, where: str) -> Iterator[dict[str, Any]]:
    """The rows of one file, each with exactly the schema's columns.

    Raises:
        DeskError: `row_invalid`, naming the file, line and column.
    """
    place = f"{where}:data/{schema.path}"
    names = [field.name for field in schema.fields]
    good: set[tuple[type, ...]] = set()
    for number, row in enumerate(load_lines(data, place), start=1):
        if list(row) != names:
            raise DeskError(
                "row_invalid", mark("The columns are not the ones of the format"), where=f"{place}:{number}"
            )
        kinds = tuple(map(type, row.values()))
        if kinds in good:  # what a field accepts is a matter of the type alone, and most rows are like the first
            yield row
            continue
        for field in schema.fields:
            if not field.accepts(row[field.name]):
                raise DeskError(
                    "row_invalid", mark("The column {field} is missing or of the wrong type"),
                    where=f"{place}:{number}", field=field.name,
                )  # fmt: skip
        good.add(kinds)
        yield row


def rows_of(schema: Schema, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """A JSON Lines file with the schema's columns in order."""
    names = [field.name for field in schema.fields]
    return "".join(dump({name: row[name] for name in names}) + "\n" for row in rows).encode()
