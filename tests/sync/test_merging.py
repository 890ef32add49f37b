"""Rows of head office are merged field by field; the loser is kept, a deletion never beats an unseen edit."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from advisor_tui.base.clock import instant_text
from advisor_tui.base.errors import DeskError
from advisor_tui.store.audit import verify_chain, wrong_digests
from advisor_tui.sync.last_edits import is_later
from advisor_tui.sync.orders.contents import Settlement
from advisor_tui.sync.package import ROWS
from advisor_tui.sync.row_changes import RowChange, write_row_changes
from tests.exchange_support import Exchanging
from tests.support import STAFF_NO, client_id
from tests.sync.hq_pen import Pen

NEW = "01936000-0000-7000-8000-00000000beef"


def rows(both: Exchanging, sql: str, *values: object) -> list[dict[str, Any]]:
    with both.desk.office.rows() as connection:
        return [dict(row) for row in connection.exec_driver_sql(sql, values).mappings()]


def remark(both: Exchanging, number: str = "C0001") -> str:
    return str(rows(both, "SELECT remark FROM client WHERE number = ?", number)[0]["remark"])


def hlc(both: Exchanging, ahead: timedelta = timedelta()) -> str:
    return f"{instant_text(both.clock.now() + ahead)}-000000-HQ"


def edit(both: Exchanging, old: str, new: str, ahead: timedelta = timedelta(minutes=1), **more: Any) -> RowChange:
    values = {"table_name": "client", "row_id": client_id(both.desk, "C0001"), "mode": "edit", **more}
    payload = values.pop("payload", {"remark": (old, new)})
    return RowChange(hlc=hlc(both, ahead), origin="HQ", actor="9001", payload=payload, **values)


def send(both: Exchanging, pen: Pen, *changes: RowChange, **header: Any) -> tuple[str, ...]:
    [result] = both.desk.exchange.receive([pen.write({ROWS.path: write_row_changes(changes)}, **header)])
    return result.lines


def conflicts(both: Exchanging) -> list[dict[str, Any]]:
    return rows(both, 'SELECT * FROM "conflict" ORDER BY id')


def whole(both: Exchanging) -> None:
    with both.desk.office.rows() as connection:
        assert verify_chain(connection).ok
        assert wrong_digests(connection) == []


def test_the_same_base_is_accepted_and_goes_back_as_an_own_entry(both: Exchanging, pen: Pen) -> None:
    assert len(send(both, pen, edit(both, "", "总行改"))) == 1
    assert remark(both) == "总行改"
    assert conflicts(both) == []
    [last] = rows(both, "SELECT origin, payload FROM journal ORDER BY seq DESC LIMIT 1")
    assert (last["origin"], json.loads(last["payload"])) == ("T0123", {"remark": ["", "总行改"]})
    both.send()
    assert both.ingest()["quarantined"] == 0
    whole(both)


@pytest.mark.parametrize(
    ("ahead", "wins"),
    [
        (timedelta(minutes=1), True),
        (timedelta(minutes=-1), False),
        (timedelta(days=365), True),
    ],
)
def test_the_later_edit_wins_and_the_loser_is_kept(both: Exchanging, pen: Pen, ahead: timedelta, wins: bool) -> None:
    both.edit("C0001", "本机改")
    lines = send(both, pen, edit(both, "旧", "总行改", ahead))
    assert remark(both) == ("总行改" if wins else "本机改")
    assert any(line.startswith("!") for line in lines)
    [kept] = conflicts(both)
    here, there = json.dumps("本机改", ensure_ascii=False), json.dumps("总行改", ensure_ascii=False)
    assert (kept["kept"], kept["lost"]) == ((there, here) if wins else (here, there))
    assert (kept["kept_actor"], kept["lost_actor"]) == (("9001", STAFF_NO) if wins else (STAFF_NO, "9001"))
    assert kept["client_id"] == client_id(both.desk, "C0001")
    assert kept["settled_at"] is None
    whole(both)


def test_head_office_wins_a_tie(both: Exchanging, pen: Pen) -> None:
    both.edit("C0001", "本机改")
    [mine] = rows(both, "SELECT hlc FROM journal ORDER BY seq DESC LIMIT 1")
    send(both, pen, replace(edit(both, "旧", "总行改"), hlc=mine["hlc"].replace("T0123", "HQ")))
    assert remark(both) == "总行改"


@pytest.mark.parametrize(
    ("one", "other", "later"),
    [
        ("2026-11-24T01:00", "2026-11-24T00:59", True),
        ("2026-11-24T00:59", "2026-11-24T01:00", False),
        ("2027-11-24T00:00", "2026-11-24T23:00", True),
        ("2027-11-24T00:00", "2026-11-25T12:00", False),
        ("2026-11-25T12:00", "2027-11-24T00:00", False),
    ],
)
def test_a_clock_more_than_a_day_ahead_counts_as_a_day_ahead(one: str, other: str, later: bool) -> None:
    rest = ":00.000000Z-000001-T0123"
    assert is_later(f"{one}{rest}", f"{other}{rest}", "2026-11-24T00:00:00.000000Z") is later


def test_each_field_is_its_own(both: Exchanging, pen: Pen) -> None:
    both.edit("C0001", "本机改")
    payload = {"remark": ("旧", "早"), "occupation": ("", "教师")}
    send(both, pen, edit(both, "", "", timedelta(minutes=-5), payload=payload))
    assert rows(both, "SELECT remark, occupation FROM client WHERE number = 'C0001'") == [
        {"remark": "本机改", "occupation": "教师"}
    ]
    assert [one["field"] for one in conflicts(both)] == ["remark"]


def note(both: Exchanging) -> str:
    """A contact note of this desk."""
    with both.desk.office.write("contact.add") as session:
        session.connection().exec_driver_sql(
            "INSERT INTO contact_log (id, client_id, advisor_id, at, channel, summary) "
            "VALUES (?, ?, ?, ?, 'phone', '电话')",
            (NEW, client_id(both.desk, "C0001"), both.desk.office.me.id, instant_text(both.clock.now())),
        )
        session.commit()
    return NEW


def gone(both: Exchanging, row: str) -> RowChange:
    return edit(
        both, "", "", table_name="contact_log", row_id=row, payload={"id": (row, None), "summary": ("电话", None)}
    )


def acknowledged(both: Exchanging, pen: Pen) -> None:
    """Everything so far is head office's too."""
    both.desk.exchange.seal()
    [sent] = rows(both, "SELECT epoch, seq, sha256 FROM bundle_sent ORDER BY seq DESC LIMIT 1")
    from advisor_tui.sync.header import Ack

    both.desk.exchange.receive([pen.write({}, kind="heartbeat", ack=Ack(**sent))])


