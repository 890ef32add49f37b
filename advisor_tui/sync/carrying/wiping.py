"""Giving a terminal up: refused while head office lacks something, unless it says that this is no loss."""

import os

from sqlalchemy import Connection, text

from advisor_tui.base.home import Home
from advisor_tui.base.languages import mark
from advisor_tui.base.text import one_line
from advisor_tui.sync.carrying.ground import Carried, Ground, refused
from advisor_tui.sync.differences import Change
from advisor_tui.sync.durable import sync_folder
from advisor_tui.sync.orders.contents import Wipe
from advisor_tui.sync.orders.order import Order
from advisor_tui.sync.restoring import known_to_head_office
from advisor_tui.sync.strict_json import load_object

GIVEN_UP = mark(
    "Head office has had this terminal give itself up ({new}): its keys are destroyed, and nothing of it can be read "
    "any more. If you did not expect this, call head office's IT at once. "
    "To work here again, ask it for a new enrolment."
)
"""What people are told, wherever it happens; `new` is head office's reason."""
_GIVEN_UP = text(
    "SELECT head_office_order.content FROM head_office_order JOIN order_receipt USING (id) "
    "WHERE head_office_order.kind = 'wipe' AND order_receipt.status = 'applied'"
)
UNSENT = mark("Head office has not acknowledged everything of this terminal yet")


def carry_wipe(ground: Ground, order: Order, content: Wipe) -> Carried:
    """Whether the terminal may go; the receipt is its last entry, and `destroy` comes after the commit."""
    end = int(ground.connection.execute(text("SELECT coalesce(max(seq), 0) FROM journal")).scalar_one())
    if end > known_to_head_office(ground.connection) and not content.discard_unsent:
        return refused(UNSENT)
    return Carried(changes=(Change("wiped", order.kind, new=one_line(content.reason)),))


def given_up(connection: Connection) -> str | None:
    """Why this terminal was to be given up, where it was cut off before its keys were destroyed; else None.

    The order must lie here itself: the receipt alone may be that of a lost terminal in whose place this one came.
    """
    content = connection.execute(_GIVEN_UP).scalar()
    return None if content is None else one_line(str(load_object(content, "wipe")["reason"]))


def destroy(home: Home) -> None:
    """Destroy the keys first, which makes the rest unreadable, then the rest; the settings stay."""
    with home.keys.open("r+b") as keys:  # where they lie: a file in their place would leave the old blocks
        keys.write(bytes(os.fstat(keys.fileno()).st_size))
        keys.flush()
        os.fsync(keys.fileno())
    home.keys.unlink()
    sync_folder(home.root)
    ours = (*home.root.glob(f"{home.database.name}*"), *home.root.glob("T*.keys"))
    for file in (*ours, home.head, home.delivered, home.exchange, home.recovery):
        file.unlink(missing_ok=True)
    for folder in (home.outbox, home.inbox, home.print):
        for file in folder.rglob("*"):
            if file.is_file():
                file.unlink()
    sync_folder(home.root)
