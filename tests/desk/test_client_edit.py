"""The client page and its forms: checks, duplicates, what is gathered, reveal, undo."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.views.clients import ClientForm, ClientQuery, ContactNote, NewLifeEvent
from advisor_tui.desk.views.common import Anchor
from tests.support import client_id

NEW = ClientForm(name="欧阳娜娜", phone="138 1234 5678", id_number="11010519491231002x")


@pytest.fixture
def zhang(desk: Desk) -> str:
    return client_id(desk, "C0001")


def count(desk: Desk, table: str) -> int:
    with desk.office.rows() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_a_new_client_gets_a_number_and_what_the_id_number_says(desk: Desk) -> None:
    form = replace(NEW, id_number="440524188001010014", id_kind="other")
    saved = desk.client_edit.add(replace(NEW, id_number=""))
    again = desk.client_edit.add(replace(form, name="王二", phone=""))
    assert (saved.ref.number, again.ref.number) == ("L000001", "L000002")
    page = desk.client_page.page(saved.ref.id)
    assert (page.ref.name, page.phone, page.opened_on) == ("欧阳娜娜", "138****5678", date(2026, 11, 24))
    assert desk.clients.jump("ouyang", 3)[0].ref == saved.ref


def test_birth_date_and_sex_come_from_the_id_number(desk: Desk) -> None:
    saved = desk.client_edit.add(ClientForm(name="王五", id_number="330106199003077777"))
    page = desk.client_page.page(saved.ref.id)
    assert (page.born_on, page.sex) == (date(1990, 3, 7), "male")


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        ({"name": "  "}, "name", "field_missing"),
        ({"name": "x" * 81}, "name", "field_too_long"),
        ({"phone": "12345"}, "phone", "phone_invalid"),
        ({"phone": "10012345678"}, "phone", "phone_invalid"),
        ({"id_number": "110105194912310021"}, "id_number", "identity_invalid"),
        ({"born_on": "1950-02-30"}, "born_on", "date_invalid"),
        ({"born_on": "2027-01-01"}, "born_on", "date_future"),
        ({"born_on": "1990-01-01", "id_number": "330106199003077777"}, "born_on", "born_on_differs"),
        ({"sex": "female", "id_number": "330106199003077777"}, "sex", "sex_differs"),
        ({"tier": "emperor"}, "tier", "choice_invalid"),
        ({"capacity": "limited"}, "guardian", "guardian_missing"),
        ({"opened_on": "2026-12-01"}, "opened_on", "date_future"),
        ({"number": "C0001"}, "number", "duplicate_client"),
        ({"id_number": "11010519491231002X"}, "id_number", "duplicate_client"),
        ({"name": "张三丰", "phone": "+86 138-0013-8000"}, "phone", "duplicate_client"),
    ],
)
def test_a_wrong_form_is_refused_at_its_field_and_changes_nothing(
    desk: Desk, change: dict[str, Any], where: str, code: str
) -> None:
    before = count(desk, "journal")
    with pytest.raises(DeskError) as refused:
        desk.client_edit.add(replace(ClientForm(name="王五"), **change))
    assert (refused.value.where, refused.value.code) == (where, code)
    if code == "duplicate_client":
        assert refused.value.params == {"name": "张三丰", "number": "C0001"}
    assert count(desk, "journal") == before


def test_hostile_text_is_stored_harmless(desk: Desk) -> None:
    saved = desk.client_edit.add(ClientForm(name="王\x1b]52;c;x\x07五", remark="a\u202eb"))
    page = desk.client_page.page(saved.ref.id)
    assert "\x1b" not in page.ref.name
    assert "\u202e" not in page.remark


def test_a_change_writes_only_what_differs(desk: Desk, zhang: str) -> None:
    form = desk.client_edit.form(zhang)
    assert (form.phone, form.id_number) == ("13800138000", "11010519491231002X")
    desk.client_edit.change(zhang, form, replace(form, occupation="高级工程师", id_expires="2031/2/3"))
    (change,) = [line for line in desk.client_page.page(zhang).history if line.facts.get("action") == "client.edit"
                 and line.facts["table"] == "client"]  # fmt: skip
    assert change.text == "occupation"
    again = desk.client_edit.form(zhang)
    assert (again.occupation, again.id_expires) == ("高级工程师", "2031-02-03")


def test_a_field_that_someone_else_changed_is_not_overwritten(desk: Desk, zhang: str) -> None:
    form = desk.client_edit.form(zhang)
    desk.client_edit.change(zhang, form, replace(form, occupation="教师"))
    desk.client_edit.change(zhang, form, replace(form, employer="某校"))
    with pytest.raises(DeskError) as refused:
        desk.client_edit.change(zhang, form, replace(form, occupation="医生"))
    assert (refused.value.code, refused.value.where) == ("changed_since", "occupation")
    assert desk.client_edit.form(zhang).occupation == "教师"


def test_adding_a_client_can_be_undone_and_done_again(desk: Desk) -> None:
    desk.client_edit.add(ClientForm(name="王五", id_number="330106199003077777"))
    assert desk.clients.count(ClientQuery("王五")) == 1
    desk.client_edit.undo()
    assert desk.clients.count(ClientQuery("王五")) == 0
    assert desk.client_edit.undo() is None


def test_a_note_stands_first_in_the_history_and_its_removal_can_be_undone(desk: Desk, zhang: str) -> None:
    desk.client_edit.add_note(zhang, ContactNote("visit", "问女儿留学\n换汇", "2026-11-03"))
    note = desk.client_edit.add_note(zhang, ContactNote("phone", "确认续期"))
    page = desk.client_page.page(zhang)
    assert [(line.on, line.text) for line in page.history if line.kind == "contact"] == [
        (date(2026, 11, 24), "确认续期"),
        (date(2026, 11, 3), "问女儿留学\n换汇"),
    ]
    assert desk.clients.page(ClientQuery("zsf"), Anchor(), 1).rows[0].last_contact == date(2026, 11, 24)
    desk.client_edit.delete(f"contact:{note}")
    assert len([line for line in desk.client_page.page(zhang).history if line.kind == "contact"]) == 1
    desk.client_edit.undo()
    assert len([line for line in desk.client_page.page(zhang).history if line.kind == "contact"]) == 2


def test_a_correction_leaves_the_corrected_note_and_says_so(desk: Desk, zhang: str) -> None:
    wrong = desk.client_edit.add_note(zhang, ContactNote("phone", "十万"))
    desk.client_edit.add_note(zhang, ContactNote("phone", "二十万"), corrects=wrong)
    lines = {line.text: line.status for line in desk.client_page.page(zhang).history if line.kind == "contact"}
    assert lines == {"十万": "corrected", "二十万": ""}


@pytest.mark.parametrize(
    ("note", "where"),
    [
        (ContactNote("phone", " "), "summary"),
        (ContactNote("pigeon", "x"), "channel"),
        (ContactNote("phone", "x", "2026-11-25"), "on"),
        (ContactNote("phone", "x", "yesterday"), "on"),
    ],
)
def test_a_wrong_note_is_refused(desk: Desk, zhang: str, note: ContactNote, where: str) -> None:
    with pytest.raises(DeskError) as refused:
        desk.client_edit.add_note(zhang, note)
    assert refused.value.where == where


def test_life_events_stand_on_their_day_and_only_own_things_can_be_deleted(desk: Desk, zhang: str) -> None:
    desk.client_edit.add_life_event(zhang, NewLifeEvent("school", "2027-09-01", remark="女儿"))
    first = desk.client_page.page(zhang).history[0]
    assert (first.kind, first.on, first.facts["kind"], first.can_delete) == (
        "life_event",
        date(2027, 9, 1),
        "school",
        True,
    )
    for key in ("contact:nobody", "proposal:x", "client:y"):
        with pytest.raises(DeskError) as refused:
            desk.client_edit.delete(key)
        assert refused.value.code == "not_deletable"
    desk.client_edit.delete(first.key)
    assert [line for line in desk.client_page.page(zhang).history if line.kind == "life_event"] == []


def test_numbers_are_masked_until_asked_for_and_asking_is_logged(desk: Desk, zhang: str) -> None:
    page = desk.client_page.page(zhang)
    assert (page.phone, page.papers[0].number, page.revealed) == ("138****8000", "1****************X", False)
    assert count(desk, "access_log") == 0
    shown = desk.client_page.reveal(zhang, "核对预留号码")
    assert (shown.phone, shown.papers[0].number, shown.revealed) == ("13800138000", "11010519491231002X", True)
    (line,) = [line for line in shown.history if line.kind == "access"]
    assert (line.text, line.facts["what"], line.facts["by"]) == ("核对预留号码", "client_page", "王敏")
    with pytest.raises(DeskError):
        desk.client_page.reveal("nobody")
    assert count(desk, "access_log") == 1


def test_the_page_gathers_holdings_and_dates(desk: Desk, zhang: str) -> None:
    page = desk.client_page.page(zhang)
    assert [(position.kind, position.name, position.amount) for position in page.holdings] == [
        ("deposit", "定期存款", 612_400_000)
    ]
    assert page.assets == 612_400_000
    assert [ahead.kind for ahead in page.ahead] == ["maturity", "birthday"]
    assert page.tier["en"] == "Diamond"
    with pytest.raises(DeskError):
        desk.client_page.page("nobody")
