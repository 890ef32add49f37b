"""Sealing the journal's new segment. The cost follows the changes and never the size of the book.

The write order is the protocol's: the bundle's bytes are stored in the transaction that takes the sequence number, and
only then written to the outbox; whatever a kill leaves undone, `repair` redoes from the stored bytes.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, text

from advisor_tui import __version__
from advisor_tui.base.clock import Clock, instant_text
from advisor_tui.base.home import Home
from advisor_tui.base.ids import IdSource
from advisor_tui.store.schema import SCHEMA_VERSION
from advisor_tui.store.store import Store
from advisor_tui.sync import outbox
from advisor_tui.sync.chain import ChainEnd
from advisor_tui.sync.head import check_head, read_head, write_head
from advisor_tui.sync.header import GENESIS, Ack, Audit, Header
from advisor_tui.sync.identity import Identity, need_identity
from advisor_tui.sync.limits import TARGET_SEGMENT
from advisor_tui.sync.names import HEAD_OFFICE, BundleName, signer_of
from advisor_tui.sync.outbox import OutboxEntry
from advisor_tui.sync.package import CHANGES
from advisor_tui.sync.restoring import awaiting_full
from advisor_tui.sync.sealing import SealedBundle, seal_bundle
from advisor_tui.sync.telling_again import told_until

LAST_SENT = text("SELECT seq, sha256, last_change FROM bundle_sent WHERE epoch = :epoch ORDER BY seq DESC LIMIT 1")
SEGMENT = text(
    "SELECT seq, instant, hlc, origin, actor, action, table_name, row_id, salt, payload, payload_hash, prev_hash, hash "
    "FROM journal WHERE seq > :after ORDER BY seq"
)
_COLUMNS = tuple(field.name for field in CHANGES.fields)
"""What `SEGMENT` selects, in its order."""
JOURNAL_END = text("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
LAST_APPLIED = text(
    "SELECT epoch, seq, sha256 FROM bundle_received "
    "WHERE sender = 'HQ' AND epoch = :epoch AND status = 'applied' ORDER BY seq DESC LIMIT 1"
)
STATES = text('SELECT table_name, "rows", digest FROM table_state ORDER BY table_name')
UNACKNOWLEDGED = text(
    "SELECT seq, name, changes, bytes, sha256, signature FROM bundle_sent WHERE epoch = :epoch AND seq > "
    "coalesce((SELECT max(seq) FROM bundle_sent WHERE epoch = :epoch AND acknowledged_at IS NOT NULL), 0) ORDER BY seq"
)
CONTENT = text("SELECT content FROM bundle_sent WHERE epoch = :epoch AND seq = :seq")
_INSERT = text(
    "INSERT INTO bundle_sent (id, name, epoch, seq, kind, first_change, last_change, changes, sha256, prev_sha256, "
    "signature, content, bytes, sealed_at) VALUES (:id, :name, :epoch, :seq, :kind, :first_change, :last_change, "
    ":changes, :sha256, :prev_sha256, :signature, :content, :bytes, :sealed_at)"
)


@dataclass(frozen=True)
class Segment:
    """A range of the journal, ready to travel.

    Attributes:
        lines: changes.jsonl.
        first: The first entry's seq; 0 without entries.
        end: The journal's end after it.
        counts: Entries per table.
        whole: It reaches the end of the journal.
    """

    lines: bytes
    first: int
    end: ChainEnd
    counts: Mapping[str, int]
    whole: bool

    @property
    def changes(self) -> int:
        """How many entries it has."""
        return sum(self.counts.values())


class Sealer:
    """Seals an unlocked home's journal for head office."""

    def __init__(self, store: Store, home: Home, clock: Clock, ids: IdSource) -> None:
        self._store = store
        self._home = home
        self._clock = clock
        self._ids = ids

    def pending(self) -> int:
        """Changes that are not sealed yet; 0 where the desk is not enrolled."""
        with self._store.connection() as connection:
            end = connection.execute(JOURNAL_END).first()
            enrolled = connection.execute(text("SELECT epoch FROM enrolment WHERE active = 1")).scalar()
            if enrolled is None or end is None:
                return 0
            last = connection.execute(LAST_SENT, {"epoch": enrolled}).first()
            return max(0, int(end.seq) - int(last.last_change or 0 if last else 0))

    def seal(self, actor: str, *, heartbeat: bool = False) -> list[OutboxEntry]:
        """Seal everything new, in as many bundles as the caps ask for.

        Args:
            actor: Who seals.
            heartbeat: Seal an empty bundle where nothing is new, so that head office hears from the desk.

        Raises:
            DeskError: `not_enrolled`, `journal_cut`, `head_missing`, `head_damaged`, and what the store raises.
        """
        with self._store.connection() as connection:
            waiting = awaiting_full(connection)
        if waiting is not None:
            return self._ask_for_full(actor, waiting.epoch)
        self.check()
        self.repair()
        if read_head(self._home) is None:
            write_head(self._home, ChainEnd())  # from now on a missing file is no accident
        sealed: list[OutboxEntry] = []
        while True:
            step = self._seal_next(actor, empty=heartbeat and not sealed)
            if step is None:
                return sealed
            bundle, segment = step
            sealed.append(outbox.put(self._home, bundle, segment.changes))
            write_head(self._home, segment.end)
            if segment.whole:
                return sealed

    def check(self) -> None:
        """Refuse a journal that has lost what was sealed: its next bundle would bear a number that was given before.

        Raises:
            DeskError: `journal_cut`, `head_missing`, `head_damaged`.
        """
        with self._store.connection() as connection:
            check_head(connection, self._home)

    def repair(self) -> None:
        """Do again what a kill after the commit left undone: files of the outbox, and HOME/head.

        Of the outbox it makes what the database says: files that are away or not as they were sealed are written anew,
        and those of bundles that head office has, or of a former epoch, are removed.
        """
        lying = outbox.files_of(self._home)  # before the rows are read: another thread may be sealing
        with self._store.connection() as connection:
            identity = need_identity(connection)
            rows = connection.execute(UNACKNOWLEDGED, {"epoch": identity.epoch}).all()
            last = connection.execute(LAST_SENT, {"epoch": identity.epoch}).first()
            end = _end_at(connection, int(last.last_change or 0)) if last else ChainEnd()
        for file in lying - {row.name for row in rows}:
            outbox.remove(self._home, file)
        for row in rows:
            name = BundleName(identity.terminal, HEAD_OFFICE, row.seq)
            entry = OutboxEntry(name.file, name.signature, row.seq, row.changes, row.bytes, row.sha256)
            if outbox.is_whole(self._home, entry, row.signature):
                continue
            with self._store.connection() as connection:
                content = connection.execute(CONTENT, {"epoch": identity.epoch, "seq": row.seq}).scalar_one()
            if content is not None:  # else it was acknowledged meanwhile
                bundle = SealedBundle(name, content, row.signature.encode(), row.sha256)
                outbox.put(self._home, bundle, row.changes)
        head = read_head(self._home)
        if end.seq > (head.seq if head else 0):
            write_head(self._home, end)

    def _ask_for_full(self, actor: str, epoch: str) -> list[OutboxEntry]:
        """The first bundle of a new epoch asks head office for everything; until it comes nothing else is sealed."""
        with self._store.connection() as connection:
            asked = connection.execute(LAST_SENT, {"epoch": epoch}).first() is not None
        if asked:
            self.repair()
            return []
        write_head(self._home, ChainEnd())  # instead of the lost state's
        with self._store.write(actor, "bundle.seal", always=True) as session:
            connection = session.connection()
            nothing = Segment(b"", 0, ChainEnd(), {}, whole=False)
            header = self._header(connection, need_identity(connection), nothing, (0, GENESIS))
            end = connection.execute(JOURNAL_END).first()
            header = replace(header, kind="full", audit=Audit(end.seq, end.hash) if end else None)
            bundle = self._keep(connection, header, nothing)
            session.commit()
        return [outbox.put(self._home, bundle, 0)]

    def _keep(self, connection: Connection, header: Header, segment: Segment) -> SealedBundle:
        """Seal it and store its bytes, in the transaction that takes the number."""
        identity = need_identity(connection)
        recipients = [identity.recipients[identity.month_key], identity.recovery]
        bundle = seal_bundle(header, {CHANGES.path: segment.lines}, recipients, identity.signer())
        connection.execute(_INSERT, self._row(header, segment, bundle))
        return bundle

    def _seal_next(self, actor: str, *, empty: bool) -> tuple[SealedBundle, Segment] | None:
        with self._store.write(actor, "bundle.seal") as session:
            connection = session.connection()
            identity = need_identity(connection)
            last = connection.execute(LAST_SENT, {"epoch": identity.epoch}).first()
            after = int(last.last_change or 0) if last else 0
            told = told_until(connection, identity.epoch)
            segment = read_segment(connection, after, told)
            if not segment.changes and not empty:
                return None
            header = self._header(connection, identity, segment, (last.seq, last.sha256) if last else (0, GENESIS))
            header = replace(header, kind="full") if told and last is None else header
            bundle = self._keep(connection, header, segment)
            session.commit()
        return bundle, segment

    def _header(
        self, connection: Connection, identity: Identity, segment: Segment, previous: tuple[int, str]
    ) -> Header:
        name = BundleName(identity.terminal, HEAD_OFFICE, previous[0] + 1)
        applied = connection.execute(LAST_APPLIED, {"epoch": identity.peer_epoch}).first()
        states = connection.execute(STATES) if segment.whole else ()
        return Header(
            bundle=name.stem, sender=name.sender, receiver=name.receiver, signer=signer_of(name.sender),
            recipient_key=identity.month_key, epoch=identity.epoch, seq=name.seq, prev_sha256=previous[1],
            kind="delta" if segment.changes else "heartbeat", schema=SCHEMA_VERSION, min_reader=SCHEMA_VERSION,
            reads=(SCHEMA_VERSION,), created=instant_text(self._clock.now()), expires="",
            changes=(segment.first, segment.end.seq) if segment.changes else (), counts=segment.counts,
            digest={table: (rows, digest) for table, rows, digest in states},
            ack=Ack(*applied) if applied else None, audit=Audit(segment.end.seq, segment.end.hash),
            app_version=__version__,
        )  # fmt: skip

    def _row(self, header: Header, segment: Segment, bundle: SealedBundle) -> dict[str, Any]:
        return {
            "id": self._ids.new(), "name": bundle.name.file, "epoch": header.epoch, "seq": header.seq,
            "kind": header.kind, "first_change": segment.first or None, "last_change": segment.end.seq,
            "changes": segment.changes, "sha256": bundle.sha256, "prev_sha256": header.prev_sha256,
            "signature": bundle.signature.decode(), "content": bundle.content, "bytes": len(bundle.content),
            "sealed_at": header.created,
        }  # fmt: skip


