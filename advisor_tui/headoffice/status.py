"""How the exchange with each terminal stands: its last night, what is missing, what was refused, what waits for it."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from advisor_tui.base.clock import instant_text
from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice.archive import oldest_of
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.lists import KEY_LIFE
from advisor_tui.headoffice.own_rows import NOT_REBUILT
from advisor_tui.headoffice.quarantine import bytes_of
from advisor_tui.headoffice.shelves import parked_files
from advisor_tui.headoffice.tables import CopyState, Inbound, Outbound, RevokedKey, Stream, Terminal
from advisor_tui.store.schema import SCHEMA_VERSION
from advisor_tui.sync.limits import MAX_FILE, MAX_QUARANTINE
from advisor_tui.sync.names import parse_bundle_name

SILENT_AFTER = timedelta(hours=36)
"""From when a terminal is called silent: a night was missed. A desk that nobody unlocked sends nothing."""
KEY_ENDS_SOON = timedelta(days=60)
"""How long before the end of a terminal's key it is told: time enough to enrol it again without haste."""
UNCOMPARED_AFTER = timedelta(days=7)
"""How long a terminal may go on sending while a copy of one of its tables cannot be compared with it: a re-enrolled one
is compared again from its first bundle after the full."""
WORDS = (
    "revoked", "stopped", "gap", "silent", "never", "update", "uncompared", "old_schema", "quarantine", "key_ends",
    "full_due", "asked",
)  # fmt: skip
"""What can be the matter with a terminal, the gravest first."""


@dataclass(frozen=True)
class TerminalStatus:
    """One terminal.

    Attributes:
        heard_at: When its last bundle was applied, a UTC instant or "".
        last: The last applied sequence number; changes: the last applied journal entry.
        schema: The highest schema version that it used; ours is `Status.schema`.
        missing: Sequence numbers, first and last, that parked bundles wait for; () where none does.
        parked: Bundles that wait; quarantined: bundles that were refused.
        uncompared: Tables of which nobody knows whether our copy is right: for long they could not be compared.
        unacknowledged: Bundles for it that it has not acknowledged; `stale_since`: when the first of them was sealed.
        matters: What is the matter, of `WORDS`, the gravest first.
    """

    terminal: str
    branch: str
    heard_at: str
    last: int
    changes: int
    schema: int
    missing: tuple[int, ...]
    parked: int
    quarantined: int
    uncompared: tuple[str, ...]
    unacknowledged: int
    stale_since: str
    matters: tuple[str, ...]


@dataclass(frozen=True)
class Status:
    """All terminals at an instant."""

    at: str
    schema: int
    terminals: tuple[TerminalStatus, ...]
    strangers: int
    archived: int
    archived_since: str
    quarantine_full: bool

    def to_json(self) -> dict[str, Any]:
        """The object that scripts read."""
        return {
            "at": self.at, "schema": self.schema, "terminals": [asdict(one) for one in self.terminals],
            "strangers": self.strangers, "archived": self.archived, "archived_since": self.archived_since,
            "quarantine_full": self.quarantine_full,
        }  # fmt: skip


def make_status(context: Context, silent_after: timedelta = SILENT_AFTER) -> Status:
    """Read the warehouse and the parked files.

    `strangers` counts refused files that name no registered terminal; `archived`: bundles kept as they came, and since
    when (a UTC instant or "").
    """
    now = context.clock.now()
    waiting = _parked(context)
    with context.warehouse.read() as session:
        revoked = set(session.exec(select(RevokedKey.signing_key)))
        refused = Counter(session.exec(select(Inbound.sender).where(Inbound.status == "quarantined")))
        terminals = list(session.exec(select(Terminal).order_by(Terminal.branch, Terminal.name)))
        rows = tuple(
            _one(session, terminal, waiting.get(terminal.name, []), refused[terminal.name], revoked, now, silent_after)
            for terminal in terminals
        )
        kept = oldest_of(context, session)
    known = {terminal.name for terminal in terminals}
    strangers = sum(count for sender, count in refused.items() if sender not in known)
    full = bytes_of(context) + MAX_FILE > MAX_QUARANTINE
    return Status(instant_text(now), SCHEMA_VERSION, rows, strangers, *kept, full)


def _one(
    session: Session, terminal: Terminal, waiting: list[int], refused: int, revoked: set[str], now: datetime,
    silent_after: timedelta,
) -> TerminalStatus:  # fmt: skip
    stream = session.get(Stream, (terminal.name, terminal.epoch))
    last = stream.seq if stream else 0
    heard = stream.heard_at if stream else None
    ahead = [seq for seq in waiting if seq > last]
    missing = (last + 1, min(ahead) - 1) if ahead and min(ahead) > last + 1 else ()
    open_ = session.exec(
        select(Outbound.sealed_at)
        .where(
            Outbound.terminal == terminal.name, Outbound.epoch == terminal.peer_epoch,
            col(Outbound.acknowledged_at).is_(None),
        )
        .order_by(col(Outbound.seq))
    ).all()  # fmt: skip
    schema = stream.schema_version if stream else 0
    uncompared = _uncompared(session, terminal.name, heard)
    found = {
        "revoked": terminal.signing_key in revoked,
        "stopped": bool(stream and stream.stopped),
        "gap": bool(missing),
        "silent": heard is not None and heard < now - silent_after,
        "never": heard is None,
        "update": bool(ahead) and not missing,
        "uncompared": bool(uncompared),
        "old_schema": 0 < schema < SCHEMA_VERSION,
        "quarantine": refused > 0,
        "key_ends": terminal.registered_at + KEY_LIFE - KEY_ENDS_SOON <= now,
        "full_due": terminal.full_due,
        "asked": terminal.asked_at is not None,
    }
    return TerminalStatus(
        terminal.name, terminal.branch, instant_text(heard) if heard else "", last, stream.change_seq if stream else 0,
        schema, missing, len(waiting), refused, uncompared, len(open_), instant_text(open_[0]) if open_ else "",
        tuple(word for word in WORDS if found[word]),
    )  # fmt: skip


def _uncompared(session: Session, terminal: str, heard: datetime | None) -> tuple[str, ...]:
    """The tables that could not be compared for long before the last bundle; never those of which that is known."""
    if heard is None:
        return ()
    query = select(CopyState.table_name).where(
        CopyState.terminal == terminal, col(CopyState.unchecked_since) < heard - UNCOMPARED_AFTER,
        col(CopyState.table_name).not_in(NOT_REBUILT),
    )  # fmt: skip
    return tuple(sorted(session.exec(query)))


def _parked(context: Context) -> dict[str, list[int]]:
    """The sequence numbers of parked bundles by sender."""
    found: dict[str, list[int]] = {}
    for path in parked_files(context):
        try:
            name = parse_bundle_name(path.name)
        except DeskError:
            continue
        found.setdefault(name.sender, []).append(name.seq)
    return found
