"""A terminal that is lost comes back as it was, in every table that the advisor sees, head office's orders included."""

from datetime import timedelta
from pathlib import Path

import pytest

from advisor_tui.desk.desk import Desk
from advisor_tui.headoffice.tables import COPIES, DESK_COLUMNS
from tests.exchange_support import Exchanging, enrol
from tests.support import STAFF_NO, make_desk

TARGET = f"""
[[target]]
staff = "{STAFF_NO}"
metric = "new_loans"
starts_on = 2026-10-01
ends_on = 2026-12-31
goal = 300000000
formula = "超额部分 0.1%"

[[training]]
topic = "适当性管理办法"
due_on = 2026-12-15
"""
INCENTIVE = f"""
[[incentive]]
staff = "{STAFF_NO}"
metric = "new_loans"
starts_on = 2026-10-01
ends_on = 2026-12-31
formula = "超额部分 0.2%"
"""
BULLETIN = """
[[bulletin]]
code = "LPR-2026-11"
kind = "rate"
title = { zh = "下调", en = "Cut" }
published_on = 2026-11-20
effective_from = 2026-11-20
"""


def tables(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Every table that is exchanged; a bulletin has an id of each desk's own."""
    found = {}
    with desk.office.rows() as connection:
        for table in COPIES:
            names = [name for name in DESK_COLUMNS[table] if (table, name) != ("bulletin", "id")]
            columns = ", ".join(f'"{name}"' for name in names)
            rows = connection.exec_driver_sql(f'SELECT {columns} FROM "{table}"')
            found[table] = sorted((tuple(row) for row in rows), key=repr)
    return found


def order(both: Exchanging, folder: Path, path: str, text: str) -> None:
    """Publish one file, let the desk carry it out, and its receipt come back."""
    (folder / path).parent.mkdir(parents=True)
    (folder / path).write_text(text, encoding="utf-8")
    both.head_office.publish(folder, folder / "to")
    both.desk.receive(sorted((folder / "to").glob("*.age")))
    both.send()
    assert both.ingest()["quarantined"] == 0


@pytest.mark.parametrize("completes", [False, True])
def test_a_refilled_terminal_equals_the_lost_one_in_every_table(
    both: Exchanging, tmp_path: Path, completes: bool
) -> None:
    both.send()
    both.ingest()
    order(both, tmp_path / "1", "orders/a.toml", TARGET)
    both.clock.move(timedelta(hours=1))
    order(both, tmp_path / "2", "orders/b.toml", INCENTIVE)
    order(both, tmp_path / "3", "bulletins/c.toml", BULLETIN)
    if completes:
        with both.desk.office.write("training.complete") as session:
            session.connection().exec_driver_sql("UPDATE training SET completed_on = '2026-11-24', score = 91")
            session.commit()
        both.send()
        assert both.ingest()["quarantined"] == 0
    lost = tables(both.desk)
    assert [len(lost[name]) for name in ("target", "training", "bulletin")] == [1, 1, 1]
    assert "超额部分 0.2%" in lost["target"][0]
    both.desk.close()
    fresh = make_desk(tmp_path / "fresh", book=False, clock=both.clock)
    enrol(fresh, both.head_office, tmp_path)
    both.head_office.publish(None, tmp_path / "back")
    fresh.receive(sorted((tmp_path / "back").glob("*.age")))
    again = tables(fresh)
    assert {name: rows for name, rows in again.items() if rows != lost[name]} == {}
    fresh.exchange.export(tmp_path / "on")
    assert both.head_office.ingest(tmp_path / "on").to_json()["quarantined"] == 0
    fresh.close()
