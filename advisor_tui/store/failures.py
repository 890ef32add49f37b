"""What the database's errors mean to a person."""

from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark


def explain(error: BaseException, where: Path) -> DeskError | None:
    """The DeskError that a database error stands for, or None for an error that is a fault of ours."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, OSError):
        return _os_error(cause, where)
    if not isinstance(cause, sqlcipher.Error):
        return None
    text = str(cause).lower()
    for words, code, message in (
        (("is full",), "disk_full", mark("The disk is full. Nothing was changed; free some space and try again.")),
        (
            ("readonly", "unable to open"),
            "read_only",
            mark("This folder cannot be written to. Nothing was changed."),
        ),
        (("locked", "busy"), "home_busy", mark("Another program has this home open.")),
        (("malformed", "disk i/o", "not a database"), "damaged", mark("The database file is damaged.")),
    ):
        if any(word in text for word in words):
            return DeskError(code, message, where=str(where))
    return None


def _os_error(error: OSError, where: Path) -> DeskError | None:
    import errno

    place = str(error.filename or where)
    if error.errno == errno.ENOSPC:
        return DeskError(
            "disk_full", mark("The disk is full. Nothing was changed; free some space and try again."), where=place
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return DeskError("read_only", mark("This folder cannot be written to. Nothing was changed."), where=place)
    return None
