"""What a terminal's bundle says, read strictly: the chain within it, its promises, and its entries folded by row.

All of it is a function of the bundle alone, so that it can be done in another process than the one that writes.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.tables import COPIES, DESK_COLUMNS, NUMBERS
from advisor_tui.sync.chain import Chain, ChainEnd
from advisor_tui.sync.header import Header
from advisor_tui.sync.opening import Opened
from advisor_tui.sync.package import CHANGES, read_rows
from advisor_tui.sync.row_changes import is_hlc, is_row_id
from advisor_tui.sync.strict_json import load_object

ENTRY = tuple(column.name for column in CHANGES.fields)
"""The columns of a journal entry, in the order of `Content.entries`."""
_SEQ, _TABLE, _PAYLOAD = (ENTRY.index(name) for name in ("seq", "table_name", "payload"))
_COLUMNS = {table: frozenset(names) for table, names in DESK_COLUMNS.items()}
_MAY_HOLD = {
    table: frozenset((name, kind) for name in names for kind in (int if name in NUMBERS[table] else str, type(None)))
    for table, names in DESK_COLUMNS.items()
}
"""Each table's columns with the types of what they hold."""
_LARGEST = 1 << 63
_ZERO = b"u0000"
"""How JSON writes a zero character, at whatever depth of quoting: it has no other way."""
Scalar = str | int | float | None
Entry = tuple[Scalar, ...]


@dataclass(slots=True)
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
        entries: The entries, columns as in `ENTRY`, then the epoch and the terminal that they are of.
        folded: The net effect per table and row id.
        unseen: Tables with entries that came without content: head office's own, and blanked ones.
    """

    place: str
    start: ChainEnd | None
    end: ChainEnd | None
    entries: Sequence[Entry]
    folded: Mapping[str, Mapping[str, Folded]]
    unseen: frozenset[str]


def read_content(opened: Opened) -> Content:
    """Read changes.jsonl.

    Raises:
        DeskError: `chain_broken`, `row_invalid`, `change_invalid`, `header_disagrees`.
    """
    where = opened.name.file
    data = opened.files.get(CHANGES.path, b"")
    place = f"{where}:data/{CHANGES.path}"
    rows: list[Entry] = []
    start, chain, folding = None, None, Folding(place)
    place_of = (opened.header.epoch, opened.header.sender)
    for entry in read_rows(CHANGES, data, where):  # each from end to end, while it is still in the processor's cache
        if chain is None:
            start = ChainEnd(entry["seq"] - 1, entry["prev_hash"])
            chain = Chain(start, place)
        chain.follow(entry)
        folding.take(entry)
        rows.append((*entry.values(), *place_of))  # read_rows: exactly the columns, in their order
    end = chain.end if chain else None
    _check_range(opened.header, rows, end, where)
    if _ZERO in data:
        _refuse_zeros(rows, place)
    return Content(place, start, end, rows, folding.folded, frozenset(folding.unseen))


def _check_range(header: Header, rows: Sequence[Entry], end: ChainEnd | None, where: str) -> None:
    """The header promises exactly what the file holds; without entries, `apply_changes` compares the chain's end."""
    said: dict[str, object] = {"changes": header.changes, "counts": dict(header.counts)}
    found: dict[str, object] = {
        "changes": (rows[0][_SEQ], rows[-1][_SEQ]) if rows else (),
        "counts": dict(Counter(row[_TABLE] for row in rows)),
    }
    if header.audit and end:
        said["audit"], found["audit"] = (header.audit.count, header.audit.head), (end.seq, end.hash)
    for name, value in found.items():
        if said[name] != value:
            raise disagreement(name, where)


def disagreement(field: str, where: str) -> DeskError:
    """The refusal of a header that promises something else than the file holds."""
    return DeskError("header_disagrees", mark("The header and the changes disagree: {field}"), where=where, field=field)


def _refuse_zeros(rows: Sequence[Entry], place: str) -> None:
    """No text holds a zero character: PostgreSQL could not keep it."""
    for row in rows:
        where = f"{place}:{row[_SEQ]}"
        values: list[object] = list(row)
        if row[_PAYLOAD] is not None:
            for pair in load_object(str(row[_PAYLOAD]), where).values():
                values += pair if type(pair) is list else ()
        if any(type(value) is str and "\0" in value for value in values):
            raise _invalid_value(where)


class Folding:
    """The net effect of entries per table and row, and the tables with entries that came without content."""

    def __init__(self, place: str) -> None:
        self.folded: dict[str, dict[str, Folded]] = {}
        self.unseen: set[str] = set()
        self._place = place

    def take(self, entry: Mapping[str, Any]) -> None:
        """Fold one more entry.

        Raises:
            DeskError: `change_invalid`, `bundle_json`.
        """
        table, row_id, where = entry["table_name"], entry["row_id"], f"{self._place}:{entry['seq']}"
        if table not in COPIES:
            raise DeskError("change_invalid", mark("A change names a table that is not known"), where=where)
        for name, good in (("row_id", is_row_id(row_id)), ("hlc", is_hlc(entry["hlc"]))):
            if not good:  # else nobody could read the terminal's own full
                raise DeskError("change_invalid", mark("The change's field {field} is wrong"), where=where, field=name)
        if entry["payload"] is None:
            self.unseen.add(table)
            return
        values, born = _new_values(entry["payload"], table, where)
        rows = self.folded.setdefault(table, {})
        known_as = values.get("id", row_id)
        if known_as is None:
            rows[row_id] = Folded(entry["hlc"], deleted=True)
            return
        if known_as != row_id:
            raise _invalid_value(where)
        values["id"] = row_id
        row = rows.get(row_id)
        if row is None or row.deleted:
            rows[row_id] = Folded(entry["hlc"], values, inserted=born)
        else:
            row.hlc = entry["hlc"]
            row.values.update(values)


def _new_values(payload: str, table: str, where: str) -> tuple[dict[str, Scalar], bool]:
    """The new values of a payload `{column: [old, new]}`, and whether it made the row."""
    pairs = load_object(payload, where)
    try:
        values: dict[str, Any] = {name: new for name, (_, new) in pairs.items()}
    except (TypeError, ValueError) as error:
        raise _no_pair(where) from error
    if {*map(type, pairs.values())} != {list}:  # a text of two characters is no pair either
        raise _no_pair(where)
    if not _MAY_HOLD[table].issuperset(zip(values, map(type, values.values()), strict=True)):
        if not values.keys() <= _COLUMNS[table]:
            raise DeskError("change_invalid", mark("A change names a column that is not known"), where=where)
        raise _invalid_value(where)
    for name in NUMBERS[table] & values.keys():
        if not -_LARGEST <= (values[name] or 0) < _LARGEST:
            raise _invalid_value(where)
    return values, "id" in pairs and pairs["id"][0] is None


def _no_pair(where: str) -> DeskError:
    return DeskError("change_invalid", mark("A change is not an old and a new value"), where=where)


def _invalid_value(where: str) -> DeskError:
    return DeskError("change_invalid", mark("A change's new value is not of its column's type"), where=where)
