"""Bulletins and who holds what they are about."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from advisor_tui.desk.market import Market
from advisor_tui.store.tables import Bulletin
from tests.desk.work_desk import NOW, TODAY, WorkDesk, work_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WorkDesk]:
    with work_desk(tmp_path / "home") as desk:
        yield desk


def bulletin(code: str, affects: str = "[]", published_on: date = TODAY) -> Bulletin:
    return Bulletin(
        id=code,
        code=code,
        kind="risk",
        title_zh="风险等级调整",
        title_en="Risk level changed",
        published_on=published_on,
        effective_from=published_on,
        affects=affects,
    )


def test_holders_are_counted_once_and_stand_by_their_sum(desk: WorkDesk) -> None:
    small, large, other = desk.client("甲"), desk.client("乙"), desk.client("丙")
    desk.holding(small, None, 100, product_code="WMP1")
    desk.holding(large, None, 300, product_code="WMP1")
    desk.holding(large, None, 300, product_code="WMP2")
    desk.holding(other, None, 900, product_code="")
    desk.holding(other, None, 0, product_code="WMP1")
    desk.put(bulletin("B1", '["WMP1", "WMP2"]'), bulletin("B2", "[]", date(2026, 1, 5)))
    market = Market(desk.office)
    assert [(row.code, row.holders) for row in market.list()] == [("B1", 2), ("B2", 0)]
    view = market.get("B1")
    assert [(holder.client.name, holder.value_fen) for holder in view.holders] == [("乙", 600), ("甲", 100)]
    assert view.affects == ("WMP1", "WMP2")


def test_a_read_bulletin_is_not_new_any_more(desk: WorkDesk) -> None:
    desk.put(bulletin("B1"))
    market = Market(desk.office)
    assert [row.new for row in market.new(5)] == [True]
    market.mark_read("B1")
    assert market.new(5) == ()
    with desk.office.read() as session:
        assert session.get_one(Bulletin, "B1").read_at == NOW


def test_holders_are_found_by_the_index_of_product_codes(desk: WorkDesk) -> None:
    sql = "SELECT count(DISTINCT client_id) FROM holding WHERE product_code IN ('A') AND product_code <> ''"
    with desk.office.rows() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    assert any("ix_holding_product" in step for step in plan)
