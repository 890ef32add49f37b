"""What the database's errors mean to a person."""

import errno
import os
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.reasons import reason_of

STOPPING = frozenset({"disk_full", "read_only", "home_busy", "damaged", "io_failed", "cannot_write"})
"""What is wrong with the place and not with what was to be written there: the next attempt fails as this one did."""
CLIENT_LOCKED = "this client is locked by head office"
"""What the triggers of `store.locked` say."""
_ROOM = 64 * 1024
"""Bytes: beside a page, SQLite needs 32 KiB at once, for the index of its write-ahead log."""
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}


def explain(error: BaseException, where: Path) -> DeskError | None:
    """The DeskError that a database error stands for, or None for an error that is a fault of ours.

    Args:
        error: What was raised.
        where: The file or folder that was worked on.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, OSError):
        return _os_error(cause, where)
    if not isinstance(cause, sqlcipher.Error):
        return None
    if CLIENT_LOCKED in str(cause):
        return DeskError(
            "client_locked", mark("Head office has locked this client: nothing of it can be changed here.")
        )
    # The lower byte is the kind; an error that our binding raises by itself has no code.
    match int(getattr(cause, "sqlite_errorcode", 0)) & 0xFF:
        case sqlcipher.SQLITE_FULL:
            return _disk_full(str(where))
        case sqlcipher.SQLITE_READONLY | sqlcipher.SQLITE_PERM:
            return _read_only(str(where))
        case sqlcipher.SQLITE_CANTOPEN if not _may_write(where):
            return _read_only(str(where))
        case sqlcipher.SQLITE_IOERR | sqlcipher.SQLITE_CANTOPEN:
            # Where the log's index cannot grow, SQLite calls a full disk an I/O error.
            return _disk_full(str(where)) if _is_full(where) else _io_failed(str(where))
        case sqlcipher.SQLITE_BUSY | sqlcipher.SQLITE_LOCKED:
            return DeskError("home_busy", mark("Another program has this home open."), where=str(where))
        case sqlcipher.SQLITE_CORRUPT | sqlcipher.SQLITE_NOTADB:
            return damaged(where)
    return None


def _os_error(error: OSError, where: Path) -> DeskError | None:
    place = str(error.filename or where)
    if error.errno in _NO_ROOM:
        return _disk_full(place)
    if error.errno in _FORBIDDEN:
        return _read_only(place)
    if error.errno == errno.EIO:
        return _io_failed(place)
    if error.filename is None:
        return None
    return DeskError("cannot_write", mark("This place cannot be used: {reason}"), where=place, reason=reason_of(error))


def _disk_full(where: str) -> DeskError:
    return DeskError(
        "disk_full", mark("The disk is full. Nothing was changed; free some space and try again."), where=where
    )


def _read_only(where: str) -> DeskError:
    return DeskError("read_only", mark("This folder cannot be written to. Nothing was changed."), where=where)


def _io_failed(where: str) -> DeskError:
    return DeskError(
        "io_failed",
        mark("The disk failed to read or write. Nothing was changed; check the disk, its quota and its connection."),
        where=where,
    )


def _may_write(where: Path) -> bool:
    return os.access(where if where.exists() else where.parent, os.W_OK)


def _is_full(where: Path) -> bool:
    """Whether the file system has no room left for a page, or no file more."""
    if not hasattr(os, "statvfs"):
        return False
    try:
        found = os.statvfs(next(place for place in (where, *where.parents) if place.exists()))
    except OSError:
        return False
    return found.f_bavail * found.f_frsize < _ROOM or (found.f_files > 0 and found.f_favail == 0)


def damaged(database: Path) -> DeskError:
    """What is said of a database file that is not whole."""
    return DeskError("damaged", mark("The database file is damaged."), where=str(database))
