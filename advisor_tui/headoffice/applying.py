"""Applying a terminal's changes to its copies: the chain is continued, the rows written, the digests kept."""

from collections.abc import Mapping
from operator import itemgetter

from sqlalchemy import Connection, func, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.checking import Checked
from advisor_tui.headoffice.content import ENTRY, Content, Folded, Scalar, disagreement
from advisor_tui.headoffice.dialects import Dialect
from advisor_tui.headoffice.own_rows import require_explained, rows_of_receipts, rows_removed
from advisor_tui.headoffice.rows import row_array
from advisor_tui.headoffice.tables import COPIES, DEFAULTS, DESK_COLUMNS, CopyState, Stream, Terminal, journal
from advisor_tui.store.hashing import MODULUS, row_number
from advisor_tui.store.schema import SCHEMA_VERSION
from advisor_tui.sync.chain import ChainEnd

_ZERO = "0" * 64
_STATES = CopyState.__table__  # type: ignore[attr-defined]
_STREAMS = Stream.__table__  # type: ignore[attr-defined]
_STEP = 400
_STATE_COLUMNS = ("terminal", "table_name", "rows", "digest", "checked")
_JOURNAL_COLUMNS = (*ENTRY, "epoch", "terminal")
_ORIGIN = ("terminal", "branch", "hlc")
States = dict[str, tuple[int, str, bool]]


def apply_changes(
    connection: Connection, dialect: Dialect, checked: Checked, content: Content, terminal: Terminal, stream: Stream
) -> ChainEnd:
    """Apply a bundle's changes within the caller's transaction; the journal's new end.

    Raises:
        DeskError: `chain_broken`, `header_disagrees`, `blank_unexplained`, `state_disagrees`.
    """
    end = _continue(checked, content, ChainEnd(stream.change_seq, stream.change_hash))
    require_explained(connection, terminal.name, content)
    if content.entries:
        dialect.add(connection, journal, _JOURNAL_COLUMNS, content.entries)
    states = _read_states(connection, terminal.name)
    before = dict(states)
    newest = _newest_before(connection, terminal.name, checked.header.epoch, content.folded)
    for table, changed in content.folded.items():
        if newest:
            changed = {row: one for row, one in changed.items() if one.hlc >= newest.get((table, row), "")}  # noqa: PLW2901
        _apply_table(connection, dialect, table, changed, terminal, states)
    receipts = content.folded.get("order_receipt", {})
    for ours in (
        rows_of_receipts(connection, terminal.name, receipts),
        rows_removed(connection, terminal.name, checked.header.epoch, receipts),
    ):
        for table, changed in ours.items():
            _apply_table(connection, dialect, table, changed, terminal, states)
    for table in content.unseen:
        rows, digest, _ = states.get(table, (0, _ZERO, True))
        states[table] = (rows, digest, False)
    _compare_states(checked, states)
    new = [(terminal.name, table, *state) for table, state in states.items() if before.get(table) != state]
    dialect.merge(connection, _STATES, _STATE_COLUMNS, new)
    return end


def _continue(checked: Checked, content: Content, last: ChainEnd) -> ChainEnd:
    """The journal goes on where the last bundle ended it."""
    if content.start is not None and content.start != last:
        raise DeskError(
            "chain_broken", mark("The journal does not continue where the last bundle ended"),
            where=f"{content.place}:{content.entries[0][0]}",
        )  # fmt: skip
    end = content.end or last
    audit = checked.header.audit if checked.header.kind != "full" else None  # its journal comes after it, whole
    if audit is not None and (audit.count, audit.head) != (end.seq, end.hash):
        raise disagreement("audit", checked.name.file)
    return end


def _newest_before(
    connection: Connection, terminal: str, epoch: str, folded: Mapping[str, Mapping[str, Folded]]
) -> dict[tuple[str, str], str]:
    """The last clock value that rows had in the terminal's earlier epochs; nothing where there was none.

    An older copy of a terminal sends its whole journal again: what it says of a row must not undo what it said later,
    before it was lost. Its full brings that back to it.
    """
    earlier = select(_STREAMS.c.epoch).where(_STREAMS.c.sender == terminal, _STREAMS.c.epoch != epoch)
    epochs = list(connection.execute(earlier).scalars())
    newest: dict[tuple[str, str], str] = {}
    for table, changed in folded.items() if epochs else ():
        ids = list(changed)
        for start in range(0, len(ids), _STEP):
            query = select(journal.c.row_id, func.max(journal.c.hlc)).where(
                journal.c.table_name == table, journal.c.row_id.in_(ids[start : start + _STEP]),
                journal.c.epoch.in_(epochs),
            )  # fmt: skip
            for row, hlc in connection.execute(query.group_by(journal.c.row_id)):
                newest[table, row] = str(hlc)
    return newest


def _apply_table(
    connection: Connection, dialect: Dialect, table: str, changed: Mapping[str, Folded], terminal: Terminal,
    states: States,
) -> None:  # fmt: skip
    """Write the rows of one table whole, and take the old ones out of its digest and the new ones in."""
    columns, copy = DESK_COLUMNS[table], COPIES[table]
    count, digest, compared = states.get(table, (0, _ZERO, True))
    number = int(digest, 16)
    known: dict[str, tuple[Scalar, ...]] = {}
    if count:
        place = columns.index("id")
        known = {
            str(row[place]): tuple(row) for row in dialect.find(connection, copy, columns, terminal.name, list(changed))
        }
    made: list[tuple[Scalar, ...]] = []
    kept: list[tuple[Scalar, ...]] = []
    gone: list[str] = []
    in_order = itemgetter(*columns)
    for row_id, row in changed.items():
        old = known.get(row_id)
        if old is not None:
            number -= row_number(table, row_array(old))
        if row.deleted:
            gone.append(row_id)
            continue
        values = row.values
        if len(values) < len(columns):
            base = DEFAULTS[table] if old is None or row.inserted else dict(zip(columns, old, strict=True))
            values = {**base, **values}
        new = in_order(values)
        number += row_number(table, row_array(new))
        (made if old is None else kept).append((terminal.name, terminal.branch, row.hlc, *new))
    names = (*_ORIGIN, *columns)
    dialect.add(connection, copy, names, made)
    dialect.merge(connection, copy, names, kept)
    gone = [row_id for row_id in gone if row_id in known]
    if gone:
        dialect.remove(connection, copy, terminal.name, gone)
    states[table] = (count + len(made) - len(gone), f"{number % MODULUS:064x}", compared)


def _read_states(connection: Connection, terminal: str) -> States:
    query = select(*(_STATES.c[name] for name in _STATE_COLUMNS[1:])).where(_STATES.c.terminal == terminal)
    return {table: (rows, digest, bool(checked)) for table, rows, digest, checked in connection.execute(query)}


def _compare_states(checked: Checked, states: States) -> None:
    """The copies are what the terminal had when it sealed, where it said so and nothing came without content.

    A terminal of an older program has other columns than the copies; it is compared again when it is up to date.
    """
    said = checked.header.digest
    if not said or checked.header.schema != SCHEMA_VERSION:
        return
    for table, (rows, digest, compared) in states.items():
        agrees = said.get(table) == (rows, digest)
        if agrees and not compared:
            states[table] = (rows, digest, True)  # from now on it is compared again
        if compared and not agrees:
            raise DeskError(
                "state_disagrees", mark("After applying it, the copy of {table} is not what the terminal has"),
                where=checked.name.file, table=table,
            )  # fmt: skip
