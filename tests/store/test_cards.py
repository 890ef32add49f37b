"""Cards follow their sources whatever changes them; a rebuild gives the same."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from advisor_tui.store.cards import compact, rebuild
from advisor_tui.store.search import lookup
from tests.searching import examples
from tests.store.plain import ADVISOR, add_client, add_holding, add_paper, plain_engine

IDS = ("a", "b", "c")


def cards(connection: Connection) -> list[dict[str, Any]]:
    rows = connection.exec_driver_sql("SELECT * FROM client_card ORDER BY client_id").mappings()
    return [{name: value for name, value in row.items() if name != "docid"} for row in rows]


def found(connection: Connection, key: str) -> set[str]:
    docids = lookup.ranked(connection, key)
    rows = connection.exec_driver_sql("SELECT docid, client_id FROM client_card")
    ids = {int(docid): str(id) for docid, id in rows}
    return {ids[docid] for docid in docids}


def indexed(connection: Connection) -> list[set[str]]:
    return [found(connection, key) for key in ("z", "zhang", "zeng", "李", "三", "1380", "8000", "77", "99", "a", "b")]


def card(connection: Connection, id: str = "a") -> dict[str, Any]:
    return dict(connection.exec_driver_sql("SELECT * FROM client_card WHERE client_id = ?", (id,)).mappings().one())


@pytest.fixture
def engine() -> Engine:
    return plain_engine()


def test_a_client_gets_a_card_with_its_pinyin_and_tier(engine: Engine) -> None:
    with engine.begin() as connection:
        add_client(connection, "a", "张三丰", phone="13800138000")
    with engine.begin() as connection:
        made = card(connection)
        assert made["name_key"] == "zhang san feng\t张三丰"
        assert (made["tier"], made["tier_rank"], made["assets"]) == ("standard", 0, 0)
        assert (made["last_contact_on"], made["next_due_on"]) == ("0001-01-01", "9999-12-31")


def test_assets_decide_the_tier_unless_the_bank_gave_one(engine: Engine) -> None:
    with engine.begin() as connection:
        add_client(connection, "a", "张三")
        add_client(connection, "b", "李四", tier="private")
        for id in "ab":
            add_holding(connection, f"h{id}", id, 5_000_000)
    with engine.begin() as connection:
        assert [(row["tier"], row["tier_rank"]) for row in cards(connection)] == [("gold", 1), ("private", 2)]
        connection.exec_driver_sql("UPDATE holding SET value = 4999999")
        connection.exec_driver_sql("UPDATE client SET tier = '' WHERE id = 'b'")
    with engine.begin() as connection:
        assert [row["tier"] for row in cards(connection)] == ["standard", "standard"]


def test_the_latest_assessment_counts(engine: Engine) -> None:
    with engine.begin() as connection:
        add_client(connection, "a", "张三")
        for id, level, day, until in (("r2", 4, "2026-03-01", "2027-02-28"), ("r1", 2, "2025-01-01", "2025-12-31")):
            connection.exec_driver_sql(
                "INSERT INTO risk_assessment (id, client_id, level, assessed_on, valid_until, lowest_class,"
                " level_change_confirmed, source) VALUES (?, 'a', ?, ?, ?, 0, 1, 'import')",
                (id, level, day, until),
            )
    with engine.begin() as connection:
        assert (card(connection)["risk_level"], card(connection)["assessed_until"]) == (4, "2027-02-28")
        connection.exec_driver_sql("DELETE FROM risk_assessment WHERE id = 'r2'")
    with engine.begin() as connection:
        assert card(connection)["risk_level"] == 2


def test_a_changed_level_counts_from_the_moment_it_is_confirmed(engine: Engine) -> None:
    with engine.begin() as connection:
        add_client(connection, "a", "张三")
        connection.exec_driver_sql(
            "INSERT INTO risk_assessment (id, client_id, level, assessed_on, valid_until, lowest_class,"
            " level_change_confirmed, source) VALUES ('r1', 'a', 4, '2026-03-01', '2027-02-28', 0, 0, 'interview')"
        )
    with engine.begin() as connection:
        assert card(connection)["risk_level"] == 0
        connection.exec_driver_sql("UPDATE risk_assessment SET level_change_confirmed = 1")
    with engine.begin() as connection:
        assert card(connection)["risk_level"] == 4


def test_a_contact_counts_on_its_day_in_china(engine: Engine) -> None:
    with engine.begin() as connection:
        add_client(connection, "a", "张三")
        connection.exec_driver_sql(
            "INSERT INTO contact_log (id, client_id, advisor_id, at, channel, summary)"
            " VALUES ('l', 'a', ?, '2026-11-23T16:30:00.000000Z', 'phone', '')", (ADVISOR,),
        )  # fmt: skip
    with engine.begin() as connection:
        assert card(connection)["last_contact_on"] == "2026-11-24"


def test_the_next_due_day_is_the_earliest_open_task_or_planned_follow_up(engine: Engine) -> None:
    with engine.begin() as connection:
        add_client(connection, "a", "张三")
        for id, status, due, snoozed in (
            ("t1", "open", "2026-12-05", None),
            ("t2", "done", "2026-11-01", None),
            ("t3", "open", "2026-11-20", "2026-12-03"),
        ):
            connection.exec_driver_sql(
                "INSERT INTO task (id, client_id, advisor_id, kind, title, params, due_on, due_time, priority, status,"
                " snoozed_until, note, subject, created_at) VALUES (?, 'a', ?, 'k', '', '{}', ?, '', 5, ?, ?, '', '',"
                " '2026-11-01T00:00:00.000000Z')", (id, ADVISOR, due, status, snoozed),
            )  # fmt: skip
    with engine.begin() as connection:
        assert card(connection)["next_due_on"] == "2026-12-03"
        connection.exec_driver_sql(
            "INSERT INTO follow_up (id, client_id, advisor_id, planned_on, planned_time, minutes, channel, purpose,"
            " title, status, outcome) VALUES ('f', 'a', ?, '2026-12-01', '', 30, 'phone', 'p', '', 'planned', '')",
            (ADVISOR,),
        )
    with engine.begin() as connection:
        assert card(connection)["next_due_on"] == "2026-12-01"
        connection.exec_driver_sql(
            "UPDATE follow_up SET status = 'done', done_at = '2026-11-24T02:00:00.000000Z' WHERE id = 'f'"
        )
    with engine.begin() as connection:
        assert (card(connection)["next_due_on"], card(connection)["last_contact_on"]) == ("2026-12-03", "2026-11-24")


def test_search_follows_a_new_name_a_new_phone_and_a_new_paper(engine: Engine) -> None:
    with engine.begin() as connection:
        add_client(connection, "a", "张三", phone="13800138000")
        add_paper(connection, "p", "a", "11010519491231002X")
    with engine.begin() as connection:
        assert found(connection, "zhang") == found(connection, "8000") == found(connection, "002x") == {"a"}
        connection.exec_driver_sql("UPDATE client SET name = '李四', phone = '13900139001'")
        connection.exec_driver_sql("UPDATE identity_document SET number = '440524188001010014'")
    with engine.begin() as connection:
        assert found(connection, "zhang") == found(connection, "8000") == found(connection, "002x") == set()
        assert found(connection, "li") == found(connection, "9001") == found(connection, "0014") == {"a"}


def test_a_change_that_search_does_not_show_writes_nothing_to_the_index(engine: Engine) -> None:
    with engine.begin() as connection:
        add_client(connection, "a", "张三")
    with engine.begin() as connection:
        before = connection.exec_driver_sql("SELECT id, block FROM client_search_data").all()
        add_holding(connection, "h", "a", 7)
        connection.exec_driver_sql("UPDATE client SET remark = 'x'")
    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT id, block FROM client_search_data").all() == before


def test_a_deleted_client_leaves_no_card_and_after_compacting_no_term(engine: Engine) -> None:
    with engine.begin() as connection:
        add_client(connection, "a", "欧阳修")
        add_client(connection, "b", "张三")
        add_paper(connection, "p", "a", "11010519491231002X")
        add_holding(connection, "h", "a", 5)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM client WHERE id = 'a'")
    with engine.begin() as connection:
        assert [row["client_id"] for row in cards(connection)] == ["b"]
        assert found(connection, "ouyang") == found(connection, "002x") == set()
        compact(connection)
        for table in ("client_search_data", "paper_search_data"):
            blocks = b"".join(connection.exec_driver_sql(f"SELECT block FROM {table}").scalars())
            assert b"ouyang" not in blocks
            assert "←x2001".encode() not in blocks


def test_a_rolled_back_change_leaves_the_card_as_it_was(engine: Engine) -> None:
    with engine.begin() as connection:
        add_client(connection, "a", "张三")
    with engine.connect() as connection:
        connection.exec_driver_sql("UPDATE client SET name = '李四'")
        connection.rollback()
        assert card(connection)["name_key"] == "zhang san\t张三"
        assert connection.exec_driver_sql("SELECT count(*) FROM card_dirty").scalar() == 0


_ids = st.sampled_from(IDS)
_names = st.sampled_from(["张三", "曾乐", "李四", "欧阳三", "Anna Lee"])
_operations = st.one_of(
    st.tuples(st.just("client"), _ids, _names, st.sampled_from(["", "13800138000", "13900138077"])),
    st.tuples(st.just("rename"), _ids, _names, st.just("")),
    st.tuples(st.just("remove"), _ids, st.just(""), st.just("")),
    st.tuples(st.just("paper"), _ids, st.sampled_from(["p1", "p2"]), st.sampled_from(["12345678", "87654399"])),
    st.tuples(st.just("holding"), _ids, st.sampled_from(["h1", "h2"]), st.sampled_from(["0", "5000000", "2000000000"])),
    st.tuples(st.just("move"), _ids, st.sampled_from(["h1", "h2"]), st.just("")),
    st.tuples(st.just("sell"), st.just("a"), st.sampled_from(["h1", "h2"]), st.just("")),
    st.tuples(st.just("tier"), _ids, st.sampled_from(["", "gold", "unknown"]), st.just("")),
)


def run(connection: Connection, operation: tuple[str, str, str, str]) -> None:
    what, id, text, more = operation
    there = connection.exec_driver_sql("SELECT 1 FROM client WHERE id = ?", (id,)).first() is not None
    if what == "client":
        add_client(connection, id, text, phone=more)
    elif what == "rename":
        connection.exec_driver_sql("UPDATE client SET name = ? WHERE id = ?", (text, id))
    elif what == "remove":
        connection.exec_driver_sql("DELETE FROM client WHERE id = ?", (id,))
    elif what == "paper" and there:
        add_paper(connection, text, id, more, "2030-01-01")
    elif what == "holding" and there:
        add_holding(connection, text, id, int(more))
    elif what == "move" and there:
        connection.exec_driver_sql("UPDATE holding SET client_id = ? WHERE id = ?", (id, text))
    elif what == "sell":
        connection.exec_driver_sql("DELETE FROM holding WHERE id = ?", (text,))
    elif what == "tier":
        connection.exec_driver_sql("UPDATE client SET tier = ? WHERE id = ?", (text, id))


@examples(40)
@given(st.lists(st.lists(_operations, min_size=1, max_size=5), min_size=1, max_size=6))
def test_following_changes_gives_what_a_rebuild_gives(transactions: list[list[tuple[str, str, str, str]]]) -> None:
    engine = plain_engine()
    for operations in transactions:
        with engine.begin() as connection:
            for operation in operations:
                run(connection, operation)
    with engine.connect() as connection:
        followed, searched = cards(connection), indexed(connection)
        assert connection.exec_driver_sql("SELECT count(*) FROM card_dirty").scalar() == 0
        rebuild(connection)
        assert cards(connection) == followed
        assert indexed(connection) == searched
    engine.dispose()
