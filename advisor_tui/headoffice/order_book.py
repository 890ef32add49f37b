"""Head office's orders: given once, sent to each terminal that they are for until it has receipted them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from advisor_tui.base.clock import instant_text
from advisor_tui.headoffice.belonging import client_id, rows_at_cut_over
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.leaving import held_rows, late_of
from advisor_tui.headoffice.tables import COPIES, HeadOrder, OrderFor, Terminal
from advisor_tui.sync.bag import sha256
from advisor_tui.sync.orders.contents import (
    Content,
    Erasure,
    Incentive,
    Reassignment,
    TargetGoal,
    TrainingRequirement,
    Wipe,
)
from advisor_tui.sync.orders.order import Order, read_content, write_orders
from advisor_tui.sync.row_changes import RowChange
from advisor_tui.sync.strict_json import dump, load_object

_RECEIPT = COPIES["order_receipt"]
_FOR_PEOPLE = (TargetGoal.KIND, Incentive.KIND, TrainingRequirement.KIND)


@dataclass(frozen=True)
class Given:
    """An order as somebody gives it.

    Attributes:
        content: What it says.
        about: The row, client or staff number, as the kind says.
        terminals: The terminals that it is for.
        effective_from: Business date.
        source: The file and line, or who decided it.
        dated: The date is part of what is said; False where it is but the day on which a file was read.
    """

    content: Content
    about: str
    terminals: tuple[str, ...]
    effective_from: date
    source: str
    dated: bool = True


@dataclass
class Due:
    """What a terminal is to get: orders, and by the id of the order that brings them the rows of clients who come."""

    orders: list[Order] = field(default_factory=list)
    brought: dict[str, list[RowChange]] = field(default_factory=dict)

    @property
    def rows(self) -> list[RowChange]:
        """All of those rows."""
        return [row for rows in self.brought.values() for row in rows]


def give(context: Context, session: Session, given: Given) -> tuple[str, bool]:
    """Write an order into the warehouse; the very same order is given once, however often it is read.

    An erasure goes wherever the client goes: to the other terminal of a reassignment that has not ended too. What holds
    for people goes to their terminals as they become known: a terminal that comes later gets the same order.

    Returns:
        Its id, and whether it is new.

    Raises:
        DeskError: `order_invalid`.
    """
    content = dump(asdict(given.content))
    day = given.effective_from.isoformat()
    for_people = given.content.KIND in _FOR_PEOPLE
    terminals = [] if for_people else sorted(given.terminals)
    said = [given.content.KIND, given.about, terminals, day if given.dated else "", content]
    digest = sha256(dump(said).encode())
    known = session.exec(select(HeadOrder).where(HeadOrder.sha256 == digest)).first()
    if known is not None:
        for terminal in given.terminals if for_people else ():
            if session.get(OrderFor, (known.id, terminal)) is None:
                session.add(OrderFor(order_id=known.id, terminal=terminal))
        session.flush()
        return known.id, False
    if isinstance(given.content, Erasure):
        given = _everywhere(session, given)
    now = context.clock.now()
    order = Order(context.ids.new(), given.about, instant_text(now), day, given.content)
    write_orders([order])
    session.add(
        HeadOrder(
            id=order.id, kind=order.kind, about=order.about, content=content, source=given.source, issued_at=now,
            effective_from=given.effective_from, sha256=digest,
        )
    )  # fmt: skip
    for terminal in given.terminals:
        session.add(OrderFor(order_id=order.id, terminal=terminal))
    session.flush()
    return order.id, True


def _everywhere(session: Session, given: Given) -> Given:
    """An erasure for every terminal on the client's way: by the client's id, since a number may be another's there."""
    [terminal] = given.terminals
    subject = client_id(session, terminal, given.about)
    ways = [
        content.to_terminal
        for row in _about(session, Reassignment.KIND, given.about, subject)
        if isinstance(content := order_of(row).content, Reassignment)
        and content.from_terminal == terminal != content.to_terminal
        and receipts(session, terminal).get(row.id) not in ("refused", "purged")
        and receipts(session, content.to_terminal).get(row.id) != "refused"
    ]
    if not ways or subject is None:
        return given
    return replace(given, about=subject, terminals=tuple(dict.fromkeys((terminal, *ways))))


