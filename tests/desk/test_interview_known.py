"""What is offered before a question is put: the record, the books, earlier interviews, and the spouse's."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from advisor_tui.base.clock import FixedClock
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.interview.shared import SHARED_FACTS
from advisor_tui.desk.interviews import Interviews
from advisor_tui.desk.views.interviews import Known
from advisor_tui.rules.profile import FACTS
from advisor_tui.rules.questionnaire import Value, answered
from advisor_tui.rules.said import Figure, Figures, Relative, Relatives
from advisor_tui.store.tables import (
    Client,
    Consent,
    Holding,
    Household,
    HouseholdMember,
    IdentityDocument,
    Liability,
)
from tests.desk.interview_due_diligence import CODE, at, recording, tell, told
from tests.support import NOW, TODAY, client_id, make_desk

HOUSE = Figures((Figure("food", 300_000), Figure("rent", 500_000)))


@pytest.fixture
def client(desk: Desk) -> str:
    return client_id(desk, "C0001")


@pytest.fixture
def spouse(desk: Desk) -> str:
    return client_id(desk, "C0003")


@pytest.fixture
def interviews(desk: Desk) -> Interviews:
    return recording(desk)


def fill_record(desk: Desk, client: str) -> None:
    with desk.office.write("test.record") as session:
        row = session.get_one(Client, client)
        row.address, row.occupation, row.guardian, row.nationality = "滨江路 1 号", "选retired", "张父", "SG"
        paper = session.exec(select(IdentityDocument).where(IdentityDocument.client_id == client)).one()
        paper.seen_on = date(2025, 3, 4)
        for kind, given, form in (("sensitive_data", True, "A-7"), ("marketing", False, "")):
            session.add(
                Consent(
                    id=desk.office.ids.new(), client_id=client, kind=kind, given=given, decided_on=date(2025, 5, 6),
                    form_number=form,
                )
            )  # fmt: skip
        session.commit()


@pytest.mark.parametrize(
    ("question", "value", "on", "masked"),
    [
        ("full_name", "张三丰", TODAY, ""),
        ("phone", "13800138000", TODAY, "138****8000"),
        ("address", "滨江路 1 号", TODAY, ""),
        ("nationality", "SG", TODAY, ""),
        ("tax_residence", "china", TODAY, ""),
        ("occupation", "retired", TODAY, ""),
        ("id_kind", "resident_id", date(2025, 3, 4), ""),
        ("id_number", "11010519491231002X", date(2025, 3, 4), "1****************X"),
        ("id_long_term", "no", date(2025, 3, 4), ""),
        ("age", 46, TODAY, ""),
        ("consent_form", "A-7", date(2025, 5, 6), ""),
        ("marketing", "no", date(2025, 5, 6), ""),
    ],
)
def test_the_record_is_offered_masked_where_it_has_to_be(
    desk: Desk, interviews: Interviews, client: str, question: str, value: Value, on: date, masked: str
) -> None:
    fill_record(desk, client)
    assert at(interviews, client, question).known == Known(value, "record", on, masked)


def test_what_an_interview_asks_only_sometimes_is_offered_from_the_record_too(
    desk: Desk, interviews: Interviews, client: str
) -> None:
    fill_record(desk, client)
    step = at(interviews, client, "id_long_term")
    interviews.answer(step.head.id, "id_long_term", answered("no"))
    assert interviews.go_to(step.head.id, "id_expires").known == Known(date(2030, 1, 1), "record", date(2025, 3, 4))
    interviews.answer(step.head.id, "capacity", answered("limited"))
    assert interviews.go_to(step.head.id, "guardian_name").known == Known("张父", "record", TODAY)


def test_a_record_without_a_value_offers_nothing(interviews: Interviews, spouse: str) -> None:
    for question in ("id_number", "id_kind", "id_long_term", "address", "consent_form", "marketing", "members"):
        assert at(interviews, spouse, question).known is None


def test_a_form_of_a_withdrawn_consent_is_not_offered(desk: Desk, interviews: Interviews, client: str) -> None:
    fill_record(desk, client)
    with desk.office.write("test.withdraw") as session:
        for consent in session.exec(select(Consent)):
            consent.withdrawn_on = TODAY
        session.commit()
    assert at(interviews, client, "consent_form").known is None


def test_figures_are_those_of_the_books_with_their_day_else_what_was_said(
    desk: Desk, interviews: Interviews, client: str
) -> None:
    with desk.office.write("test.books") as session:
        for number, (kind, value, source) in enumerate(
            (("current", 1_000, "core_banking"), ("fund", 7_000, "client"), ("property", 9_000, "core_banking"))
        ):
            session.add(
                Holding(
                    id=desk.office.ids.new(), client_id=client, reference=f"X{number}", kind=kind, name=kind,
                    amount=value, value=value, source=source, as_of=date(2026, 11, 1),
                )
            )  # fmt: skip
        session.add(
            Liability(
                id=desk.office.ids.new(), client_id=client, reference="M1", kind="mortgage", balance=80_000_000,
                instalment=500_000, as_of=date(2026, 10, 31),
            )
        )  # fmt: skip
        session.commit()
    deposits = Figure("deposits", 612_400_000 + 1_000, "head_office", TODAY)
    assert at(interviews, client, "assets").known_figures == {"deposits": deposits}
    assert at(interviews, client, "total_debts").known_figures == {
        "mortgage": Figure("mortgage", 80_000_000, "head_office", date(2026, 10, 31))
    }
    step = interviews.start(client, CODE)
    interviews.abandon(step.head.id)
    said = Figures((Figure("deposits", 5), Figure("funds", 6, "document", date(2026, 9, 9))))
    told(interviews, client, {"assets": said, "monthly_expense": HOUSE})
    assert at(interviews, client, "assets").known_figures == {
        "deposits": deposits,
        "funds": Figure("funds", 6, "document", date(2026, 9, 9)),
    }
    assert at(interviews, client, "monthly_expense").known_figures == {
        row.item: Figure(row.item, row.fen, "client", TODAY) for row in HOUSE.rows
    }


def marry(desk: Desk, client: str, spouse: str, roles: tuple[str, str] = ("self", "spouse")) -> None:
    ids = desk.office.ids
    with desk.office.write("test.marry") as session:
        household = Household(id=ids.new(), name="一家")
        session.add(household)
        session.flush()
        for who, name, role in ((client, "张三丰", roles[0]), (spouse, "李慧敏", roles[1]), (None, "小明", "child")):
            session.add(
                HouseholdMember(
                    id=ids.new(), household_id=household.id, client_id=who, name=name, role=role,
                    born_on=date(2018, 5, 1) if who is None else None, dependent=who is None,
                )
            )  # fmt: skip
        session.commit()


def test_the_household_on_file_is_offered_from_either_side(
    desk: Desk, interviews: Interviews, client: str, spouse: str
) -> None:
    marry(desk, client, spouse)
    child = Relative("小明", "child", date(2018, 5, 1), dependent=True)
    for who, other, born_on in ((client, "李慧敏", date(1960, 12, 31)), (spouse, "张三丰", date(1980, 1, 2))):
        step = at(interviews, who, "members")
        assert step.known_members == (Relative(other, "spouse", born_on), child)
        assert step.known == Known(Relatives(step.known_members), "record", TODAY)
    assert at(interviews, client, "age").known_members == ()


SPOUSE_SAID: dict[str, Value] = {
    "family_annual_income": 40_000_000,
    "annual_income_3y": 30_000_000,
    "children": 1,
    "monthly_expense": HOUSE,
    "assets": Figures((Figure("funds", 9_000_000),)),
    "total_debts": Figures((Figure("mortgage", 80_000_000), Figure("others", 1_000_000, "document"))),
}


@pytest.mark.parametrize("question", sorted(SPOUSE_SAID))
@pytest.mark.parametrize("roles", [("self", "spouse"), ("spouse", "self")])
def test_what_the_spouse_told_of_the_household_is_offered_and_nothing_else(
    desk: Desk, interviews: Interviews, client: str, spouse: str, question: str, roles: tuple[str, str]
) -> None:
    marry(desk, client, spouse, roles)
    told(interviews, spouse, {**SPOUSE_SAID})
    known = at(interviews, client, question).known
    if question in ("annual_income_3y", "assets"):
        assert known is None or known.source == "record"
    else:
        assert known == Known(SPOUSE_SAID[question], "household", TODAY, whose="李慧敏")


def test_nothing_of_one_person_alone_is_shared() -> None:
    own = {"annual_income_3y", "financial_assets", "cash_assets", "largest_holding", "experience_years", "age"}
    assert set(FACTS) >= SHARED_FACTS
    assert not SHARED_FACTS & (own | {name for name in FACTS if name.startswith(("id_", "goal", "loan_"))})


@pytest.mark.parametrize("why", ["parked", "given up", "withdrawn", "no couple", "no household", "from the books"])
def test_the_spouse_s_answers_stay_secret(
    desk: Desk, interviews: Interviews, client: str, spouse: str, why: str
) -> None:
    if why != "no household":
        marry(desk, client, spouse, ("child", "self") if why == "no couple" else ("self", "spouse"))
    books = Figures((Figure("food", 1), Figure("rent", 2, "head_office")))
    said: dict[str, Value] = {"monthly_expense": books if why == "from the books" else HOUSE}
    if why in ("parked", "given up"):
        step = tell(interviews, spouse, {"consent": "yes", **said})
        if why == "given up":
            interviews.abandon(step.head.id)
    else:
        told(interviews, spouse, {**said})
    if why == "withdrawn":
        with desk.office.write("test.withdraw") as session:
            session.exec(select(Consent)).one().withdrawn_on = TODAY
            session.commit()
    step = at(interviews, client, "monthly_expense")
    assert (step.known, step.known_figures) == (None, {})


def test_the_client_s_own_word_stands_before_that_of_the_spouse(
    desk: Desk, interviews: Interviews, client: str, spouse: str
) -> None:
    marry(desk, client, spouse)
    told(interviews, client, {"children": 2})
    told(interviews, spouse, {"children": 1})
    assert at(interviews, client, "children").known == Known(2, "interview", TODAY)


def test_what_the_spouse_told_later_stands_before_the_client_s_older_word(tmp_path: Path) -> None:
    clock = FixedClock(NOW)
    desk = make_desk(tmp_path / "home", clock=clock)
    interviews = recording(desk)
    client, spouse = client_id(desk, "C0001"), client_id(desk, "C0003")
    marry(desk, client, spouse)
    told(interviews, client, {"children": 2, "monthly_expense": HOUSE})
    clock.move(timedelta(days=1))
    told(interviews, spouse, {"children": 1})
    assert at(interviews, client, "children").known == Known(1, "household", date(2026, 11, 25), whose="李慧敏")
    assert at(interviews, client, "monthly_expense").known == Known(HOUSE, "interview", TODAY)
    desk.close()


def test_a_sum_told_as_one_amount_is_shown_beside_the_lines_and_never_taken_over(desk: Desk, client: str) -> None:
    """The quick interview asks for one amount what the full one asks for line by line."""
    quick = desk.interviews.start(client, "quick-2026")
    desk.interviews.answer(quick.head.id, "consent", answered("yes"))
    desk.interviews.answer(quick.head.id, "family_income", answered(48_000_000))
    full = desk.interviews.start(client, "full-2026")
    desk.interviews.answer(full.head.id, "consent", answered("yes"))
    step = desk.interviews.go_to(full.head.id, "family_income")
    assert step.known == Known(48_000_000, "interview", TODAY, only_total=True)
    assert step.known_figures == {}