def test_a_deletion_never_beats_an_edit_that_its_maker_had_not_seen(both: Exchanging, pen: Pen) -> None:
    row = note(both)
    send(both, pen, gone(both, row))
    assert len(rows(both, "SELECT id FROM contact_log")) == 1
    [kept] = conflicts(both)
    assert (kept["kind"], kept["field"], kept["lost"]) == ("delete", "", "null")


def test_a_deletion_of_what_head_office_has_seen_holds(both: Exchanging, pen: Pen) -> None:
    row = note(both)
    acknowledged(both, pen)
    send(both, pen, gone(both, row))
    assert rows(both, "SELECT id FROM contact_log") == []
    assert conflicts(both) == []


def test_an_edit_of_what_was_deleted_here_survives_and_can_be_brought_back(both: Exchanging, pen: Pen) -> None:
    row = note(both)
    with both.desk.office.write("contact.delete") as session:
        session.connection().exec_driver_sql("DELETE FROM contact_log")
        session.commit()
    send(both, pen, edit(both, "", "", table_name="contact_log", row_id=row, payload={"summary": ("电话", "改过")}))
    assert rows(both, "SELECT id FROM contact_log") == []
    [kept] = conflicts(both)
    both.desk.conflicts.settle(kept["id"], "lost")
    [back] = rows(both, "SELECT id, summary, channel FROM contact_log")
    assert back == {"id": row, "summary": "改过", "channel": "phone"}


def test_a_client_is_never_deleted_by_a_row(both: Exchanging, pen: Pen) -> None:
    acknowledged(both, pen)
    client = client_id(both.desk, "C0001")
    send(both, pen, edit(both, "", "", payload={"id": (client, None)}))
    assert remark(both) == ""
    assert [one["kind"] for one in conflicts(both)] == ["delete"]


def test_a_late_edit_waits_for_somebody_to_look_at_it(both: Exchanging, pen: Pen) -> None:
    send(both, pen, edit(both, "", "前任改", mode="late"))
    assert remark(both) == ""
    [late] = conflicts(both)
    assert late["kind"] == "late"
    both.desk.conflicts.settle(late["id"], "lost")
    assert remark(both) == "前任改"


def test_settling_chooses_one_is_journalled_and_done_once(both: Exchanging, pen: Pen) -> None:
    both.edit("C0001", "本机改")
    send(both, pen, edit(both, "旧", "总行改"))
    [view] = both.desk.conflicts.open()
    assert (view.kept.value, view.lost.value, view.kept.who) == ("总行改", "本机改", "9001")
    assert view.lost.at is not None
    assert view.client is not None
    both.desk.conflicts.settle(view.id, "lost")
    assert remark(both) == "本机改"
    [done] = conflicts(both)
    assert (done["choice"], done["settled_by"]) == ("lost", both.desk.office.me.staff_no)
    assert both.desk.conflicts.open() == ()
    actions = {
        row["table_name"] for row in rows(both, "SELECT table_name FROM journal WHERE action = 'conflict.settle'")
    }
    assert actions == {"client", "conflict"}
    with pytest.raises(DeskError) as caught:
        both.desk.conflicts.settle(view.id, "kept")
    assert caught.value.code == "settled_already"
    whole(both)


