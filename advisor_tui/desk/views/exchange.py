"""What the exchange with head office shows."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

SentState = Literal["sealed", "delivered", "acknowledged"]


@dataclass(frozen=True)
class SentRow:
    """A bundle of this desk.

    Attributes:
        file: The sealed file's name.
        seq: Its place in the epoch.
        changes: Journal entries in it; 0 in a heartbeat.
        bytes: Of the sealed file.
        sealed_at: UTC.
        state: How far it has come.
        state_at: Since when, UTC.
    """

    file: str
    seq: int
    changes: int
    bytes: int
    sealed_at: datetime
    state: SentState
    state_at: datetime


@dataclass(frozen=True)
class ReceivedRow:
    """A bundle of head office that was applied or put aside.

    Attributes:
        file: The sealed file's name.
        status: applied or quarantined.
        received_at: UTC.
        lines: What it changed, in plain words of the language in use.
    """

    file: str
    status: str
    received_at: datetime
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExchangeView:
    """Where the desk stands with head office.

    Attributes:
        terminal: Its name with head office, or "" where it is not enrolled.
        fingerprint: Of this terminal's key; head office reads it back by telephone.
        head_office: The fingerprint of head office's key.
        unsealed: Changes since the last seal.
        waiting: Sealed bundles that were not exported yet.
        sent: The newest bundles first.
        received: The newest bundles first.
        heard_at: When head office sealed the newest bundle that was applied, no later than it came; None before.
        stale: Head office's data is older than the bank allows.
        read_only: This desk is an older copy that waits for head office's full.
        conflicts: What waits to be settled.
        folder: What an export offers to copy into.
        keys_file: Where `T0123.keys` lies while head office has acknowledged nothing yet, else "".
    """

    terminal: str = ""
    fingerprint: str = ""
    head_office: str = ""
    unsealed: int = 0
    waiting: int = 0
    sent: tuple[SentRow, ...] = ()
    received: tuple[ReceivedRow, ...] = ()
    heard_at: datetime | None = None
    stale: bool = False
    read_only: bool = False
    conflicts: int = 0
    keys_file: str = ""
    folder: str = ""

    @property
    def enrolled(self) -> bool:
        """Whether bundles can be exchanged at all."""
        return bool(self.terminal)


@dataclass(frozen=True)
class SealedFile:
    """A sealed bundle in the outbox, or copied from it."""

    file: str
    signature: str
    seq: int
    changes: int
    bytes: int
    aside: str = ""
    """Where the other bundle went that lay under its name in the folder it was copied into."""


@dataclass(frozen=True)
class ReceiveView:
    """What became of a file of head office.

    Attributes:
        file: Its name.
        status: applied, duplicate, ended, parked or refused.
        lines: What it changed or what it waits for, in plain words of the language in use.
        acknowledged: Bundles of ours that it acknowledges for the first time.
        wiped: The desk is gone by it.
    """

    file: str
    status: str
    lines: tuple[str, ...] = field(default=())
    acknowledged: int = 0
    wiped: bool = False


@dataclass(frozen=True)
class EnrolledView:
    """A finished enrolment on this side.

    Attributes:
        terminal: The terminal's name.
        keys_file: The file for head office's `head-office accept`.
        fingerprint: Of the terminal's key; head office reads it back by telephone.
        head_office: The fingerprint of head office's key.
    """

    terminal: str
    keys_file: str
    fingerprint: str
    head_office: str
