"""The client list: every sort and filter against a plain sort of the whole book; marks, views, undo."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.views.clients import (
    ClientFilter,
    ClientLine,
    ClientQuery,
    PlanForMany,
    Sort,
)
from advisor_tui.desk.views.common import Anchor
from advisor_tui.store.pinyin import name_key
from advisor_tui.store.tables import Client, ContactLog, FollowUp, Holding, RiskAssessment
from tests.support import NOW, TODAY, client_id, make_desk

SIZE = 230


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with a few hundred clients of every kind."""
    chance = random.Random(5)
    desk = make_desk(tmp_path_factory.mktemp("crowd") / "home", book=False)
    office = desk.office
    with office.write("test.crowd") as session:
        for place in range(SIZE):
            name = chance.choice("张王李曾单区") + chance.choice("三四伟芳乐") + chance.choice("丰强敏")
            client = Client(
                id=office.ids.new(), number=f"C{place:04d}", name=name, phone=f"139{chance.randrange(10**8):08d}",
                advisor_id=office.me.id, branch_id=office.me.branch_id,
            )  # fmt: skip
            session.add(client)
            session.flush()
            if chance.random() < 0.7:
                session.add(
                    Holding(
                        id=office.ids.new(), client_id=client.id, reference="H", kind="deposit", name="定期",
                        amount=1, value=chance.choice((0, 5_000_000, chance.randrange(2_000_000_000))),
                        matures_on=TODAY + timedelta(days=chance.randrange(-30, 90)),
                    )
                )  # fmt: skip
            if chance.random() < 0.6:
                day = TODAY - timedelta(days=chance.randrange(700))
                session.add(
                    RiskAssessment(
                        id=office.ids.new(), client_id=client.id, level=chance.randrange(1, 6), assessed_on=day,
                        valid_until=day + timedelta(days=364),
                    )
                )  # fmt: skip
            if chance.random() < 0.5:
                session.add(
                    ContactLog(
                        id=office.ids.new(), client_id=client.id, advisor_id=office.me.id, channel="phone",
                        at=NOW - timedelta(days=chance.randrange(400)), summary="电话",
                    )
                )  # fmt: skip
            if chance.random() < 0.4:
                session.add(
                    FollowUp(
                        id=office.ids.new(), client_id=client.id, advisor_id=office.me.id, purpose="review",
                        planned_on=TODAY + timedelta(days=chance.randrange(-10, 10)),
                    )
                )  # fmt: skip
        session.commit()
    yield desk
    desk.close()


def everyone(desk: Desk, query: ClientQuery) -> list[ClientLine]:
    """The whole list in one page."""
    return list(desk.clients.page(query, Anchor("start"), 10_000).rows)


def in_pages(desk: Desk, query: ClientQuery, size: int) -> list[str]:
    """The keys of the list, read forward page by page."""
    page = desk.clients.page(query, Anchor("start"), size)
    keys = [line.ref.id for line in page.rows]
    while page.rows:
        page = desk.clients.page(query, Anchor("after", keys[-1]), size)
        keys += [line.ref.id for line in page.rows]
    return keys


COLUMN: dict[Sort, Any] = {
    "name": lambda line: name_key(line.ref.name),
    "assets": lambda line: line.assets,
    "risk": lambda line: line.risk_level,
    "contact": lambda line: line.last_contact or date.min,
    "due": lambda line: line.next_due or date.max,
}


@pytest.mark.parametrize("sort", list(COLUMN))
@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("chosen", [ClientFilter(), ClientFilter(maturing_days=60)])
def test_each_sort_orders_the_whole_list_both_ways(
    crowd: Desk, sort: Sort, descending: bool, chosen: ClientFilter
) -> None:
    query = ClientQuery(sort=sort, descending=descending, filter=chosen)
    lines = everyone(crowd, query)
    values = [COLUMN[sort](line) for line in lines]
    assert values == sorted(values, reverse=descending)
    assert len({line.ref.id for line in lines}) == len(lines) == crowd.clients.count(query)
    assert in_pages(crowd, query, 17) == [line.ref.id for line in lines]


