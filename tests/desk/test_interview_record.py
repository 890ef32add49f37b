"""What a completed interview writes to the record: person, paper, consents, household, figures; each once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from advisor_tui.base.clock import FixedClock
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.interviews import Interviews
from advisor_tui.rules.questionnaire import Answer, Value, answered
from advisor_tui.rules.said import Figure, Figures, Relative, Relatives, Source
from advisor_tui.store.tables import (
    CashFlowItem,
    Client,
    Consent,
    Holding,
    HouseholdMember,
    IdentityDocument,
    Liability,
)
from tests.desk.interview_due_diligence import recording, tell, told
from tests.desk.test_interview_identity import resident
from tests.searching import examples
from tests.support import NOW, TODAY, client_id, make_desk

OLD, NEW = "11010519491231002X", resident(date(1980, 1, 2))
SAID: dict[str, Value | Answer] = {
    "consent_form": "A-8",
    "marketing": "yes",
    "marketing_form": "M-3",
    "full_name": "张三峰",
    "id_kind": "resident_id",
    "id_number": NEW,
    "id_long_term": "no",
    "id_expires": date(2036, 1, 1),
    "capacity": "limited",
    "guardian_name": "张父",
    "phone": "13600136000",
    "address": "滨江路 2 号",
    "nationality": "SG",
    "tax_residence": "both",
    "occupation": "employee",
    "members": Relatives(
        (Relative("王芳", "spouse", date(1982, 3, 4)), Relative("小明", "child", None, dependent=True))
    ),
    "family_annual_income": answered(50_000_000, "document", date(2026, 6, 30)),
}
TABLES = (Client, IdentityDocument, Consent, HouseholdMember, CashFlowItem, Holding, Liability)


@pytest.fixture
def client(desk: Desk) -> str:
    return client_id(desk, "C0001")


@pytest.fixture
def interviews(desk: Desk) -> Interviews:
    return recording(desk)


def rows(desk: Desk) -> list[str]:
    with desk.office.read() as session:
        return [str(sorted(row.model_dump().items())) for table in TABLES for row in session.exec(select(table))]


def test_the_person_is_written_as_told(desk: Desk, interviews: Interviews, client: str) -> None:
    told(interviews, client, SAID)
    with desk.office.read() as session:
        row = session.get_one(Client, client)
    assert (row.name, row.phone, row.address, row.occupation) == ("张三峰", "13600136000", "滨江路 2 号", "选employee")
    assert (row.nationality, row.tax_residence, row.capacity, row.guardian) == ("SG", "选both", "limited", "张父")


def test_a_new_number_is_a_new_paper_and_the_old_one_stays(desk: Desk, interviews: Interviews, client: str) -> None:
    told(interviews, client, SAID)
    with desk.office.read() as session:
        papers = {paper.number: paper for paper in session.exec(select(IdentityDocument)) if paper.client_id == client}
    assert {number: paper.main for number, paper in papers.items()} == {OLD: False, NEW: True}
    assert (papers[NEW].expires_on, papers[NEW].long_term, papers[NEW].seen_on) == (date(2036, 1, 1), False, TODAY)
    assert (papers[OLD].expires_on, papers[OLD].seen_on) == (date(2030, 1, 1), None)
    told(interviews, client, {"id_number": OLD})
    with desk.office.read() as session:
        main = session.exec(select(IdentityDocument).where(IdentityDocument.client_id == client, IdentityDocument.main))
        assert [(paper.number, paper.seen_on) for paper in main] == [(OLD, TODAY)]


@pytest.mark.parametrize(
    ("said", "expires_on", "long_term", "seen_on"),
    [
        ({"id_long_term": "yes"}, None, True, TODAY),
        ({"id_long_term": "no", "id_expires": date(2031, 5, 6)}, date(2031, 5, 6), False, TODAY),
        ({"id_number": OLD}, date(2030, 1, 1), False, TODAY),
        ({}, date(2030, 1, 1), False, None),
    ],
)
def test_the_paper_on_file_takes_what_is_told_of_it(
    desk: Desk, interviews: Interviews, client: str, said: dict[str, Value | Answer], expires_on: date | None,
    long_term: bool, seen_on: date | None,
) -> None:  # fmt: skip
    told(interviews, client, said)
    with desk.office.read() as session:
        paper = session.exec(select(IdentityDocument).where(IdentityDocument.client_id == client)).one()
    assert (paper.number, paper.expires_on, paper.long_term, paper.seen_on) == (OLD, expires_on, long_term, seen_on)


def test_birth_date_and_sex_come_from_the_number_where_none_is_on_file(desk: Desk, interviews: Interviews) -> None:
    other = client_id(desk, "C0004")
    told(interviews, other, {"id_number": resident(date(1990, 7, 8), 2)})
    with desk.office.read() as session:
        row = session.get_one(Client, other)
    assert (row.born_on, row.sex) == (date(1990, 7, 8), "female")


def test_each_consent_is_a_row_of_its_own_with_form_and_day(desk: Desk, interviews: Interviews, client: str) -> None:
    told(interviews, client, SAID)
    with desk.office.read() as session:
        consents = session.exec(select(Consent).order_by(Consent.kind)).all()
    assert [(row.kind, row.given, row.form_number, row.decided_on) for row in consents] == [
        ("marketing", True, "M-3", TODAY),
        ("sensitive_data", True, "A-8", TODAY),
    ]
    told(interviews, client, {"marketing": "no"})
    with desk.office.read() as session:
        marketing = session.exec(select(Consent).where(Consent.kind == "marketing").order_by(Consent.id)).all()
    assert [(row.given, row.form_number) for row in marketing] == [(True, "M-3"), (False, "")]


def test_another_signed_form_is_another_consent(desk: Desk, interviews: Interviews, client: str) -> None:
    told(interviews, client, {"consent_form": "A-8"})
    told(interviews, client, {})
    told(interviews, client, {"consent_form": "A-9"})
    with desk.office.read() as session:
        forms = [row.form_number for row in session.exec(select(Consent).order_by(Consent.id))]
    assert forms == ["A-8", "A-9"]


def test_without_consent_nothing_of_the_person_is_written(desk: Desk, interviews: Interviews, client: str) -> None:
    before = set(rows(desk))
    step = tell(interviews, client, {"consent": "yes", **SAID})
    interviews.answer(step.head.id, "consent", answered("no"))
    interviews.complete(step.head.id)
    (new,) = set(rows(desk)) - before
    assert "('given', False)" in new
    assert before <= set(rows(desk))


def test_members_told_from_either_side_are_one_household(desk: Desk, interviews: Interviews, client: str) -> None:
    def members() -> list[tuple[str, str, date | None, bool]]:
        with desk.office.read() as session:
            rows = session.exec(select(HouseholdMember).order_by(HouseholdMember.id)).all()
        assert len({row.household_id for row in rows}) == 1
        return [(row.name, row.role, row.born_on, row.dependent) for row in rows]

    told(interviews, client, SAID)
    wife = ("王芳", "spouse", date(1982, 3, 4), False)
    assert members() == [("张三峰", "self", None, False), wife, ("小明", "child", None, True)]
    with desk.office.write("test.link") as session:
        found = session.exec(select(HouseholdMember).where(HouseholdMember.name == "王芳")).one()
        found.client_id = client_id(desk, "C0003")
        session.commit()
    husband = Relative("张三峰", "spouse", date(1980, 1, 2))
    others = (Relative("小明", "child", date(2018, 1, 1), dependent=True), Relative("王母", "parent"))
    told(interviews, client_id(desk, "C0003"), {"members": Relatives((husband, *others))})
    assert members() == [
        ("张三峰", "self", date(1980, 1, 2), False),
        wife,
        ("小明", "child", date(2018, 1, 1), True),
        ("王母", "parent", None, False),
    ]


def test_a_member_who_is_not_named_stays(desk: Desk, interviews: Interviews, client: str) -> None:
    told(interviews, client, SAID)
    told(interviews, client, {"members": Relatives((Relative("小红", "child", None, dependent=True),))})
    told(interviews, client, {"members": Relatives(())})
    with desk.office.read() as session:
        assert {row.name for row in session.exec(select(HouseholdMember))} == {"张三峰", "王芳", "小明", "小红"}


@pytest.mark.parametrize("linked", [False, True], ids=["a name only", "a client"])
def test_a_member_on_file_under_another_name_is_one_member_still(
    desk: Desk, interviews: Interviews, client: str, linked: bool
) -> None:
    """The name is corrected, unless it is that of a client, which the client's own record holds."""
    told(interviews, client, SAID)
    if linked:
        with desk.office.write("test.link") as session:
            found = session.exec(select(HouseholdMember).where(HouseholdMember.name == "王芳")).one()
            found.client_id = client_id(desk, "C0003")
            session.commit()
    meant = Relatives((Relative("王方", "spouse", on_file_as="王芳"),))
    for _ in range(2):
        told(interviews, client, {"members": meant})
        with desk.office.read() as session:
            spouses = session.exec(select(HouseholdMember).where(HouseholdMember.role == "spouse")).all()
        assert [(row.name, row.born_on) for row in spouses] == [("王芳" if linked else "王方", date(1982, 3, 4))]


