"""Giving a terminal up: refused while head office lacks something, unless it says that this is no loss."""

from sqlalchemy import text

from advisor_tui.base.home import Home
from advisor_tui.base.languages import mark
from advisor_tui.sync.carrying.ground import Carried, Ground, refused
from advisor_tui.sync.differences import Change
from advisor_tui.sync.durable import sync_folder, write_durably
from advisor_tui.sync.orders.contents import Wipe
from advisor_tui.sync.orders.order import Order
from advisor_tui.sync.restoring import known_to_head_office

UNSENT = mark("Head office has not acknowledged everything of this terminal yet")


def carry_wipe(ground: Ground, order: Order, content: Wipe) -> Carried:
    """Whether the terminal may go; the receipt is its last entry, and `destroy` comes after the commit."""
    end = int(ground.connection.execute(text("SELECT coalesce(max(seq), 0) FROM journal")).scalar_one())
    if end > known_to_head_office(ground.connection) and not content.discard_unsent:
        return refused(UNSENT)
    return Carried(changes=(Change("wiped", order.kind),))


def destroy(home: Home) -> None:
    """Destroy the keys first, which makes the rest unreadable, then the rest; the settings stay."""
    write_durably(home.keys, bytes(len(home.keys.read_bytes())))
    home.keys.unlink()
    sync_folder(home.root)
    for file in (*home.root.glob(f"{home.database.name}*"), home.head, home.delivered, home.exchange):
        file.unlink(missing_ok=True)
    for folder in (home.outbox, home.inbox, home.print):
        for file in folder.rglob("*"):
            if file.is_file():
                file.unlink()
    sync_folder(home.root)
