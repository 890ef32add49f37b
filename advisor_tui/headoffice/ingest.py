"""Ingesting a folder of bundles: each file is checked, placed in its stream, and applied in one transaction."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import update
from sqlmodel import Session, col, select

from advisor_tui.base.clock import instant_text
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.ahead import Begun, is_applied, read_ahead, size_of
from advisor_tui.headoffice.applying import apply_changes
from advisor_tui.headoffice.checking import Checked, Checker, Rules, check_signed, checker
from advisor_tui.headoffice.content import Content
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.dialects import STOPPING as SERVER_STOPPING
from advisor_tui.headoffice.forgotten import identities_for
from advisor_tui.headoffice.leaving import hold_leaving
from advisor_tui.headoffice.lists import all_revoked, all_signers
from advisor_tui.headoffice.put_back import follow, tells_everything
from advisor_tui.headoffice.quarantine import Quarantine
from advisor_tui.headoffice.restoring import asks_for_full, begin_epoch
from advisor_tui.headoffice.shelves import archive, brought_files, park, unpark, with_parked
from advisor_tui.headoffice.tables import Inbound, Outbound, RevokedKey, Stream, Terminal
from advisor_tui.store.failures import STOPPING
from advisor_tui.store.schema import SCHEMA_VERSION
from advisor_tui.sync.opening import Arrived
from advisor_tui.sync.streams import Position, Verdict, judge

_REASONS = {
    Verdict.FORK: mark("It contradicts a bundle that was already applied; the stream is stopped"),
    Verdict.UNKNOWN_EPOCH: mark("It belongs to a stream that is not enrolled"),
    Verdict.DOWNGRADE: mark("It is of an older program than the terminal already used"),
}


@dataclass(frozen=True)
class Outcome:
    """What became of one file: applied, duplicate, parked or quarantined, and why.

    Attributes:
        missing: The first and last sequence number that must come before a parked bundle; () where none is missing.
        update_needed: It is parked because this program is too old for it.
        refusal: Why it lies in quarantine.
    """

    file: str
    status: str
    changes: int = 0
    missing: tuple[int, ...] = ()
    update_needed: bool = False
    refusal: DeskError | None = None


@dataclass
class IngestResult:
    """What an ingest did: an outcome for each file, in the order in which they were judged."""

    outcomes: list[Outcome] = field(default_factory=list)

    def to_json(self) -> dict[str, int]:
        """The counts that scripts read; `rows` are the journal entries that were applied."""
        counts = Counter(outcome.status for outcome in self.outcomes)
        return {
            "bundles": len({outcome.file for outcome in self.outcomes}),
            "applied": counts["applied"],
            "duplicates": counts["duplicate"],
            "parked": counts["parked"],
            "quarantined": counts["quarantined"],
            "rows": sum(outcome.changes for outcome in self.outcomes),
        }


def ingest(
    context: Context,
    folders: Sequence[Path],
    progress: Callable[[int, int], None] = lambda *_: None,
    *,
    processes: int | None = None,
) -> IngestResult:
    """Ingest every bundle of folders, in order of sender and sequence; the folders are only read.

    Bundles that were parked before are tried with them. A refused file is copied to quarantine/ and changes nothing.

    Args:
        context: The unlocked head office.
        folders: Where the bundles lie; in these, or in folders of these.
        progress: Is told how many files are done, and of how many.
        processes: How many processes check bundles beside this one, which applies them; None for as many as pay.

    Raises:
        DeskError: `folder_missing`, and what concerns head office itself (keys, disk, server).
    """
    return ingest_files(context, with_parked(context, brought_files(folders)), progress, processes=processes)


def ingest_files(
    context: Context,
    paths: Sequence[Path],
    progress: Callable[[int, int], None] = lambda *_: None,
    *,
    processes: int | None = None,
) -> IngestResult:
    """Ingest these files in the order given, but what begins an epoch after all others of its sender; see `ingest`.

    Once a terminal's new epoch has begun, nothing of the one before is taken any more.
    """
    for _ in context.keys.identities():  # a wrong passphrase is no bundle's fault: find it before any is judged
        break
    with context.warehouse.read() as session:
        rules = Rules(all_signers(context, session), all_revoked(session), context.clock.now())
    result, refused = IngestResult(), Quarantine(context)
    with checker(rules, [size_of(path) for path in paths], processes) as check:
        left = Counter(_sender(path) for path in paths)
        waiting: list[tuple[Path, Begun]] = []
        for path, begun in read_ahead(context, paths, check):
            left[_sender(path)] -= 1
            outcome = _ingest_file(context, path, begun, check, refused, last=not left[_sender(path)])
            if outcome is None and isinstance(begun, Begun):
                waiting.append((path, Begun(begun.arrived, None)))
                continue
            result.outcomes += [outcome] if outcome is not None else []
            progress(len(result.outcomes), len(paths))
        for path, begun in waiting:
            outcome = _ingest_file(context, path, begun, check, refused, last=True)
            result.outcomes += [outcome] if outcome is not None else []
            progress(len(result.outcomes), len(paths))
    return result


def _sender(path: Path) -> str:
    return path.name.partition("-")[0]


def _keys_of(context: Context, sender: str) -> list[str]:
    """The signing keys that a terminal has and had."""
    with context.warehouse.read() as session:
        now = session.exec(select(Terminal.signing_key).where(Terminal.name == sender))
        before = session.exec(select(RevokedKey.signing_key).where(RevokedKey.terminal == sender))
        return [*now, *before]


def _ingest_file(
    context: Context, path: Path, begun: Begun | DeskError, check: Checker, refused: Quarantine, *, last: bool
) -> Outcome | None:
    """What becomes of one file; None for one that begins an epoch while others of its sender are to come."""
    if isinstance(begun, DeskError):
        refused.set_aside(path, begun)
        return Outcome(path.name, "quarantined", refusal=begun)
    arrived = begun.arrived
    try:
        outcome = _take(context, begun, check, last=last)
    except DeskError as refusal:
        if refusal.code in STOPPING | SERVER_STOPPING or refusal.code in ("key_missing", "key_unreadable"):
            raise
        refused.take(arrived, refusal)
        outcome = Outcome(path.name, "quarantined", refusal=refusal)
    if outcome is not None and outcome.status != "parked":
        unpark(context, arrived)
    return outcome


def _take(context: Context, begun: Begun, check: Checker, *, last: bool) -> Outcome | None:
    arrived, name = begun.arrived, begun.arrived.name
    if begun.check is None and is_applied(context, arrived):
        check_signed(arrived, _keys_of(context, name.sender))
        archive(context, arrived)
        return Outcome(name.file, "duplicate")
    checked = check.finish(begun.check, arrived, identities_for(context, name.sender))
    with context.warehouse.write() as session:
        terminal = session.get(Terminal, checked.header.sender)
        stream = session.get(Stream, (checked.header.sender, checked.header.epoch))
        if terminal is None:
            raise _refused(Verdict.UNKNOWN_EPOCH, arrived)
        if session.get(RevokedKey, terminal.signing_key) is not None:
            # The lists were read when the ingest began: a key may have been revoked since.
            raise DeskError("signer_revoked", mark("The key that signed it has been revoked"), where=name.signature)
        asks, tells = asks_for_full(session, checked.header), tells_everything(terminal, checked.header)
        if (asks or tells) and not _is_begun(session, checked.header.epoch):
            if not last:
                return None
            epoch = checked.header.epoch
            stream = begin_epoch(context, session, terminal, epoch) if asks else follow(session, terminal, epoch)
        if stream is not None and stream.told_again:
            return Outcome(name.file, "duplicate")  # what it says was told once more in the epoch after it
        if stream is None or terminal.epoch != checked.header.epoch:
            raise _refused(Verdict.UNKNOWN_EPOCH, arrived)
        seen = _seen(session, checked)
        verdict = judge(checked.header, checked.sha256, _position(stream), seen, reads=(SCHEMA_VERSION,))
        if verdict is Verdict.DUPLICATE:
            archive(context, arrived)
            return Outcome(name.file, "duplicate")
        if verdict in (Verdict.PARK, Verdict.TOO_NEW):
            park(context, arrived)
            missing = (stream.seq + 1, checked.header.seq - 1) if verdict is Verdict.PARK else ()
            return Outcome(name.file, "parked", missing=missing, update_needed=verdict is Verdict.TOO_NEW)
        if verdict is Verdict.FORK:
            stream.stopped = True
            session.add(stream)
            session.commit()
        if verdict is not Verdict.APPLY or checked.content is None:
            raise _refused(verdict, arrived)
        _apply(context, session, checked, checked.content, terminal, stream)
        session.commit()
    archive(context, arrived)
    return Outcome(name.file, "applied", len(checked.content.entries))


def _apply(
    context: Context, session: Session, checked: Checked, content: Content, terminal: Terminal, stream: Stream
) -> None:
    header, now = checked.header, context.clock.now()
    hold_leaving(session, terminal.name, content.folded.get("order_receipt", {}))
    dialect = context.warehouse.dialect
    end = apply_changes(session.connection(), dialect, checked, content, terminal, stream, instant_text(now))
    _acknowledged(session, checked, terminal, now)
    stream.seq, stream.sha256 = header.seq, checked.sha256
    stream.schema_version = max(stream.schema_version, header.schema)
    stream.change_seq, stream.change_hash, stream.heard_at = end.seq, end.hash, now
    session.add(stream)
    session.merge(_inbound(checked, "applied", len(content.entries), context))


def _acknowledged(session: Session, checked: Checked, terminal: Terminal, now: datetime) -> None:
    """What the terminal has applied of ours needs no keeping; a claim to more than we sent is refused."""
    ack = checked.header.ack
    if ack is None or ack.epoch != terminal.peer_epoch or ack.seq == 0:
        return
    sent = session.get(Outbound, (terminal.name, ack.epoch, ack.seq))
    if sent is None or sent.sha256 != ack.sha256:
        raise DeskError(
            "ack_unknown", mark("It acknowledges a bundle that was never sent to it"), where=checked.name.file
        )
    session.connection().execute(
        update(Outbound)
        .where(
            col(Outbound.terminal) == terminal.name, col(Outbound.epoch) == ack.epoch, col(Outbound.seq) <= ack.seq,
            col(Outbound.acknowledged_at).is_(None),
        )
        .values(acknowledged_at=now, content=None)
    )  # fmt: skip


def _is_begun(session: Session, epoch: str) -> bool:
    """Whether an epoch is some terminal's already: journals are told apart by it."""
    return session.exec(select(Stream).where(Stream.epoch == epoch)).first() is not None


def _position(stream: Stream) -> Position:
    return Position(stream.epoch, stream.seq, stream.sha256, stream.schema_version, stream.stopped)


def _seen(session: Session, checked: Checked) -> dict[int, str]:
    query = select(Inbound.seq, Inbound.sha256).where(
        Inbound.sender == checked.header.sender,
        Inbound.epoch == checked.header.epoch,
        Inbound.seq == checked.header.seq,
        Inbound.status == "applied",
    )
    return {seq: digest for seq, digest in session.exec(query)}  # noqa: C416  (rows, not pairs)


def _inbound(checked: Checked, status: str, changes: int, context: Context) -> Inbound:
    header = checked.header
    return Inbound(
        sha256=checked.sha256, name=checked.name.file, sender=header.sender, epoch=header.epoch, seq=header.seq,
        kind=header.kind, status=status, changes=changes, received_at=context.clock.now(),
    )  # fmt: skip


def _refused(verdict: Verdict, arrived: Arrived) -> DeskError:
    return DeskError(f"bundle_{verdict}", _REASONS[verdict], where=arrived.name.file)
