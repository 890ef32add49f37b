"""Why a file could not be used, in the language in use: what the system and the parsers say is English."""

import errno
import re

from advisor_tui.base.languages import mark, translate

_SYSTEM = {
    errno.ENOENT: mark("there is no such file or folder"),
    errno.EACCES: mark("you have no right to it"),
    errno.EPERM: mark("you have no right to it"),
    errno.EISDIR: mark("it is a folder"),
    errno.ENOTDIR: mark("a part of its path is a file and no folder"),
    errno.EROFS: mark("it can only be read there, not written"),
    errno.ENOSPC: mark("the disk is full"),
    errno.EDQUOT: mark("the disk is full"),
    errno.EEXIST: mark("it is there already"),
    errno.ENAMETOOLONG: mark("its name is too long"),
    errno.ELOOP: mark("it is a link"),
    errno.EIO: mark("the disk failed"),
}
_TOML = (
    ("Expected '='", mark("a key is not followed by =")),
    ("Expected newline", mark("more follows in the line after its value")),
    ("Expected", mark("a quote or a bracket is not closed")),
    ("Unclosed", mark("a quote or a bracket is not closed")),
    ("Unterminated", mark("a quote or a bracket is not closed")),
    ("Unescaped", mark("a backslash in a text stands twice, or before a sign that it changes")),
    ("Invalid hex", mark("a backslash in a text stands twice, or before a sign that it changes")),
    ("Invalid date", mark("a date or a time does not exist")),
    ("Invalid value", mark("a value is wrong; text stands in quotes")),
    ("Invalid statement", mark("this is neither a key nor a [table]")),
    ("Invalid initial character", mark("this is neither a key nor a [table]")),
    ("Cannot ", mark("a key or a table stands twice")),
    ("Duplicate", mark("a key or a table stands twice")),
    ("Illegal character", mark("a quote is not closed, or a sign stands where none may")),
)
"""How the messages of `tomllib` begin; the first that fits counts."""
_AT = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_UNKNOWN = mark("the reason is unknown ({name})")


def reason_of(error: Exception) -> str:
    """The reason that an error of the system or of a parser stands for; what is not in the tables has its number.

    Args:
        error: An OSError, a UnicodeDecodeError, or what `tomllib` or `csv` raised.
    """
    if isinstance(error, OSError):
        known = _SYSTEM.get(error.errno or 0)
        if known is not None:
            return translate(known)
        return translate(_UNKNOWN).format(name=errno.errorcode.get(error.errno or 0, type(error).__name__))
    if isinstance(error, UnicodeDecodeError):
        return translate(mark("it is not UTF-8"))
    import tomllib

    if isinstance(error, tomllib.TOMLDecodeError):
        line = toml_line(error)
        reason = toml_reason(error)
        if line is None:
            return reason
        return translate(mark("line {line} is not TOML: {reason}")).format(line=line, reason=reason)
    import csv

    if isinstance(error, csv.Error):
        return translate(mark("a quote is not closed, or a sign stands where none may"))
    return translate(_UNKNOWN).format(name=type(error).__name__)


def toml_reason(error: Exception) -> str:
    """What of a text is not TOML, without the place."""
    for begin, message in _TOML:
        if str(error).startswith(begin):
            return translate(message)
    return translate(mark("it does not have the form of TOML"))


def toml_line(error: Exception) -> int | None:
    """The line that `tomllib` names; None at the end of the text."""
    place = _AT.search(str(error))
    return int(place[1]) if place and place[1] else None