def erasure_holds(session: Session, terminal: str, number: str) -> bool:
    """Whether an erasure locks a terminal's client, or is on its way to."""
    subject, client = client_id(session, terminal, number), COPIES["client"]
    query = core_select(client.c.status).where(client.c.terminal == terminal, client.c.id == subject)
    if session.connection().execute(query).scalar() == "restricted":
        return True
    given = {row.id for row in _about(session, Erasure.KIND, number, subject)}
    sent_to = select(OrderFor.order_id).where(OrderFor.terminal == terminal, col(OrderFor.order_id).in_(given))
    done = receipts(session, terminal)
    return any(done.get(order) != "refused" for order in session.exec(sent_to))


def _about(session: Session, kind: str, number: str, subject: str | None) -> Sequence[HeadOrder]:
    """The orders of a kind about a client, by its number or its id."""
    query = select(HeadOrder).where(HeadOrder.kind == kind, col(HeadOrder.about).in_([number, subject or number]))
    return session.exec(query.order_by(col(HeadOrder.issued_at), col(HeadOrder.id))).all()


def due_orders(session: Session, terminal: Terminal) -> Due:
    """The orders that a terminal has neither been sent in its present epoch nor receipted, in the order of issue.

    A client that is reassigned comes to the new terminal only when the old one has receipted: then everything that was
    done for the client there is here. An order to give itself up is for the machine that was registered when it was
    given, and never for the one that came in its place under the same name.
    """
    query = (
        select(HeadOrder)
        .join(OrderFor, col(OrderFor.order_id) == col(HeadOrder.id))
        .where(OrderFor.terminal == terminal.name, OrderFor.epoch != terminal.peer_epoch)
        .order_by(col(HeadOrder.issued_at), col(HeadOrder.id))
    )
    done, due, waiting = receipts(session, terminal.name), Due(), set[str]()
    for row in session.exec(query):
        if row.id in done or (row.kind == Wipe.KIND and row.issued_at < terminal.registered_at):
            continue
        order = order_of(row)
        if isinstance(order.content, Reassignment) and _comes(order.content, terminal.name):
            leaving = order.content.from_terminal
            state = receipts(session, leaving).get(row.id)
            if state is None:
                waiting |= {order.about, client_id(session, leaving, order.about) or order.about}
            if state in (None, "refused"):
                continue
            held = held_rows(session, row.id)
            due.brought[order.id] = _rows_there(session, leaving, order) if held is None else held
        if isinstance(order.content, Erasure) and order.about in waiting:
            continue  # it comes after the client
        due.orders.append(order)
    return due


def _comes(content: Reassignment, terminal: str) -> bool:
    """Whether a reassignment brings a client to a terminal from another one."""
    return content.to_terminal == terminal != content.from_terminal


def receipts(session: Session, terminal: str) -> dict[str, str]:
    """What became of the orders that a terminal has receipted: the receipt's status by the order's id."""
    query = core_select(_RECEIPT.c.id, _RECEIPT.c.status).where(_RECEIPT.c.terminal == terminal)
    return {order: str(status) for order, status in session.connection().execute(query)}


def _rows_there(session: Session, terminal: str, order: Order) -> list[RowChange]:
    """The rows of a client who still is in the old terminal's copies."""
    query = core_select(_RECEIPT.c.evidence).where(_RECEIPT.c.terminal == terminal, _RECEIPT.c.id == order.id)
    late = late_of(str(session.connection().execute(query).scalar() or ""), order.id)
    return rows_at_cut_over(session, terminal, order.about, late)


def companions(session: Session, chosen: Sequence[Terminal]) -> list[Terminal]:
    """Terminals to which clients of the chosen ones go now: once those are acknowledged, they purge their rows."""
    names = {terminal.name for terminal in chosen}
    found: dict[str, Terminal] = {}
    query = select(HeadOrder, OrderFor.terminal).join(OrderFor, col(OrderFor.order_id) == col(HeadOrder.id))
    for row, name in session.exec(query.where(HeadOrder.kind == Reassignment.KIND, OrderFor.epoch == "")):
        content = order_of(row).content
        leaves = isinstance(content, Reassignment) and content.to_terminal == name and content.from_terminal in names
        if leaves and name not in names and (terminal := session.get(Terminal, name)) is not None:
            found[name] = terminal
    return [found[name] for name in sorted(found)]


def sent(session: Session, terminal: Terminal, orders: Sequence[Order]) -> None:
    """Note that orders go to a terminal now."""
    for order in orders:
        session.merge(OrderFor(order_id=order.id, terminal=terminal.name, epoch=terminal.peer_epoch))


def order_of(row: HeadOrder) -> Order:
    """An order as it is sent."""
    content = read_content(row.kind, load_object(row.content, row.id), row.id)
    return Order(row.id, row.about, instant_text(row.issued_at), row.effective_from.isoformat(), content)
