"""Head office's bundles, written by hand: any tables, any header, in one stream to the terminal."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from advisor_tui.base.clock import instant_text
from advisor_tui.headoffice.tables import HeadOrder, OrderFor, Outbound
from advisor_tui.sync.header import GENESIS, Header
from advisor_tui.sync.names import BundleName
from advisor_tui.sync.orders.contents import Content
from advisor_tui.sync.orders.order import Order, write_orders
from advisor_tui.sync.package import ORDERS
from advisor_tui.sync.sealing import seal_bundle
from advisor_tui.sync.strict_json import dump
from tests.exchange_support import TERMINAL, Exchanging, identity_of


@dataclass
class Pen:
    """Seals with head office's keys; counts its stream by itself."""

    both: Exchanging
    folder: Path
    seq: int = 0
    prev: str = GENESIS
    numbers: Any = field(default_factory=lambda: count(1))

    def order(self, content: Content, about: str = "", effective: str = "2026-11-24") -> Order:
        """An order of this moment under the next id."""
        order_id = f"01936000-0000-7000-8000-{next(self.numbers):012x}"
        return Order(order_id, about, instant_text(self.both.clock.now()), effective, content)

    def orders(self, *orders: Order, kind: str = "delta", **header: Any) -> Path:
        """The next bundle, with these orders, which head office gave."""
        with self.both.head_office.context.warehouse.write() as session:
            for order in orders:
                given = HeadOrder(
                    id=order.id, kind=order.kind, about=order.about, content=dump(asdict(order.content)), source="pen",
                    issued_at=self.both.clock.now(), effective_from=date.fromisoformat(order.effective_from),
                    sha256=order.id,
                )  # fmt: skip
                session.merge(given)
                session.merge(OrderFor(order_id=order.id, terminal=TERMINAL))
            session.commit()
        return self.write({ORDERS.path: write_orders(orders)}, kind=kind, **header)

    def write(self, files: Mapping[str, bytes], **header: Any) -> Path:
        """The next bundle, with these tables and header fields."""
        identity = identity_of(self.both)
        name, now = BundleName("HQ", TERMINAL, self.seq + 1), self.both.clock.now()
        values: dict[str, Any] = {
            "bundle": name.stem, "sender": "HQ", "receiver": TERMINAL, "signer": "head-office",
            "recipient_key": f"terminal-{TERMINAL}", "epoch": identity.peer_epoch, "seq": name.seq,
            "prev_sha256": self.prev, "kind": "delta", "schema": 5, "min_reader": 5, "reads": (5,),
            "created": instant_text(now), "expires": instant_text(now + timedelta(days=30)), "changes": (),
            "counts": {}, "digest": {}, "ack": None, "audit": None, "app_version": "1.0.0", **header,
        }  # fmt: skip
        recipient = str(json.loads(identity.keys_file)["recipient"])
        sealed = seal_bundle(Header(**values), files, [recipient], self.both.head_office.context.keys.root())
        with self.both.head_office.context.warehouse.write() as session:
            sent = Outbound(
                terminal=TERMINAL, epoch=values["epoch"], seq=name.seq, sha256=sealed.sha256, prev_sha256=self.prev,
                signature=sealed.signature.decode(), content=sealed.content, sealed_at=now,
            )  # fmt: skip
            session.merge(sent)
            session.commit()
        self.seq, self.prev = name.seq, sealed.sha256
        self.folder.mkdir(exist_ok=True)
        path = self.folder / name.file
        path.write_bytes(sealed.content)
        path.with_name(name.signature).write_bytes(sealed.signature)
        return path
