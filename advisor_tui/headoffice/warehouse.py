"""The open warehouse: transactions on the database that head office chose, and bringing an older one up to date."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Table, inspect, select, text, update
from sqlmodel import Session

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.dialects import READING, Dialect
from advisor_tui.headoffice.rows import row_array
from advisor_tui.headoffice.tables import COPIES, DEFAULTS, DESK_COLUMNS, CopyState, Note, warehouse_metadata
from advisor_tui.store.hashing import digest_of

VERSION = 4
"""The number of a warehouse made today; it rises with every change of the desk's tables or of head office's own."""
_MADE = "made"
_NEWER = mark("This database was made by a newer version of the program (schema {found}, known {known}).")


class WarehouseDatabase:
    """An open warehouse.

    Attributes:
        dialect: The database that it lies in.
    """

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._engine = dialect.engine()

    @classmethod
    def create(cls, dialect: Dialect, attempt: str) -> "WarehouseDatabase":
        """Make a new warehouse in an empty database.

        Args:
            dialect: The database.
            attempt: The name of this attempt at making a head office: what an attempt of the same name left is made
                anew, anything else is refused.

        Raises:
            DeskError: `warehouse_taken`, and what the database refuses.
        """
        warehouse = cls(dialect)
        try:
            with warehouse.explained(), warehouse._engine.begin() as connection:
                if dialect.version(connection):
                    _take_away(connection, dialect, attempt)
                warehouse_metadata.create_all(connection)
                connection.execute(Note.__table__.insert(), [{"name": _MADE, "value": attempt}])  # type: ignore[attr-defined]
                dialect.stamp(connection, VERSION)
        except BaseException:
            warehouse.close()
            raise
        return warehouse

    @classmethod
    def open(cls, dialect: Dialect) -> "WarehouseDatabase":
        """Open a warehouse, and bring it up to date if it is of an older program.

        Raises:
            DeskError: `warehouse_empty`, `newer_schema`, and what the database refuses.
        """
        warehouse = cls(dialect)
        try:
            with warehouse.explained(), warehouse._engine.begin() as connection:
                found = dialect.version(connection)
                if found == 0:
                    message = mark("The warehouse's tables are not there: put them back from their copy.")
                    raise DeskError("warehouse_empty", message, where=dialect.place)
                if found > VERSION:
                    raise DeskError("newer_schema", _NEWER, where=dialect.place, found=found, known=VERSION)
                if found < VERSION:
                    bring_up_to_date(connection)
                    dialect.stamp(connection, VERSION)
        except BaseException:
            warehouse.close()
            raise
        return warehouse

    def close(self) -> None:
        """Close it."""
        self._engine.dispose()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction with the write lock, that rolls back unless it was committed."""
        with self.explained(), Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that takes no write lock."""
        engine = self._engine.execution_options(**{READING: True})
        with self.explained(), Session(engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn the database's errors into messages for a person."""
        try:
            yield
        except DeskError:
            raise
        except Exception as error:
            told = self.dialect.explain(error)
            if told is None:
                raise
            raise told from error


def bring_up_to_date(connection: Connection) -> None:
    """Add the tables and columns that an older warehouse does not have; nothing is ever taken away.

    A new column holds in every row what the desk's own migration fills it with, so that the copies' digests are again
    the ones that an up-to-date terminal keeps.
    """
    warehouse_metadata.create_all(connection)
    inspector = inspect(connection)
    preparer, compiler = connection.dialect.identifier_preparer, connection.dialect.type_compiler_instance
    for table in warehouse_metadata.sorted_tables:
        have = {column["name"] for column in inspector.get_columns(table.name)}
        new = [column for column in table.columns if column.name not in have]
        for column in new:
            name = preparer.quote(column.name)
            kind = compiler.process(column.type)
            connection.exec_driver_sql(f"ALTER TABLE {preparer.format_table(table)} ADD COLUMN {name} {kind}")
            filled = DEFAULTS.get(table.name, {}).get(column.name)
            if filled is not None:
                connection.execute(update(table).values({column.name: filled}))
        if new and table.name in COPIES:
            _recompute(connection, table)


def _recompute(connection: Connection, table: Table) -> None:
    """The digests of every terminal's copy of one table."""
    columns = [table.c[name] for name in DESK_COLUMNS[table.name]]
    state = CopyState.__table__  # type: ignore[attr-defined]
    terminals = select(state.c.terminal).where(state.c.table_name == table.name)
    for terminal in connection.execute(terminals).scalars().all():
        rows = [row_array(row) for row in connection.execute(select(*columns).where(table.c.terminal == terminal))]
        digest = digest_of(table.name, rows)
        where = (state.c.terminal == terminal, state.c.table_name == table.name)
        connection.execute(update(state).where(*where).values(rows=len(rows), digest=digest))


def _take_away(connection: Connection, dialect: Dialect, attempt: str) -> None:
    made = connection.execute(text("SELECT value FROM hq_note WHERE name = :name"), {"name": _MADE}).scalar()
    if made != attempt:
        message = mark("This database holds the warehouse of another head office already.")
        raise DeskError("warehouse_taken", message, where=dialect.place)
    warehouse_metadata.drop_all(connection)
