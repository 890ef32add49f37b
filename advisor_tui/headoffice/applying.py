"""Applying a terminal's changes to its copies: the chain is continued, the rows written, the digests kept."""

from collections.abc import Iterable, Mapping
from operator import itemgetter

from sqlalchemy import Connection, func, select

from advisor_tui.base.clock import business_date, instant_text, parse_instant
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.checking import Checked
from advisor_tui.headoffice.content import ENTRY, Content, Folded, Scalar, disagreement
from advisor_tui.headoffice.dialects import Dialect
from advisor_tui.headoffice.evidence import require_proven
from advisor_tui.headoffice.own_rows import require_explained, rows_of_receipts, rows_removed
from advisor_tui.headoffice.rows import row_array
from advisor_tui.headoffice.tables import COPIES, DEFAULTS, DESK_COLUMNS, CopyState, Stream, Terminal, journal
from advisor_tui.headoffice.whole_journal import rows_of_epoch
from advisor_tui.store.hashing import MODULUS, row_number
from advisor_tui.store.schema import SCHEMA_VERSION
from advisor_tui.sync.chain import ChainEnd

_ZERO = "0" * 64
_STATES = CopyState.__table__  # type: ignore[attr-defined]
_STREAMS = Stream.__table__  # type: ignore[attr-defined]
_STEP = 400
_STATE_COLUMNS = ("terminal", "table_name", "rows", "digest", "checked", "unchecked_since")
_JOURNAL_COLUMNS = (*ENTRY, "epoch", "terminal")
_ORIGIN = ("terminal", "branch", "hlc")
State = tuple[int, str, bool, str | None]
States = dict[str, State]
_NONE: State = (0, _ZERO, True, None)


def apply_changes(
    connection: Connection, dialect: Dialect, checked: Checked, content: Content, terminal: Terminal, stream: Stream,
    now: str,
) -> ChainEnd:  # fmt: skip
    """Apply a bundle's changes within the caller's transaction, at a receipt (UTC instant); the journal's new end.

    Raises:
        DeskError: `chain_broken`, `header_disagrees`, `blank_unexplained`, `receipt_unproven`, `retention_runs`,
            `state_disagrees`.
    """
    end = _continue(checked, content, ChainEnd(stream.change_seq, stream.change_hash))
    require_explained(connection, terminal.name, content)
    if content.entries:
        dialect.add(connection, journal, _JOURNAL_COLUMNS, content.entries)
    states = _read_states(connection, terminal.name)
    before = dict(states)
    # What was sealed after the terminal had taken its full is right, whatever the clocks say.
    taken = _has_taken_full(checked, terminal)
    earlier = [] if taken else _earlier_epochs(connection, checked)
    for table, changed in content.folded.items():
        if earlier:
            newest = _newest_before(connection, earlier, table, changed)
            changed = {row: one for row, one in changed.items() if one.hlc >= newest.get(row, "")}  # noqa: PLW2901
        _apply_table(connection, dialect, table, changed, terminal, states)
    receipts = content.folded.get("order_receipt", {})
    today = business_date(parse_instant(now))
    require_proven(connection, terminal, checked.header.epoch, receipts, content.place, today)
    for ours in (
        _not_told(rows_of_receipts(connection, terminal.name, receipts), content),
        rows_removed(connection, terminal.name, checked.header.epoch, receipts),
    ):
        for table, changed in ours.items():
            _apply_table(connection, dialect, table, changed, terminal, states)
    for table in content.unseen:
        rows, digest, _, since = states.get(table, _NONE)
        states[table] = (rows, digest, False, since)
    apart = _compare_states(checked, states)
    for table in apart if taken else ():
        _rebuild(connection, dialect, checked, table, terminal, states)
    states = {table: _dated(state, now) for table, state in states.items()}
    new = [(terminal.name, table, *state) for table, state in states.items() if before.get(table) != state]
    dialect.merge(connection, _STATES, _STATE_COLUMNS, new)
    return end


def _not_told(ours: Mapping[str, Mapping[str, Folded]], content: Content) -> dict[str, dict[str, Folded]]:
    """Of the rows that receipts tell of, those whose content does not travel: after we were put back, it does."""
    told = {table: {row for row, one in rows.items() if one.inserted} for table, rows in content.folded.items()}
    return {
        table: {row: one for row, one in rows.items() if row not in told.get(table, ())} for table, rows in ours.items()
    }


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


