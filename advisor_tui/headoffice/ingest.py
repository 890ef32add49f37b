"""Ingesting a folder of bundles: each file is opened, placed in its stream, and applied in one transaction."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.applying import apply_changes
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.quarantine import quarantine, set_aside
from advisor_tui.headoffice.registry import all_revoked, all_signers
from advisor_tui.headoffice.tables import Inbound, Outbound, Stream, Terminal
from advisor_tui.store.failures import STOPPING
from advisor_tui.store.schema import SCHEMA_VERSION
from advisor_tui.sync.durable import write_durably
from advisor_tui.sync.limits import MAX_PARKED
from advisor_tui.sync.names import HEAD_OFFICE, SIGNATURE_SUFFIX
from advisor_tui.sync.opening import Arrived, Opened, Trust, open_bundle, read_arrived, sealed_files, sort_key
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
    """What an ingest did; `rows` are the journal entries that were applied."""

    outcomes: list[Outcome] = field(default_factory=list)

    def to_json(self) -> dict[str, int]:
        """The counts that scripts read."""
        counts = Counter(outcome.status for outcome in self.outcomes)
        return {
            "bundles": len({outcome.file for outcome in self.outcomes}),
            "applied": counts["applied"],
            "duplicates": counts["duplicate"],
            "parked": counts["parked"],
            "quarantined": counts["quarantined"],
            "rows": sum(outcome.changes for outcome in self.outcomes),
        }


def ingest(context: Context, folder: Path, progress: Callable[[int, int], None] = lambda *_: None) -> IngestResult:
    """Ingest every bundle of a folder, in order of sender and sequence; the folder is only read.

    Bundles that were parked before are tried with them. A refused file is copied to quarantine/ and changes nothing.

    Raises:
        DeskError: `folder_missing`, and what concerns head office itself (keys, disk).
    """
    if not folder.is_dir():
        raise DeskError("folder_missing", mark("There is no such folder"), where=str(folder))
    for _ in context.keys.identities():  # a wrong passphrase is no bundle's fault: find it before any is judged
        break
    result = IngestResult()
    candidates = _candidates(context, folder)
    for done, path in enumerate(candidates, start=1):
        result.outcomes.append(_ingest_file(context, path))
        progress(done, len(candidates))
    return result


def _candidates(context: Context, folder: Path) -> list[Path]:
    """The folder's files and the parked ones, each name and content once."""
    found = {path.name: path for path in sealed_files(context.home.parked)}
    found |= {path.name: path for path in sealed_files(folder)}
    return sorted(found.values(), key=sort_key)


def _ingest_file(context: Context, path: Path) -> Outcome:
    try:
        arrived = read_arrived(path)
    except DeskError as refusal:
        set_aside(context, path, refusal)
        return Outcome(path.name, "quarantined", refusal=refusal)
    try:
        outcome = _take(context, arrived)
    except DeskError as refusal:
        if refusal.code in STOPPING or refusal.code in ("key_missing", "key_unreadable"):
            raise
        quarantine(context, arrived, refusal)
        outcome = Outcome(path.name, "quarantined", refusal=refusal)
    if outcome.status != "parked":
        _remove(context.home.parked, arrived)
    return outcome


def _take(context: Context, arrived: Arrived) -> Outcome:
    now = context.clock.now()
    with context.warehouse.write() as session:
        trust = Trust(
            HEAD_OFFICE, all_signers(context, session), all_revoked(session), context.keys.identities()
        )  # fmt: skip
        opened = open_bundle(arrived, trust, now)
        terminal = session.get(Terminal, opened.header.sender)
        stream = session.get(Stream, (opened.header.sender, opened.header.epoch))
        if terminal is None or stream is None or terminal.epoch != opened.header.epoch:
            raise _refused(Verdict.UNKNOWN_EPOCH, arrived)
        verdict = judge(
            opened.header, opened.sha256, _position(stream), _seen(session, opened), reads=(SCHEMA_VERSION,)
        )
        if verdict is Verdict.DUPLICATE:
            _copy(context.home.archive / terminal.name, arrived)
            return Outcome(arrived.name.file, "duplicate")
        if verdict in (Verdict.PARK, Verdict.TOO_NEW):
            _park(context, arrived)
            missing = (stream.seq + 1, opened.header.seq - 1) if verdict is Verdict.PARK else ()
            return Outcome(arrived.name.file, "parked", missing=missing, update_needed=verdict is Verdict.TOO_NEW)
        if verdict is Verdict.FORK:
            stream.stopped = True
            session.add(stream)
            session.commit()
        if verdict is not Verdict.APPLY:
            raise _refused(verdict, arrived)
        changes = _apply(context, session, opened, terminal, stream)
        session.commit()
    _copy(context.home.archive / terminal.name, arrived)
    return Outcome(arrived.name.file, "applied", changes)


