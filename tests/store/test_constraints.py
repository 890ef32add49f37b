"""The schema itself refuses what can never be right."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from advisor_tui.desk.desk import Desk
from advisor_tui.store.tables import metadata
from tests.support import client_id

WRONG = [
    ("client", {"name": ""}, "name_not_empty"),
    ("client", {"sex": "x"}, "sex_one_of"),
    ("client", {"status": "gone"}, "status_one_of"),
    ("holding", {"amount": -1}, "amount_range"),
    ("holding", {"risk_level": 6}, "risk_level_range"),
    ("holding", {"risk_level": 0}, "risk_level_range"),
    ("holding", {"kind": "coins"}, "kind_one_of"),
    ("risk_assessment", {"level": 6}, "level_range"),
    ("risk_assessment", {"valid_until": date(2020, 1, 1)}, "assessed_on_before_valid_until"),
    ("risk_assessment", {"source": "guess"}, "source_one_of"),
    ("follow_up", {"satisfaction": 6}, "satisfaction_range"),
    ("task", {"priority": 0}, "priority_range"),
    ("task", {"params": "{"}, "params_json"),
    ("consent", {"kind": "all"}, "kind_one_of"),
]


def _values(desk: Desk, table: str) -> dict[str, Any]:
    office, client = desk.office, client_id(desk, "C0001")
    day = date(2026, 1, 1)
    rows: dict[str, dict[str, Any]] = {
        "client": {"number": "X", "name": "x", "advisor_id": office.me.id, "branch_id": office.me.branch_id},
        "holding": {"client_id": client, "reference": "X", "kind": "wmp", "name": "x", "amount": 1, "value": 1},
        "risk_assessment": {"client_id": client, "level": 3, "assessed_on": day, "valid_until": date(2027, 1, 1)},
        "follow_up": {"client_id": client, "advisor_id": office.me.id, "planned_on": day, "purpose": "x"},
        "task": {
            "client_id": client,
            "advisor_id": office.me.id,
            "kind": "x",
            "due_on": day,
            "created_at": office.clock.now(),
        },
        "consent": {"client_id": client, "kind": "marketing", "given": True, "decided_on": day},
    }
    return {"id": office.ids.new(), **rows[table]}


@pytest.mark.parametrize(("table", "wrong", "constraint"), WRONG)
def test_a_wrong_value_is_refused_by_the_schema(desk: Desk, table: str, wrong: dict[str, Any], constraint: str) -> None:
    values = _values(desk, table)
    with desk.office.write("test.wrong") as session:
        with pytest.raises(IntegrityError, match=constraint):
            session.execute(insert(metadata.tables[table]), [values | wrong])
        session.rollback()
    with desk.office.write("test.right") as session:
        session.execute(insert(metadata.tables[table]), [values])
        session.commit()


@pytest.mark.parametrize("day", ["2026-02-30", "2026-1-2", "20260102", "tomorrow", ""])
def test_a_date_that_is_none_is_refused(desk: Desk, day: str) -> None:
    with desk.office.write("test.date") as session, pytest.raises(IntegrityError, match="born_on_date"):
        session.connection().exec_driver_sql("UPDATE client SET born_on = ?", (day,))
