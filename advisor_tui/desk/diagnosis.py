"""Is the home whole? And: what is derived can be thrown away and rebuilt."""

import re
from collections.abc import Callable, Iterator

from sqlalchemy import Connection

from advisor_tui.base.clock import CHINA, Clock, instant_text
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import join_list, labelled, mark, translate
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.diagnosis import REASONS, Check
from advisor_tui.store.audit import AuditResult, verify_chain, wrong_digests
from advisor_tui.store.cards import rebuild
from advisor_tui.sync.chain import ChainEnd
from advisor_tui.sync.enrolment import fingerprint_of
from advisor_tui.sync.head import check_head, sealed_end
from advisor_tui.sync.identity import active_identity

Found = tuple[bool, str]
_PAGE = re.compile(r"\bpage (\d+)")
_SHOWN = 5
"""So many pages are named."""
_RESTORE = mark("Restore a backup, or ask head office for the data.")
_ADVICE = {
    "damaged": _RESTORE,
    "database_missing": _RESTORE,
    "keys_missing": _RESTORE,
    "home_remains": _RESTORE,
    "keys_damaged": _RESTORE,
    "foreign_database": _RESTORE,
}


def diagnose(office: Office, progress: Callable[[int, int], None]) -> Iterator[Check]:
    """Check the file's pages, its structure, its journal, its last seal, its digests and the clock.

    What cannot be looked into is not well, for the reason that the database gives; what comes after it is looked at
    all the same.
    """
    for number, (code, name, look, advice) in enumerate(_STEPS, 1):
        try:
            check = Check(code, name, *_on_its_own(office, look), advice)
        except DeskError as error:
            check = Check(code, name, False, str(error), advice_for(error) or advice)
        yield check
        progress(number, len(_STEPS) + 1)
    try:
        with office.rows() as connection:
            last = str(connection.exec_driver_sql("SELECT max(instant) FROM journal").scalar() or "")
    except DeskError:
        last = ""  # the journal's own line says why
    yield check_clock(office.clock, last)
    progress(len(_STEPS) + 1, len(_STEPS) + 1)


def advice_for(error: DeskError) -> str:
    """A message id of what to do about a refusal of the database, or ""."""
    return _ADVICE.get(error.code, "")


def check_clock(clock: Clock, last: str = "") -> Check:
    """Compare the clock with the last change.

    Args:
        clock: The clock.
        last: The instant of the last change as the journal has it, or "" where none is known.
    """
    now = clock.now()
    local = now.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    advice = mark("The clock is behind the last change; set it right.")
    return Check("clock", mark("Clock"), last <= instant_text(now), local, advice)


def verify_journal(office: Office, progress: Callable[[int, int], None] = lambda *_: None) -> AuditResult:
    """Walk the journal's chain, up to the last seal that HOME/head remembers and beyond; see `walk_journal`."""
    with office.rows() as connection:
        total = int(connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one())
    return walk_journal(office, lambda done: progress(done, total))[0]


def walk_journal(office: Office, progress: Callable[[int], None] = lambda _: None) -> tuple[AuditResult, int]:
    """Walk the journal's chain, and answer also up to which entry it was sealed.

    Raises:
        DeskError: `head_missing`, `head_damaged`, where the chain is whole but its last seal is not known.
    """
    with office.rows() as connection:
        end: ChainEnd | None = None
        unknown: DeskError | None = None
        try:
            end = sealed_end(connection, office.home)
        except DeskError as error:
            unknown = error
        found = verify_chain(connection, sealed=_sealed(end), progress=progress)
    if unknown is not None and found.ok:
        raise unknown
    return found, end.seq if end else 0


def rebuild_derived(office: Office) -> None:
    """Throw away the client lines and the search index and make them anew from the synced tables."""
    with office.write("derived.rebuild", bulk=True) as session:
        rebuild(session.connection())
        session.commit()


def _on_its_own(office: Office, look: Callable[[Office, Connection], Found]) -> Found:
    """Look through a connection that no bad page was read through: the cipher would refuse all that comes after it."""
    with office.rows() as connection:
        ok = False
        try:
            ok, found = look(office, connection)
        finally:
            if not ok:
                connection.invalidate()
    return ok, found


def _pages(_: Office, connection: Connection) -> Found:
    broken = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
    return not broken, _faults(broken) if broken else _whole()


def _structure(_: Office, connection: Connection) -> Found:
    # Only the first fault: once a page was refused, the cipher refuses the good ones after it too.
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(1)")]
    return found == ["ok"], _whole() if found == ["ok"] else _faults(found)


def _faults(lines: list[str]) -> str:
    """The pages that the database's own words name, else those words."""
    pages = sorted({int(number) for line in lines for number in _PAGE.findall(line)})
    if not pages:
        return labelled(translate(mark("The database reports")), " ".join(lines[0].split()))
    shown = join_list(str(page) for page in pages[:_SHOWN])
    if len(pages) <= _SHOWN:
        return labelled(translate(mark("Damaged pages")), shown)
    return translate(mark("{count} damaged pages: {pages} …")).format(count=len(pages), pages=shown)


def _journal(office: Office, connection: Connection) -> Found:
    try:
        end = sealed_end(connection, office.home)
    except DeskError:
        end = None  # the last seal's own line says why
    chain = verify_chain(connection, sealed=_sealed(end))
    if not chain.ok:
        return False, labelled(str(chain.first_bad), translate(REASONS[chain.reason]))
    return True, translate(mark("{count} entries")).format(count=f"{chain.entries:,}")


def _last_seal(office: Office, connection: Connection) -> Found:
    check_head(connection, office.home)
    end = sealed_end(connection, office.home)
    if end is None or end.seq == 0:
        return True, translate(mark("Nothing was sealed yet"))
    return True, translate(mark("sealed up to {seq}")).format(seq=f"{end.seq:,}")


def _digests(_: Office, connection: Connection) -> Found:
    wrong = wrong_digests(connection)
    return not wrong, join_list(wrong) or _whole()


def _whole() -> str:
    return translate(mark("Nothing amiss"))


def _sealed(end: ChainEnd | None) -> tuple[int, str] | None:
    return (end.seq, end.hash) if end and end.seq else None


def _enrolment(_: Office, connection: Connection) -> Found:
    identity = active_identity(connection)
    if identity is None:
        return True, translate(mark("This desk works alone"))
    return True, f"{identity.terminal} {fingerprint_of(identity)}"


_STEPS = (
    ("pages", mark("Encrypted pages"), _pages, _RESTORE),
    ("structure", mark("Database structure"), _structure, _RESTORE),
    ("journal", mark("Journal"), _journal, mark("Tell head office: an entry is not what it was.")),
    (
        "last_seal",
        mark("Last seal"),
        _last_seal,
        mark("Put back what a backup has, or ask head office for a new enrolment."),
    ),
    ("digests", mark("Table digests"), _digests, mark("Tell head office: a table was changed past its journal.")),
    ("enrolment", mark("Enrolled as, and the key's fingerprint"), _enrolment, ""),
)
