"""What an order is carried out on, and what comes of it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from advisor_tui.base.ids import IdSource
from advisor_tui.rules.deadlines import Retention
from advisor_tui.sync.differences import Change

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True)
class Ground:
    """The transaction and its surroundings.

    Attributes:
        own: Entries of this terminal's own, inside a unit of work in head office's name (`Store.own_entries`).
        now: UTC instant; today: business date.
        terminal: This terminal's name; actor: the staff number of who receives.
        retentions: The legal retention periods in force, by rule.
        signer: This terminal's signing key, for receipts.
        arrived: The ids of clients who came in this bundle under a number that was taken here, by that number.
    """

    connection: Connection
    own: Callable[[], AbstractContextManager[None]]
    ids: IdSource
    now: str
    today: date
    terminal: str
    actor: str
    retentions: Mapping[str, Retention]
    signer: "Ed25519PrivateKey"
    arrived: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Carried:
    """What came of one order.

    Attributes:
        status: A word of `order_receipt.status`.
        about: The row's id that it was about, never a name or number.
        reason: Why it was refused or restricted: an English message id.
        evidence: What was done.
        changes: What changed, for people.
    """

    status: str = "applied"
    about: str = ""
    reason: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


def refused(reason: str, about: str = "") -> Carried:
    """The order is refused; nothing of it was done."""
    return Carried("refused", about, reason)