def test_head_office_settles_too(both: Exchanging, pen: Pen) -> None:
    both.edit("C0001", "本机改")
    send(both, pen, edit(both, "旧", "总行改"))
    client = client_id(both.desk, "C0001")
    both.desk.exchange.receive(
        [
            pen.orders(
                pen.order(Settlement("client", "remark", "本机改", "9001"), client),
                pen.order(Settlement("client", "id", "x", "9001"), client),
                pen.order(Settlement("client", "sex", "other", "9001"), client),
                pen.order(Settlement("client", "remark", "x", "9001"), "none"),
            )
        ]
    )
    assert remark(both) == "本机改"
    assert [one["choice"] for one in conflicts(both)] == ["lost"]
    assert [row["status"] for row in rows(both, "SELECT status FROM order_receipt ORDER BY id")] == [
        "applied", "refused", "refused", "refused",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"table_name": "journal", "payload": {"salt": ("a", "b")}}, "change_invalid"),
        ({"table_name": "meta", "payload": {"value": ("a", "b")}}, "change_invalid"),
        ({"table_name": "order_receipt", "payload": {"status": ("a", "b")}}, "change_invalid"),
        ({"payload": {"salary": ("a", "b")}}, "change_invalid"),
        ({"payload": {"sex": ("male", "cat")}}, "change_unfit"),
        ({"payload": {"advisor_id": (None, "nobody")}}, "change_unfit"),
    ],
)
def test_a_row_that_does_not_fit_refuses_the_bundle(both: Exchanging, pen: Pen, more: Any, code: str) -> None:
    before = rows(both, "SELECT * FROM table_state ORDER BY table_name")
    with pytest.raises(DeskError) as caught:
        send(both, pen, edit(both, "", "好"), edit(both, "", "", **more))
    assert caught.value.code == code
    assert rows(both, "SELECT * FROM table_state ORDER BY table_name") == before


def whole_row(table: str, values: dict[str, Any]) -> RowChange:
    payload = {name: (None, value) for name, value in values.items()}
    clock = "2026-11-24T01:00:00.000000Z-000000-T0124"
    return RowChange(table, values["id"], clock, "T0124", "1002", "whole", payload)


def coming(both: Exchanging) -> list[RowChange]:
    """A client of another terminal of the same branch, where branch and colleague have ids of their own."""
    [client] = rows(both, "SELECT * FROM client WHERE number = 'C0001'")
    [branch] = rows(both, "SELECT * FROM branch")
    there = {"branch": NEW[:-1] + "1", "advisor": NEW[:-1] + "2", "client": NEW[:-1] + "3", "log": NEW[:-1] + "4"}
    colleague = {"id": there["advisor"], "staff_no": "1002", "name": "李雷", "branch_id": there["branch"],
                 "role": "advisor", "active": 1}  # fmt: skip
    moved = {**client, "id": there["client"], "number": "C0900", "name": "赵六", "advisor_id": there["advisor"],
             "branch_id": there["branch"]}  # fmt: skip
    log = {"id": there["log"], "client_id": there["client"], "advisor_id": there["advisor"], "channel": "phone",
           "at": "2026-11-23T01:00:00.000000Z", "summary": "旧谈话", "corrects_id": None}  # fmt: skip
    return [
        whole_row("branch", {**branch, "id": there["branch"]}),
        whole_row("advisor", colleague),
        whole_row("client", moved),
        whole_row("contact_log", log),
    ]


def test_a_client_of_another_terminal_finds_the_branch_that_this_desk_has(both: Exchanging, pen: Pen) -> None:
    send(both, pen, *coming(both))
    [branch] = rows(both, "SELECT id FROM branch")
    [client] = rows(both, "SELECT name, branch_id FROM client WHERE number = 'C0900'")
    assert client == {"name": "赵六", "branch_id": branch["id"]}
    assert rows(both, "SELECT branch_id FROM advisor WHERE staff_no = '1002'") == [{"branch_id": branch["id"]}]
    assert [row["summary"] for row in rows(both, "SELECT summary FROM contact_log")] == ["旧谈话"]
    whole(both)


def test_the_same_rows_again_change_nothing(both: Exchanging, pen: Pen) -> None:
    brought = coming(both)
    send(both, pen, *brought)
    [before] = rows(both, "SELECT max(seq) AS seq FROM journal")
    assert send(both, pen, *brought) == ()
    assert rows(both, "SELECT max(seq) AS seq FROM journal") == [before]


def test_a_row_without_its_parent_refuses_the_bundle(both: Exchanging, pen: Pen) -> None:
    with pytest.raises(DeskError) as caught:
        send(both, pen, coming(both)[-1])
    assert caught.value.code == "change_unfit"
    assert rows(both, "SELECT id FROM contact_log") == []
