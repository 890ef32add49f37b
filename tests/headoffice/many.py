"""Many terminals without a desk: small bundles, sealed with keys that head office has registered."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from advisor_tui.base.clock import instant_text
from advisor_tui.headoffice.office import HeadOffice
from advisor_tui.headoffice.rows import row_array
from advisor_tui.headoffice.tables import COPIES, DESK_COLUMNS, CopyState, Stream, Terminal, journal
from advisor_tui.store.hashing import GENESIS, HEADER, digest_of, entry_hash, payload_hash
from advisor_tui.store.schema import SCHEMA_VERSION
from advisor_tui.sync import age
from advisor_tui.sync.header import Audit, Header
from advisor_tui.sync.identity import load_signing_key, new_signing_key
from advisor_tui.sync.names import signer_of
from advisor_tui.sync.package import CHANGES, rows_of
from advisor_tui.sync.sealing import seal_bundle
from tests.support import NOW

_AT = instant_text(NOW)
_COLUMNS = DESK_COLUMNS["life_event"]


@dataclass
class Sender:
    """A terminal that records life events; `hlc` and `row_id` stand in the place of good ones, where they are given."""

    name: str
    epoch: str
    recipients: list[str]
    private: str = field(default_factory=lambda: new_signing_key()[0])
    seq: int = 0
    sha256: str = GENESIS
    change: int = 0
    hash: str = GENESIS
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    hlc: str = ""
    row_id: str = ""

    def public(self) -> str:
        from advisor_tui.sync.sshsig import public_line

        return public_line(load_signing_key(self.private.encode()).public_key().public_bytes_raw())

    def send(self, folder: Path, number: int) -> str:
        """Seal a bundle of `number` new events, and a change and a deletion of what there was before."""
        entries = [self._insert(self._row_id(n)) for n in range(number)]
        if self.seq:
            first, second, *_ = self.rows
            entries.append(self._entry(first, {"remark": [self.rows[first]["remark"], "changed"]}))
            self.rows[first]["remark"] = "changed"
            entries.append(self._entry(second, {name: [value, None] for name, value in self.rows.pop(second).items()}))
        self.seq += 1
        arrays = [row_array(row[name] for name in _COLUMNS) for row in self.rows.values()]
        header = Header(
            bundle=f"{self.name}-HQ-{self.seq:08d}", sender=self.name, receiver="HQ", signer=signer_of(self.name),
            recipient_key="hq-2026-11", epoch=self.epoch, seq=self.seq, prev_sha256=self.sha256, kind="delta",
            schema=SCHEMA_VERSION, min_reader=SCHEMA_VERSION, reads=(SCHEMA_VERSION,), created=_AT, expires="",
            changes=(entries[0]["seq"], entries[-1]["seq"]), counts={"life_event": len(entries)},
            digest={"life_event": (len(arrays), digest_of("life_event", arrays))}, ack=None,
            audit=Audit(self.change, self.hash), app_version="1",
        )  # fmt: skip
        key = load_signing_key(self.private.encode())
        sealed = seal_bundle(header, {CHANGES.path: rows_of(CHANGES, entries)}, self.recipients, key)
        self.sha256 = sealed.sha256
        (folder / sealed.name.signature).write_bytes(sealed.signature)
        (folder / sealed.name.file).write_bytes(sealed.content)
        return sealed.name.file

    def _row_id(self, n: int) -> str:
        return self.row_id or f"01936000-0000-7000-8000-{int(self.name[1:]):04x}{self.seq:04x}{n:04x}"

    def _insert(self, row_id: str) -> dict[str, Any]:
        values = {"id": row_id, "client_id": "c", "kind": "job", "happens_on": "2026-11-24", "yearly": 0, "lunar": 0,
                  "remark": f"备注 {row_id}"}  # fmt: skip
        self.rows[row_id] = {name: values[name] for name in _COLUMNS}
        return self._entry(row_id, {name: [None, value] for name, value in self.rows[row_id].items()})

    def _entry(self, row_id: str, payload: dict[str, Any]) -> dict[str, Any]:
        self.change += 1
        text, salt = json.dumps(payload, ensure_ascii=False), f"{self.change:032x}"
        entry: dict[str, Any] = {
            "seq": self.change, "instant": _AT, "hlc": self.hlc or f"{_AT}-{self.change:06x}-{self.name}",
            "origin": self.name, "actor": "1001", "action": "test", "table_name": "life_event", "row_id": row_id,
            "salt": salt, "payload": text, "payload_hash": payload_hash(salt, text), "prev_hash": self.hash,
        }  # fmt: skip
        self.hash = entry["hash"] = entry_hash(
            [entry[name] for name in HEADER], entry["payload_hash"], entry["prev_hash"]
        )
        return entry


def register(office: HeadOffice, number: int, first: int = 1) -> list[Sender]:
    """Register so many terminals, as their enrolments would, named from T0001 or another first one."""
    context = office.context
    recipients = [context.keys.public(context.keys.months()[-1]), context.keys.public("recovery")]
    senders = [Sender(f"T{n:04d}", context.ids.new(), recipients) for n in range(first, first + number)]
    public = age.new_identity()[1]
    with context.warehouse.write() as session:
        for one in senders:
            session.add(
                Terminal(
                    name=one.name, branch="BJ01", epoch=one.epoch, peer_epoch=context.ids.new(),
                    signing_key=one.public(), recipient=public, registered_at=NOW,
                )
            )  # fmt: skip
            session.add(Stream(sender=one.name, epoch=one.epoch, sha256=GENESIS, change_hash=GENESIS))
        session.commit()
    return senders


def contents(office: HeadOffice) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that the terminals' bundles made of the warehouse."""
    tables = [COPIES["life_event"], journal, CopyState.__table__, Stream.__table__]  # type: ignore[attr-defined]
    with office.context.warehouse.read() as session:
        return {
            table.name: sorted(map(tuple, session.connection().execute(select(*table.columns)))) for table in tables
        }
