"""A table as a terminal's present journal makes it: each epoch tells it again from its first entry."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from advisor_tui.headoffice.content import ENTRY, Folded, Folding
from advisor_tui.headoffice.tables import COPIES, journal
from advisor_tui.sync.header import Header


def rows_of_epoch(connection: Connection, header: Header, table: str) -> Mapping[str, Folded]:
    """What an epoch's entries make of each row of a table; rows that it never names are gone.

    Rows with entries that came without content are left out: they stay as they are.
    """
    entries = select(*(journal.c[name] for name in ENTRY)).where(
        journal.c.epoch == header.epoch, journal.c.table_name == table
    )
    folding, blank = Folding(table), set()
    for entry in connection.execute(entries.order_by(journal.c.seq)).mappings():
        folding.take(dict(entry))
        if entry["payload"] is None:
            blank.add(entry["row_id"])
    copy = COPIES[table]
    here = connection.execute(select(copy.c.id, copy.c.hlc).where(copy.c.terminal == header.sender)).all()
    rows = {row: Folded(hlc, deleted=True) for row, hlc in here}
    rows |= folding.folded.get(table, {})
    return {row: one for row, one in rows.items() if row not in blank}
