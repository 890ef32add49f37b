"""Making a home and unlocking it."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from advisor_tui.base.clock import Clock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import IdSource
from advisor_tui.base.languages import mark
from advisor_tui.base.settings import Settings, read_settings, write_settings
from advisor_tui.base.text import one_line
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.office import Me, Office
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.store.homelock import HomeLock
from advisor_tui.store.keys import KEY_BYTES, KeyRing, read_keys, write_keys
from advisor_tui.store.store import Store
from advisor_tui.sync.published import published_sources

ALONE = "LOCAL"
"""The origin of a desk that is not enrolled."""
_SALT_BYTES = 16
_ME = """
    SELECT advisor.id, advisor.staff_no, advisor.name, advisor.role, branch.id, branch.code, branch.name
    FROM advisor JOIN branch ON branch.id = advisor.branch_id WHERE advisor.staff_no = ?
"""


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

    Raises:
        DeskError: `home_exists`, `weak_passphrase`, `name_missing`, `read_only`, `disk_full`, `home_busy`.
    """
    from advisor_tui.store.tables import Advisor, Branch

    if home.database.exists():
        raise DeskError("home_exists", mark("There is already a desk here."), where=str(home.root))
    staff_no, name, code = one_line(new.staff_no), one_line(new.name), one_line(new.branch_code)
    if not (staff_no and name and code):
        raise DeskError("name_missing", mark("A desk needs a staff number, a name and a branch code."))
    key, ring = secrets.token_bytes(KEY_BYTES), KeyRing()
    ring.add_user(staff_no, passphrase, key)
    tiers = load_reference(data_root()).tier_floors
    lock = HomeLock(home.lock)
    try:
        home.make()
        lock.take()
        write_keys(home.keys, ring)
        write_settings(home.settings, new.settings)
        unfinished = home.database.with_suffix(".part")
        for leftover in home.root.glob(f"{unfinished.name}*"):
            leftover.unlink()
        store = Store.create(unfinished, key, clock, tiers=tiers, origin=ALONE)
        with store.write(staff_no, "home.make") as session:
            branch = Branch(id=ids.new(), code=code, name=one_line(new.branch_name) or code)
            session.add(branch)
            session.flush()
            session.add(Advisor(id=ids.new(), staff_no=staff_no, name=name, branch_id=branch.id, role=new.role))
            session.commit()
        store.close()
        ring.salt = database_salt(unfinished)
        write_keys(home.keys, ring)
        # Last and in one step: a home that was not finished is not there, and the next attempt begins anew.
        for file in (unfinished, home.settings, home.lock):
            file.chmod(0o600)
        unfinished.replace(home.database)
    except OSError as error:
        from advisor_tui.store.failures import explain

        raise explain(error, home.root) or error from error
    finally:
        lock.free()
    return key


def database_salt(path: Path) -> str:
    """The random first 16 bytes of the database file, in hex: which file it is, whatever its key."""
    with path.open("rb") as file:
        return file.read(_SALT_BYTES).hex()


def open_home(home: Home, passphrase: str, clock: Clock, ids: IdSource, *, staff_no: str = "") -> Desk:
    """Unlock a home with a passphrase.

    Raises:
        DeskError: `no_home`, `home_busy`, `wrong_passphrase`, `keys_damaged`, `foreign_database`, `damaged`,
            `newer_schema`, `read_only`, `disk_full`, and what is wrong in data/ or settings.toml.
    """
    ring = read_keys(home.keys)
    user, key = ring.unwrap(passphrase, staff_no)
    return open_with_key(home, user, key, clock, ids, salt=ring.salt)


def open_with_key(home: Home, staff_no: str, key: bytes, clock: Clock, ids: IdSource, *, salt: str = "") -> Desk:
    """Open a home with its raw key; see `open_home` for the errors."""
    settings = read_settings(home.settings)
    shipped = load_reference(data_root())
    lock = _locked(home)
    try:
        if salt and home.database.exists() and database_salt(home.database) != salt:
            raise DeskError(
                "foreign_database",
                mark("The key file does not belong to this database: one of them was put here from elsewhere."),
                where=str(home.database),
            )
        store = Store.open(home.database, key, clock, tiers=shipped.tier_floors)
    except BaseException:
        lock.free()
        raise
    try:
        with store.connection() as connection:
            published = published_sources(connection, clock.today())
        reference = load_reference(data_root(), published) if published else shipped
        me = _find_me(store, staff_no)
        return Desk(Office(store, reference, clock, ids, me, home, settings), lock)
    except BaseException:
        store.close()
        lock.free()
        raise


def _locked(home: Home) -> HomeLock:
    lock = HomeLock(home.lock)
    try:
        lock.take()
    except OSError as error:
        from advisor_tui.store.failures import explain

        raise explain(error, home.root) or error from error
    return lock


def _find_me(store: Store, staff_no: str) -> Me:
    """Who works here; read as a plain row, since the first object of the ORM configures every table (0.1 s)."""
    with store.connection() as connection:
        row = connection.exec_driver_sql(_ME, (staff_no,)).first()
    if row is None:
        raise DeskError("unknown_staff", mark("Staff number {staff} is not known to this desk."), staff=staff_no)
    return Me(*row)