def _apply(context: Context, session: Session, opened: Opened, terminal: Terminal, stream: Stream) -> int:
    header, now = opened.header, context.clock.now()
    end, changes = apply_changes(session.connection(), opened, terminal, stream)
    _acknowledged(session, opened, terminal, context)
    stream.seq, stream.sha256 = header.seq, opened.sha256
    stream.schema_version = max(stream.schema_version, header.schema)
    stream.change_seq, stream.change_hash, stream.heard_at = end.seq, end.hash, now
    session.add(stream)
    session.merge(_inbound(opened, "applied", changes, context))
    return changes


def _acknowledged(session: Session, opened: Opened, terminal: Terminal, context: Context) -> None:
    """What the terminal has applied of ours needs no keeping; a claim to more than we sent is refused."""
    ack = opened.header.ack
    if ack is None or ack.epoch != terminal.peer_epoch or ack.seq == 0:
        return
    sent = session.get(Outbound, (terminal.name, ack.epoch, ack.seq))
    if sent is None or sent.sha256 != ack.sha256:
        raise DeskError(
            "ack_unknown", mark("It acknowledges a bundle that was never sent to it"), where=opened.name.file
        )
    session.connection().execute(
        text(
            "UPDATE hq_outbound SET acknowledged_at = :at, content = NULL WHERE terminal = :terminal "
            "AND epoch = :epoch AND seq <= :seq AND acknowledged_at IS NULL"
        ),
        {"at": opened.header.created, "terminal": terminal.name, "epoch": ack.epoch, "seq": ack.seq},
    )


def _position(stream: Stream) -> Position:
    return Position(stream.epoch, stream.seq, stream.sha256, stream.schema_version, stream.stopped)


def _seen(session: Session, opened: Opened) -> dict[int, str]:
    query = select(Inbound.seq, Inbound.sha256).where(
        Inbound.sender == opened.header.sender, Inbound.epoch == opened.header.epoch, Inbound.seq == opened.header.seq,
        Inbound.status == "applied",
    )  # fmt: skip
    return {seq: digest for seq, digest in session.exec(query)}  # noqa: C416  (rows, not pairs)


def _inbound(opened: Opened, status: str, changes: int, context: Context) -> Inbound:
    header = opened.header
    return Inbound(
        sha256=opened.sha256, name=opened.name.file, sender=header.sender, epoch=header.epoch, seq=header.seq,
        kind=header.kind, status=status, changes=changes, received_at=context.clock.now(),
    )  # fmt: skip


def _refused(verdict: Verdict, arrived: Arrived) -> DeskError:
    return DeskError(f"bundle_{verdict}", _REASONS[verdict], where=arrived.name.file)


def _park(context: Context, arrived: Arrived) -> None:
    """Keep a bundle that came too early; `parked_full` when its sender has parked too much."""
    folder = context.home.parked
    waiting = sum(path.stat().st_size for path in folder.glob(f"{arrived.name.sender}-*") if path.is_file())
    if not (folder / arrived.name.file).exists() and waiting + len(arrived.content) > MAX_PARKED:
        raise DeskError(
            "parked_full", mark("Too much of {sender} is waiting already"), where=arrived.name.file,
            sender=arrived.name.sender,
        )  # fmt: skip
    _copy(folder, arrived)


def _copy(folder: Path, arrived: Arrived) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, data in ((arrived.name.signature, arrived.signature), (arrived.name.file, arrived.content)):
        write_durably(folder / name, data)


def _remove(folder: Path, arrived: Arrived) -> None:
    for name in (arrived.name.file, arrived.name.file + SIGNATURE_SUFFIX):
        (folder / name).unlink(missing_ok=True)