def test_who_lives_alone_gets_no_household(desk: Desk, interviews: Interviews, client: str) -> None:
    told(interviews, client, {"members": Relatives(())})
    with desk.office.read() as session:
        assert session.exec(select(HouseholdMember)).all() == []


@pytest.mark.parametrize(
    ("parts", "source", "as_of"),
    [
        ((("client", None), ("client", None)), "interview", TODAY),
        ((("document", date(2026, 9, 1)), ("document", date(2026, 8, 1))), "document", date(2026, 8, 1)),
        ((("document", date(2026, 9, 1)), ("client", None)), "interview", date(2026, 9, 1)),
        ((("head_office", date(2026, 9, 1)),), "head_office", date(2026, 9, 1)),
    ],
)
def test_a_cash_flow_keeps_who_says_it_and_of_which_day(
    desk: Desk, interviews: Interviews, client: str, parts: tuple[tuple[Source, date | None], ...], source: str,
    as_of: date,
) -> None:  # fmt: skip
    figures = tuple(Figure(item, 100, who, on) for item, (who, on) in zip(("food", "rent"), parts, strict=False))
    told(interviews, client, {**SAID, "monthly_expense": Figures(figures)})
    with desk.office.read() as session:
        items = {item.kind: item for item in session.exec(select(CashFlowItem))}
    income = items["family_income"]
    assert (income.amount, income.source, income.as_of) == (50_000_000, "document", date(2026, 6, 30))
    living = items["living"]
    assert (living.amount, living.source, living.as_of) == (100 * len(parts), source, as_of)


