"""Orders by command beside those of `order_files`: that a lost machine gives itself up, and that an order is none."""

from sqlmodel import Session, col, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.order_book import Given, receipts
from advisor_tui.headoffice.registry import find_terminal
from advisor_tui.headoffice.tables import HeadOrder, OrderFor, RevokedKey
from advisor_tui.sync.orders.contents import Wipe

SHORT = 8
"""Characters of an order's id, from its end, that tell it from the others: the rest of it is the time."""


def short_id(order: str) -> str:
    """What a person types for an order."""
    return order[-SHORT:]


def wipe_order(context: Context, session: Session, name: str, reason: str, *, discard_unsent: bool) -> Given:
    """The order that a terminal gives itself up.

    Raises:
        DeskError: `terminal_unknown`, `wipe_not_revoked`.
    """
    terminal = find_terminal(session, name)
    if session.get(RevokedKey, terminal.signing_key) is None:
        raise DeskError(
            "wipe_not_revoked", mark("{terminal} is to give itself up: revoke its key first"), where=name,
            terminal=name,
        )  # fmt: skip
    return Given(Wipe(reason, discard_unsent), "", (name,), context.clock.today(), "head-office wipe")


def withdraw_order(session: Session, typed: str) -> str:
    """Take back an order that no terminal was sent; its id.

    Args:
        session: The transaction.
        typed: Its id, or at least the last `SHORT` characters of it.

    Raises:
        DeskError: `order_unknown`, `order_sent`.
    """
    query = select(HeadOrder).where(col(HeadOrder.id).endswith(typed, autoescape=True))
    found = session.exec(query.limit(2)).all() if len(typed) >= SHORT else []
    if len(found) != 1:
        raise DeskError("order_unknown", mark("No order, or more than one, has an id that ends so"), where=typed)
    [order] = found
    for one in session.exec(select(OrderFor).where(OrderFor.order_id == order.id)).all():
        if one.epoch or order.id in receipts(session, one.terminal):
            message = mark("{terminal} was sent this order already: it cannot be taken back")
            raise DeskError("order_sent", message, where=order.id, terminal=one.terminal)
        session.delete(one)
    session.flush()
    session.delete(order)
    session.flush()
    return order.id
