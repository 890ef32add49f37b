"""The two databases that a warehouse may be: everything in which they differ.

SQLCipher is the default: one encrypted file. PostgreSQL is for a bank that runs a server of its own: disk encryption,
roles and copies are the server's there (docs/head-office.md).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import StaticPool

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.store.connect import connect
from advisor_tui.store.failures import explain

Row = Sequence[str | int | float | None]
READING = "reading"
"""The execution option of a connection that takes no write lock."""
STOPPING = frozenset({"warehouse_unreachable", "warehouse_forbidden"})
"""What is wrong with the server and not with a bundle."""
_SILENT: Mapping[str, Any] = {"hide_parameters": True}
"""Of an engine: no error that it raises tells the values of a row."""
_SECRETS = ("password", "sslpassword", "passfile", "sslkey")
"""What an address may hold behind its ?, and nobody is shown."""
_LOCK = 0x42_41_4E_4B
"""Of all programs that write to one warehouse on a server, one at a time: as SQLite does by itself."""
_FEW = 32
"""Rows up to which statements cost less than COPY and a staging table."""
_IDS = 400
"""Ids that one statement of SQLite asks for."""


class Dialect(Protocol):
    """A database that can hold the warehouse; rows go in and out at the driver's level, in bulk."""

    place: str
    """The file or address, without a password: where a refusal points."""

    def engine(self) -> Engine:
        """Connections whose transactions take the write lock, unless they are `READING`."""

    def version(self, connection: Connection) -> int:
        """The number that the warehouse was stamped with; 0 where there is none."""

    def stamp(self, connection: Connection, version: int) -> None:
        """Stamp it."""

    def add(self, connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Insert rows whose keys are not there yet."""

    def merge(self, connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Insert rows, or replace those with the same key."""

    def remove(self, connection: Connection, table: Table, terminal: str, ids: Sequence[str]) -> None:
        """Delete a terminal's rows by id."""

    def find(
        self, connection: Connection, table: Table, columns: Sequence[str], terminal: str, ids: Sequence[str]
    ) -> Iterator[Row]:
        """A terminal's rows by id; those that are not there are left out."""

    def explain(self, error: BaseException) -> DeskError | None:
        """What an error of this database means to a person; None for a fault of ours."""


class SqlCipher:
    """One encrypted file."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.place = str(path)
        self._path, self._key = path, key

    def engine(self) -> Engine:
        """One connection; BEGIN IMMEDIATE takes the write lock at once."""

        def creator() -> Any:
            return connect(self._path, self._key)

        engine = create_engine("sqlite://", creator=creator, module=sqlcipher, poolclass=StaticPool, **_SILENT)

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            reading = connection.get_execution_options().get(READING)
            connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

        return engine

    def version(self, connection: Connection) -> int:
        """See `Dialect`."""
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())

    def stamp(self, connection: Connection, version: int) -> None:
        """See `Dialect`."""
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")

    def add(self, connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """See `Dialect`."""
        _many(connection, _insert(table, columns, "?"), rows)

    def merge(self, connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """See `Dialect`."""
        _many(connection, _insert(table, columns, "?") + _or_replace(table, columns), rows)

    def remove(self, connection: Connection, table: Table, terminal: str, ids: Sequence[str]) -> None:
        """See `Dialect`."""
        sql = f'DELETE FROM "{table.name}" WHERE terminal = ? AND id = ?'  # noqa: S608
        _many(connection, sql, [(terminal, row_id) for row_id in ids])

    def find(
        self, connection: Connection, table: Table, columns: Sequence[str], terminal: str, ids: Sequence[str]
    ) -> Iterator[Row]:
        """See `Dialect`."""
        for start in range(0, len(ids), _IDS):
            some = ids[start : start + _IDS]
            places = ", ".join("?" * len(some))
            sql = f'SELECT {_names(columns)} FROM "{table.name}" WHERE terminal = ? AND id IN ({places})'  # noqa: S608
            yield from connection.exec_driver_sql(sql, (terminal, *some))

    def explain(self, error: BaseException) -> DeskError | None:
        """See `store.failures.explain`."""
        return explain(error, self._path)


class Postgres:
    """A database on a PostgreSQL server, through psycopg."""

    def __init__(self, address: str) -> None:
        self._url = postgres_url(address)
        shown = self._url.difference_update_query(_SECRETS)
        self.place = shown.render_as_string(hide_password=True)

    def engine(self) -> Engine:
        """Connections that wait at most five seconds for another program's transaction."""
        engine = create_engine(self._url, pool_pre_ping=True, pool_size=1, max_overflow=1, **_SILENT)

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            if not connection.get_execution_options().get(READING):
                connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

        return engine

    def version(self, connection: Connection) -> int:
        """See `Dialect`; refuses a database of another encoding, which could not hold every name."""
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if encoding != "UTF8":
            raise DeskError(
                "warehouse_encoding", mark("The database must be made with the encoding UTF8, not {encoding}."),
                where=self.place, encoding=encoding,
            )  # fmt: skip
        if connection.exec_driver_sql("SELECT to_regclass('hq_note')").scalar_one() is None:
            return 0
        found = connection.exec_driver_sql("SELECT value FROM hq_note WHERE name = 'version'").scalar()
        return int(found or 0)

    def stamp(self, connection: Connection, version: int) -> None:
        """See `Dialect`."""
        connection.exec_driver_sql(
            "INSERT INTO hq_note (name, value) VALUES ('version', %s) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (str(version),),
        )

    def add(self, connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """COPY, or statements where they are few."""
        if len(rows) <= _FEW:
            _many(connection, _insert(table, columns, "%s"), rows)
        else:
            self._copy(connection, table.name, columns, rows)

    def merge(self, connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """COPY into a staging table and one INSERT from it, or statements where they are few."""
        if len(rows) <= _FEW:
            _many(connection, _insert(table, columns, "%s") + _or_replace(table, columns), rows)
            return
        stage = f"stage_{table.name}"
        connection.exec_driver_sql(f'CREATE TEMPORARY TABLE "{stage}" (LIKE "{table.name}") ON COMMIT DROP')
        self._copy(connection, stage, columns, rows)
        names = _names(columns)
        merged = f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM "{stage}"'  # noqa: S608
        connection.exec_driver_sql(merged + _or_replace(table, columns))
        connection.exec_driver_sql(f'DROP TABLE "{stage}"')

    def remove(self, connection: Connection, table: Table, terminal: str, ids: Sequence[str]) -> None:
        """See `Dialect`."""
        sql = f'DELETE FROM "{table.name}" WHERE terminal = %s AND id = ANY(%s)'  # noqa: S608
        connection.exec_driver_sql(sql, (terminal, list(ids)))

    def find(
        self, connection: Connection, table: Table, columns: Sequence[str], terminal: str, ids: Sequence[str]
    ) -> Iterator[Row]:
        """See `Dialect`."""
        sql = f'SELECT {_names(columns)} FROM "{table.name}" WHERE terminal = %s AND id = ANY(%s)'  # noqa: S608
        yield from connection.exec_driver_sql(sql, (terminal, list(ids)))

    def explain(self, error: BaseException) -> DeskError | None:
        """By the server's SQLSTATE; without one, no server was reached."""
        import psycopg

        cause = error.orig if isinstance(error, DBAPIError) else error
        if not isinstance(cause, psycopg.Error):
            return explain(error, Path(self.place)) if isinstance(error, OSError) else None
        code, message = _MEANINGS.get(cause.sqlstate or "", ("", ""))
        if not code and isinstance(cause, psycopg.OperationalError):
            code, message = "warehouse_unreachable", _UNREACHABLE
        return DeskError(code, message, where=self.place) if code else None

    def _copy(self, connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        driver = connection.connection.driver_connection
        assert driver is not None
        with driver.cursor() as cursor, cursor.copy(f'COPY "{table}" ({_names(columns)}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)


_FULL = mark("The disk is full. Nothing was changed; free some space and try again.")
_FAILED = mark("The disk failed to read or write. Nothing was changed; check the disk, its quota and its connection.")
_UNREACHABLE = mark(
    "The warehouse's server cannot be reached, or does not let this user in: see its address, database and password."
)
_MEANINGS = {
    "53100": ("disk_full", _FULL),
    "25006": ("read_only", mark("The warehouse's server takes no changes. Nothing was changed.")),
    "55P03": ("home_busy", mark("Another program has this home open.")),
    "42501": ("warehouse_forbidden", mark("The warehouse's server does not let this user do this.")),
    "58030": ("io_failed", _FAILED),
    "XX001": ("damaged", mark("The database file is damaged.")),
    "XX002": ("damaged", mark("The database file is damaged.")),
}  # fmt: skip


def postgres_url(address: str) -> URL:
    """The address of a warehouse on a server.

    Raises:
        DeskError: `warehouse_address` for anything but postgresql+psycopg://…, `postgres_missing` without psycopg.
    """
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise _no_address() from error
    if url.drivername not in ("postgresql", "postgresql+psycopg") or not url.database:
        raise _no_address()
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        message = mark("PostgreSQL needs a part that is not installed: pip install 'advisor-tui[postgres]'")
        raise DeskError("postgres_missing", message, where="psycopg") from error
    return url.set(drivername="postgresql+psycopg")


def _no_address() -> DeskError:
    message = mark("A warehouse's address looks like postgresql+psycopg://USER@HOST/DATABASE")
    return DeskError("warehouse_address", message, where="--warehouse")


def _many(connection: Connection, sql: str, rows: Sequence[Row]) -> None:
    if rows:
        connection.exec_driver_sql(sql, [tuple(row) for row in rows])


def _insert(table: Table, columns: Sequence[str], place: str) -> str:
    places = ", ".join([place] * len(columns))
    return f'INSERT INTO "{table.name}" ({_names(columns)}) VALUES ({places})'  # noqa: S608


def _or_replace(table: Table, columns: Sequence[str]) -> str:
    key = {column.name for column in table.primary_key}
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name not in key)
    return f" ON CONFLICT ({_names(sorted(key))}) DO UPDATE SET {changes}"


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