def read_segment(connection: Connection, after: int, whole_until: int = 0) -> Segment:
    """The journal's entries after a seq, up to about the size that one bundle carries.

    Entries that came from head office travel as headers: it has their content, and the chain needs their hashes. Those
    up to `whole_until` travel whole: head office was put back from an older copy of itself.
    """
    from pydantic_core import to_json  # writes what `dump` writes, three times as fast; imported late

    lines: list[bytes] = []
    size, first, end, whole = 0, 0, _end_at(connection, after), True
    counts: Counter[str] = Counter()
    last: dict[str, Any] = {}
    for row in connection.execute(SEGMENT, {"after": after}):
        if size > TARGET_SEGMENT:
            whole = False
            break
        values = dict(zip(_COLUMNS, row, strict=True))
        if values["origin"] == HEAD_OFFICE and values["seq"] > whole_until:
            values["salt"] = values["payload"] = None
        line = to_json(values) + b"\n"
        lines.append(line)
        size += len(line)
        counts[values["table_name"]] += 1
        first = first or values["seq"]
        last = values
    if lines:
        end = ChainEnd(last["seq"], last["hash"])
    return Segment(b"".join(lines), first, end, dict(sorted(counts.items())), whole)


def _end_at(connection: Connection, seq: int) -> ChainEnd:
    row = connection.execute(text("SELECT seq, hash FROM journal WHERE seq = :seq"), {"seq": seq}).first()
    return ChainEnd(row.seq, row.hash) if row else ChainEnd()
