"""The open database: one writer whose transactions are journalled, and readers that cannot write."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from advisor_tui.base.clock import Clock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.languages import mark
from advisor_tui.store.cards import refresh, register_card_functions
from advisor_tui.store.connect import BULK_CACHE_KIB, CACHE_KIB, connect
from advisor_tui.store.context import WriteContext
from advisor_tui.store.failures import explain
from advisor_tui.store.functions import register_functions
from advisor_tui.store.gate import Gate, locked
from advisor_tui.store.presence import missing
from advisor_tui.store.schema import check_version, create_schema

if TYPE_CHECKING:
    from sqlmodel import Session

Tiers = Sequence[tuple[str, int]]
"""The bank's tiers, lowest first: id and floor of assets in 分."""
_READERS = 2


class Store:
    """An open, encrypted database.

    Every change goes through `write`, a unit of work that rolls back unless it was committed; `read` gives a
    consistent snapshot that cannot write. Both may be used from any thread; writers wait for each other.
    """

    def __init__(self, path: Path, key: bytes, clock: Clock, *, tiers: Tiers) -> None:
        self.path = path
        self._context = WriteContext(clock, "")
        self._turn = threading.RLock()
        self._writing = False
        self._tiers = tiers
        self._gate = Gate()
        self._key: bytes | None = key
        self._own_origin = ""
        self._copy_of_old = False
        self._writer = self._engine("BEGIN IMMEDIATE", size=1)
        self._reader = self._engine("BEGIN", size=_READERS)
        event.listen(self._writer, "commit", refresh)

    @classmethod
    def create(cls, path: Path, key: bytes, clock: Clock, *, tiers: Tiers, origin: str) -> "Store":
        """Make a new database whose entries carry this origin.

        Raises:
            DeskError: `home_exists` when there is one already, `disk_full`, `read_only`, `io_failed`.
        """
        if path.exists():
            raise DeskError("home_exists", mark("There is already a desk here."), where=str(path.parent))
        store = cls(path, key, clock, tiers=tiers)
        try:
            with store.explained(), store._writer.begin() as connection:
                create_schema(connection)
                connection.exec_driver_sql("INSERT INTO meta VALUES ('origin', ?)", (origin,))
        except BaseException:
            store.close()
            raise
        store._context.origin = origin
        return store

    @classmethod
    def open(cls, path: Path, key: bytes, clock: Clock, *, tiers: Tiers) -> "Store":
        """Open a database, migrating an older one.

        Raises:
            DeskError: `database_missing`, `damaged`, `newer_schema`, `home_busy`, `read_only`, `disk_full`,
                `io_failed`.
        """
        if not path.exists():
            raise missing(Home(path.parent))
        store = cls(path, key, clock, tiers=tiers)
        try:
            with store.explained():
                with store._reader.connect() as connection:
                    current = check_version(connection, path)
                store._resume()
                if not current:
                    store._migrate()
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Forget the key and close every connection, for good; the write-ahead log is folded in.

        Who reads or writes is awaited; who comes later is refused.
        """
        self._gate.shut()
        self._key = None
        self._reader.dispose()
        self._writer.dispose()

    @property
    def origin(self) -> str:
        """The terminal's name that new entries carry."""
        return self._context.origin

    def set_origin(self, name: str) -> None:
        """Carry another name from the next entry on (enrolment)."""
        with self.write("system", "set_origin") as session:
            session.connection().exec_driver_sql("UPDATE meta SET value = ? WHERE name = 'origin'", (name,))
            session.commit()
        self._context.origin = name

    @property
    def read_only(self) -> bool:
        """Whether this is a copy of an older state, which may only be read until head office has given the rest."""
        return self._copy_of_old

    def wrap_key(self, wrap: Callable[[bytes], None]) -> None:
        """Hand the raw key to who wraps it for another holder, and must not keep it."""
        if self._key is None:
            raise locked()
        wrap(self._key)

    def scrub(self) -> bool:
        """Let nothing of what was erased be left in the search index, in free pages or in the write-ahead log.

        Returns:
            Whether the log could be emptied; a reader may hold it, then it is to be done again.
        """
        from advisor_tui.store.cards import compact

        with self.write("system", "derived.compact", always=True) as session:
            compact(session.connection())
            session.commit()
        with self._turn, self._writer.connect() as connection:
            driver = connection.connection.cursor()
            busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def look_again(self) -> None:
        """See whether `meta` says so; after a unit of work has changed it."""
        with self.connection() as connection:
            self._copy_of_old = _is_read_only(connection)

    @contextmanager
    def own_entries(self) -> Iterator[None]:
        """Inside a unit of work of head office: what this terminal adds itself, and head office has not yet."""
        theirs, self._context.origin = self._context.origin, self._own_origin or self._context.origin
        try:
            yield
        finally:
            self._context.origin = theirs

    @contextmanager
    def write(
        self, actor: str, action: str, *, bulk: bool = False, origin: str = "", always: bool = False
    ) -> "Iterator[Session]":
        """A unit of work: rolls back unless `commit()` was called on the session.

        Args:
            actor: Who does it: a staff number, or "system".
            action: What it is, as `object.verb` (`client.edit`); the journal keeps it.
            bulk: Use a larger page cache, for imports.
            origin: Whose change it is, where not this terminal's: head office's, applied here.
            always: Also on a copy of an older state: the exchange's own books.

        Raises:
            DeskError: `disk_full`, `read_only`, `home_busy`, `damaged`, `locked`, `client_locked`, `restored_copy`;
                nothing was changed.
        """
        from sqlmodel import Session

        with self._gate.entered(), self._turn:
            if self._writing:
                raise RuntimeError("a unit of work inside another")
            if self._copy_of_old and not (origin or always):
                raise restored_copy()
            self._writing = True
            own, self._context.origin = self._context.origin, origin or self._context.origin
            self._own_origin = own
            self._context.begin(actor, action)
            try:
                with self.explained(), Session(self._writer, expire_on_commit=False) as session:
                    if bulk:
                        self._pragma(f"cache_size = -{BULK_CACHE_KIB}")
                    yield session
            finally:
                if bulk:
                    self._pragma(f"cache_size = -{CACHE_KIB}")
                self._context.end()
                self._context.origin = own
                self._writing = False

    @contextmanager
    def read(self) -> "Iterator[Session]":
        """A snapshot to read from; nothing can be written through it.

        Raises:
            DeskError: `locked` once the store was closed.
        """
        from sqlmodel import Session

        with self._gate.entered(), self.explained(), Session(self._reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A reader's connection, for prebuilt statements without objects; see `read`."""
        with self._gate.entered(), self.explained(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn the database's errors into messages for a person."""
        try:
            yield
        except (DBAPIError, sqlcipher.Error, OSError) as error:
            told = explain(error, self.path)
            if told is None:
                raise
            raise told from error

    def _engine(self, begin: str, *, size: int) -> Engine:
        read_only = begin == "BEGIN"

        def creator() -> Any:
            if self._key is None:  # the pool would open the file again, whoever asks
                raise locked()
            connection = connect(self.path, self._key, read_only=read_only)
            register_functions(connection, self._context)
            register_card_functions(connection, self._tiers)
            return connection

        engine = create_engine(
            "sqlite://",
            creator=creator,
            module=sqlcipher,
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
            pool_timeout=30,
            query_cache_size=2000,
            hide_parameters=True,  # an error message must not carry a client
        )

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine

    def _pragma(self, setting: str) -> None:
        with self._writer.connect() as connection:
            connection.connection.cursor().execute(f"PRAGMA {setting}")

    def _migrate(self) -> None:
        from advisor_tui.store.migrate import migrate

        self._pragma("foreign_keys = OFF")
        with self.write("system", "schema.migrate", bulk=True) as session:
            migrate(session.connection())
            session.commit()
        self._pragma("foreign_keys = ON")

    def _resume(self) -> None:
        with self._reader.connect() as connection:
            last = connection.exec_driver_sql("SELECT hlc FROM journal ORDER BY seq DESC LIMIT 1").scalar()
            self._context.resume(last or "")
            self._context.origin = str(
                connection.exec_driver_sql("SELECT value FROM meta WHERE name = 'origin'").scalar_one()
            )
            self._copy_of_old = _is_read_only(connection)


def _is_read_only(connection: Connection) -> bool:
    return bool(connection.exec_driver_sql("SELECT count(*) FROM meta WHERE name = 'read_only'").scalar_one())


def restored_copy() -> DeskError:
    """The refusal to change anything in a copy that is older than what head office has."""
    return DeskError(
        "restored_copy",
        mark(
            "This desk is an older copy of itself: head office has more of it than it knows. It can be read, and "
            "nothing can be changed until head office's answer with the rest has been received (F9, Exchange)."
        ),
    )
