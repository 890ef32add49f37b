"""The two receivers of the exchange behind one face: what is done to a bundle, and whether anything came of it."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, MetaData

from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice.tables import warehouse_metadata
from advisor_tui.store.tables import metadata as desk_metadata
from advisor_tui.sync import age, sshsig
from tests.exchange_support import Exchanging, identity_of, make_exchange

if TYPE_CHECKING:
    from tests.postgres import Server

BULLETIN = """
[[bulletin]]
code = "LPR-2026-11"
kind = "rate"
title = {{ zh = "5 年期 LPR 下调", en = "Five-year LPR cut" }}
body = {{ zh = "{body}", en = "From November." }}
source = "市场部"
published_on = 2026-11-20
effective_from = 2026-11-20
affects = ["LPR5Y"]
"""
REFUSED = "status <> 'quarantined'"


@dataclass
class Side:
    """One receiver, with the next bundle of its stream before it.

    Attributes:
        both: The whole exchange.
        folder: Where bundles for this receiver arrive.
        file: The name of the next bundle; the one before it was applied.
        good: Its .age bytes and its signature, as they were sealed.
    """

    both: Exchanging
    folder: Path
    file: str
    good: tuple[bytes, bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.good = ((self.folder / self.file).read_bytes(), (self.folder / f"{self.file}.sig").read_bytes())

    @property
    def packed(self) -> bytes:
        """The plain ZIP of the next bundle."""
        return age.decrypt(self.good[0], self._identities(), self.file)

    def lay(self, content: bytes, signature: bytes, file: str = "") -> Path:
        """Put two files, and nothing else, where bundles arrive."""
        for path in self.folder.iterdir():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        path = self.folder / (file or self.file)
        path.write_bytes(content)
        path.with_name(path.name + ".sig").write_bytes(signature)
        return path

    def lay_good(self) -> Path:
        """Put the bundle there as it was sealed."""
        return self.lay(*self.good)

    def lay_signed(self, content: bytes, file: str = "") -> Path:
        """Any bytes with the sender's own signature."""
        return self.lay(content, self.sign(content), file)

    def lay_sealed(self, packed: bytes, file: str = "") -> Path:
        """Any bytes, encrypted and signed with the sender's own keys: what an enrolled but hostile program can send."""
        return self.lay_signed(age.encrypt(packed, self._recipients()), file)

    def take(self) -> str:
        """Receive what lies there: the code of the refusal, or what became of the bundle."""
        raise NotImplementedError

    def state(self) -> str:
        """A digest of everything that the receiver has taken in: its whole database, and the bundles it keeps.

        The notes of what was refused, and that a stream was stopped for it, are left out.
        """
        raise NotImplementedError

    def sign(self, content: bytes, namespace: str = sshsig.NAMESPACE) -> bytes:
        """The sender's signature."""
        raise NotImplementedError

    def _identities(self) -> list[str]:
        raise NotImplementedError

    def _recipients(self) -> Sequence[str]:
        raise NotImplementedError


class AtHeadOffice(Side):
    """Head office's ingest, with bundles of the terminal."""

    def take(self) -> str:
        [outcome] = self.both.head_office.ingest(self.folder).outcomes
        return outcome.refusal.code if outcome.refusal else outcome.status

    def state(self) -> str:
        context = self.both.head_office.context
        with context.warehouse.write() as session:
            book = _book(session.connection(), warehouse_metadata, {"hq_inbound": REFUSED}, ("stopped",))
        return _digest([book, _files(context.home.archive), _files(context.home.parked)])

    def sign(self, content: bytes, namespace: str = sshsig.NAMESPACE) -> bytes:
        return sshsig.sign(identity_of(self.both).signer(), content, namespace)

    def _identities(self) -> list[str]:
        return list(self.both.head_office.context.keys.identities())

    def _recipients(self) -> Sequence[str]:
        identity = identity_of(self.both)
        return [identity.recipients[identity.month_key], identity.recovery]


class AtDesk(Side):
    """The desk's receive, with bundles of head office."""

    def take(self) -> str:
        try:
            results = self.both.desk.exchange.receive(sorted(self.folder.glob("*.age")))
        except DeskError as refusal:
            return refusal.code
        return results[0].status

    def state(self) -> str:
        with self.both.desk.office.rows() as connection:
            book = _book(connection, desk_metadata, {"bundle_received": REFUSED})
        return _digest([book, _files(self.both.desk.office.home.inbox)])

    def sign(self, content: bytes, namespace: str = sshsig.NAMESPACE) -> bytes:
        return sshsig.sign(self.both.head_office.context.keys.root(), content, namespace)

    def _identities(self) -> list[str]:
        return [identity_of(self.both).age_identity]

    def _recipients(self) -> Sequence[str]:
        return [str(json.loads(identity_of(self.both).keys_file)["recipient"])]


def make_sides(root: Path, *, noise: str = "", server: "Server | None" = None) -> dict[str, Side]:
    """Both receivers of one exchange: the first bundle of each direction is applied, the second lies before them.

    Args:
        root: An empty folder.
        noise: Text that the second bundles carry; what cannot be compressed makes them as large.
        server: Where head office's warehouse is to lie; None for an encrypted file.
    """
    both = make_exchange(root, server)
    both.send()
    both.ingest()
    both.desk.exchange.receive(_published(both, root, "first", "自 11 月 20 日起。"))
    for path in both.carried.iterdir():
        path.unlink()
    both.edit("C0001", noise or "搬家了")
    both.send()
    [from_hq] = _published(both, root, "second", noise or "自 11 月 21 日起。")
    return {
        "head office": AtHeadOffice(both, both.carried, "T0123-HQ-00000002.zip.age"),
        "desk": AtDesk(both, from_hq.parent, from_hq.name),
    }


def _published(both: Exchanging, root: Path, name: str, body: str) -> list[Path]:
    data = root / name / "data/bulletins"
    data.mkdir(parents=True)
    (data / "rates.toml").write_text(BULLETIN.format(body=body), encoding="utf-8")
    out = root / name / "out"
    return [out / bundle.file for bundle in both.head_office.publish(data.parent, out)]


def _book(
    connection: Connection, metadata: MetaData, only: dict[str, str], without: Sequence[str] = ()
) -> list[object]:
    """Every row of every table in the order of its key."""
    found: list[object] = []
    for name, table in sorted(metadata.tables.items()):
        where = f" WHERE {only[name]}" if name in only else ""
        order = ", ".join(f'"{column.name}"' for column in table.primary_key)
        columns = ", ".join(f'"{column.name}"' for column in table.columns if column.name not in without)
        rows = connection.exec_driver_sql(f'SELECT {columns} FROM "{name}"{where} ORDER BY {order}')
        found.append((name, [tuple(row) for row in rows]))
    return found


def _files(folder: Path) -> list[tuple[str, bytes]]:
    return sorted((str(path.relative_to(folder)), path.read_bytes()) for path in _plain(folder))


def _plain(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _digest(parts: list[object]) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()
