"""The client page and its forms: checks, duplicates, what is gathered, reveal, undo."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.views.clients import ClientForm, ClientQuery, ContactNote, NewLifeEvent
from advisor_tui.desk.views.common import Anchor
from advisor_tui.store.tables import Task
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


def test_a_note_stands_first_in_the_history_and_is_never_taken_away(desk: Desk, zhang: str) -> None:
    desk.client_edit.add_note(zhang, ContactNote("visit", "问女儿留学\n换汇", "2026-11-03"))
    note = desk.client_edit.add_note(zhang, ContactNote("phone", "确认续期"))
    page = desk.client_page.page(zhang)
    assert [(line.on, line.text) for line in page.history if line.kind == "contact"] == [
        (date(2026, 11, 24), "确认续期"),
        (date(2026, 11, 3), "问女儿留学\n换汇"),
    ]
    assert desk.clients.page(ClientQuery("zsf"), Anchor(), 1).rows[0].last_contact == date(2026, 11, 24)
    with pytest.raises(DeskError) as refused:
        desk.client_edit.delete(f"contact:{note}")
    assert refused.value.code == "not_deletable"
    assert len([line for line in desk.client_page.page(zhang).history if line.kind == "contact"]) == 2


def test_a_correction_leaves_the_corrected_note_and_says_so(desk: Desk, zhang: str) -> None:
    wrong = desk.client_edit.add_note(zhang, ContactNote("phone", "十万"))
    right = desk.client_edit.add_note(zhang, ContactNote("phone", "二十万"), corrects=wrong)

    def notes() -> dict[str, tuple[str, bool]]:
        history = desk.client_page.page(zhang).history
        return {line.text: (line.status, line.can_correct) for line in history if line.kind == "contact"}

    assert notes() == {"十万": ("corrected", False), "二十万": ("", True)}
    desk.client_edit.add_note(zhang, ContactNote("visit", "三十万"), corrects=right)
    assert notes() == {"十万": ("corrected", False), "二十万": ("corrected", False), "三十万": ("", True)}
    desk.client_edit.undo()
    assert notes()["二十万"] == ("", True)


def test_a_correction_keeps_the_hour_unless_the_day_is_another(desk: Desk, zhang: str) -> None:
    wrong = desk.client_edit.add_note(zhang, ContactNote("phone", "十万", "2026-11-03"))
    same = desk.client_edit.add_note(zhang, ContactNote("phone", "二十万", "2026-11-03"), corrects=wrong)
    desk.client_edit.add_note(zhang, ContactNote("phone", "三十万", "2026-11-04"), corrects=same)
    history = desk.client_page.page(zhang).history
    at = {line.text: line.at for line in history if line.kind == "contact"}
    assert at["二十万"] == at["十万"]
    assert [line.on for line in history if line.text == "三十万"] == [date(2026, 11, 4)]


def test_only_an_own_uncorrected_note_of_the_client_is_corrected(desk: Desk, zhang: str) -> None:
    note = desk.client_edit.add_note(zhang, ContactNote("phone", "十万"))
    other = desk.client_edit.add(ClientForm(name="王五", id_number="330106199003077777")).ref.id
    desk.client_edit.add_note(zhang, ContactNote("phone", "二十万"), corrects=note)
    for client, wrong in ((zhang, "nobody"), (zhang, note), (other, note)):
        with pytest.raises(DeskError) as refused:
            desk.client_edit.add_note(client, ContactNote("phone", "三十万"), corrects=wrong)
        assert refused.value.code == "not_correctable"


def test_own_numbers_go_on_past_six_digits_and_leave_the_banks_alone(desk: Desk) -> None:
    def numbered(name: str, number: str = "") -> str:
        return desk.client_edit.add(ClientForm(name=name, number=number)).ref.number

    for place, number in enumerate(("L999999", "L20X4567", "L99", "M9999999")):
        numbered(f"甲{place}", number)
    assert [numbered(name) for name in ("乙", "丙")] == ["L1000000", "L1000001"]


@pytest.mark.parametrize(
    ("imported", "expected"),
    [
        ("L99999999999999999999", ["L000001", "L000002", "L000003"]),
        ("L9223372036854775807", ["L000001", "L000002", "L000003"]),
        ("L1000000000", ["L000001", "L000002", "L000003"]),
        ("L999999998", ["L999999999", "L1000000000", "L1000000001"]),
        ("L999999999", ["L1000000000", "L1000000001", "L1000000002"]),
    ],
)
def test_no_imported_number_blocks_the_next_clients(desk: Desk, imported: str, expected: list[str]) -> None:
    desk.client_edit.add(ClientForm(name="甲", number=imported))
    assert [desk.client_edit.add(ClientForm(name=name)).ref.number for name in "乙丙丁"] == expected


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


def test_a_task_stands_in_the_history_under_its_queue_title(desk: Desk, zhang: str) -> None:
    """A person's own words, a template's title with its product, and facts alone for what no one named."""
    office = desk.office
    workflow = next(iter(office.reference.workflows.values()))
    template = next(template for template in workflow.tasks if "{product}" in template.title["en"])
    rows = (
        ("t1", "own", "补齐证件", "{}"),
        ("t2", template.id, "", json.dumps({"workflow": workflow.id, "product_zh": "甲", "product_en": "A"})),
        ("t3", "low_satisfaction", "", '{"score": 2}'),
    )
    with office.write("test") as session:
        session.add_all(
            Task(
                id=id, client_id=zhang, advisor_id=office.me.id, kind=kind, title=title, params=params,
                due_on=office.today, created_at=office.clock.now(),
            )
            for id, kind, title, params in rows
        )  # fmt: skip
        session.commit()
    told = {line.key: line for line in desk.client_page.page(zhang).history if line.kind == "task"}
    assert told["task:t1"].title == {"zh": "补齐证件", "en": "补齐证件"}
    expected = {
        lang: words.replace("{product}", {"zh": "甲", "en": "A"}[lang]) for lang, words in template.title.items()
    }
    assert told["task:t2"].title == expected
    assert (told["task:t3"].title, told["task:t3"].facts["score"]) == (None, 2)
    queued = {item.key: item.title for item in desk.tasks.page("all", Anchor(), 50).rows}
    assert {key: line.title for key, line in told.items()} == {key: queued[key] for key in told}
