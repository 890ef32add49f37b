"""How long applied bundles are kept as they came: for a while, and not beyond an erasure.

What a bundle said stands in the warehouse, journal and hashes included; nothing reads `archive/` but a person who looks
into a dispute, or restores the warehouse from a copy. A bundle cannot be changed without breaking its signature, so
that an erased client is taken out of it by removing it (个人信息保护法 第四十七条).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select as core_select
from sqlmodel import Session, select

from advisor_tui.base.clock import instant_text, parse_instant
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.tables import COPIES, Inbound, Note, journal
from advisor_tui.sync.bag import sha256
from advisor_tui.sync.durable import sync_folder
from advisor_tui.sync.names import SIGNATURE_SUFFIX

ARCHIVE_LIFE = timedelta(days=90)
"""How long an applied bundle is kept as it came; the bank's policy."""
_ERASED = "archive_erased:"
"""Under this and a receipt's id: when the archive was first cleared for that erasure."""
_RECEIPT = COPIES["order_receipt"]


def clear_archive(context: Context) -> int:
    """Remove archived bundles that are older than `ARCHIVE_LIFE`, and all that came before an erasure of their client.

    An erasure clears the archive of every terminal whose journal ever named the client. What a kill left, or an ingest
    of a folder with bundles of long ago put back, the next call removes.

    Returns:
        How many bundles were removed.
    """
    now, removed = context.clock.now(), 0
    with context.warehouse.read() as session:
        erasures = _erasures(session, now)
        ends: dict[str, datetime] = {}
        for at, terminals in erasures.values():
            ends |= {terminal: max(at, ends.get(terminal, at)) for terminal in terminals}
        received = _received(session)
        for path in archived(context):
            sender, old = path.relative_to(context.home.archive).parts[0], now - ARCHIVE_LIFE
            # A terminal's next bundle may already lie here: what was received up to now was sealed before it.
            if _received_at(path, received) <= max(ends.get(sender, old), old):
                path.unlink()
                path.with_name(path.name + SIGNATURE_SUFFIX).unlink(missing_ok=True)
                removed += 1
    for folder in {path.parent for path in context.home.archive.glob("*/")}:
        sync_folder(folder)
    new = [receipt for receipt, (at, _) in erasures.items() if at == now]
    if new:
        with context.warehouse.write() as session:
            for receipt in new:
                session.merge(Note(name=f"{_ERASED}{receipt}", value=instant_text(now)))
            session.commit()
    return removed


def archived(context: Context) -> Iterator[Path]:
    """The sealed files of the archive, in order of their names."""
    yield from sorted(context.home.archive.rglob("*.zip.age"))


def oldest_of(context: Context, session: Session) -> tuple[int, str]:
    """How many bundles the archive holds, and when the oldest of them came (UTC instant, "" where there is none)."""
    received = _received(session)
    times = [_received_at(path, received) for path in archived(context)]
    return len(times), instant_text(min(times)) if times else ""


def _erasures(session: Session, now: datetime) -> Mapping[str, tuple[datetime, set[str]]]:
    """By receipt: up to when bundles go for that erasure (now, where it is new), and of which terminals."""
    done = {
        note.name.removeprefix(_ERASED): parse_instant(note.value)
        for note in session.exec(select(Note))
        if note.name.startswith(_ERASED)
    }
    query = core_select(_RECEIPT.c.id, _RECEIPT.c.terminal, _RECEIPT.c.about).where(_RECEIPT.c.status == "erased")
    found: dict[str, tuple[datetime, set[str]]] = {}
    for receipt, terminal, subject in session.connection().execute(query).all():
        named = core_select(journal.c.terminal).where(journal.c.row_id == subject).distinct()
        terminals = {terminal, *session.connection().execute(named).scalars()}
        found[receipt] = (done.get(receipt, now), terminals)
    return found


def _received(session: Session) -> Mapping[str, list[tuple[str, datetime]]]:
    """Digest and receipt time of the applied bundles, by name: names begin anew with each epoch."""
    found: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    query = select(Inbound.name, Inbound.sha256, Inbound.received_at).where(Inbound.status == "applied")
    for name, digest, at in session.exec(query):
        found[name].append((digest, at))
    return found


def _received_at(path: Path, received: Mapping[str, list[tuple[str, datetime]]]) -> datetime:
    """When an archived bundle came: by the file's own time where a warehouse that was put back does not know it."""
    known = received.get(path.name, [])
    if len(known) > 1:
        digest = sha256(path.read_bytes())
        known = [one for one in known if one[0] == digest]
    return known[0][1] if known else datetime.fromtimestamp(path.stat().st_mtime).astimezone()