@pytest.mark.parametrize(
    "query",
    [
        ClientQuery(),
        ClientQuery(sort="name", descending=False),
        ClientQuery("张"),
        ClientQuery(filter=ClientFilter(tier="standard")),
    ],
)
def test_pages_before_around_and_at_the_end_are_pieces_of_the_same_list(crowd: Desk, query: ClientQuery) -> None:
    keys = [line.ref.id for line in everyone(crowd, query)]
    for place in (0, 1, len(keys) // 2, len(keys) - 1):
        before = crowd.clients.page(query, Anchor("before", keys[place]), 10)
        assert [line.ref.id for line in before.rows] == keys[max(0, place - 10) : place]
        around = crowd.clients.page(query, Anchor("around", keys[place]), 10)
        found = [line.ref.id for line in around.rows]
        assert keys[place] in found
        assert keys[around.first_index : around.first_index + len(found)] == found
    end = crowd.clients.page(query, Anchor("end"), 10)
    assert [line.ref.id for line in end.rows] == keys[-10:]
    assert end.first_index == len(keys) - 10
    assert end.total == len(keys)


def test_each_filter_lets_through_what_it_says(crowd: Desk) -> None:
    lines = everyone(crowd, ClientQuery())
    expired = {line.ref.id for line in lines if line.standing == "expired"}
    assert {
        line.ref.id for line in everyone(crowd, ClientQuery(filter=ClientFilter(assessment_expired=True)))
    } == expired
    since = TODAY - timedelta(days=90)
    quiet = {line.ref.id for line in lines if line.last_contact is None or line.last_contact < since}
    assert {line.ref.id for line in everyone(crowd, ClientQuery(filter=ClientFilter(no_contact_days=90)))} == quiet
    due = {line.ref.id for line in lines if line.due in ("overdue", "today")}
    assert {line.ref.id for line in everyone(crowd, ClientQuery(filter=ClientFilter(follow_up_due=True)))} == due
    with crowd.office.rows() as connection:
        maturing = set(
            connection.exec_driver_sql(
                "SELECT client_id FROM holding WHERE matures_on BETWEEN ? AND ?",
                (TODAY.isoformat(), (TODAY + timedelta(days=7)).isoformat()),
            ).scalars()
        )
    assert {line.ref.id for line in everyone(crowd, ClientQuery(filter=ClientFilter(maturing_days=7)))} == maturing
    gold = {line.ref.id for line in lines if line.tier["en"] == "Gold"}
    assert {line.ref.id for line in everyone(crowd, ClientQuery(filter=ClientFilter(tier="gold")))} == gold
    assert all((expired, quiet, due, maturing, gold))


def test_filters_and_a_search_hold_together(crowd: Desk) -> None:
    query = ClientQuery("zhang", filter=ClientFilter(tier="standard", no_contact_days=30))
    lines = everyone(crowd, query)
    assert lines
    for line in lines:
        assert line.ref.name.startswith("张")
        assert line.tier["en"] == "Standard"
        assert line.spans == ((0, 1),)


def test_a_search_may_be_sorted_by_a_column(crowd: Desk) -> None:
    lines = everyone(crowd, ClientQuery("李", sort="assets", descending=False))
    assert [line.assets for line in lines] == sorted(line.assets for line in lines)


def test_neighbours_follow_the_lists_order(crowd: Desk) -> None:
    query = ClientQuery("单", sort="name", descending=False)
    keys = [line.ref.id for line in everyone(crowd, query)]
    for before, after in pairwise(keys):
        following, previous = crowd.clients.next_client(query, before), crowd.clients.previous_client(query, after)
        assert following is not None
        assert previous is not None
        assert (following.id, previous.id) == (after, before)
    assert crowd.clients.previous_client(query, keys[0]) is None
    assert crowd.clients.next_client(query, keys[-1]) is None


@pytest.mark.parametrize("chosen", [ClientFilter(), ClientFilter(no_contact_days=1)])
def test_around_a_client_that_is_gone_stand_those_who_stood_there(tmp_path: Path, chosen: ClientFilter) -> None:
    desk = make_desk(tmp_path / "home")
    query = ClientQuery(filter=chosen)
    keys = [line.ref.id for line in everyone(desk, query)]
    desk.clients.page(query, Anchor("around", keys[2]), 3)
    with desk.office.write("test.delete") as session:
        session.delete(session.get(Client, keys[2]))
        session.commit()
    page = desk.clients.page(query, Anchor("around", keys[2]), 2)
    assert keys[3] in [line.ref.id for line in page.rows]
    assert page.total == 4
    desk.close()


def test_a_write_is_seen_by_the_next_page(desk: Desk) -> None:
    query = ClientQuery("zhang")
    assert desk.clients.count(query) == 1
    with desk.office.write("test.rename") as session:
        client = session.get(Client, client_id(desk, "C0003"))
        assert client is not None
        client.name = "章子怡"
        session.add(client)
        session.commit()
    assert desk.clients.count(query) == 2
    assert everyone(desk, query)[0].ref.number == "C0003"


def test_a_number_match_shows_no_more_of_the_number_than_was_typed(desk: Desk) -> None:
    (line,) = everyone(desk, ClientQuery("8000"))
    assert line.found_by == "138****8000"
    (line,) = everyone(desk, ClientQuery("002x"))
    assert line.found_by == "*002X"
    (line,) = everyone(desk, ClientQuery("c0001"))
    assert line.found_by == "C0001"


def test_jump_finds_by_initials_and_finds_nothing_for_nothing(desk: Desk) -> None:
    assert [row.ref.number for row in desk.clients.jump("zsf", 5)] == ["C0001"]
    assert desk.clients.jump("  ", 5) == []
    assert desk.clients.jump('"', 5) == []


def test_the_preview_gathers_what_comes_and_what_was_said(desk: Desk) -> None:
    preview = desk.clients.preview(client_id(desk, "C0001"))
    assert (preview.ref.name, preview.age, preview.phone) == ("张三丰", 46, "138****8000")
    assert [(ahead.kind, ahead.on) for ahead in preview.ahead] == [
        ("maturity", date(2026, 12, 1)),
        ("birthday", date(2027, 1, 2)),
    ]
    with pytest.raises(DeskError) as refused:
        desk.clients.preview("nobody")
    assert refused.value.code == "no_client"


def test_a_saved_view_comes_back_as_it_was_and_is_replaced_by_name(desk: Desk) -> None:
    query = ClientQuery("张", "due", descending=False, filter=ClientFilter(tier="gold", maturing_days=30))
    desk.clients.save_view("到期", ClientQuery())
    desk.clients.save_view("到期", query)
    (view,) = desk.clients.saved_views()
    assert (view.name, view.query) == ("到期", query)
    desk.clients.delete_view(view.id)
    assert desk.clients.saved_views() == ()
    desk.clients.undo()
    assert [found.query for found in desk.clients.saved_views()] == [query]


def test_a_follow_up_for_all_marked_is_planned_once_and_can_be_undone(desk: Desk) -> None:
    marked = [client_id(desk, number) for number in ("C0001", "C0002")]
    plan = PlanForMany(TODAY + timedelta(days=3), "phone", "年末回访")
    assert (
        desk.clients.plan_follow_ups(marked, plan).changed,
        desk.clients.plan_follow_ups(marked, plan).unchanged,
    ) == (2, 2)
    assert {line.next_due for line in everyone(desk, ClientQuery()) if line.ref.id in marked} == {plan.planned_on}
    undone = desk.clients.undo()
    assert undone is not None
    assert undone.action == "followup.plan_many"
    assert {line.next_due for line in everyone(desk, ClientQuery())} == {None}
    with pytest.raises(DeskError):
        desk.clients.plan_follow_ups(marked, PlanForMany(TODAY - timedelta(days=1), "phone", "x"))


def test_a_tier_given_to_the_marked_wins_over_their_assets_until_it_is_taken_back(desk: Desk) -> None:
    poor = client_id(desk, "C0004")
    assert desk.clients.set_tier([poor], "private").changed == 1
    assert everyone(desk, ClientQuery(sort="tier"))[0].ref.id == poor
    assert desk.clients.set_tier([poor], "").changed == 1
    assert everyone(desk, ClientQuery(sort="tier"))[0].ref.id != poor
    with pytest.raises(DeskError):
        desk.clients.set_tier([poor], "emperor")


def test_many_clients_take_no_more_statements_than_two(desk: Desk) -> None:
    everybody = [line.ref.id for line in everyone(desk, ClientQuery())]
    seen: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    def statements(marked: list[str], day: int, tier: str) -> int:
        seen.clear()
        plan = PlanForMany(TODAY + timedelta(days=day), "phone", "回访")
        assert desk.clients.plan_follow_ups(marked, plan).changed == len(marked)
        assert desk.clients.set_tier(marked, tier).changed == len(marked)
        return len(seen)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        assert 0 < statements(everybody[:2], 3, "private") == statements(everybody, 4, "gold")
    finally:
        event.remove(Engine, "before_cursor_execute", count)


@pytest.mark.parametrize(
    "query", [ClientQuery(sort=sort, descending=down) for sort in COLUMN for down in (True, False)]
)
def test_a_page_of_the_whole_book_reads_along_an_index(crowd: Desk, query: ClientQuery) -> None:
    from advisor_tui.desk.client.order import COLUMNS, IndexOrder

    order = IndexOrder(COLUMNS[query.sort], descending=query.descending)
    with crowd.office.rows() as connection:
        for sql, given in ((order._start, (5,)), (order._after, (1, 1, 5)), (order._before, (1, 1, 5))):
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)]
            assert all("USING COVERING INDEX" in step for step in plan), plan
            assert not [step for step in plan if "TEMP B-TREE" in step]
