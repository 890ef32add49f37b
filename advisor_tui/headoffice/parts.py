"""What a terminal is to get, by bundles: of files, orders, keys and rows what it does not have yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.files import due_files, note_sent
from advisor_tui.headoffice.order_book import Due, due_orders, sent
from advisor_tui.headoffice.put_back import may_lack
from advisor_tui.headoffice.restoring import rows_of_full
from advisor_tui.headoffice.rotating import keys_for
from advisor_tui.headoffice.tables import Outbound, RevokedKey, Stream, Terminal
from advisor_tui.sync.key_set import write_key_set
from advisor_tui.sync.limits import TARGET_SEGMENT
from advisor_tui.sync.orders.contents import Wipe
from advisor_tui.sync.orders.order import Order, write_orders
from advisor_tui.sync.package import FILES, KEYS, ORDERS, ROWS, rows_of
from advisor_tui.sync.published import to_row
from advisor_tui.sync.restoring import LEFT, UNSURE
from advisor_tui.sync.row_changes import RowChange, write_row_changes


@dataclass(frozen=True)
class Part:
    """What one bundle is to hold: tables by path, and how many rows each has."""

    kind: str
    tables: Mapping[str, bytes]
    counts: Mapping[str, int]


def parts_for(context: Context, session: Session, terminal: Terminal) -> list[Part]:
    """What a terminal is to get now, a bundle each. A full comes first: it begins a stream of its own.

    Raises:
        DeskError: `wipe_not_revoked`.
    """
    due = due_orders(session, terminal)
    if session.get(RevokedKey, terminal.signing_key) is not None:
        return _wipe(session, terminal, due)
    if any(order.kind == Wipe.KIND for order in due.orders):
        raise DeskError(
            "wipe_not_revoked", mark("{terminal} is to give itself up: revoke its key first"), where=terminal.name,
            terminal=terminal.name,
        )  # fmt: skip
    if terminal.asked_at is not None:
        return _asking(context, session, terminal)
    parts: list[Part] = []
    if terminal.full_due:
        parts = _full(session, terminal)
        terminal.full_due, terminal.full_last = False, len(parts)  # it begins a stream: its parts are the first ones
        session.add(terminal)
    parts += _keys(context, session, terminal)
    parts += _delta(context, session, terminal, due)
    stream = session.get(Stream, (terminal.name, terminal.epoch))
    if not parts and stream is not None and stream.seq:
        parts.append(Part("heartbeat", {}, {}))
    return parts


def _asking(context: Context, session: Session, terminal: Terminal) -> list[Part]:
    """A full that gives nothing asks for everything; until the answer comes, nobody knows what else is due."""
    begun = select(Outbound.seq).where(Outbound.terminal == terminal.name, Outbound.epoch == terminal.peer_epoch)
    parts = [Part("full", {}, {})] if session.exec(begun.limit(1)).first() is None else []
    return [*parts, *_keys(context, session, terminal)] or [Part("heartbeat", {}, {})]


def _keys(context: Context, session: Session, terminal: Terminal) -> list[Part]:
    keys = keys_for(context, session, terminal)
    if keys is None:
        return []
    lines = write_key_set(keys)
    return [Part("keys", {KEYS.path: lines}, {KEYS.resource: lines.count(b"\n")})]


def _full(session: Session, terminal: Terminal) -> list[Part]:
    parts = rows_of_full(session, terminal.name)
    left = sum(map(len, parts))
    made, unsure = [], may_lack(session, terminal)
    for part in parts:
        left -= len(part)
        counts = {ROWS.resource: len(part), LEFT: left} | ({UNSURE: 1} if unsure else {})
        made.append(Part("full", {ROWS.path: write_row_changes(part)}, counts))
    return made


def _delta(context: Context, session: Session, terminal: Terminal, due: Due) -> Iterator[Part]:
    """The files and orders that the terminal does not have, and the rows of clients that come to it.

    What is more than a bundle takes goes into the next ones. Files stay together, since a product of one may need the
    next; and an order stays with the rows that it brings.
    """
    files = due_files(session, terminal, context.clock.today())
    note_sent(session, terminal, files)
    sent(session, terminal, due.orders)
    lines = rows_of(FILES, [to_row(file) for file in files])
    orders: list[Order] = []
    rows: list[RowChange] = []
    size = len(lines)
    for order in due.orders:
        brought = due.brought.get(order.id, [])
        bulk = len(write_orders([order])) + len(write_row_changes(brought))
        if size and size + bulk > TARGET_SEGMENT:
            yield _part(lines, len(files), orders, rows)
            lines, files, orders, rows, size = b"", [], [], [], 0
        orders.append(order)
        rows += brought
        size += bulk
    if size:
        yield _part(lines, len(files), orders, rows)


def _part(lines: bytes, files: int, orders: list[Order], rows: list[RowChange]) -> Part:
    tables = {FILES.path: lines, ORDERS.path: write_orders(orders), ROWS.path: write_row_changes(rows)}
    counts = {FILES.resource: files, ORDERS.resource: len(orders), ROWS.resource: len(rows)}
    return Part(
        "delta",
        {path: data for path, data in tables.items() if data},
        {name: count for name, count in counts.items() if count},
    )


def _wipe(session: Session, terminal: Terminal, due: Due) -> list[Part]:
    wipes = [order for order in due.orders if order.kind == Wipe.KIND]
    sent(session, terminal, wipes)
    return [Part("wipe", {ORDERS.path: write_orders([order])}, {ORDERS.resource: 1}) for order in wipes]
