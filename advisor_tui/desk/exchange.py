"""Exchange with head office: enrol, seal, export, receive."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from advisor_tui.base.clock import business_date, instant_text, parse_instant
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.exchanging.enrolling import enrol, finish
from advisor_tui.desk.exchanging.words import lines_of, received_view
from advisor_tui.desk.export_folder import offered_folder
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.exchange import (
    EnrolledView,
    ExchangeView,
    ReceivedRow,
    ReceiveView,
    SealedFile,
    SentRow,
    SentState,
)
from advisor_tui.reference.catalogue import PARTS
from advisor_tui.reference.toml import Source, read_sources
from advisor_tui.rules.deadlines import Retention
from advisor_tui.rules.practice import HeadOfficeSilence
from advisor_tui.sync import outbox
from advisor_tui.sync.carrying.book import is_due
from advisor_tui.sync.enrolling import keys_path
from advisor_tui.sync.enrolment import Offer, fingerprint_of
from advisor_tui.sync.identity import Identity, active_identity, need_identity
from advisor_tui.sync.names import HEAD_OFFICE
from advisor_tui.sync.opening import sealed_files
from advisor_tui.sync.outbox import OutboxEntry
from advisor_tui.sync.receive import Receiver
from advisor_tui.sync.seal import Sealer
from advisor_tui.sync.sshsig import fingerprint, parse_public_line
from advisor_tui.sync.standing import Standing, heard_from, write_standing

SHOWN = 100
_SENT = text(
    "SELECT name, seq, changes, bytes, sealed_at, delivered_at, acknowledged_at FROM bundle_sent "
    "WHERE epoch = :epoch ORDER BY seq DESC LIMIT :limit"
)
_RECEIVED = text(
    "SELECT name, status, summary, received_at FROM bundle_received WHERE sender = 'HQ' AND epoch = :epoch "
    "ORDER BY received_at DESC, seq DESC LIMIT :limit"
)
_COUNTS = text("SELECT count(*), count(acknowledged_at) FROM bundle_sent WHERE epoch = :epoch")
_LAST_SEAL = text(
    "SELECT sealed_at FROM bundle_sent WHERE epoch = (SELECT epoch FROM enrolment WHERE active = 1) "
    "ORDER BY seq DESC LIMIT 1"
)
"""The last one, and not the latest: the clock may have run ahead."""
_GOING = text("SELECT 1 FROM client_lock WHERE why = 'reassigned' LIMIT 1")
_OPEN_CONFLICTS = text('SELECT count(*) FROM "conflict" WHERE settled_at IS NULL')
_DELIVERED = text(
    "UPDATE bundle_sent SET delivered_at = :at WHERE name = :name AND sha256 = :sha256 AND delivered_at IS NULL"
)
_UNDELIVERED = text("SELECT name FROM bundle_sent WHERE epoch = :epoch AND delivered_at IS NULL")


class Exchange:
    """What one desk exchanges with head office."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._sealer = Sealer(office.store, office.home, office.clock, office.ids)

    def unsealed(self) -> int:
        """Changes since the last seal; 0 where the desk is not enrolled."""
        return self._sealer.pending()

    def enrolled(self) -> bool:
        """Whether this desk is enrolled with head office."""
        with self._office.rows() as connection:
            return active_identity(connection) is not None

    def enrol(self, offer: Offer, key: bytes, folder: Path | None = None) -> EnrolledView:
        """Enrol with head office; see `exchanging.enrolling.enrol`."""
        return enrol(self._office, offer, key, folder)

    def seal(self) -> list[SealedFile]:
        """Seal what is new, or an empty bundle that tells head office that the desk is alive.

        Raises:
            DeskError: `not_enrolled`, `journal_cut`, `head_missing`, `head_damaged`, `disk_full`, `read_only`.
        """
        with self._office.rows() as connection:
            need_identity(connection)
        return self._seal(heartbeat=True)

    def seal_if_needed(self) -> list[SealedFile]:
        """Seal what is new, as at lock and at day end; nothing where the desk is not enrolled.

        Where nothing is new, the first seal of a business day is a heartbeat: head office sees that the desk is alive.

        Raises:
            DeskError: `journal_cut`, `head_missing`, `head_damaged`, `disk_full`, `read_only`.
        """
        if not self.enrolled():
            return []
        self.carry_due()
        return self._seal(heartbeat=not self._sealed_today())

    def _seal(self, *, heartbeat: bool) -> list[SealedFile]:
        finish(self._office)
        if not self._office.store.read_only:
            self._sealer.check()  # before anything is written
        self.note_delivered()
        with self._office.store.explained():
            sealed = [_file(entry) for entry in self._sealer.seal(self._office.me.staff_no, heartbeat=heartbeat)]
            self._tell_standing()
        return sealed

    def _sealed_today(self) -> bool:
        with self._office.rows() as connection:
            last = connection.execute(_LAST_SEAL).scalar()
        return last is not None and business_date(parse_instant(str(last))) == self._office.today

    def export(self, folder: Path, *, again: bool = False) -> list[SealedFile]:
        """Seal what is new and copy every undelivered bundle into a folder.

        Args:
            folder: Where to.
            again: Copy too what was exported before and head office has not acknowledged.

        Raises:
            DeskError: `not_enrolled`, `export_folder`, `disk_full`, `read_only`.
        """
        with self._office.rows() as connection:
            need_identity(connection)
        self.seal_if_needed()
        copied = outbox.deliver(self._office.home, folder, self._office.clock, again=again)
        self.note_delivered()
        return [replace(_file(entry), aside=entry.aside) for entry in copied]

    def receive(self, files: Sequence[Path]) -> list[ReceiveView]:
        """Verify and apply files of head office, in order; a folder stands for its files to this terminal.

        Raises:
            DeskError: `nothing_to_receive`, `not_enrolled`, else the first refusal; that file changed nothing.
        """
        office = self._office
        with office.rows() as connection:
            terminal = need_identity(connection).terminal
        chosen = [file for path in files for file in _sealed_for(terminal, path)]
        if not chosen:
            raise DeskError("nothing_to_receive", mark("There is no bundle of head office for this terminal here"))
        shipped = [source for area in PARTS for source in read_sources(office.reference.root, area)]
        with office.store.explained():
            try:
                views = [received_view(one) for one in self._receiver(shipped).receive(chosen, office.me.staff_no)]
            finally:
                self._tell_standing()
        if self._somebody_goes():
            self._seal(heartbeat=False)  # what was not sent of a client that goes to another terminal
        return views

    def _somebody_goes(self) -> bool:
        with self._office.rows() as connection:
            return connection.execute(_GOING).first() is not None

    def carry_due(self) -> tuple[str, ...]:
        """Carry out orders of head office that waited for a date which has come; what changed, in plain words."""
        self._receiver(()).scrub()  # what a kill or a busy reader left of an erasure
        with self._office.rows() as connection:
            if not is_due(connection, self._office.today) or active_identity(connection) is None:
                return ()
        changes = self._receiver(()).carry_due(self._office.me.staff_no)
        return lines_of([change.to_json() for change in changes])

    def _receiver(self, shipped: Sequence[Source]) -> Receiver:
        office = self._office
        retentions = {name: value for name, value in office.rules.items() if isinstance(value, Retention)}
        return Receiver(office.store, office.home, office.clock, office.ids, shipped, retentions)

    def note_delivered(self) -> None:
        """Note what the keyless export copied since."""
        with self._office.rows() as connection:
            identity = active_identity(connection)
            if identity is None:
                return
            open_names = set(connection.execute(_UNDELIVERED, {"epoch": identity.epoch}).scalars())
        lines = [line for line in outbox.delivered_lines(self._office.home) if line["file"] in open_names]
        if lines:
            me = self._office.me.staff_no
            with self._office.store.write(me, "bundle.delivered", always=True) as session:
                for line in lines:
                    values = {"at": line["at"], "name": line["file"], "sha256": line["sha256"]}
                    session.connection().execute(_DELIVERED, values)
                session.commit()

    def view(self) -> ExchangeView:
        """Where the desk stands with head office."""
        self.note_delivered()
        with self._office.rows() as connection:
            identity = active_identity(connection)
            if identity is None:
                return ExchangeView()
            return self._view(connection, identity)

    def _tell_standing(self) -> None:
        """Let the export without a key tell how far the exchange has come."""
        with self._office.rows() as connection:
            identity = active_identity(connection)
            if identity is None:
                return
            sealed, acknowledged = connection.execute(_COUNTS, {"epoch": identity.epoch}).one()
            heard = heard_from(connection, identity.peer_epoch)
        practice: HeadOfficeSilence | None = self._office.rules.get("head_office_silence")
        since = parse_instant(heard or identity.enrolled_at)
        stale = instant_text(since + timedelta(days=practice.days)) if practice else ""
        write_standing(self._office.home, Standing(sealed, acknowledged, heard, stale))

    def _view(self, connection: Connection, identity: Identity) -> ExchangeView:
        sent = tuple(
            _sent(row._mapping) for row in connection.execute(_SENT, {"epoch": identity.epoch, "limit": SHOWN})
        )
        epoch = {"epoch": identity.peer_epoch}
        received = tuple(
            ReceivedRow(row.name, row.status, parse_instant(row.received_at), lines_of(json.loads(row.summary)))
            for row in connection.execute(_RECEIVED, {**epoch, "limit": SHOWN})
        )
        heard = heard_from(connection, identity.peer_epoch)
        heard_at = parse_instant(heard) if heard else None
        since = heard_at or parse_instant(identity.enrolled_at)
        _, acknowledged = connection.execute(_COUNTS, {"epoch": identity.epoch}).one()
        accepted = bool(acknowledged or heard)  # to a terminal that it has not accepted head office sends nothing
        return ExchangeView(
            terminal=identity.terminal,
            head_office=fingerprint(parse_public_line(identity.head_office_key, identity.terminal)),
            unsealed=self.unsealed(),
            waiting=len(outbox.waiting(self._office.home)),
            sent=sent,
            received=received,
            heard_at=heard_at,
            stale=self._stale(since),
            folder=str(offered_folder(self._office.home)),
            read_only=self._office.store.read_only,
            conflicts=int(connection.execute(_OPEN_CONFLICTS).scalar_one()),
            fingerprint=fingerprint_of(identity),
            keys_file="" if accepted else str(keys_path(identity, self._office.home.root)),
        )

    def _stale(self, since: datetime) -> bool:
        """Whether head office has been silent for longer than the bank's practice allows."""
        practice: HeadOfficeSilence | None = self._office.rules.get("head_office_silence")
        return practice is not None and self._office.clock.now() - since > timedelta(days=practice.days)


def _sealed_for(terminal: str, path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return [file for file in sealed_files(path) if file.name.startswith(f"{HEAD_OFFICE}-{terminal}-")]


def _file(entry: OutboxEntry) -> SealedFile:
    return SealedFile(entry.file, entry.signature, entry.seq, entry.changes, entry.bytes)


def _sent(row: Mapping[Any, Any]) -> SentRow:
    state: SentState = "acknowledged" if row["acknowledged_at"] else "delivered" if row["delivered_at"] else "sealed"
    at: datetime = parse_instant(row["acknowledged_at"] or row["delivered_at"] or row["sealed_at"])
    sealed_at = parse_instant(row["sealed_at"])
    return SentRow(row["name"], row["seq"], row["changes"], row["bytes"], sealed_at, state, at)
