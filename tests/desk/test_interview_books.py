"""Needs from the books: which holdings and members the rules see, and that a stored need keeps its evidence."""

from datetime import date
from fractions import Fraction

import pytest
from sqlmodel import select

from advisor_tui.desk.desk import Desk
from advisor_tui.desk.interview.books import books_of, evidence_text, stored_need
from advisor_tui.desk.interview.credit import first_credit_look
from advisor_tui.desk.interview.doubting import on_file_of
from advisor_tui.rules.credit_flags import CreditEnquiry
from advisor_tui.rules.facts import LoanType
from advisor_tui.rules.needs.books import Member
from advisor_tui.rules.needs.need import Need as FoundNeed
from advisor_tui.rules.questionnaire import Value
from advisor_tui.rules.said import Relative, Relatives
from advisor_tui.store.tables import Client, Holding, Household, HouseholdMember, Need
from tests.desk.interview_walk import FULL, completed
from tests.screens.interview_stage import usual
from tests.support import TODAY, client_id

FAMILY = (
    ("王芳", "spouse", None, True),
    ("小明", "child", date(2016, 11, 24), True),
    ("李母", "parent", None, False),
)


@pytest.fixture
def client(desk: Desk) -> str:
    return client_id(desk, "C0001")


def add_household(desk: Desk, client: str, role: str) -> None:
    ids = desk.office.ids
    with desk.office.write("test.household") as session:
        household = ids.new()
        session.add(Household(id=household, name="一家"))
        session.flush()
        session.add(HouseholdMember(id=ids.new(), household_id=household, client_id=client, name="本人", role=role))
        for name, other, born_on, dependent in FAMILY:
            found = "self" if other == role else other
            session.add(
                HouseholdMember(
                    id=ids.new(), household_id=household, name=name, role=found, born_on=born_on, dependent=dependent
                )
            )
        session.commit()


def members(desk: Desk, client: str) -> tuple[Member, ...]:
    with desk.office.read() as session:
        return books_of(session, session.get_one(Client, client), TODAY).members


@pytest.mark.parametrize("role", ["self", "spouse"])
def test_the_others_of_the_household_are_seen_from_either_of_the_couple(desk: Desk, client: str, role: str) -> None:
    add_household(desk, client, role)
    assert members(desk, client) == tuple(Member(*told) for told in FAMILY)


def test_nobody_is_seen_from_a_child_or_without_a_household(desk: Desk, client: str) -> None:
    assert members(desk, client) == ()
    add_household(desk, client, "child")
    assert members(desk, client) == ()


def test_holdings_come_by_name_and_those_worth_nothing_stay_away(desk: Desk, client: str) -> None:
    with desk.office.write("test.holdings") as session:
        for number, (name, value) in enumerate((("稳健增利", 3_000_000), ("已清仓", 0))):
            session.add(
                Holding(
                    id=desk.office.ids.new(), client_id=client, reference=f"W{number}", kind="wmp", name=name,
                    amount=value, value=value, matures_on=None,
                )
            )  # fmt: skip
        session.commit()
    with desk.office.read() as session:
        books = books_of(session, session.get_one(Client, client), TODAY)
    assert books.today == TODAY
    assert sorted((held.name, held.kind) for held in books.holdings) == [("定期存款", "deposit"), ("稳健增利", "wmp")]


def test_a_completed_interview_names_the_holdings_and_members_behind_its_needs(desk: Desk, client: str) -> None:
    add_household(desk, client, "self")
    alone = Relatives((Relative("小明", "child", dependent=True),))
    said: dict[str, Value] = {"life_cover": 0, "members": alone, "child_years": 8, "child_cost": 50_000_00}
    result = desk.interviews.result(completed(desk, client, lambda q: said.get(q.id, usual(q)), code=FULL))
    by_kind = {need.kind: need for need in result.needs}
    assert by_kind["maturing_money"].holdings == ("定期存款",)
    people = [need for need in result.needs if need.kind == "protection_person"]
    assert [need.members for need in people] == [("小明",), ("王芳",)]
    assert all(need.members[0] in need.sentence["zh"] for need in people)
    parts = [need.size_fen or 0 for need in result.needs if need.kind in ("protection_person", "protection_debts")]
    assert sum(parts) == by_kind["protection_gap"].size_fen
    with desk.office.read() as session:
        stored = [stored_need(row) for row in session.exec(select(Need).order_by(Need.priority))]  # type: ignore[arg-type]
    assert [(need.kind, need.evidence, need.holdings, need.members) for need in stored] == [
        (need.kind, need.evidence, need.holdings, need.members) for need in result.needs
    ]


def test_evidence_is_kept_and_read_back_whole() -> None:
    found = FoundNeed("concentration", 5, ("a", "b"), {"share": 60}, ("{甲}", "holding"), ("小明",))
    row = Need(
        id="1", client_id="c", interview_id="i", kind=found.kind, size=5, params='{"share": 60}',
        evidence=evidence_text(found),
    )  # fmt: skip
    assert stored_need(row) == found
    row.evidence = '["a"]'
    assert stored_need(row).evidence == ("a",)


@pytest.mark.parametrize(
    ("kind", "term", "rate", "paper"),
    [
        (LoanType.MORTGAGE, 360, 35_000, "purchase_contract"),
        (LoanType.CONSUMER, 36, 30_000, "purpose_proof"),
        (LoanType.BUSINESS, 60, 35_000, "licence"),
    ],
)
def test_a_first_look_has_its_label_sentences_prime_rate_and_papers(
    desk: Desk, kind: LoanType, term: int, rate: int, paper: str
) -> None:
    enquiry = CreditEnquiry(
        kind, 30_000_000, term, Fraction(35, 1000), 1_000_000, property_fee_fen=0, other_instalments_fen=0, queries=9
    )
    view = first_credit_look(desk.office, enquiry)
    assert "风险部门" in view.label.sentence["zh"]
    assert [shown.repayment.method for shown in view.repayments] == ["equal_payment", "equal_principal"]
    assert all(shown.findings for shown in view.repayments)
    flags = {finding.rule: finding for finding in view.findings}
    assert flags["credit_queries"].verdict == "warn"
    assert "待核实" in flags["credit_queries"].law["zh"]
    assert view.prime_rate is not None
    assert (view.prime_rate.rate, view.prime_rate.confirmed) == (rate, False)
    assert paper in [wanted.id for wanted in view.papers]
    assert not view.papers_confirmed


def test_a_loan_of_no_known_kind_has_no_papers(desk: Desk) -> None:
    view = first_credit_look(desk.office, CreditEnquiry())
    assert (view.papers, view.papers_source, view.papers_confirmed, view.prime_rate) == ((), "", False, None)


def test_money_on_accounts_is_what_ready_money_is_held_against_and_no_other_holding(desk: Desk, client: str) -> None:
    held = (("current", 3_000_000, date(2026, 10, 31)), ("current", 1_000_000, date(2026, 9, 30)),
            ("wmp", 7_000_000, date(2026, 11, 20)))  # fmt: skip
    with desk.office.write("test.holdings") as session:
        for number, (kind, value, as_of) in enumerate(held):
            session.add(
                Holding(
                    id=desk.office.ids.new(), client_id=client, reference=f"W{number}", kind=kind, name=kind,
                    amount=value, value=value, as_of=as_of,
                )
            )  # fmt: skip
        session.commit()
    with desk.office.read() as session:
        on_file = on_file_of(session, session.get_one(Client, client))
    assert (on_file.ready_fen, on_file.ready_as_of) == (4_000_000, date(2026, 10, 31))
    assert (on_file.assets_fen or 0) >= 11_000_000, "the fund counts there"
