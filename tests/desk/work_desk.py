"""An office over a real, encrypted store with a few people in it, for tests of tasks, follow-ups and their like."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.base.settings import Settings
from advisor_tui.desk.office import Me, Office
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.store.store import Store
from advisor_tui.store.tables import (
    Advisor,
    Branch,
    Client,
    Complaint,
    FollowUp,
    Holding,
    IdentityDocument,
    RiskAssessment,
    Task,
)

TODAY = date(2026, 11, 24)
"""A Tuesday."""
NOW = datetime(2026, 11, 24, 1, 41, tzinfo=UTC)
REFERENCE = load_reference(data_root())


class WorkDesk:
    """The office and short ways to put rows into its store."""

    def __init__(self, root: Path, *, role: str = "advisor") -> None:
        self.clock = FixedClock(NOW)
        self.ids = SeededIds(1, self.clock)
        home = Home(root)
        home.make()
        store = Store.create(home.database, b"k" * 32, self.clock, tiers=REFERENCE.tier_floors, origin="T0001")
        branch, mine, other = self.ids.new(), self.ids.new(), self.ids.new()
        me = Me(mine, "S1", "王敏", role, branch, "B1", "滨江支行")
        self.office = Office(store, REFERENCE, self.clock, self.ids, me, home, Settings(lang="en"))
        self.me, self.colleague = mine, other
        self._numbers = iter(range(1001, 9_999_999))
        self.put(
            Branch(id=branch, code="B1", name="滨江支行"),
            Advisor(id=mine, staff_no="S1", name="王敏", branch_id=branch, role=role),
            Advisor(id=other, staff_no="S2", name="李强", branch_id=branch),
        )

    def put(self, *rows: SQLModel) -> None:
        with self.office.write("test.put") as session:
            for row in rows:
                session.add(row)
                session.flush()
            session.commit()

    def client(self, name: str = "张三丰", **values: Any) -> str:
        row = Client(
            id=self.ids.new(),
            number=str(next(self._numbers)),
            name=name,
            **{"advisor_id": self.me, "branch_id": self.office.me.branch_id, **values},
        )
        self.put(row)
        return row.id

    def task(self, due_on: date, **values: Any) -> str:
        row = Task(
            id=self.ids.new(),
            due_on=due_on,
            **{"advisor_id": self.me, "kind": "own", "title": "Send papers", "created_at": NOW, **values},
        )
        self.put(row)
        return row.id

    def follow_up(self, client: str, planned_on: date, **values: Any) -> str:
        row = FollowUp(
            id=self.ids.new(),
            client_id=client,
            planned_on=planned_on,
            **{"advisor_id": self.me, "purpose": "rhythm", **values},
        )
        self.put(row)
        return row.id

    def holding(self, client: str, matures_on: date | None, value: int = 50_000_000, **values: Any) -> str:
        row = Holding(
            id=self.ids.new(),
            client_id=client,
            reference=self.ids.new(),
            amount=value,
            value=value,
            matures_on=matures_on,
            **{"kind": "deposit", "name": "定期存款", **values},
        )
        self.put(row)
        return row.id

    def assessment(self, client: str, valid_until: date, level: int = 3) -> str:
        row = RiskAssessment(
            id=self.ids.new(),
            client_id=client,
            level=level,
            assessed_on=valid_until.replace(year=valid_until.year - 1),
            valid_until=valid_until,
        )
        self.put(row)
        return row.id

    def paper(self, client: str, expires_on: date) -> str:
        row = IdentityDocument(id=self.ids.new(), client_id=client, number="990000", expires_on=expires_on)
        self.put(row)
        return row.id

    def complaint(self, received_on: date, due_on: date, **values: Any) -> str:
        row = Complaint(
            id=self.ids.new(),
            number=next(self._numbers),
            received_on=received_on,
            due_on=due_on,
            **{"subject": "柜面排队过久", **values},
        )
        self.put(row)
        return row.id

    def close(self) -> None:
        self.office.store.close()


@contextmanager
def work_desk(root: Path, *, role: str = "advisor") -> Iterator[WorkDesk]:
    desk = WorkDesk(root, role=role)
    try:
        yield desk
    finally:
        desk.close()
