"""What a bundle of head office may hold, by the kind that its header says."""

from collections.abc import Mapping

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.sync.opening import Opened
from advisor_tui.sync.orders.contents import Wipe
from advisor_tui.sync.orders.order import Order
from advisor_tui.sync.package import FILES, KEYS, ORDERS, ROWS

HOLDS: Mapping[str, frozenset[str]] = {
    "delta": frozenset({FILES.path, ORDERS.path, ROWS.path}),
    "full": frozenset({FILES.path, ORDERS.path, ROWS.path}),
    "heartbeat": frozenset(),
    "keys": frozenset({KEYS.path}),
    "wipe": frozenset({ORDERS.path}),
}


def check_kind(opened: Opened, orders: list[Order]) -> None:
    """Refuse with `bundle_kind` tables that do not belong to the kind, and a wipe among other orders."""
    wipes = sum(isinstance(order.content, Wipe) for order in orders)
    kind = opened.header.kind
    wanted = {"keys": opened.files.keys() == {KEYS.path}, "wipe": wipes == 1 and len(orders) == 1}
    if not opened.files.keys() <= HOLDS[kind] or not wanted.get(kind, wipes == 0):
        raise DeskError(
            "bundle_kind", mark("A bundle of the kind {kind} does not hold this"), where=opened.name.file, kind=kind
        )
