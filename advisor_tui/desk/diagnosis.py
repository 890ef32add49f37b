"""Is the home whole? And: what is derived can be thrown away and rebuilt."""

from collections.abc import Callable, Iterator

from advisor_tui.base.clock import CHINA
from advisor_tui.base.languages import mark
from advisor_tui.desk.office import Office
from advisor_tui.store.audit import AuditResult, verify_chain, wrong_digests
from advisor_tui.store.cards import rebuild
from advisor_tui.sync.head import read_head

Row = tuple[str, bool, str, str]
"""A message id for what was looked at, whether it is well, what was found, and a message id of advice."""
_STEPS = 5


def diagnose(office: Office, progress: Callable[[int, int], None]) -> Iterator[Row]:
    """Check the file's pages, its structure, its journal, its digests and the clock."""
    with office.rows() as connection:
        broken = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
        restore = mark("Restore a backup, or ask head office for the data.")
        yield mark("Encrypted pages"), not broken, "; ".join(broken[:3]), restore
        progress(1, _STEPS)
    with office.rows() as connection:
        found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(3)")]
        yield mark("Database structure"), found == ["ok"], "; ".join(found), restore
        progress(2, _STEPS)
        chain = verify_journal(office)
        told = f"{chain.entries}" if chain.ok else f"{chain.first_bad}: {chain.reason}"
        yield mark("Journal"), chain.ok, told, mark("Tell head office: an entry is not what it was.")
        progress(3, _STEPS)
        wrong = wrong_digests(connection)
        yield (
            mark("Table digests"),
            not wrong,
            ", ".join(wrong),
            mark("Tell head office: a table was changed past its journal."),
        )
        progress(4, _STEPS)
        last = connection.exec_driver_sql("SELECT max(instant) FROM journal").scalar() or ""
    now = office.clock.now()
    late = bool(last) and last > now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    local = now.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    yield mark("Clock"), not late, local, mark("The clock is behind the last change; set it right.")
    progress(_STEPS, _STEPS)


def verify_journal(office: Office, progress: Callable[[int, int], None] = lambda *_: None) -> AuditResult:
    """Walk the journal's chain, up to the last seal that HOME/head remembers and beyond."""
    with office.rows() as connection:
        total = int(connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one())
        head = read_head(office.home)
        sealed = (head.seq, head.hash) if head else None
        return verify_chain(connection, sealed=sealed, progress=lambda done: progress(done, total))


def rebuild_derived(office: Office) -> None:
    """Throw away the client lines and the search index and make them anew from the synced tables."""
    with office.write("derived.rebuild", bulk=True) as session:
        rebuild(session.connection())
        session.commit()
