"""HOME/head: the journal's end at the last seal. A journal shorter than it, or another one, is reported."""

import json

from sqlalchemy import Connection, text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.languages import mark
from advisor_tui.sync.chain import ChainEnd
from advisor_tui.sync.durable import write_durably

_HASH_AT = text("SELECT hash FROM journal WHERE seq = :seq")


def write_head(home: Home, end: ChainEnd) -> None:
    """Remember the end, fsynced."""
    write_durably(home.head, json.dumps({"seq": end.seq, "hash": end.hash}).encode() + b"\n")


def read_head(home: Home) -> ChainEnd | None:
    """The remembered end, or None before the first seal and where the file cannot be read."""
    try:
        values = json.loads(home.head.read_text(encoding="utf-8"))
        return ChainEnd(int(values["seq"]), str(values["hash"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def check_head(connection: Connection, home: Home) -> None:
    """Refuse with `journal_cut` a journal that has lost entries which were sealed."""
    end = read_head(home)
    if end is None or end.seq == 0:
        return
    if connection.execute(_HASH_AT, {"seq": end.seq}).scalar() != end.hash:
        raise DeskError(
            "journal_cut",
            mark("The journal has lost entries that were already sealed (up to {seq}): restore, or tell head office"),
            where=str(home.database),
            seq=end.seq,
        )
