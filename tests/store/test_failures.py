"""Which word stands for which error of the database and the operating system."""

import errno
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import OperationalError

from advisor_tui.store.failures import explain

FREE = SimpleNamespace(f_bavail=10**6, f_frsize=4096, f_files=100, f_favail=50)
FULL = SimpleNamespace(f_bavail=3, f_frsize=4096, f_files=100, f_favail=50)
NO_FILES = SimpleNamespace(f_bavail=10**6, f_frsize=4096, f_files=100, f_favail=0)
IOERR_WRITE = sqlcipher.SQLITE_IOERR | 3 << 8


def database_error(code: int) -> sqlcipher.OperationalError:
    error = sqlcipher.OperationalError("the words do not matter: disk i/o, malformed, is full, locked")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "room", "word"),
    [
        (sqlcipher.SQLITE_FULL, FREE, "disk_full"),
        (sqlcipher.SQLITE_READONLY, FREE, "read_only"),
        (sqlcipher.SQLITE_BUSY, FREE, "home_busy"),
        (sqlcipher.SQLITE_LOCKED, FREE, "home_busy"),
        (sqlcipher.SQLITE_CORRUPT, FULL, "damaged"),
        (sqlcipher.SQLITE_NOTADB, FULL, "damaged"),
        (sqlcipher.SQLITE_IOERR, FULL, "disk_full"),
        (IOERR_WRITE, NO_FILES, "disk_full"),
        (IOERR_WRITE, FREE, "io_failed"),
        (sqlcipher.SQLITE_CANTOPEN, FULL, "disk_full"),
        (sqlcipher.SQLITE_CANTOPEN, FREE, "io_failed"),
    ],
)
def test_the_code_and_the_free_space_decide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, room: SimpleNamespace, word: str
) -> None:
    monkeypatch.setattr(os, "statvfs", lambda _: room)
    where = tmp_path / "desk.db"
    for error in (database_error(code), OperationalError("SELECT 1", None, database_error(code))):
        told = explain(error, where)
        assert told is not None
        assert (told.code, told.where) == (word, str(where))


def test_what_may_not_be_written_is_read_only_when_it_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    told = explain(database_error(sqlcipher.SQLITE_CANTOPEN), tmp_path / "desk.db")
    assert told is not None
    assert told.code == "read_only"


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "read_only"),
        (errno.EACCES, "read_only"),
        (errno.EIO, "io_failed"),
        (errno.ENOENT, "cannot_write"),
        (errno.ENOTDIR, "cannot_write"),
        (errno.ENAMETOOLONG, "cannot_write"),
        (errno.EISDIR, "cannot_write"),
        (errno.EMFILE, "cannot_write"),
    ],
)
def test_every_error_of_the_system_about_a_path_has_a_word_and_names_the_path(number: int, word: str) -> None:
    told = explain(OSError(number, os.strerror(number), "/there"), Path("/home"))
    assert told is not None
    assert (told.code, told.where) == (word, "/there")
    assert word != "cannot_write" or told.params["reason"]


def test_what_is_no_matter_of_a_disk_is_a_fault_of_ours() -> None:
    for error in (BrokenPipeError(errno.EPIPE, "pipe"), sqlcipher.ProgrammingError("closed"), ValueError("x")):
        assert explain(error, Path("/home")) is None
