"""Applying what head office sends: verified, opened, placed in its stream, and stored in one transaction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from advisor_tui.base.clock import Clock, instant_text
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import IdSource
from advisor_tui.base.languages import mark
from advisor_tui.reference.toml import Source
from advisor_tui.rules.deadlines import Retention
from advisor_tui.store.failures import STOPPING
from advisor_tui.store.schema import SCHEMA_VERSION
from advisor_tui.store.store import Store
from advisor_tui.sync import inbox, outbox
from advisor_tui.sync.applying import acknowledge, apply_contents, is_unsent, older_copy
from advisor_tui.sync.carrying.book import carry_due
from advisor_tui.sync.carrying.ground import Ground
from advisor_tui.sync.differences import Change
from advisor_tui.sync.enrolling import add_recovery
from advisor_tui.sync.identity import Identity, has_ended, need_identity
from advisor_tui.sync.kinds import check_kind
from advisor_tui.sync.leftovers import forget_removed, remove_files, removed
from advisor_tui.sync.names import HEAD_OFFICE
from advisor_tui.sync.opening import Arrived, Opened, open_bundle, read_arrived, sort_key
from advisor_tui.sync.orders.order import read_orders
from advisor_tui.sync.package import ORDERS
from advisor_tui.sync.restoring import answers, awaiting_full, begin_anew, is_behind
from advisor_tui.sync.standing import note_heard
from advisor_tui.sync.streams import Position, Verdict, judge
from advisor_tui.sync.telling_again import asks_again, follow
from advisor_tui.sync.trusting import trust_of
from advisor_tui.sync.vouching import Vouching

_POSITION = text(
    "SELECT seq, sha256 FROM bundle_received WHERE sender = 'HQ' AND epoch = :epoch AND status = 'applied' "
    "ORDER BY seq DESC LIMIT 1"
)
_STOPPED = text(
    "SELECT count(*) FROM bundle_received WHERE sender = 'HQ' AND epoch = :epoch AND status = 'quarantined'"
)
_HIGHEST = text(
    "SELECT coalesce(max(schema_version), 0) FROM bundle_received WHERE sender = 'HQ' AND status = 'applied'"
)
_SEEN = text("SELECT seq, sha256 FROM bundle_received WHERE sender = 'HQ' AND epoch = :epoch AND status = 'applied'")
_KNOWN_FILE = text("SELECT count(*) FROM bundle_received WHERE sha256 = :sha256 AND status = :status")
_INBOX = text(
    "INSERT INTO bundle_received (id, name, sender, epoch, seq, kind, sha256, status, reason, summary, received_at, "
    "schema_version) VALUES (:id, :name, :sender, :epoch, :seq, :kind, :sha256, :status, :reason, :summary, "
    ":received_at, :schema_version)"
)
_REMOVED = text("SELECT 1 FROM order_receipt WHERE status IN ('erased', 'purged') LIMIT 1")
_SCRUBBED = text("DELETE FROM meta WHERE name = 'scrub'")
_WAITING = (Verdict.PARK, Verdict.TOO_NEW)
_REFUSALS: Mapping[Verdict, str] = {
    Verdict.UNKNOWN_EPOCH: mark("It belongs to a stream that this terminal is not enrolled in"),
    Verdict.DOWNGRADE: mark("It is older than what head office already sent"),
    Verdict.EXPIRED: mark("It has expired; ask head office for a new one"),
    Verdict.FORK: mark("It contradicts a bundle that was already applied; the stream is stopped, tell head office"),
}


@dataclass(frozen=True)
class Received:
    """What became of one file.

    Attributes:
        file: Its name.
        status: applied, duplicate, parked, ended (of a former stream), or refused: a parked one that turned out bad.
        changes: What it changed, in plain words.
        acknowledged: How many of our bundles it acknowledges for the first time.
        missing: Sequence numbers that must come before a parked bundle.
        update_needed: It is parked because this program is too old for it.
        reason: Why it was refused.
    """

    file: str
    status: str
    changes: tuple[Change, ...] = ()
    acknowledged: int = 0
    missing: tuple[int, ...] = ()
    update_needed: bool = False
    reason: str = ""


class Receiver:
    """Takes head office's bundles into an unlocked home."""

    def __init__(
        self,
        store: Store,
        home: Home,
        clock: Clock,
        ids: IdSource,
        shipped: Sequence[Source] = (),
        retentions: Mapping[str, Retention] | None = None,
    ) -> None:
        self._store = store
        self._home = home
        self._clock = clock
        self._ids = ids
        self._shipped = shipped
        self._retentions = retentions or {}

    def receive(self, paths: Sequence[Path], actor: str) -> list[Received]:
        """Apply files in order of their sequence; parked ones are tried first, and again after each that was applied.

        What has expired is taken where a later bundle among the files, or a parked one, vouches for it.

        Raises:
            DeskError: The first refusal: that file changed nothing, the ones before it stay applied.
        """
        vouching = Vouching(lambda: [*paths, *inbox.parked(self._home)])
        done = self._unpark(actor, vouching)  # the program may have been updated since
        for path in sorted(paths, key=sort_key):
            result = self._receive(read_arrived(path), actor, vouching)
            done.append(result)
            if result.status == "applied":
                done.extend(self._unpark(actor, vouching))
        return done

    def _unpark(self, actor: str, vouching: Vouching) -> list[Received]:
        done = []
        for path in inbox.parked(self._home):
            try:
                result = self._receive(read_arrived(path), actor, vouching)
            except DeskError as refusal:
                if refusal.code in STOPPING:
                    raise
                # A parked file that turned out bad must not stand in the way of the good ones for ever.
                inbox.set_aside(self._home, path)
                done.append(Received(path.name, "refused", reason=str(refusal)))
                continue
            if result.status != "parked":
                inbox.unpark(path)
                done.append(result)
        return done

    def _receive(self, arrived: Arrived, actor: str, vouching: Vouching) -> Received:
        now = self._clock.now()
        with self._store.connection() as connection:
            identity = need_identity(connection)
            position, seen = self._position(connection, identity)
            trust, waiting = trust_of(connection, identity), awaiting_full(connection)
        opened = open_bundle(arrived, trust, now)
        if opened.name.sender != HEAD_OFFICE:
            raise DeskError("wrong_sender", mark("It does not come from head office"), where=arrived.name.file)
        if answers(opened.header, waiting) or asks_again(opened.header, identity):
            position, seen = Position(opened.header.epoch, schema=position.schema), {}
        verdict = judge(opened.header, opened.sha256, position, seen, reads=(SCHEMA_VERSION,), now=now)
        if verdict is Verdict.EXPIRED and vouching.holds(opened, trust, now):
            verdict = Verdict.APPLY
        if self._is_older_copy(opened, identity, verdict):
            begin_anew(self._store, self._home, self._ids, identity, actor)
            raise older_copy(arrived.name.file)
        if verdict is Verdict.DUPLICATE:
            if not self._has_removed():  # it may hold what was erased since
                inbox.keep(self._home, arrived)
            return Received(arrived.name.file, "duplicate")
        with self._store.connection() as connection:
            if verdict is Verdict.UNKNOWN_EPOCH and has_ended(connection, opened.header.epoch):
                return Received(arrived.name.file, "ended")  # the folder was not emptied
        if verdict in _WAITING:
            inbox.park(self._home, arrived)
            missing = tuple(range(position.seq + 1, opened.header.seq))
            return Received(arrived.name.file, "parked", missing=missing, update_needed=verdict is Verdict.TOO_NEW)
        if verdict is Verdict.FORK:
            self._quarantine(opened, actor)
        if verdict is not Verdict.APPLY:
            raise DeskError(f"bundle_{verdict}", _REFUSALS[verdict], where=arrived.name.file)
        result = self._apply(opened, identity, actor)
        self._store.look_again()
        inbox.keep(self._home, arrived)
        self.scrub()
        return result

    def _is_older_copy(self, opened: Opened, identity: Identity, verdict: Verdict) -> bool:
        """Whether a bundle shows that this desk is an older copy of itself, whatever becomes of the bundle.

        What comes between may have been acknowledged by the later one, so that head office has it no more.
        """
        with self._store.connection() as connection:
            if verdict is Verdict.UNKNOWN_EPOCH:
                return is_behind(connection, opened.header, identity, awaiting_full(connection))
            return is_unsent(connection, identity, opened.header.ack)

    def _apply(self, opened: Opened, identity: Identity, actor: str) -> Received:
        orders = list(read_orders(opened.files.get(ORDERS.path, b""), opened.name.file))
        check_kind(opened, orders)
        now = instant_text(self._clock.now())
        with self._store.write(actor, "bundle.receive", origin=HEAD_OFFICE) as session:
            connection = session.connection()
            acknowledged = acknowledge(connection, identity, opened.header.ack, now, opened.name.file)
            follow(connection, self._ids, opened.header, identity)
            ground = self._ground(connection, identity, actor, now)
            changes = tuple(apply_contents(ground, opened, orders, self._shipped, identity))
            summary = json.dumps([change.to_json() for change in changes], ensure_ascii=False)
            self._note(connection, opened, "applied", summary, now)
            note_heard(connection, opened.header.epoch, opened.header.created, now)
            recovery = need_identity(connection).recovery
            if recovery != identity.recovery:  # before the commit: a kill leaves what the next attempt does again
                self._store.wrap_key(lambda key: add_recovery(self._home, recovery, key))
            session.commit()
        for name in acknowledged:
            outbox.remove(self._home, name)
        return Received(opened.name.file, "applied", changes, len(acknowledged))

    def carry_due(self, actor: str) -> list[Change]:
        """Carry out orders that waited for a date which has come; what changed."""
        with self._store.write(actor, "order.apply", origin=HEAD_OFFICE) as session:
            connection = session.connection()
            now = instant_text(self._clock.now())
            changes = carry_due(self._ground(connection, need_identity(connection), actor, now))
            session.commit()
        self.scrub()
        return changes

    def scrub(self) -> None:
        """After an erasure: leave nothing of it in the index, the log, in bundles that came in, and in prints."""
        with self._store.connection() as connection:
            what = removed(connection)
        if what is None:
            return
        parked = self._home.inbox / "parked"
        for path in self._home.inbox.rglob("*.zip.age*"):
            if path.parent != parked:  # what waits was sealed later, and is applied yet
                path.unlink(missing_ok=True)
        if what:
            remove_files(self._home, what)
            with self._store.write("system", "derived.compact", always=True) as session:
                forget_removed(session.connection())
                session.commit()
        if self._store.scrub():
            with self._store.write("system", "derived.compact", always=True) as session:
                session.connection().execute(_SCRUBBED)
                session.commit()

    def _ground(self, connection: Connection, identity: Identity, actor: str, now: str) -> Ground:
        """What an order is carried out on, inside a unit of work."""
        return Ground(
            connection, self._store.own_entries, self._ids, now, self._clock.today(), identity.terminal, actor,
            self._retentions, identity.signer(),
        )  # fmt: skip

    def _position(self, connection: Connection, identity: Identity) -> tuple[Position, dict[int, str]]:
        epoch = {"epoch": identity.peer_epoch}
        last = connection.execute(_POSITION, epoch).first()
        stopped = bool(connection.execute(_STOPPED, epoch).scalar())
        seen = {row.seq: row.sha256 for row in connection.execute(_SEEN, epoch)}
        highest = int(connection.execute(_HIGHEST).scalar_one())
        if last is None:
            return Position(identity.peer_epoch, schema=highest, stopped=stopped), seen
        return Position(identity.peer_epoch, last.seq, last.sha256, highest, stopped), seen

    def _quarantine(self, opened: Opened, actor: str) -> None:
        with self._store.write(actor, "bundle.quarantine") as session:
            connection = session.connection()
            known = connection.execute(_KNOWN_FILE, {"sha256": opened.sha256, "status": "quarantined"}).scalar()
            if not known:
                self._note(connection, opened, "quarantined", "[]", instant_text(self._clock.now()))
            session.commit()

    def _note(self, connection: Connection, opened: Opened, status: str, summary: str, now: str) -> None:
        values = {
            "id": self._ids.new(), "name": opened.name.file, "sender": opened.header.sender,
            "epoch": opened.header.epoch, "seq": opened.header.seq, "kind": opened.header.kind,
            "sha256": opened.sha256, "status": status, "reason": "" if status == "applied" else "fork",
            "summary": summary, "received_at": now, "schema_version": opened.header.schema,
        }  # fmt: skip
        connection.execute(_INBOX, values)

    def _has_removed(self) -> bool:
        with self._store.connection() as connection:
            return connection.execute(_REMOVED).first() is not None
