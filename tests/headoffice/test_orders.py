"""Orders of head office: from files and from commands, once each, to the right terminals, with their receipts."""

from datetime import timedelta
from pathlib import Path

import pytest

from advisor_tui.headoffice.belonging import rows_at_cut_over
from advisor_tui.headoffice.content import Folded
from advisor_tui.headoffice.leaving import hold_leaving
from advisor_tui.headoffice.order_book import due_orders, receipts
from advisor_tui.headoffice.tables import COPIES, LeavingRows, Stream, Terminal
from tests.exchange_support import TERMINAL, Exchanging
from tests.headoffice.many import register
from tests.headoffice.test_report import add
from tests.support import TODAY, refused

TARGETS = """
[[target]]
staff = "1001"
metric = "new_loans"
starts_on = 2026-10-01
ends_on = 2026-12-31
goal = 300000000
formula = "超额部分 0.1%"

[[training]]
topic = "适当性管理办法"
due_on = 2026-12-15
"""


def folder(tmp_path: Path, text: str, name: str = "orders/q4.toml") -> Path:
    path = tmp_path / "data" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return tmp_path / "data"


def decision(**other: object) -> dict[str, object]:
    return {
        "terminal": TERMINAL, "case": 1, "decision": "approved", "amount": 80_000_000, "term_months": 240,
        "rate": 38_500, "decided_by": "风险管理部", "decided_on": TODAY, **other,
    }  # fmt: skip


def exchange(both: Exchanging, tmp_path: Path, name: str, terminal: str = "") -> None:
    both.desk.receive(sorted((tmp_path / name).glob(f"HQ-{terminal}*.age")))
    both.desk.exchange.seal()
    both.send()
    assert both.ingest()["quarantined"] == 0


def test_orders_of_a_folder_reach_the_desk_once_and_are_receipted(known: Exchanging, tmp_path: Path) -> None:
    data = folder(tmp_path, TARGETS)
    [bundle] = known.head_office.publish(data, tmp_path / "one")
    assert (bundle.kind, bundle.orders, bundle.files) == ("delta", 2, 0)
    assert [one.kind for one in known.head_office.publish(data, tmp_path / "two")] == ["heartbeat"]
    exchange(known, tmp_path, "one")
    states = [order["terminals"] for order in known.head_office.orders()]
    assert states == [{TERMINAL: "applied"}] * 2
    with known.head_office.context.warehouse.read() as session:
        target = COPIES["target"]
        rows = session.connection().execute(target.select()).mappings().all()
    assert [(row["metric"], row["goal"], row["formula"]) for row in rows] == [("new_loans", 300000000, "超额部分 0.1%")]


def test_a_decision_by_command_moves_the_case_and_stands_in_the_copies(known: Exchanging, tmp_path: Path) -> None:
    order, new = known.head_office.decide("credit_decision", decision(), "test")
    assert new
    assert known.head_office.decide("credit_decision", decision(), "test") == (order, False)
    assert [o["terminals"] for o in known.head_office.orders()] == [{TERMINAL: "waits"}]
    known.head_office.publish(None, tmp_path / "one")
    assert [o["terminals"] for o in known.head_office.orders()] == [{TERMINAL: "sent"}]
    exchange(known, tmp_path, "one")
    with known.head_office.context.warehouse.read() as session:
        assert receipts(session, TERMINAL) == {order: "applied"}
        connection = session.connection()
        assert connection.exec_driver_sql("SELECT status FROM loan_case").scalar() == "approved"
        row = connection.execute(COPIES["credit_decision"].select()).mappings().one()
        assert (row["id"], row["amount"], row["rate"], row["decided_by"]) == (order, 80_000_000, 38_500, "风险管理部")
        states = connection.exec_driver_sql(
            "SELECT checked FROM hq_state WHERE table_name = 'credit_decision'"
        ).scalar()
    assert states  # what the desk made of the order is, digest by digest, what stands in the copy
    reached = [one.reached["new_loans"] for one in known.head_office.report().advisors]
    assert 80_000_000 in reached


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[[target]]\nstaff = "9999"\nmetric = "new_loans"\nstarts_on = 2026-10-01\nends_on = 2026-12-31\ngoal = 1', 2),
        ('[[target]]\nstaff = "1001"\nmetric = "luck"\nstarts_on = 2026-10-01\nends_on = 2026-12-31\ngoal = 1', 3),
        (
            '[[target]]\nstaff = "1001"\nmetric = "interviews"\ngoal = 1\nstarts_on = 2026-10-01\nends_on = 2026-01-31',
            6,
        ),
        ('[[erasure]]\nterminal = "T0123"\nclient = "C9999"\nordered_by = "x"', 3),
        ('[[erasure]]\nterminal = "T9999"\nclient = "C0001"\nordered_by = "x"', 2),
        ('[[erasure]]\nterminal = "T0123"\nclient = "C0001"\nordered_by = "x"\nwhy = "y"', 5),
        ('[[settlement]]\nterminal = "T0123"\ntable = "x"\nrow = "r"\nfield = "f"\nvalue = 1\nsettled_by = "x"', 3),
        ('[[settlement]]\nterminal = "T0123"\ntable = "client"\nrow = "r"\nfield = "f"\nsettled_by = "x"', 4),
        ("[[wish]]\n", -1),
        ("[[target]\n", 1),
    ],
)
def test_a_mistake_in_a_file_is_named_by_its_line_and_nothing_is_given(
    known: Exchanging, tmp_path: Path, text: str, line: int
) -> None:
    data = folder(tmp_path, "# 2026\n\n" + text)
    refusal = refused("data_invalid", lambda: known.head_office.publish(data, tmp_path / "one"))
    assert refusal.where.startswith(f"orders/q4.toml:{line + 2}")
    assert known.head_office.orders() == []
    assert not (tmp_path / "one").exists()


