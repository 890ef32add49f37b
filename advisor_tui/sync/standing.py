"""HOME/exchange.json: how far the exchange has come, for the export that has no key; it carries no client data.

It is written after every seal and receipt, and only tells: what counts is in the database.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from advisor_tui.base.clock import parse_instant
from advisor_tui.base.home import Home
from advisor_tui.store.notes import read_note, write_note
from advisor_tui.sync import outbox
from advisor_tui.sync.durable import write_durably

_HEARD = "head_office_heard"
_RECEIVED = text("SELECT max(received_at) FROM bundle_received WHERE sender = 'HQ' AND epoch = :epoch")


@dataclass(frozen=True)
class Standing:
    """How far the exchange has come.

    Attributes:
        sealed: Bundles sealed in this epoch.
        acknowledged: How many of them head office has applied.
        heard_at: See `heard_from`.
        stale_from: From when on head office's data counts as stale, UTC; "" where the bank sets no term.
    """

    sealed: int = 0
    acknowledged: int = 0
    heard_at: str = ""
    stale_from: str = ""

    def stale_since(self, now: datetime) -> str:
        """Since when head office's data has been stale, or "" while it is not."""
        return self.stale_from if self.stale_from and parse_instant(self.stale_from) <= now else ""


def note_heard(connection: Connection, epoch: str, created: str, now: str) -> None:
    """Note of when head office's newest bundle is (UTC instants): of when it was sealed, but no later than it came.

    An old bundle brings no news however late it comes, and a clock of head office that ran ahead does not keep what it
    sent then fresh for years.
    """
    write_note(connection, _HEARD, json.dumps({"epoch": epoch, "at": min(created, now)}))


def heard_from(connection: Connection, epoch: str) -> str:
    """Of when head office's newest bundle in a stream is, UTC; "" before the first."""
    noted = json.loads(read_note(connection, _HEARD) or "{}")
    if noted.get("epoch") == epoch:
        return str(noted["at"])
    return str(connection.execute(_RECEIVED, {"epoch": epoch}).scalar() or "")  # by a program that noted nothing yet


def write_standing(home: Home, standing: Standing) -> None:
    """Remember it."""
    if read_standing(home) != standing:
        write_durably(home.exchange, json.dumps(asdict(standing)).encode() + b"\n")


def read_standing(home: Home) -> Standing:
    """What was remembered; nothing where the file is away or unreadable, since it only tells."""
    try:
        values = json.loads(home.exchange.read_text(encoding="utf-8"))
        found = Standing(int(values["sealed"]), int(values["acknowledged"]), values["heard_at"], values["stale_from"])
        for instant in (found.heard_at, found.stale_from):
            if instant:
                parse_instant(instant)
    except (OSError, ValueError, KeyError, TypeError):
        return Standing()
    return found


def told(home: Home, now: datetime) -> dict[str, object]:
    """For scripts: sealed, delivered and acknowledged bundles apart, and how old head office's data is."""
    standing, waiting = read_standing(home), len(outbox.waiting(home))
    on_the_way = max(0, standing.sealed - standing.acknowledged - waiting)
    return {
        "states": {"sealed": waiting, "delivered": on_the_way, "acknowledged": standing.acknowledged},
        "head_office": {
            "heard_at": standing.heard_at or None, "stale_since": standing.stale_since(now) or None,
        },
    }  # fmt: skip
