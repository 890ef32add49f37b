"""HOME/head: the journal's end at the last seal. A journal shorter than it, or another one, is reported."""

import json

from sqlalchemy import Connection, text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.languages import mark
from advisor_tui.sync.chain import ChainEnd
from advisor_tui.sync.durable import write_durably

_HASH_AT = text("SELECT hash FROM journal WHERE seq = :seq")
_LAST_TWO = text(
    "SELECT last_change FROM bundle_sent WHERE epoch = (SELECT epoch FROM enrolment WHERE active = 1) "
    "ORDER BY seq DESC LIMIT 2"
)


def write_head(home: Home, end: ChainEnd) -> None:
    """Remember the end, fsynced."""
    write_durably(home.head, json.dumps({"seq": end.seq, "hash": end.hash}).encode() + b"\n")


def read_head(home: Home) -> ChainEnd | None:
    """The remembered end, or None where the file is not there.

    Raises:
        DeskError: `head_damaged` for a file that cannot be read or holds something else.
    """
    try:
        values = json.loads(home.head.read_text(encoding="utf-8"))
        end = ChainEnd(int(values["seq"]), str(values["hash"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(home) from error
    if end.seq < 0:
        raise _damaged(home)
    return end


def sealed_end(connection: Connection, home: Home) -> ChainEnd | None:
    """The end that the journal must still have, or None before the first seal of this enrolment.

    The file is written before the first bundle is stored and after each one, so that a kill leaves it one bundle
    behind and never away: where it is away or further behind, somebody took it away or put an old one there.

    Raises:
        DeskError: `head_missing`, `head_damaged`.
    """
    sealed = [int(last or 0) for last in connection.execute(_LAST_TWO).scalars()]
    end = read_head(home)
    if not sealed:
        return end
    if end is None:
        raise DeskError(
            "head_missing",
            mark(
                "The file that remembers how far the journal was sealed is missing. Nothing is sealed until it is put "
                "back or head office has enrolled this desk anew: tell head office."
            ),
            where=str(home.head),
        )
    if end.seq < (sealed[1] if len(sealed) > 1 else 0):
        raise _damaged(home)
    return end


def forget_head(home: Home) -> None:
    """Begin anew, as a new epoch does: head office gets the whole journal again."""
    home.head.unlink(missing_ok=True)


def check_head(connection: Connection, home: Home) -> None:
    """Refuse a journal that has lost entries which were sealed, or that nothing is left to compare with.

    Raises:
        DeskError: `journal_cut`, `head_missing`, `head_damaged`.
    """
    end = sealed_end(connection, home)
    if end is None or end.seq == 0:
        return
    if connection.execute(_HASH_AT, {"seq": end.seq}).scalar() != end.hash:
        raise DeskError(
            "journal_cut",
            mark(
                "The journal has lost entries that were already sealed (up to {seq}). Nothing is sealed until head "
                "office has enrolled this desk anew: tell head office."
            ),
            where=str(home.database),
            seq=end.seq,
        )


def _damaged(home: Home) -> DeskError:
    return DeskError(
        "head_damaged",
        mark(
            "The file that remembers how far the journal was sealed is damaged or out of date. Nothing is sealed until "
            "it is put back or head office has enrolled this desk anew: tell head office."
        ),
        where=str(home.head),
    )