@pytest.mark.parametrize(
    ("values", "option"),
    [({"case": 2}, "--case"), ({"terminal": "T9999"}, "--terminal"), ({"decision": "perhaps"}, "--decision"),
     ({"amount": 0}, "--amount")],
)  # fmt: skip
def test_a_mistake_in_a_command_names_its_option(known: Exchanging, values: dict[str, object], option: str) -> None:
    refusal = refused("order_refused", lambda: known.head_office.decide("credit_decision", decision(**values), "test"))
    assert refusal.where == option


def test_an_order_is_sent_again_in_a_new_epoch_until_it_is_receipted(known: Exchanging, tmp_path: Path) -> None:
    known.head_office.decide("credit_decision", decision(), "test")
    known.head_office.publish(None, tmp_path / "lost")
    with known.head_office.context.warehouse.write() as session:
        session.get_one(Terminal, TERMINAL).peer_epoch = known.desk.office.ids.new()
        session.commit()
    assert [one.orders for one in known.head_office.publish(None, tmp_path / "one") if one.kind == "delta"] == [1]


def reassign(known: Exchanging) -> str:
    """The client goes from today on; what is there was done yesterday."""
    register(known.head_office, 1, first=124)
    known.clock.move(timedelta(days=1))
    values = {"terminal": TERMINAL, "client": "C0001", "to_terminal": "T0124", "to_staff": "2002", "to_name": "陈"}
    order, _ = known.head_office.decide("assignment", values, "test")
    return order


def test_a_client_comes_to_the_new_terminal_when_the_old_one_has_receipted(known: Exchanging, tmp_path: Path) -> None:
    order = reassign(known)
    sent = {one.terminal: (one.orders, one.rows) for one in known.head_office.publish(None, tmp_path / "a")}
    assert sent == {TERMINAL: (1, 0), "T0124": (0, 0)}  # to whom nothing but the keys goes yet
    exchange(known, tmp_path, "a", TERMINAL)
    # All of the client was acknowledged, so the old terminal has purged it at once; head office held its rows.
    sent = {
        one.terminal: (one.orders, one.rows)
        for one in known.head_office.publish(None, tmp_path / "b", terminals=[TERMINAL])
    }
    # the client, a paper, a deposit, a loan case, and the branch and advisor that they refer to
    assert sent == {TERMINAL: (0, 0), "T0124": (1, 6)}
    with known.head_office.context.warehouse.read() as session:
        assert receipts(session, TERMINAL) == {order: "purged"}
        connection = session.connection()
        numbers = connection.exec_driver_sql("SELECT number FROM client ORDER BY number").scalars().all()
        assert numbers == ["C0002", "C0003", "C0004", "C0005"]
        payloads = connection.exec_driver_sql("SELECT payload FROM hq_journal").scalars()
        assert any("张三丰" in payload for payload in payloads if payload)  # who did what there stays known


def test_the_new_terminals_bundle_is_sealed_before_the_old_one_may_purge(known: Exchanging, tmp_path: Path) -> None:
    """Also when only the old one is published to: acknowledging it lets it purge."""
    order = reassign(known)
    add(known, "order_receipt", {"id": order, "kind": "assignment", "status": "applied", "about": "", "evidence": "{}"})
    bundles = known.head_office.publish(None, tmp_path / "a", terminals=[TERMINAL])
    assert {one.terminal: one.rows for one in bundles} == {TERMINAL: 0, "T0124": 6}


