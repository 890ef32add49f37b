"""Head office, unlocked: one object with everything that it does."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from advisor_tui.base.clock import Clock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.ids import IdSource
from advisor_tui.base.languages import mark
from advisor_tui.base.locking import wait_for_lock
from advisor_tui.headoffice.commanding import wipe_order, withdraw_order
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.delivering import try_folders
from advisor_tui.headoffice.dialects import Postgres, SqlCipher, postgres_url
from advisor_tui.headoffice.files import store_files
from advisor_tui.headoffice.folder import read_folder
from advisor_tui.headoffice.home import HeadOfficeHome
from advisor_tui.headoffice.ingest import IngestResult, ingest, ingest_files
from advisor_tui.headoffice.keys import HeadOfficeKeys
from advisor_tui.headoffice.lists import mend_lists, write_lists
from advisor_tui.headoffice.making import ATTEMPT, begin_making, empty_file, refuse_to_replace
from advisor_tui.headoffice.order_book import give
from advisor_tui.headoffice.order_files import read_order, read_orders_folder
from advisor_tui.headoffice.order_list import all_orders
from advisor_tui.headoffice.publish import PublishedBundle, Remarks, publish
from advisor_tui.headoffice.put_back import PutBack, begin_anew
from advisor_tui.headoffice.recovering import answer_request
from advisor_tui.headoffice.registry import accept_terminal, offer_enrolment, revoke_terminal
from advisor_tui.headoffice.report import Report, make_report
from advisor_tui.headoffice.rotating import rotate_key
from advisor_tui.headoffice.settling import Settled, settle_stream
from advisor_tui.headoffice.shelves import with_parked
from advisor_tui.headoffice.status import SILENT_AFTER, Status, make_status
from advisor_tui.headoffice.warehouse import WarehouseDatabase
from advisor_tui.headoffice.watching import Watch
from advisor_tui.store.failures import explain
from advisor_tui.sync.durable import sync_folder, write_durably
from advisor_tui.sync.enrolment import Offer, TerminalKeys
from advisor_tui.sync.passphrase_file import WORK_FACTOR
from advisor_tui.sync.recovery import Request


class HeadOffice:
    """Head office's jobs; each is one transaction of the warehouse."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @classmethod
    def create(
        cls,
        root: Path,
        passphrase: str,
        clock: Clock,
        ids: IdSource,
        *,
        address: str = "",
        work_factor: int = WORK_FACTOR,
    ) -> "HeadOffice":
        """Make a new head office: keys, warehouse, empty lists.

        Args:
            root: Its folder.
            passphrase: For every private key.
            clock: The clock.
            ids: The source of ids.
            address: Of a warehouse on a PostgreSQL server; "" for an encrypted file in the folder.
            work_factor: log2 of scrypt's N; lower only where nothing is worth protecting, as in the demo.

        Raises:
            DeskError: `home_exists`, `warehouse_missing`, `weak_passphrase`, `warehouse_address`, `warehouse_taken`,
                and what the database refuses.
        """
        home = HeadOfficeHome(root)
        refuse_to_replace(home)
        keys = HeadOfficeKeys(home, passphrase, work_factor)
        keys.check_passphrase()
        if address:
            postgres_url(address)
        try:
            attempt = begin_making(home)
            keys.create(clock.today(), address)
            dialect = Postgres(address) if address else empty_file(home, keys)
            making = cls(Context(home, keys, WarehouseDatabase.create(dialect, attempt), clock, ids))
            try:
                with making.context.warehouse.write() as session:
                    write_lists(making.context, session)
            finally:
                making.close()
            # Last and in one step: a head office that was not finished is not there, and the next attempt begins anew.
            if address:
                home.unfinished.unlink()
            else:
                home.unfinished.replace(home.warehouse)
            sync_folder(home.root)
            (home.keys / ATTEMPT).unlink(missing_ok=True)
        except OSError as error:
            raise explain(error, home.root) or error from error
        return cls._opened(home, keys, clock, ids)

    @classmethod
    def open(cls, root: Path, passphrase: str, clock: Clock, ids: IdSource) -> "HeadOffice":
        """Unlock a head office.

        Raises:
            DeskError: `no_head_office`, `wrong_passphrase`, `key_missing`, `damaged`, `newer_schema`, and what a
                warehouse's server refuses.
        """
        home = HeadOfficeHome(root)
        if not home.finished:
            raise DeskError(
                "no_head_office",
                mark("There is no head office in {folder}. Make one with: advisor-tui head-office init"),
                where=str(root),
                folder=root,
            )
        return cls._opened(home, HeadOfficeKeys(home, passphrase), clock, ids)

    @classmethod
    def _opened(cls, home: HeadOfficeHome, keys: HeadOfficeKeys, clock: Clock, ids: IdSource) -> "HeadOffice":
        address = keys.warehouse_address()
        dialect = Postgres(address) if address else SqlCipher(home.warehouse, keys.warehouse_key())
        opened = cls(Context(home, keys, WarehouseDatabase.open(dialect), clock, ids))
        try:
            with opened.context.warehouse.read() as session:
                mend_lists(opened.context, session)
        except BaseException:
            opened.close()
            raise
        return opened

    def close(self) -> None:
        """Close the warehouse."""
        self.context.warehouse.close()

    def enrol(self, terminal: str, branch: str, out: Path) -> Offer:
        """Offer a terminal its enrolment and write the file for it; see `registry.offer_enrolment`."""
        if not out.parent.is_dir():
            raise DeskError("folder_missing", mark("There is no such folder"), where=str(out.parent))
        with self.context.warehouse.explained():
            offer = offer_enrolment(self.context, terminal, branch)
            write_durably(out, offer.to_text().encode())
        return offer

    def accept(self, path: Path) -> TerminalKeys:
        """Register a terminal's keys; see `registry.accept_terminal`."""
        return accept_terminal(self.context, path)

    def revoke(self, terminal: str) -> None:
        """Let a terminal's key count no more; see `registry.revoke_terminal`."""
        revoke_terminal(self.context, terminal)

    def ingest(
        self,
        folder: Path,
        progress: Callable[[int, int], None] = lambda *_: None,
        *,
        more: Sequence[Path] = (),
        processes: int | None = None,
    ) -> IngestResult:
        """Take in folders of bundles; see `ingest.ingest`."""
        with self._in_turn():
            return ingest(self.context, [folder, *more], progress, processes=processes)

    def ingest_new(self, watch: Watch, progress: Callable[[int, int], None] = lambda *_: None) -> IngestResult:
        """Take in what has come whole into a watched folder since the last look, and what waited for it."""
        with self._in_turn():
            new = watch.look()
            return ingest_files(self.context, with_parked(self.context, new), progress) if new else IngestResult()

    def publish(
        self,
        folder: Path | None,
        to: Path,
        *,
        terminals: list[str] | None = None,
        effective: date | None = None,
        again: bool = False,
        remarks: Remarks | None = None,
    ) -> list[PublishedBundle]:
        """Seal for terminals what they do not have; with the files and orders of a folder, see `publish.publish`.

        Raises:
            DeskError: `read_only`, `disk_full`, `cannot_write` for a folder that takes no files: nothing was sealed.
        """
        files = read_folder(folder, effective or self.context.clock.today()) if folder else []
        with self._in_turn():
            try_folders(to, self.context.home.outbox)
            if folder:
                with self.context.warehouse.write() as session:
                    store_files(session, files, self.context.clock.now(), self.context.clock.today())
                    for given in read_orders_folder(session, folder, effective or self.context.clock.today()):
                        give(self.context, session, given)
                    session.commit()
            return publish(self.context, to, terminals or [], again=again, remarks=remarks)

    def decide(self, kind: str, values: Mapping[str, object], by: str) -> tuple[str, bool]:
        """Give one order that a person decides; its id, and whether it is new. It travels with the next `publish`.

        Raises:
            DeskError: See `order_files.read_order`.
        """
        with self.context.warehouse.write() as session:
            given = read_order(session, kind, values, by, self.context.clock.today())
            made = give(self.context, session, given)
            session.commit()
        return made

    def wipe(self, terminal: str, reason: str, *, discard_unsent: bool) -> tuple[str, bool]:
        """Let a terminal whose key was revoked give itself up, with the next `publish`; see `commanding.wipe_order`."""
        with self.context.warehouse.write() as session:
            given = wipe_order(self.context, session, terminal, reason, discard_unsent=discard_unsent)
            made = give(self.context, session, given)
            session.commit()
        return made

    def withdraw(self, order: str) -> str:
        """Take back an order that was not sent yet; see `commanding.withdraw_order`."""
        with self.context.warehouse.write() as session:
            taken = withdraw_order(session, order)
            session.commit()
        return taken

    def orders(self) -> list[dict[str, object]]:
        """Every order, and what became of it at each terminal."""
        with self.context.warehouse.read() as session:
            return all_orders(session)

    def rotate_key(self) -> str:
        """Make a new key for bundles of terminals; they are told with the next `publish`."""
        with self.context.warehouse.explained():
            return rotate_key(self.context)

    def put_back(self) -> PutBack:
        """Go on after head office was put back from a copy of itself; see `put_back.begin_anew`."""
        with self._in_turn():
            return begin_anew(self.context)

    def recover(self, request: Path, out: Path) -> Request:
        """Answer a desk whose passphrase was forgotten; see `recovering.answer_request`."""
        return answer_request(self.context, request, out)

    def settle(self, terminal: str, reason: str) -> Settled:
        """Let a stopped stream go on; see `settling.settle_stream`."""
        with self._in_turn():
            return settle_stream(self.context, terminal, reason)

    def status(self, silent_after: timedelta = SILENT_AFTER) -> Status:
        """How the exchange with each terminal stands; see `status.make_status`."""
        return make_status(self.context, silent_after)

    def report(self, first: date | None = None) -> Report:
        """What the terminals have sent, in figures; see `report.make_report`."""
        return make_report(self.context, first)

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """What moves bundles is done by one program after the other: each waits for the one before it.

        Two at once would take each other's parked files away, and a long transaction of one would stop the other.
        """
        with self.context.warehouse.explained(), self.context.home.lock.open("ab") as file:
            wait_for_lock(file)
            yield
