"""The automatic proposal of a draft: what it covers, pins, positions, what is stored, and the checker as its judge."""

import json
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.check import first_line
from advisor_tui.desk.proposal.draft import NOTHING_BOUND, Draft, add_line, change_line, keep_holding
from advisor_tui.desk.proposal.proposing import Proposed, solution_of
from advisor_tui.rules.findings import Verdict
from tests.desk.proposal_case import (
    CASH,
    EQUITY_FUND,
    FIXED,
    MONEY,
    add_goal,
    assess,
    hold,
    searched_to_the_end,
    start,
)
from tests.searching import examples
from tests.support import make_desk

__all__ = ["searched_to_the_end"]
pytestmark = pytest.mark.usefixtures("searched_to_the_end")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path / "home")


def proposed(desk: Desk, proposal: str, draft: Draft | None = None) -> Proposed:
    bench = desk.proposals.bench(proposal)
    return desk.proposals.proposing.propose(bench, bench.draft if draft is None else draft)


def adds_up(draft: Draft) -> None:
    """To the 分: what the solver says is left over is what the lines leave of the money."""
    solution = solution_of(draft)
    assert solution is not None
    assert solution["left"] == draft.investable - sum(line.amount for line in draft.lines) >= 0


def clean(desk: Desk, proposal: str, draft: Draft) -> None:
    """No rule forbids, the money adds up to the 分, and every amount is one that the product takes."""
    bench = desk.proposals.bench(proposal)
    judged = bench.judge(draft)
    assert [found.rule for found in judged.joined.findings if found.verdict is Verdict.FORBIDDEN] == []
    portfolio = [f for f in judged.whole.findings if f.rule.startswith("portfolio_") and f.verdict is Verdict.WARN]
    assert portfolio == []
    adds_up(draft)
    for line in draft.lines:
        product = bench.product(line.product)
        assert product is not None
        assert line.pinned or not line.bought or product.takes(line.amount) or line.bought % product.step == 0


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_a_proposal_of_every_level_passes_the_checker(desk: Desk, level: int) -> None:
    client = assess(desk, "C0001", level)
    goal = add_goal(desk, client)
    proposal = start(desk, client)
    draft = proposed(desk, proposal).draft
    clean(desk, proposal, draft)
    assert goal in {line.goal for line in draft.lines}
    levels = [desk.proposals.bench(proposal).product(line.product) for line in draft.lines]
    assert all(product is not None and (product.level or 0) <= level for product in levels)


def test_what_was_answered_is_stored_with_its_lines(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    draft = proposed(desk, proposal).draft
    desk.proposals.save(proposal, draft)
    stored = desk.proposals.bench(proposal).draft
    assert stored == draft
    solution = solution_of(stored)
    assert solution is not None
    assert solution["library"].startswith("highspy 1.")
    assert solution["policy"] == "target-mix/1"
    assert all(json.loads(line.bound)["tight"] for line in stored.lines)


def test_a_changed_amount_is_no_longer_the_automatic_proposals(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    draft = proposed(desk, proposal).draft
    first = draft.lines[0]
    changed = change_line(draft, first.product, amount=first.amount - 1)
    assert solution_of(changed) is None
    assert changed.lines[0].bound == NOTHING_BOUND
    assert changed.lines[1].bound == draft.lines[1].bound


def test_pinned_lines_stay_and_the_rest_is_solved_around_them(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 4))
    bench = desk.proposals.bench(proposal)
    product = bench.product(FIXED)
    assert product is not None
    pinned = replace(first_line(product), amount=600_000_00, pinned=True)
    draft = proposed(desk, proposal, add_line(bench.draft, pinned)).draft
    assert draft.find(FIXED) == pinned
    clean(desk, proposal, draft)
    assert draft.left < 10_000_00


def test_solving_again_changes_nothing(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 4))
    once = proposed(desk, proposal).draft
    assert proposed(desk, proposal, once).draft == once


def test_solving_again_changes_nothing_for_a_client_with_positions_either(desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    add_goal(desk, client)
    for code in (CASH, FIXED, "dep-notice-7d", "dep-term-1y"):
        hold(desk, client, code, 900_000_00)
    proposal = start(desk, client)
    first = proposed(desk, proposal).draft
    assert first.investable == MONEY, "no position joins the money by itself"
    assert proposed(desk, proposal, first).draft == first
    mine = keep_holding(Draft(MONEY), first_line(desk.proposals.bench(proposal).basis.products[CASH], 900_000_00))
    once = proposed(desk, proposal, mine).draft
    assert once.investable == MONEY + 900_000_00
    assert proposed(desk, proposal, once).draft == once


def test_positions_in_the_draft_stay(desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    hold(desk, client, CASH, 123_456_78)
    proposal = start(desk, client)
    bench = desk.proposals.bench(proposal)
    product = bench.product(CASH)
    assert product is not None
    kept = keep_holding(bench.draft, replace(first_line(product, 123_456_78), amount=123_456_78))
    draft = proposed(desk, proposal, kept).draft
    line = draft.find(CASH)
    assert line is not None
    assert line.amount >= 123_456_78
    assert draft.investable == MONEY + 123_456_78
    clean(desk, proposal, draft)


def test_a_pin_above_the_mix_is_told_with_its_reasons(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 4))
    bench = desk.proposals.bench(proposal)
    product = bench.product(EQUITY_FUND)
    assert product is not None
    draft = add_line(bench.draft, replace(first_line(product), amount=1_800_000_00, pinned=True))
    answer = proposed(desk, proposal, draft)
    assert answer.draft == draft
    assert {(reason.kind, reason.subject) for reason in answer.reasons} == {("bound", "equity"), ("pin", EQUITY_FUND)}


def test_it_can_be_stopped(desk: Desk) -> None:
    bench = desk.proposals.bench(start(desk, assess(desk, "C0001", 3)))
    with pytest.raises(DeskError) as refused:
        desk.proposals.proposing.propose(bench, bench.draft, lambda: True)
    assert refused.value.code == "proposing_stopped"


def test_one_rule_changed_changes_the_proposal(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 1))
    bench = desk.proposals.bench(proposal)
    looser = replace(bench, basis=replace(bench.basis, client=replace(bench.basis.client, risk_level=5)))
    strict = desk.proposals.proposing.propose(bench, bench.draft).draft
    loose = desk.proposals.proposing.propose(looser, bench.draft).draft

    def riskiest(draft: Draft) -> int:
        return max((product.level or 0) for line in draft.lines if (product := bench.product(line.product)))

    assert riskiest(strict) <= 1 < riskiest(loose)


