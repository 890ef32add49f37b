"""The whole portfolio and the advisor's papers in the builder, at the presentation and at the signature."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlmodel import col

from advisor_tui.base.clock import FixedClock
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.check import first_line, judge
from advisor_tui.desk.proposal.draft import Draft, add_line, answer, change_line
from advisor_tui.desk.proposal.terms import show_finding
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.rules.portfolio.limits import PORTFOLIO_RULES, limits
from advisor_tui.store.tables import Goal, Holding, Liability, StaffQualification, Training
from tests.desk.proposal_case import ACCEPTED, CASH, FIXED, add_goal, ask, assess, build, hold, present, show_all, start
from tests.desk.staff_papers import qualify
from tests.support import NOW, TODAY, make_desk, refused

DAY = timedelta(days=1)
WAN = 10_000_00


def told(desk: Desk, proposal: str, draft: Draft | None = None) -> dict[str, Finding]:
    """What the rules of the whole portfolio and of staff say of a draft as it stands on the workbench."""
    bench = desk.proposals.bench(proposal)
    whole = judge(bench.draft if draft is None else draft, bench.basis).whole
    return {finding.rule: finding for finding in whole.findings}


def bare(desk: Desk, number: str = "C0001") -> str:
    """A client of level 3 of whom nothing is on file."""
    client = assess(desk, number, 3)
    with desk.office.write("test.bare") as session:
        session.execute(delete(Holding).where(col(Holding.client_id) == client))
        session.execute(delete(Liability).where(col(Liability.client_id) == client))
        session.commit()
    return client


def train(desk: Desk, until: date | None, *, required: bool = True) -> None:
    """Give the advisor a training."""
    office = desk.office
    with office.write("test.train") as session:
        session.add(
            Training(
                id=office.ids.new(), advisor_id=office.me.id, topic="适当性", required=required,
                completed_on=date(2025, 1, 1), valid_until=until,
            )
        )  # fmt: skip
        session.commit()


def test_a_proposal_names_what_nobody_told_and_is_not_stopped_by_it(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    build(desk, proposal, wmp_fixed_90=1_000_000_00)
    findings = told(desk, proposal)
    assert findings["portfolio_emergency"].facts == (
        "client.cash_assets", "client.monthly_debt_payment", "client.monthly_expense",
    )  # fmt: skip
    assert findings["portfolio_loan_money"].facts[0] in ("client.loan_money", "client.total_debts")
    desk.proposals.presentations.present(proposal)


def test_what_the_client_is_asked_is_judged_at_once(desk: Desk) -> None:
    proposal = start(desk, bare(desk))
    build(desk, proposal, wmp_fixed_90=1_500_000_00, wmp_cash_a=500_000_00)
    for fact, value in (
        ("cash_assets", 2_000_000_00), ("monthly_expense", 50_000_00), ("monthly_debt_payment", 40_000_00),
        ("financial_assets", 2_500_000_00), ("loan_money", 0),
    ):  # fmt: skip
        ask(desk, proposal, fact, value)
    findings = told(desk, proposal)
    emergency = findings["portfolio_emergency"]
    assert emergency.verdict is Verdict.WARN  # 540,000 have to stay, 500,000 do
    assert emergency.params["needed_fen"] == 540_000_00
    assert findings["portfolio_product"].verdict is Verdict.WARN
    assert findings["portfolio_product"].params["share"] == "60"
    assert "portfolio_loan_money" not in findings


def test_borrowed_money_stops_the_presentation(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    build(desk, proposal, wmp_fixed_90=1_000_000_00)
    ask(desk, proposal, "loan_money", 1_000_000_01)
    error = refused("proposal_forbidden", lambda: desk.proposals.presentations.present(proposal))
    assert "1,000,000.01" in str(error)
    ask(desk, proposal, "loan_money", 1_000_000_00)
    desk.proposals.presentations.present(proposal)


def test_what_is_held_and_owed_is_read_from_the_books(desk: Desk) -> None:
    client = bare(desk)
    hold(desk, client, FIXED, 800_000_00)
    office = desk.office
    with office.write("test.owe") as session:
        session.add(Liability(id=office.ids.new(), client_id=client, reference="L", kind="mortgage", balance=1))
        session.commit()
    proposal = start(desk, client, 100_000_00)
    build(desk, proposal, wmp_cash_a=100_000_00)
    whole = desk.proposals.bench(proposal).basis.whole
    assert whole is not None
    [held] = whole.money.holdings
    assert (held.value_fen, held.place.product, held.place.kind) == (800_000_00, FIXED, "wmp")
    assert whole.money.debts_fen == 1
    ask(desk, proposal, "financial_assets", 900_000_00)
    assert told(desk, proposal)["portfolio_kind"].params["used_fen"] == 900_000_00


def test_a_line_that_is_locked_beyond_its_goal_is_told(desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    goal = add_goal(desk, client)
    proposal = start(desk, client)
    draft = build(desk, proposal, wmp_fixed_90=100_000_00)
    served = change_line(draft, FIXED, goal=goal)
    assert "portfolio_horizon" not in told(desk, proposal, served)
    with desk.office.write("test.move") as session:
        session.get_one(Goal, goal).due_on = TODAY + 89 * DAY
        session.commit()
    assert told(desk, proposal, served)["portfolio_horizon"].verdict is Verdict.WARN
    assert "portfolio_horizon" not in told(desk, proposal, draft)


def test_the_builder_judges_by_the_rows_that_a_solver_is_given(desk: Desk) -> None:
    from advisor_tui.desk.proposal.whole import planned_line, situation_for

    proposal = start(desk, bare(desk))
    draft = build(desk, proposal, wmp_fixed_90=1_900_000_00)
    draft = answer(answer(draft, "financial_assets", 2_000_000_00), "loan_money", 0)
    basis = desk.proposals.bench(proposal).basis
    assert basis.whole is not None
    lines = [planned_line(line, basis.products[line.product], basis.whole) for line in draft.lines]
    rows = limits(situation_for(draft, basis.whole), lines, basis.rules)
    [row] = [row for row in rows if row.rule == "portfolio_product"]
    for amount, broken in ((row.ceiling_fen, False), (row.ceiling_fen + 1, True)):
        finding = told(desk, proposal, change_line(draft, FIXED, amount=amount))["portfolio_product"]
        assert (finding.verdict is Verdict.WARN) is broken


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_finding_of_the_whole_has_its_words(desk: Desk, lang: str) -> None:
    client = assess(desk, "C0001", 3)
    proposal = start(desk, client)
    draft = build(desk, proposal, wmp_fixed_90=2_000_000_00)
    basis = desk.proposals.bench(proposal).basis
    for rule in PORTFOLIO_RULES:
        assert "本行" in basis.rules.law(rule)
    for finding in told(desk, proposal, answer(draft, "financial_assets", 2_000_000_00)).values():
        view = show_finding(finding, basis.rules, "zh" if lang == "zh" else "en")
        assert view.text
        assert "{" not in view.text + view.title + view.source


# Staff


def test_without_papers_from_head_office_it_is_said_that_nobody_knows_them(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    build(desk, proposal, wmp_fixed_90=1_000_000_00)
    assert told(desk, proposal)["staff_qualification"].verdict is Verdict.MISSING


def test_a_product_whose_qualification_is_lacking_is_neither_offered_nor_presented(desk: Desk) -> None:
    qualify(desk, "funds")
    proposal = start(desk, assess(desk, "C0001", 3))
    build(desk, proposal, wmp_fixed_90=1_000_000_00)
    bench = desk.proposals.bench(proposal)
    suits = {offer.product.qualification for offer in bench.offers(bench.draft) if offer.suits}
    assert suits == {"funds"}
    error = refused("line_forbidden", lambda: desk.proposals.presentations.present(proposal))
    assert error.where == FIXED
    assert "第十六条" in str(error)
    qualify(desk, "wealth", until=TODAY)
    desk.proposals.presentations.present(proposal)


def test_somebody_elses_qualification_is_not_the_advisors(desk: Desk) -> None:
    from advisor_tui.store.tables import Advisor

    office = desk.office
    with office.write("test.other") as session:
        other = Advisor(id=office.ids.new(), staff_no="1099", name="钱七", branch_id=office.me.branch_id)
        session.add(other)
        session.flush()
        session.add(
            StaffQualification(id=office.ids.new(), advisor_id=other.id, kind="wealth", valid_from=date(2024, 1, 1))
        )
        session.commit()
    proposal = start(desk, assess(desk, "C0001", 3))
    build(desk, proposal, wmp_fixed_90=1_000_000_00)
    refused("line_forbidden", lambda: desk.proposals.presentations.present(proposal))


@pytest.mark.parametrize("blocked", ["qualification", "training"])
def test_what_lapses_before_the_signature_blocks_it(tmp_path: Path, blocked: str) -> None:
    clock = FixedClock(NOW)
    desk = make_desk(tmp_path / "later", clock=clock)
    qualify(desk, until=TODAY if blocked == "qualification" else None)
    train(desk, TODAY if blocked == "training" else None)
    proposal = present(desk)
    show_all(desk, proposal)
    clock.move(DAY)
    code = "line_forbidden" if blocked == "qualification" else "proposal_forbidden"
    refused(code, lambda: desk.proposals.confirmations.confirm(proposal, ACCEPTED))
    clock.move(-DAY)
    desk.proposals.confirmations.confirm(proposal, ACCEPTED)
    desk.close()


def test_a_lapsed_training_blocks_any_proposal_unless_it_is_optional(desk: Desk) -> None:
    qualify(desk)
    train(desk, TODAY - DAY, required=False)
    proposal = start(desk, assess(desk, "C0001", 3))
    build(desk, proposal, wmp_fixed_90=1_000_000_00)
    assert "staff_training" not in told(desk, proposal)
    train(desk, TODAY - DAY)
    assert told(desk, proposal)["staff_training"].verdict is Verdict.FORBIDDEN
    refused("proposal_forbidden", lambda: desk.proposals.presentations.present(proposal))


def test_what_the_client_only_keeps_needs_no_qualification(desk: Desk) -> None:
    qualify(desk, "deposits")
    bench_client = assess(desk, "C0001", 3)
    hold(desk, bench_client, CASH, 500_000_00)
    proposal = start(desk, bench_client)
    bench = desk.proposals.bench(proposal)
    product = bench.product(CASH)
    assert product is not None
    kept = add_line(bench.draft, replace(first_line(product, 500_000_00), amount=500_000_00))
    findings = judge(kept, bench.basis).lines[CASH].findings
    assert "staff_qualification" not in {finding.rule for finding in findings}
    more = judge(change_line(kept, CASH, amount=500_001_00), bench.basis).lines[CASH].findings
    assert "staff_qualification" in {finding.rule for finding in more}
