"""Clients on their way from one terminal to another: their rows are held from the purge there to the receipt here."""

from collections.abc import Mapping

from sqlmodel import Session

from advisor_tui.headoffice.belonging import rows_at_cut_over
from advisor_tui.headoffice.content import Folded
from advisor_tui.headoffice.tables import HeadOrder, LeavingRows
from advisor_tui.sync.orders.contents import Reassignment
from advisor_tui.sync.orders.order import read_content
from advisor_tui.sync.row_changes import RowChange, read_row_changes, write_row_changes
from advisor_tui.sync.strict_json import load_object


def hold_leaving(session: Session, terminal: str, receipts: Mapping[str, Folded]) -> None:
    """Keep the rows of clients that a bundle's receipts purge, before the bundle is applied.

    A terminal purges only what we have acknowledged: everything of the client is here by then. Once the new terminal
    has receipted the order, the rows are its own and are held no longer.
    """
    for order_id, receipt in receipts.items():
        order = session.get(HeadOrder, order_id)
        if order is None or order.kind != Reassignment.KIND:
            continue
        content = read_content(order.kind, load_object(order.content, order_id), order_id)
        held = session.get(LeavingRows, order_id)
        if isinstance(content, Reassignment) and content.to_terminal == terminal:
            if held is not None and receipt.values.get("status") != "refused":
                session.delete(held)
        elif held is None and receipt.values.get("status") == "purged":
            late = late_of(str(receipt.values.get("evidence")), order_id)
            rows = rows_at_cut_over(session, terminal, order.about, late)
            if rows:  # none where an older copy purges once more who has arrived at the other terminal
                session.add(LeavingRows(order_id=order_id, rows=write_row_changes(rows).decode()))
    session.flush()


def held_rows(session: Session, order_id: str) -> list[RowChange] | None:
    """The rows that are held for an order; None where none are."""
    held = session.get(LeavingRows, order_id)
    return None if held is None else list(read_row_changes(held.rows.encode(), order_id))


def late_of(evidence: str, where: str) -> list[int]:
    """The journal entries made after the cut-over, as the old terminal's receipt names them."""
    found = load_object(evidence or "{}", where).get("late")
    return [seq for seq in found if type(seq) is int] if isinstance(found, list) else []
