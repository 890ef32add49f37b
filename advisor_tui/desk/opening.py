"""Making a home and unlocking it."""

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from advisor_tui.base.clock import Clock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import IdSource
from advisor_tui.base.languages import mark
from advisor_tui.base.settings import Settings, read_settings, write_settings
from advisor_tui.base.text import one_line
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.footprint import Footprint
from advisor_tui.desk.office import Office, find_me
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.store.homelock import HomeLock
from advisor_tui.store.keys import KEY_BYTES, KeyRing, read_keys, write_keys_part
from advisor_tui.store.presence import refuse_another
from advisor_tui.store.store import Store
from advisor_tui.sync.durable import sync_folder
from advisor_tui.sync.published import published_sources

ALONE = "LOCAL"
"""The origin of a desk that is not enrolled."""
_SALT_BYTES = 16
_DUE = (
    "SELECT 1 FROM head_office_order WHERE applied_at IS NULL AND effective_from <= ?1 "
    "UNION ALL SELECT 1 FROM erasure_order WHERE status = 'restricted' AND restricted_until < ?1 "
    "UNION ALL SELECT 1 FROM head_office_order WHERE kind = 'wipe' LIMIT 1"
)


@dataclass(frozen=True)
class NewHome:
    """Who a new home is for."""

    staff_no: str
    name: str
    branch_code: str
    branch_name: str = ""
    role: str = "advisor"
    settings: Settings = field(default_factory=Settings)


def make_home(home: Home, new: NewHome, passphrase: str, clock: Clock, ids: IdSource) -> bytes:
    """Make the folders, the keys and the encrypted database, and answer the database's key.

    The keys come into place before the database does: from then on the home is there, and whoever opens it finishes
    what a kill left undone; before, nothing of it counts, and the next attempt begins anew.

    Raises:
        DeskError: `home_exists`, `database_missing`, `home_remains`, `weak_passphrase`, `name_missing`, `read_only`,
            `disk_full`, `io_failed`, `cannot_write`, `home_busy`. The place is left as it was found.
    """
    staff_no, name, code = one_line(new.staff_no), one_line(new.name), one_line(new.branch_code)
    if not (staff_no and name and code):
        raise DeskError("name_missing", mark("A desk needs a staff number, a name and a branch code."))
    new = replace(new, staff_no=staff_no, name=name, branch_code=code, branch_name=one_line(new.branch_name))
    lock = HomeLock(home.lock)
    with _explained(home):
        refuse_another(home)
        key, ring = secrets.token_bytes(KEY_BYTES), KeyRing()
        ring.add_user(staff_no, passphrase, key, demo=new.settings.demo)
        before = Footprint(home)
        try:
            home.root.mkdir(parents=True, exist_ok=True)
            lock.take()
            refuse_another(home)  # somebody else may have made one meanwhile
        except BaseException:
            lock.free()
            before.undo_folders()
            raise
        try:
            _make(home, new, key, ring, clock, ids)
        except BaseException:
            before.undo()
            raise
        finally:
            lock.free()
    return key


def _make(home: Home, new: NewHome, key: bytes, ring: KeyRing, clock: Clock, ids: IdSource) -> None:
    from advisor_tui.store.tables import Advisor, Branch

    home.make()
    for leftover in home.root.glob(f"{home.unfinished.name}*"):
        leftover.unlink()
    tiers = load_reference(data_root()).tier_floors
    with (
        closing(Store.create(home.unfinished, key, clock, tiers=tiers, origin=ALONE)) as store,
        store.write(new.staff_no, "home.make") as session,
    ):
        branch = Branch(id=ids.new(), code=new.branch_code, name=new.branch_name or new.branch_code)
        session.add(branch)
        session.flush()
        session.add(Advisor(id=ids.new(), staff_no=new.staff_no, name=new.name, branch_id=branch.id, role=new.role))
        session.commit()
    ring.salt = database_salt(home.unfinished)
    keys = write_keys_part(home.keys, ring)
    write_settings(home.settings, new.settings)
    for file in (home.unfinished, home.settings, home.lock):
        file.chmod(0o600)
    keys.replace(home.keys)
    sync_folder(home.root)
    home.unfinished.replace(home.database)
    sync_folder(home.root)