def _has_taken_full(checked: Checked, terminal: Terminal) -> bool:
    """Whether a bundle was sealed after the terminal had applied the last part of the full of its present stream.

    That it tells its whole state says nothing of it: so does the first journal of an older copy that was enrolled anew.
    """
    ack = checked.header.ack
    return (
        not terminal.full_due and ack is not None and ack.epoch == terminal.peer_epoch
        and ack.seq >= max(terminal.full_last or 0, 1)
    )  # fmt: skip


def _earlier_epochs(connection: Connection, checked: Checked) -> list[str]:
    """The terminal's epochs before this one.

    An older copy of a terminal sends its whole journal again: what it says of a row must not undo what it said later,
    before it was lost. Its full brings that back to it.
    """
    header = checked.header
    query = select(_STREAMS.c.epoch).where(_STREAMS.c.sender == header.sender, _STREAMS.c.epoch != header.epoch)
    return list(connection.execute(query).scalars())


def _newest_before(connection: Connection, epochs: list[str], table: str, rows: Iterable[str]) -> dict[str, str]:
    """The last clock value that rows of a table had in these epochs; nothing where there was none."""
    ids, newest = list(rows), {}
    for start in range(0, len(ids), _STEP):
        query = select(journal.c.row_id, func.max(journal.c.hlc)).where(
            journal.c.table_name == table, journal.c.row_id.in_(ids[start : start + _STEP]), journal.c.epoch.in_(epochs)
        )
        for row, hlc in connection.execute(query.group_by(journal.c.row_id)):
            newest[row] = str(hlc)
    return newest


def _apply_table(
    connection: Connection, dialect: Dialect, table: str, changed: Mapping[str, Folded], terminal: Terminal,
    states: States,
) -> None:  # fmt: skip
    """Write the rows of one table whole, and take the old ones out of its digest and the new ones in."""
    columns, copy = DESK_COLUMNS[table], COPIES[table]
    count, digest, compared, since = states.get(table, _NONE)
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
    states[table] = (count + len(made) - len(gone), f"{number % MODULUS:064x}", compared, since)


def _read_states(connection: Connection, terminal: str) -> States:
    query = select(*(_STATES.c[name] for name in _STATE_COLUMNS[1:])).where(_STATES.c.terminal == terminal)
    found = connection.execute(query)
    return {
        table: (rows, digest, bool(checked), instant_text(since) if since else None)
        for table, rows, digest, checked, since in found
    }


def _dated(state: State, now: str) -> State:
    rows, digest, compared, since = state
    return rows, digest, compared, None if compared else since or now


def _compare_states(checked: Checked, states: States) -> list[str]:
    """The copies are what the terminal had when it sealed, where it said so and nothing came without content.

    A terminal of an older program has other columns than the copies; it is compared again when it is up to date.

    Returns:
        The tables that are not compared and are not what the terminal has.
    """
    said, apart = checked.header.digest, []
    if not said or checked.header.schema != SCHEMA_VERSION:
        return []
    for table, (rows, digest, compared, since) in states.items():
        agrees = said.get(table) == (rows, digest)
        if agrees and not compared:
            states[table] = (rows, digest, True, since)  # from now on it is compared again
        elif not agrees and not compared:
            apart.append(table)
        if compared and not agrees:
            raise DeskError(
                "state_disagrees", mark("After applying it, the copy of {table} is not what the terminal has"),
                where=checked.name.file, table=table,
            )  # fmt: skip
    return apart


def _rebuild(
    connection: Connection, dialect: Dialect, checked: Checked, table: str, terminal: Terminal, states: States
) -> None:  # fmt: skip
    """Make a copy what the terminal's present journal, which is all there, makes of it; if that is what it has.

    An older copy may keep what it said before its full and was not believed (an edit of a row that had been deleted
    since), and has no reason to say it again.
    """
    said, before = checked.header.digest.get(table), states[table]
    with connection.begin_nested() as attempt:
        changed = rows_of_epoch(connection, checked.header, table)
        _apply_table(connection, dialect, table, changed, terminal, states)
        rows, digest, _, since = states[table]
        if said == (rows, digest):
            states[table] = (rows, digest, True, since)
        else:
            states[table] = before
            attempt.rollback()
