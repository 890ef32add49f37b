"""What a terminal's bundle says, read strictly: the chain within it, its promises, and its entries folded by row.

All of it is a function of the bundle alone, so that it can be done in another process than the one that writes.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.tables import COPIES, DESK_COLUMNS, NUMBERS
from advisor_tui.sync.chain import ChainEnd, follow
from advisor_tui.sync.header import Header
from advisor_tui.sync.opening import Opened
from advisor_tui.sync.package import CHANGES, read_rows
from advisor_tui.sync.strict_json import load_object

ENTRY = tuple(column.name for column in CHANGES.fields)
"""The columns of a journal entry, in the order of `Content.entries`."""
_COLUMNS = {table: frozenset(names) for table, names in DESK_COLUMNS.items()}
_LARGEST = 1 << 63
_TEXT = {str, type(None)}
_ZERO = b"u0000"
"""How JSON writes a zero character, at whatever depth of quoting: it has no other way."""
Scalar = str | int | float | None


@dataclass
class Folded:
    """What the entries of one bundle make of one row: its new values, or that it is gone.

    Attributes:
        hlc: The clock value of its last change.
        values: The columns that changed.
        deleted: It is gone.
        inserted: It was made in this bundle, so that `values` are all of it.
    """

    hlc: str
    values: dict[str, Scalar] = field(default_factory=dict)
    deleted: bool = False
    inserted: bool = False


@dataclass(frozen=True)
class Content:
    """The changes of a bundle.

    Attributes:
        place: The file and entry, where a refusal points.
        start: What the journal must end with before it.
        end: What it ends with after it.
        entries: The entries, columns as in `ENTRY`.
        folded: The net effect per table and row id.
        unseen: Tables with entries that came without content: head office's own, and blanked ones.
    """

    place: str
    start: ChainEnd | None
    end: ChainEnd | None
    entries: Sequence[tuple[Scalar, ...]]
    folded: Mapping[str, Mapping[str, Folded]]
    unseen: frozenset[str]


def read_content(opened: Opened) -> Content:
    """Read changes.jsonl.

    Raises:
        DeskError: `chain_broken`, `row_invalid`, `change_invalid`, `header_disagrees`.
    """
    where = opened.name.file
    data = opened.files.get(CHANGES.path, b"")
    entries = list(read_rows(CHANGES, data, where))
    place = f"{where}:data/{CHANGES.path}"
    start = ChainEnd(entries[0]["seq"] - 1, entries[0]["prev_hash"]) if entries else None
    end = follow(entries, start, place) if start else None
    _check_range(opened.header, entries, end, where)
    if _ZERO in data:
        _refuse_zeros(entries, place)
    folded, unseen = _fold(entries, place)
    rows = [tuple(entry.values()) for entry in entries]  # read_rows: exactly the columns, in their order
    return Content(place, start, end, rows, folded, frozenset(unseen))


def _check_range(header: Header, entries: Sequence[Mapping[str, Any]], end: ChainEnd | None, where: str) -> None:
    """The header promises exactly what the file holds; without entries, `apply_changes` compares the chain's end."""
    counts: dict[str, int] = defaultdict(int)
    for entry in entries:
        counts[entry["table_name"]] += 1
    said: dict[str, object] = {"changes": header.changes, "counts": dict(header.counts)}
    found: dict[str, object] = {
        "changes": (entries[0]["seq"], entries[-1]["seq"]) if entries else (),
        "counts": dict(counts),
    }
    if header.audit and end:
        said["audit"], found["audit"] = (header.audit.count, header.audit.head), (end.seq, end.hash)
    for name, value in found.items():
        if said[name] != value:
            raise disagreement(name, where)


def disagreement(field: str, where: str) -> DeskError:
    """The refusal of a header that promises something else than the file holds."""
    return DeskError("header_disagrees", mark("The header and the changes disagree: {field}"), where=where, field=field)


def _refuse_zeros(entries: Sequence[Mapping[str, Any]], place: str) -> None:
    """No text holds a zero character: PostgreSQL could not keep it."""
    for entry in entries:
        where = f"{place}:{entry['seq']}"
        values = [value for value in entry.values() if type(value) is str]
        if entry["payload"] is not None:
            for pair in load_object(entry["payload"], where).values():
                values += [value for value in (pair if type(pair) is list else ()) if type(value) is str]
        if any("\0" in value for value in values):
            raise _invalid_value(where)


def _fold(entries: Sequence[Mapping[str, Any]], place: str) -> tuple[dict[str, dict[str, Folded]], set[str]]:
    """The net effect per table and row, and the tables with entries that came without content."""
    folded: dict[str, dict[str, Folded]] = defaultdict(dict)
    unseen: set[str] = set()
    for entry in entries:
        where, table = f"{place}:{entry['seq']}", entry["table_name"]
        if table not in COPIES:
            raise DeskError("change_invalid", mark("A change names a table that is not known"), where=where)
        if entry["payload"] is None:
            unseen.add(table)
            continue
        values, born = _new_values(entry["payload"], table, where)
        if values.get("id") not in (None, entry["row_id"]):
            raise _invalid_value(where)
        if "id" in values and values["id"] is None:
            folded[table][entry["row_id"]] = Folded(entry["hlc"], deleted=True)
            continue
        row = folded[table].get(entry["row_id"])
        if row is None or row.deleted:
            row = folded[table][entry["row_id"]] = Folded(entry["hlc"], inserted=born)
        row.hlc = entry["hlc"]
        row.values.update(values, id=entry["row_id"])
    return dict(folded), unseen


def _new_values(payload: str, table: str, where: str) -> tuple[dict[str, Scalar], bool]:
    """The new values of a payload `{column: [old, new]}`, and whether it made the row."""
    pairs = load_object(payload, where)
    if not pairs.keys() <= _COLUMNS[table]:
        raise DeskError("change_invalid", mark("A change names a column that is not known"), where=where)
    both = pairs.values()
    if {*map(type, both)} != {list} or {*map(len, both)} != {2}:
        raise DeskError("change_invalid", mark("A change is not an old and a new value"), where=where)
    values: dict[str, Scalar] = {name: new for name, (_, new) in pairs.items()}
    numbers = [values[name] for name in NUMBERS[table] & values.keys()]
    texts = [values[name] for name in values.keys() - NUMBERS[table]]
    if not (all(map(_is_number, numbers)) and {*map(type, texts)} <= _TEXT):
        raise _invalid_value(where)
    return values, "id" in pairs and pairs["id"][0] is None


def _is_number(value: object) -> bool:
    return value is None or (type(value) is int and -_LARGEST <= value < _LARGEST)


def _invalid_value(where: str) -> DeskError:
    return DeskError("change_invalid", mark("A change's new value is not of its column's type"), where=where)
