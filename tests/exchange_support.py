"""A head office and a desk enrolled with it, for tests of the exchange."""

import atexit
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.opening import open_with_key
from advisor_tui.headoffice.office import HeadOffice
from advisor_tui.store.keys import read_keys
from advisor_tui.sync import age, sshsig
from advisor_tui.sync.bag import read_bag, write_bag
from advisor_tui.sync.enrolling import load_offer
from advisor_tui.sync.identity import Identity, need_identity
from advisor_tui.sync.package import write_package
from advisor_tui.sync.passphrase_file import write_secret
from advisor_tui.sync.zipping import read_zip, write_zip
from tests.support import NOW, PASSPHRASE, STAFF_NO, make_desk

if TYPE_CHECKING:
    from tests.postgres import Server

HQ_PASSPHRASE = "head office passphrase"
TERMINAL = "T0123"


@dataclass
class Exchanging:
    """Both sides, and a folder between them."""

    clock: FixedClock
    desk: Desk
    head_office: HeadOffice
    carried: Path

    def send(self) -> Path:
        """Export what is new into the folder between them."""
        self.desk.exchange.export(self.carried)
        return self.carried

    def edit(self, number: str, remark: str) -> None:
        """Change a client."""
        with self.desk.office.write("client.edit") as session:
            session.connection().exec_driver_sql("UPDATE client SET remark = ? WHERE number = ?", (remark, number))
            session.commit()

    def ingest(self) -> dict[str, int]:
        """Ingest the folder between them."""
        return self.head_office.ingest(self.carried).to_json()

    def close(self) -> None:
        """Close both sides."""
        self.desk.close()
        self.head_office.close()


def make_head_office(root: Path, clock: FixedClock, address: str = "") -> HeadOffice:
    """A head office whose keys cost next to nothing to open."""
    return HeadOffice.create(root, HQ_PASSPHRASE, clock, SeededIds(99, clock), address=address, work_factor=4)


def enrol(desk: Desk, head_office: HeadOffice, folder: Path, terminal: str = TERMINAL) -> None:
    """Enrol a desk with a head office, through the two files."""
    offer_file = folder / f"{terminal}.enrolment"
    head_office.enrol(terminal, desk.office.me.branch_code, offer_file)
    offer = load_offer(offer_file, desk.office.clock)
    done = desk.exchange.enrol(offer, bytes(32), folder)
    head_office.accept(Path(done.keys_file))


def make_exchange(root: Path, server: "Server | None" = None) -> Exchanging:
    """Both sides, enrolled, at `NOW`; made once and copied afterwards, since making keys is slow on purpose.

    Args:
        root: The folder of both.
        server: Where head office's warehouse is to lie; None for an encrypted file.
    """
    template, key = _template() if server is None else _template(server)
    shutil.copytree(template, root, dirs_exist_ok=True)
    if server is not None:
        address = server.address(server.database((template / "database").read_text()))
        (root / "hq/keys/warehouse.url").write_bytes(write_secret(address.encode(), HQ_PASSPHRASE, 4))
    clock = FixedClock(NOW)
    desk = open_with_key(Home(root / "home"), STAFF_NO, key, clock, SeededIds(2, clock))
    return Exchanging(clock, desk, open_head_office(root / "hq", clock), root / "carried")


def desk_key() -> bytes:
    """The raw key of the desk that `make_exchange` makes."""
    return _template()[1]


def open_head_office(root: Path, clock: FixedClock) -> HeadOffice:
    """Unlock the head office that `make_head_office` made."""
    return HeadOffice.open(root, HQ_PASSPHRASE, clock, SeededIds(98, clock))


@cache
def _template(server: "Server | None" = None) -> tuple[Path, bytes]:
    root = Path(mkdtemp(prefix="exchange-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    clock = FixedClock(NOW)
    address = ""
    if server is not None:
        (root / "database").write_text(server.database())
        address = server.address((root / "database").read_text())
    head_office = make_head_office(root / "hq", clock, address)
    desk = make_desk(root / "home", clock=clock)
    ring = read_keys(desk.office.home.keys)
    (root / "carried").mkdir()
    enrol(desk, head_office, root)
    desk.close()
    head_office.close()
    return root, ring.unwrap(PASSPHRASE)[1]


def identity_of(both: Exchanging) -> Identity:
    """The terminal's identity, private keys included."""
    with both.desk.office.rows() as connection:
        return need_identity(connection)


def plain_zip(both: Exchanging, sealed: Path) -> bytes:
    """What a sealed file of the terminal holds."""
    [identity, *_] = both.head_office.context.keys.identities()
    return age.decrypt(sealed.read_bytes(), [identity], sealed.name)


def write_signed(both: Exchanging, name: str, packed: bytes) -> Path:
    """Encrypt and sign any bytes as the terminal would: what a hostile but enrolled program could send."""
    identity = identity_of(both)
    content = age.encrypt(packed, [identity.recipients[identity.month_key], identity.recovery])
    path = both.carried / name
    path.write_bytes(content)
    path.with_name(name + ".sig").write_bytes(sshsig.sign(identity.signer(), content))
    return path


def repack(packed: bytes, header: Mapping[str, object], files: Mapping[str, bytes] | None = None) -> bytes:
    """A good bag with other header fields, and other JSON Lines files if any are given."""
    payload = read_bag(read_zip(packed, "test"), "test")
    values = {**json.loads(payload["header.json"]), **header}
    kept = files if files is not None else {name: data for name, data in payload.items() if name.endswith(".jsonl")}
    head = json.dumps(values).encode()
    package = write_package(str(values["bundle"]), 1, head, kept)
    new = {**kept, "datapackage.json": package, "header.json": head}
    return write_zip(write_bag(new, str(values["bundle"])))
