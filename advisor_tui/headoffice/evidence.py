"""What a receipt of an erasure or a purge must prove before anything of ours goes: order, client and signature."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.tables import COPIES, HeadOrder, OrderFor, RevokedKey, Stream, Terminal, journal
from advisor_tui.sync import sshsig
from advisor_tui.sync.orders.contents import Content, Erasure, Reassignment
from advisor_tui.sync.orders.order import read_content
from advisor_tui.sync.strict_json import load_object

ERASED, PURGED = "erased", "purged"
BLANKING = (ERASED, PURGED)
"""What a receipt says where entries were blanked."""
_ORDERS, _FOR = HeadOrder.__table__, OrderFor.__table__  # type: ignore[attr-defined]
_REVOKED, _STREAMS = RevokedKey.__table__, Stream.__table__  # type: ignore[attr-defined]
_RECEIPT, _CLIENT, _MEMBER = COPIES["order_receipt"], COPIES["client"], COPIES["household_member"]
_TOLD = text(
    "SELECT table_name, row_id, payload FROM hq_journal WHERE terminal = :terminal AND (table_name, row_id) IN "
    "(SELECT table_name, row_id FROM hq_journal WHERE epoch = :epoch AND seq BETWEEN :first AND :last)"
)
_OWNERS = ("client_id", "other_id")
_MOST = 1 << 63


def ranges_of(evidence: str) -> list[tuple[int, int]]:
    """The ranges of journal numbers that a receipt names as blanked; nothing of what is no range of numbers."""
    ranges = load_object(evidence, "order_receipt").get("blanked")
    return [
        (pair[0], pair[1])
        for pair in (ranges if isinstance(ranges, list) else [])
        if isinstance(pair, list)
        and len(pair) == 2
        and all(type(number) is int and 0 < number < _MOST for number in pair)
    ]


def require_proven(
    connection: Connection, terminal: Terminal, epoch: str, ids: Iterable[str], place: str, today: date
) -> None:
    """Refuse receipts, which stand in the copies already, of removals that were not ordered, or of other rows.

    A receipt alone makes us delete a client's rows and blank what we know of them. So the order must be one that we
    gave to this terminal, about this client; every row that was blanked must be the client's by all that we know; and
    the terminal must have signed it by itself, as a regulator would be shown.

    Args:
        connection: The transaction, in which the bundle's readable changes were applied and nothing was removed yet.
        terminal: Whose receipts they are.
        epoch: The epoch of the journal whose numbers they name.
        ids: The receipts that the bundle writes.
        place: Where a refusal points.
        today: Our business date.

    Raises:
        DeskError: `receipt_unproven`, `retention_runs`, and see `sync.sshsig.verify` for the signature.
    """
    query = select(*_RECEIPT.columns).where(
        _RECEIPT.c.terminal == terminal.name, _RECEIPT.c.id.in_(list(ids)), _RECEIPT.c.status.in_(BLANKING)
    )
    for receipt in connection.execute(query).all():
        where = f"{place}:order_receipt/{receipt.id}"
        proven = (
            (_is_ordered(connection, terminal.name, receipt) or _is_forgotten(connection, terminal, epoch, receipt))
            and _is_signed(connection, terminal, receipt, where)
            and all(
                _is_the_clients(connection, terminal.name, receipt.about, epoch, pair)
                for pair in ranges_of(receipt.evidence)
            )
        )
        if not proven:
            raise DeskError(
                "receipt_unproven",
                mark("A receipt tells of a removal that was not ordered, or of rows of somebody else"),
                where=where,
            )
        _require_ended(connection, terminal.name, receipt, today, where)


def _require_ended(connection: Connection, terminal: str, receipt: Row[Any], today: date, where: str) -> None:
    """Refuse an erasure before the last day on which the terminal ever said that the law keeps the records.

    The terminal counts by our clock; one of ours that ran ahead must not be what ends a legal period.
    """
    told = select(journal.c.payload).where(
        journal.c.terminal == terminal, journal.c.table_name == "erasure_order", journal.c.row_id == receipt.id,
        journal.c.payload.is_not(None),
    )  # fmt: skip
    payloads = [load_object(payload, where) for payload in connection.execute(told).scalars()]
    until = max((str(day) for one in payloads for day in one.get("restricted_until", ()) if day), default="")
    if receipt.status == ERASED and until >= today.isoformat():
        raise DeskError(
            "retention_runs", mark("A receipt tells of an erasure although the law keeps the records until {until}"),
            where=where, until=until,
        )  # fmt: skip


def _is_ordered(connection: Connection, terminal: str, receipt: Row[Any]) -> bool:
    """Whether we gave this terminal this order, about this client."""
    query = select(_ORDERS.c.kind, _ORDERS.c.about, _ORDERS.c.content).join(_FOR, _FOR.c.order_id == _ORDERS.c.id)
    order = connection.execute(query.where(_ORDERS.c.id == receipt.id, _FOR.c.terminal == terminal)).first()
    if order is None:
        return False
    content = read_content(order.kind, load_object(order.content, receipt.id), receipt.id)
    return _asks_for(content, receipt.status, terminal) and (
        receipt.about == order.about or order.about in _numbers(connection, terminal, receipt.about, order.about)
    )


def _is_forgotten(connection: Connection, terminal: Terminal, epoch: str, receipt: Row[Any]) -> bool:
    """Whether an order may be one that we gave before we were put back from a copy that did not have it yet.

    That is known only where the terminal tells everything again because we asked; orders bear the time in their ids.
    """
    if connection.execute(select(_ORDERS.c.id).where(_ORDERS.c.id == receipt.id)).first() is not None:
        return False
    told = select(_STREAMS.c.told_at).where(_STREAMS.c.sender == terminal.name, _STREAMS.c.epoch == epoch)
    told_at = connection.execute(told).scalar()
    return told_at is not None and _instant_of(receipt.id) <= told_at


def _instant_of(order: str) -> datetime:
    """When an id was made: its first 48 bits are milliseconds."""
    return datetime.fromtimestamp(int(order.replace("-", "")[:12], 16) / 1000, UTC)


def _asks_for(content: Content, status: str, terminal: str) -> bool:
    if isinstance(content, Reassignment):
        return status == PURGED and content.from_terminal == terminal
    return status == ERASED and isinstance(content, Erasure)


def _numbers(connection: Connection, terminal: str, client: str, expected: str) -> set[str]:
    """The numbers under which we know a client; the expected one for somebody of whom nothing readable ever came."""
    copies = select(_CLIENT.c.id, _CLIENT.c.number).where(
        _CLIENT.c.terminal == terminal, (_CLIENT.c.id == client) | (_CLIENT.c.number == expected)
    )
    here = {str(row.id): str(row.number) for row in connection.execute(copies)}
    if client in here:
        return {here[client]}
    told = select(journal.c.payload).where(
        journal.c.terminal == terminal, journal.c.table_name == "client", journal.c.row_id == client,
        journal.c.payload.is_not(None),
    )  # fmt: skip
    payloads = [load_object(payload, client) for payload in connection.execute(told).scalars()]
    if not payloads:  # then nobody else must have the number
        return set() if here else {expected}
    return {str(number) for payload in payloads for number in payload.get("number", ())}


def _is_signed(connection: Connection, terminal: Terminal, receipt: Row[Any], where: str) -> bool:
    """Whether one of the terminal's keys, the present one or one that was its own, signed just this."""
    evidence = load_object(receipt.evidence, where)
    said, signature = evidence.get("text"), evidence.get("signature")
    if not isinstance(said, str) or not isinstance(signature, str):
        return False
    public = sshsig.public_line(sshsig.verify(signature.encode(), said.encode(), where))
    earlier = connection.execute(select(_REVOKED.c.signing_key).where(_REVOKED.c.terminal == terminal.name)).scalars()
    told: Mapping[str, Any] = load_object(said, where)
    ranges = ranges_of(receipt.evidence)
    return (
        public in {terminal.signing_key, *earlier}
        and [told.get(name) for name in ("receipt", "order", "subject", "terminal")]
        == [receipt.status, receipt.id, receipt.about, terminal.name]
        # An older copy tells again of what an earlier journal blanked: with no range of its own.
        and (not ranges or told.get("entries") == sum(last - first + 1 for first, last in ranges))
    )