@examples(25, one_fixture=True)
@given(st.integers(1, 5), st.integers(1, 900), st.integers(0, 300), st.integers(18, 80))
def test_no_proposal_breaks_a_rule_that_the_checker_knows(
    shared: tuple[Desk, str], level: int, wan: int, assets: int, age: int
) -> None:
    desk, proposal = shared
    bench = desk.proposals.bench(proposal)
    client = replace(bench.basis.client, risk_level=level, age=age, financial_assets_fen=assets * 10_000_00)
    bench = replace(bench, basis=replace(bench.basis, client=client))
    asked = (*bench.draft.asked, ("financial_assets", assets * 10_000_00), ("monthly_expense", 5_000_00))
    draft = replace(bench.draft, investable=wan * 10_000_00, asked=tuple(sorted(asked)))
    answer = desk.proposals.proposing.propose(bench, draft)
    assert answer.standing == ()
    if answer.fits:
        judged = bench.judge(answer.draft)
        broken = [f for d in judged.lines.values() for f in d.findings if f.verdict is Verdict.FORBIDDEN]
        whole = [f for f in judged.whole.findings if f.verdict is Verdict.FORBIDDEN and f.rule != "no_lines"]
        assert broken + whole == []
        assert [f for f in judged.whole.findings if f.rule.startswith("portfolio") and f.verdict is Verdict.WARN] == []
        adds_up(answer.draft)


CODES = ("wmp-cash-a", "fund-bond-plus", "fund-index-300", "dep-cd-3y", "ins-term-20", "bullion-bar-10")
LINES = st.lists(
    st.tuples(st.sampled_from(CODES), st.integers(0, 400), st.booleans(), st.booleans()),
    min_size=1,
    max_size=4,
    unique_by=itemgetter(0),
)


@examples(20, one_fixture=True)
@given(LINES, st.integers(3, 5), st.integers(100, 500), st.randoms(use_true_random=False))
def test_pins_and_positions_stay_and_no_order_matters(
    shared: tuple[Desk, str], drawn: list[tuple[str, int, bool, bool]], level: int, wan: int, random: Random
) -> None:
    """Lines of so many steps, some pinned, some of which the client has a position already."""
    desk, proposal = shared
    bench = desk.proposals.bench(proposal)
    bench = replace(bench, basis=replace(bench.basis, client=replace(bench.basis.client, risk_level=level)))
    draft = replace(bench.draft, investable=wan * 10_000_00)
    for code, steps, pinned, held in drawn:
        product = bench.basis.products[code]
        amount = product.min_amount + steps * product.step
        line = replace(first_line(product), amount=amount, held=amount // 2 if held else 0, pinned=pinned)
        draft = keep_holding(draft, line)
    answer = desk.proposals.proposing.propose(bench, draft)

    lines, products = list(draft.lines), list(bench.basis.products.items())
    random.shuffle(lines)
    random.shuffle(products)
    turned = desk.proposals.proposing.propose(
        replace(bench, basis=replace(bench.basis, products=dict(products))), replace(draft, lines=tuple(lines))
    )
    assert set(turned.draft.lines) == set(answer.draft.lines)
    assert (set(turned.reasons), turned.fits) == (set(answer.reasons), answer.fits)
    assert [found.rule for line, found in answer.standing if not line] == [], (
        "nothing but pinned lines stands against it"
    )
    if not answer.fits:
        assert answer.draft == draft
        return
    adds_up(answer.draft)
    judged = bench.judge(answer.draft)
    assert [f.rule for f in judged.joined.findings if f.verdict is Verdict.FORBIDDEN and f.rule != "no_lines"] == []
    for line in draft.lines:
        now = answer.draft.find(line.product)
        assert now == line if line.pinned else line.held == 0 or (now is not None and now.amount >= line.held)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, str]:
    desk = make_desk(tmp_path_factory.mktemp("proposing") / "home")
    client = assess(desk, "C0001", 3)
    add_goal(desk, client)
    return desk, start(desk, client)