def test_held_rows_are_forgotten_when_they_have_arrived(known: Exchanging, tmp_path: Path) -> None:
    order = reassign(known)
    known.head_office.publish(None, tmp_path / "a")
    exchange(known, tmp_path, "a", TERMINAL)
    with known.head_office.context.warehouse.write() as session:
        assert session.get(LeavingRows, order) is not None
        hold_leaving(session, "T0124", {order: Folded("", {"status": "refused"})})
        assert session.get(LeavingRows, order) is not None
        hold_leaving(session, "T0124", {order: Folded("", {"status": "applied"})})
        assert session.get(LeavingRows, order) is None


def test_what_was_done_after_the_cut_over_is_put_before_the_new_owner(known: Exchanging, tmp_path: Path) -> None:
    reassign(known)
    known.edit("C0001", "written after the cut-over")
    known.head_office.publish(None, tmp_path / "a")
    exchange(known, tmp_path, "a", TERMINAL)
    with known.head_office.context.warehouse.read() as session:
        due = due_orders(session, session.get_one(Terminal, "T0124"))
    late = [row for row in due.rows if row.mode == "late" and "remark" in row.payload and row.table_name == "client"]
    assert late[-1].payload["remark"] == ("", "written after the cut-over")
    [client] = [row for row in due.rows if row.table_name == "client" and row.mode == "whole"]
    assert client.values["remark"] == ""


def test_a_client_who_was_recorded_on_the_day_of_the_cut_over_comes_whole(known: Exchanging, tmp_path: Path) -> None:
    reassign(known)
    known.clock.move(timedelta(days=-1))
    with known.head_office.context.warehouse.read() as session:
        end = session.get_one(Stream, (TERMINAL, session.get_one(Terminal, TERMINAL).epoch)).change_seq
        rows = rows_at_cut_over(session, TERMINAL, "C0001", list(range(1, end + 1)))
    assert {row.mode for row in rows} == {"whole"}
    assert "client" in {row.table_name for row in rows}


def test_a_lawful_erasure_is_applied_here_too(known: Exchanging, tmp_path: Path) -> None:
    """In the copies and in the journal as it came; the terminal's digests agree with ours again."""
    values = {"terminal": TERMINAL, "client": "C0004", "ordered_by": "合规部", "reason": "本人要求"}
    order, _ = known.head_office.decide("erasure", values, "test")
    with known.desk.office.write("test.prospect") as session:
        session.connection().exec_driver_sql(
            "UPDATE client SET status = 'prospect', opened_on = NULL WHERE number = 'C0004'"
        )
        session.commit()
    known.head_office.publish(None, tmp_path / "a")
    exchange(known, tmp_path, "a", TERMINAL)
    with known.head_office.context.warehouse.read() as session:
        assert receipts(session, TERMINAL) == {order: "erased"}
        connection = session.connection()
        assert "John Smith" not in connection.exec_driver_sql("SELECT name FROM client").scalars().all()
        payloads = connection.exec_driver_sql("SELECT payload FROM hq_journal").scalars().all()
        assert not [payload for payload in payloads if payload and "John Smith" in payload]
        assert connection.exec_driver_sql("SELECT checked FROM hq_state WHERE table_name = 'client'").scalar()


def test_a_folder_read_on_another_day_gives_nothing_again(known: Exchanging, tmp_path: Path) -> None:
    data = folder(tmp_path, TARGETS)
    known.head_office.publish(data, tmp_path / "one")
    known.clock.move(timedelta(days=1))
    assert sum(one.orders for one in known.head_office.publish(data, tmp_path / "two")) == 0
    dated = folder(tmp_path, TARGETS.replace('topic = "', 'from = 2026-12-01\ntopic = "'))
    assert sum(one.orders for one in known.head_office.publish(dated, tmp_path / "three")) == 1


def test_what_holds_for_everybody_reaches_a_terminal_that_comes_later_and_no_other_twice(
    known: Exchanging, tmp_path: Path
) -> None:
    data = folder(tmp_path, TARGETS)
    known.head_office.publish(data, tmp_path / "one")
    register(known.head_office, 1, first=124)
    add(known, "advisor", {"terminal": "T0124", "staff_no": "2002"})
    sent = {one.terminal: one.orders for one in known.head_office.publish(data, tmp_path / "two")}
    assert (sent[TERMINAL], sent["T0124"]) == (0, 1)  # the training; the target is somebody else's
