"""Loan cases: papers by the checklist of the kind, steps, decisions, a preliminary look at affordability."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.loans import Loans
from advisor_tui.desk.views.loans import NewLoan
from advisor_tui.reference.checklists import Checklist
from advisor_tui.rules.facts import LoanType
from advisor_tui.store.tables import CashFlowItem, CreditDecision, Liability
from tests.desk.work_desk import REFERENCE, TODAY, WorkDesk, work_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WorkDesk]:
    with work_desk(tmp_path / "home") as desk:
        yield desk


@pytest.fixture
def loans(desk: WorkDesk) -> Loans:
    return Loans(desk.office)


def checklist(kind: LoanType = LoanType.MORTGAGE) -> Checklist:
    return REFERENCE.checklists[kind]


def mortgage(desk: WorkDesk, **values: object) -> NewLoan:
    known: dict[str, object] = {"amount_fen": 100_000_000, "term_months": 360, "rate": 35_000, **values}
    return NewLoan(desk.client(), "mortgage", **known)  # type: ignore[arg-type]  # keywords of the dataclass


def test_a_new_case_gets_the_papers_of_its_kind(desk: WorkDesk, loans: Loans) -> None:
    view = loans.get(loans.add(mortgage(desk)))
    assert [paper.name["zh"] for paper in view.papers] == [paper.name["zh"] for paper in checklist().papers]
    assert view.row.missing == sum(paper.required for paper in checklist().papers)
    assert view.row.papers == len(checklist().papers)
    assert view.source == checklist().source


def test_a_paper_is_ticked_off_and_the_tick_taken_back(desk: WorkDesk, loans: Loans) -> None:
    made = loans.add(mortgage(desk))
    paper = loans.get(made).papers[0]
    loans.receive(paper.id, received=True)
    assert loans.get(made).papers[0].received_on == TODAY
    loans.receive(paper.id, received=False)
    assert loans.get(made).papers[0].received_on is None
    loans.undo()
    assert loans.get(made).papers[0].received_on == TODAY


def test_a_case_is_submitted_only_with_all_required_papers(desk: WorkDesk, loans: Loans) -> None:
    made = loans.add(mortgage(desk))
    with pytest.raises(DeskError) as refusal:
        loans.advance(made)
    assert refusal.value.code == "papers_missing"
    for paper in loans.get(made).papers:
        if paper.required:
            loans.receive(paper.id, received=True)
    assert loans.advance(made) == "submitted"
    with pytest.raises(DeskError) as waiting:
        loans.advance(made)
    assert waiting.value.code == "no_next_step"


def test_affordability_gives_both_payments_and_both_ratios_with_their_law(desk: WorkDesk, loans: Loans) -> None:
    new = mortgage(desk)
    desk.put(
        CashFlowItem(id="i", client_id=new.client_id, direction="in", kind="salary", amount=1_000_000),
        CashFlowItem(id="f", client_id=new.client_id, direction="out", kind="property_fee", amount=5_000),
        Liability(id="l", client_id=new.client_id, reference="r", kind="car", balance=1, instalment=90_000),
    )
    look = loans.get(loans.add(new)).affordability
    assert look.level_fen == 449_045
    assert look.first_fen == 277_778 + 291_667 - 1
    assert (look.income_fen, look.debts_fen, look.missing) == (1_000_000, 90_000, ())
    verdicts = [(finding.sentence["en"].split()[0], finding.verdict, finding.method) for finding in look.findings]
    assert verdicts == [
        ("360", "allowed", ""),
        ("House", "allowed", "equal_payment"),
        ("All", "allowed", "equal_payment"),
        ("House", "forbidden", "equal_principal"),
        ("All", "forbidden", "equal_principal"),
    ]
    assert any("银监发〔2004〕57号" in finding.law for finding in look.findings)


@pytest.mark.parametrize(
    ("flows", "income"),
    [
        ((("own_income", 12_000_000, "year"),), 1_000_000),
        ((("family_income", 24_000_000, "year"), ("own_income", 12_000_000, "year")), 2_000_000),
        ((("family_income", 24_000_000, "year"), ("salary", 1_000_000, "month")), 2_000_000),
        ((("salary", 1_000_000, "month"), ("rent", 1_200_000, "year")), 1_100_000),
        ((("family_income", 99, "once"), ("own_income", 12_000_000, "year")), 1_000_000),
    ],
)
def test_income_within_the_family_s_income_counts_once(
    desk: WorkDesk, loans: Loans, flows: tuple[tuple[str, int, str], ...], income: int
) -> None:
    new, other = mortgage(desk), desk.client("李四")
    desk.put(
        *(
            CashFlowItem(
                id=f"i{kind}", client_id=new.client_id, direction="in", kind=kind, amount=amount, period=period
            )
            for kind, amount, period in flows
        ),
        CashFlowItem(id="o", client_id=other, direction="in", kind="family_income", amount=7),
    )
    assert loans.get(loans.add(new)).affordability.income_fen == income


@pytest.mark.parametrize(
    ("flows", "income", "debts"),
    [
        ((("verified_income", "in", 800_000), ("family_income", "in", 2_000_000)), 800_000, 90_000),
        ((("debt", "out", 120_000),), 0, 120_000),
        ((("debt", "out", 10_000),), 0, 90_000),
    ],
)
def test_verified_income_goes_first_and_the_larger_of_both_debts(
    desk: WorkDesk, loans: Loans, flows: tuple[tuple[str, str, int], ...], income: int, debts: int
) -> None:
    new = mortgage(desk)
    desk.put(
        Liability(id="l", client_id=new.client_id, reference="r", kind="car", balance=1, instalment=90_000),
        *(
            CashFlowItem(id=kind, client_id=new.client_id, direction=direction, kind=kind, amount=amount)
            for kind, direction, amount in flows
        ),
    )
    look = loans.get(loans.add(new)).affordability
    assert (look.income_fen, look.debts_fen) == (income, debts)


def test_a_ratio_without_the_property_fee_says_so(desk: WorkDesk, loans: Loans) -> None:
    new = mortgage(desk)
    desk.put(CashFlowItem(id="i", client_id=new.client_id, direction="in", kind="salary", amount=1_000_000))
    look = loans.get(loans.add(new)).affordability
    unsure = [finding.sentence for finding in look.findings if finding.verdict == "warn"]
    assert len(unsure) == 2
    assert all("未计入物业费" in sentence["zh"] and "property fee" in sentence["en"] for sentence in unsure)


def test_the_age_at_the_end_of_the_term_is_looked_at(desk: WorkDesk, loans: Loans) -> None:
    new = replace(mortgage(desk), client_id=desk.client(born_on=date(1980, 1, 1)))
    looked = [finding.sentence["en"] for finding in loans.get(loans.add(new)).affordability.findings]
    assert any(sentence.startswith("Age and term together are about 76 years") for sentence in looked)


def test_too_much_debt_is_named(desk: WorkDesk, loans: Loans) -> None:
    new = mortgage(desk)
    desk.put(CashFlowItem(id="i", client_id=new.client_id, direction="in", kind="salary", amount=600_000))
    look = loans.get(loans.add(new)).affordability
    assert "forbidden" in {finding.verdict for finding in look.findings}


def test_what_is_not_known_is_said_and_no_ratio_invented(desk: WorkDesk, loans: Loans) -> None:
    look = loans.get(loans.add(mortgage(desk, rate=None))).affordability
    assert look.missing == ("income", "rate")
    assert look.level_fen is None
    assert [finding.sentence["en"].split()[0] for finding in look.findings] == ["360"]


def test_the_newest_credit_decision_is_shown(desk: WorkDesk, loans: Loans) -> None:
    new = mortgage(desk)
    made = loans.add(new)
    for number, decision in enumerate(("returned", "approved")):
        desk.put(
            CreditDecision(
                id=f"d{number}",
                loan_case_id=made,
                client_id=new.client_id,
                decision=decision,
                decided_on=TODAY,
                amount=90_000_000,
            )
        )
    view = loans.get(made)
    assert view.row.decision == "approved"
    assert [decision.decision for decision in view.decisions] == ["approved", "returned"]


def test_a_withdrawn_case_leaves_the_list_and_comes_back_by_undo(desk: WorkDesk, loans: Loans) -> None:
    made = loans.add(mortgage(desk))
    loans.withdraw(made, "改用自有资金")
    assert loans.list() == ()
    assert [row.status for row in loans.list(closed=True)] == ["withdrawn"]
    loans.undo()
    assert [row.id for row in loans.list()] == [made]


def test_a_loan_needs_an_amount(desk: WorkDesk, loans: Loans) -> None:
    with pytest.raises(DeskError) as refusal:
        loans.add(mortgage(desk, amount_fen=0))
    assert refusal.value.code == "amount_missing"