def database_salt(path: Path) -> str:
    """The random first 16 bytes of the database file, in hex: which file it is, whatever its key."""
    with path.open("rb") as file:
        return file.read(_SALT_BYTES).hex()


def open_home(home: Home, passphrase: str, clock: Clock, ids: IdSource, *, staff_no: str = "") -> Desk:
    """Unlock a home with a passphrase.

    Raises:
        DeskError: `no_home`, `database_missing`, `keys_missing`, `home_remains`, `home_busy`, `wrong_passphrase`,
            `keys_unreadable`, `keys_damaged`, `foreign_database`, `damaged`, `newer_schema`, `read_only`, `disk_full`,
            `io_failed`, `cannot_write`, `given_up`, and what is wrong in data/ or settings.toml.
    """
    ring = read_keys(home.keys)
    user, key = ring.unwrap(passphrase, staff_no)
    return open_with_key(home, user, key, clock, ids, salt=ring.salt)


def open_with_key(home: Home, staff_no: str, key: bytes, clock: Clock, ids: IdSource, *, salt: str = "") -> Desk:
    """Open a home with its raw key; see `open_home` for the errors."""
    settings = read_settings(home.settings)
    shipped = load_reference(data_root())
    lock = HomeLock(home.lock)
    try:
        with _explained(home):
            lock.take()
            _find_database(home, salt)
        store = Store.open(home.database, key, clock, tiers=shipped.tier_floors)
    except BaseException:
        lock.free()
        raise
    try:
        with store.connection() as connection:
            published = published_sources(connection, clock.today())
        reference = load_reference(data_root(), published) if published else shipped
        me = find_me(store, staff_no)
        desk = Desk(Office(store, reference, clock, ids, me, home, settings), lock)
        desk.empty_print_folder()  # a kill left what was printed behind
        if _order_due(store, clock):
            desk.exchange.carry_due()
            _give_up(desk)
        return desk
    except BaseException:
        store.close()
        lock.free()
        raise


def _find_database(home: Home, salt: str) -> None:
    """See that the database is the one of the keys; a kill may have left its making before the last step."""
    if not salt:
        return
    if not home.database.exists() and home.unfinished.exists() and database_salt(home.unfinished) == salt:
        home.unfinished.replace(home.database)
    found = database_salt(home.database) if home.database.exists() else salt
    if found != salt and salt.startswith(found):  # cut within its first bytes
        from advisor_tui.store.failures import damaged

        raise damaged(home.database)
    if found != salt:
        raise DeskError(
            "foreign_database",
            mark("The key file does not belong to this database: one of them was put here from elsewhere."),
            where=str(home.database),
        )


@contextmanager
def _explained(home: Home) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        from advisor_tui.store.failures import explain

        raise explain(error, home.root) or error from error


def _give_up(desk: Desk) -> None:
    """Finish what a kill left undone of an order to give the terminal up, or what waited for its date.

    Raises:
        DeskError: `given_up`; nothing is left here then.
    """
    from advisor_tui.sync.carrying.wiping import GIVEN_UP, destroy, given_up

    with desk.office.rows() as connection:
        reason = given_up(connection)
    if reason is not None:
        desk.close()
        destroy(desk.office.home)
        raise DeskError("given_up", GIVEN_UP, new=reason)


def _order_due(store: Store, clock: Clock) -> bool:
    """Whether an order of head office waited for a date which has come; asked before the exchange is imported."""
    with store.connection() as connection:
        return connection.exec_driver_sql(_DUE, (clock.today().isoformat(),)).first() is not None
