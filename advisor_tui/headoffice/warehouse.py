"""Opening the warehouse: an SQLCipher file like a desk's, with transactions that take the write lock at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.tables import warehouse_metadata
from advisor_tui.store.connect import connect
from advisor_tui.store.failures import explain
from advisor_tui.store.hashing import digest_add

VERSION = 1
"""The `user_version` of a warehouse made today."""


class WarehouseFile:
    """An open warehouse."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._engine = self._make_engine(key)

    @classmethod
    def create(cls, path: Path, key: bytes) -> "WarehouseFile":
        """Make a new warehouse in an empty file, or in none yet, which only its owner may read."""
        path.touch(mode=0o600)
        path.chmod(0o600)
        warehouse = cls(path, key)
        try:
            with warehouse.explained(), warehouse._engine.begin() as connection:
                warehouse_metadata.create_all(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
        except BaseException:
            warehouse.close()
            raise
        return warehouse

    @classmethod
    def open(cls, path: Path, key: bytes) -> "WarehouseFile":
        """Open a warehouse.

        Raises:
            DeskError: `no_head_office`, `damaged`, `newer_schema`.
        """
        if not path.exists():
            raise DeskError(
                "no_head_office",
                mark("There is no head office in {folder}. Make one with: advisor-tui head-office init"),
                where=str(path.parent),
                folder=path.parent,
            )
        warehouse = cls(path, key)
        try:
            with warehouse.explained(), warehouse._engine.begin() as connection:
                version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        except BaseException:
            warehouse.close()
            raise
        if version != VERSION:
            warehouse.close()
            raise DeskError(
                "newer_schema",
                mark("This database was made by a newer version of the program (schema {found}, known {known})."),
                where=str(path),
                found=version,
                known=VERSION,
            )
        return warehouse

    def close(self) -> None:
        """Close it."""
        self._engine.dispose()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that rolls back unless it was committed."""
        with self.explained(), Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn the database's errors into messages for a person."""
        try:
            yield
        except (DBAPIError, sqlcipher.Error, OSError) as error:
            told = explain(error, self._path)
            if told is None:
                raise
            raise told from error

    def _make_engine(self, key: bytes) -> Engine:
        def creator() -> Any:
            connection = connect(self._path, key)
            connection.create_function("digest_add", 4, digest_add, deterministic=True)
            return connection

        engine = create_engine("sqlite://", creator=creator, module=sqlcipher, poolclass=StaticPool)

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        return engine