def _is_the_clients(connection: Connection, terminal: str, client: str, epoch: str, pair: tuple[int, int]) -> bool:
    """Whether all rows of a range of the journal are the client's, as far as anything was ever known of them."""
    values = {"terminal": terminal, "epoch": epoch, "first": pair[0], "last": pair[1]}
    told: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for table, row, payload in connection.execute(_TOLD, values):
        known = told.setdefault((table, row), [])
        if payload is not None:
            known.append(load_object(payload, row))
    return all(
        (table, row) == ("client", client)
        or client in set(_owners(connection, terminal, table, row, payloads))
        or _hangs_from(connection, terminal, client, table, row, payloads)
        for (table, row), payloads in told.items()
    )


def _owners(
    connection: Connection, terminal: str, table: str, row: str, payloads: list[Mapping[str, Any]]
) -> Iterator[object]:
    """The clients that a row was ever said to be of."""
    for payload in payloads:
        for name in _OWNERS:
            yield from payload.get(name, ())
    copy = COPIES[table]
    for name in (name for name in _OWNERS if name in copy.c):
        found = select(copy.c[name]).where(copy.c.terminal == terminal, copy.c.id == row)
        yield from connection.execute(found).scalars()


def _hangs_from(
    connection: Connection, terminal: str, client: str, table: str, row: str, payloads: list[Mapping[str, Any]]
) -> bool:
    """Whether a row without a client goes along: the client's own household, its relatives, or what nobody knows."""
    copy = COPIES[table]
    here = connection.execute(select(*copy.columns).where(copy.c.terminal == terminal, copy.c.id == row)).first()
    if here is None and not payloads:
        return True
    if table == "household":
        household = row
    elif table == "household_member" and here is not None and here.client_id is None:
        household = here.household_id
    else:
        return False
    members = select(_MEMBER.c.client_id).where(
        _MEMBER.c.terminal == terminal, _MEMBER.c.household_id == household, _MEMBER.c.client_id.is_not(None)
    )
    return set(connection.execute(members).scalars()) <= {client}