def test_what_is_held_elsewhere_never_enters_the_bank_s_books(desk: Desk, interviews: Interviews, client: str) -> None:
    def books() -> list[str]:
        with desk.office.read() as session:
            return [str(row) for table in (Holding, Liability) for row in session.exec(select(table))]

    before = books()
    told(interviews, client, {"assets": Figures((Figure("funds", 7),)), "total_debts": Figures((Figure("others", 8),))})
    assert books() == before


@pytest.mark.slow
@examples(8, one_fixture=True)
@given(chosen=st.sets(st.sampled_from(sorted(SAID))))
def test_the_same_told_again_changes_no_row_but_days(
    tmp_path_factory: pytest.TempPathFactory, chosen: set[str]
) -> None:
    clock = FixedClock(NOW)
    desk = make_desk(tmp_path_factory.mktemp("twice") / "home", clock=clock)
    interviews, client = recording(desk), client_id(desk, "C0001")
    said = {name: SAID[name] for name in chosen | {"guardian_name", "capacity"}}
    told(interviews, client, dict(said))
    once = rows(desk)
    told(interviews, client, dict(said))
    assert rows(desk) == once
    clock.move(timedelta(days=1))
    told(interviews, client, dict(said))
    assert len(rows(desk)) == len(once)
    desk.close()
