"""The checker has the last word on an automatic proposal: what it refuses is barred, what nothing changes is told."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal import proposing
from advisor_tui.desk.proposal.bench import Workbench
from advisor_tui.desk.proposal.check import Judged, first_line
from advisor_tui.desk.proposal.choosing import Choosing
from advisor_tui.desk.proposal.draft import Draft, DraftLine, add_line
from advisor_tui.desk.proposal.proposing import Proposed, solution_of
from advisor_tui.rules.allocation import solve as solving
from advisor_tui.rules.allocation.answer import Conflict, Solution, Undecided
from advisor_tui.rules.allocation.problem import Problem
from advisor_tui.rules.allocation.program import Outcome, Solver
from advisor_tui.rules.findings import Finding, Verdict, combine
from advisor_tui.rules.suitability.staff import StaffTraining
from tests.desk.proposal_case import CASH, EQUITY_FUND, FIXED, assess, start
from tests.desk.test_proposal_check import STAFF
from tests.support import refused


@pytest.fixture
def bench(desk: Desk) -> Workbench:
    """A draft without lines of a client of level 3."""
    return desk.proposals.bench(start(desk, assess(desk, "C0001", 3)))


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """The questions that the solver was asked."""
    asked: list[Problem] = []
    real = solving.solve

    def noted(of: Problem, **values: Any) -> Solution | Conflict | Undecided:
        asked.append(of)
        return real(of, **values)

    monkeypatch.setattr(solving, "solve", noted)
    return asked


def propose(desk: Desk, bench: Workbench, draft: Draft | None = None) -> Proposed:
    return desk.proposals.proposing.propose(bench, bench.draft if draft is None else draft)


def pinned(bench: Workbench, code: str, amount: int) -> Draft:
    product = bench.product(code)
    assert product is not None
    return add_line(bench.draft, replace(first_line(product), amount=amount, pinned=True))


def forbidding(
    monkeypatch: pytest.MonkeyPatch, products: Callable[[Draft], Collection[str]], whole: Collection[str] = ()
) -> None:
    """A checker that also forbids the lines of some products, and the whole by some rules."""
    real = Workbench.judge

    def judge(self: Workbench, draft: Draft) -> Judged:
        judged = real(self, draft)
        lines = dict(judged.lines)
        for product in set(products(draft)) & set(lines):
            lines[product] = combine([*lines[product].findings, Finding("set_by_test", Verdict.FORBIDDEN)])
        said = [Finding(rule, Verdict.FORBIDDEN) for rule in whole]
        return replace(judged, lines=lines, whole=combine([*judged.whole.findings, *said]))

    monkeypatch.setattr(Workbench, "judge", judge)


# Time


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver whose every search is cut off before it found anything."""

    def cut_off(_self: Solver, _objective: Mapping[int, float], _seconds: float, **_: Any) -> Outcome:
        return Outcome(False, proven=False)

    monkeypatch.setattr(Solver, "best", cut_off)


@pytest.mark.usefixtures("no_time")
def test_time_that_ran_out_is_told_as_such_and_not_as_nothing_fits(desk: Desk, bench: Workbench) -> None:
    refused("proposing_undecided", lambda: propose(desk, bench))


def beyond_the_mix(desk: Desk) -> Workbench:
    """A draft whose pinned line is more than a client of level 4 is to have in equities."""
    bench = desk.proposals.bench(start(desk, assess(desk, "C0003", 4)))
    return replace(bench, draft=pinned(bench, EQUITY_FUND, 1_800_000_00))


def test_reasons_are_told_as_needed_where_that_is_proven(desk: Desk) -> None:
    answer = propose(desk, beyond_the_mix(desk))
    assert len(answer.reasons) == 2
    assert answer.irreducible


@pytest.mark.usefixtures("no_time")
def test_reasons_that_nobody_had_time_to_try_are_not(desk: Desk) -> None:
    answer = propose(desk, beyond_the_mix(desk))
    assert len(answer.reasons) > 2
    assert not answer.irreducible


# What the checker refuses


def test_what_the_checker_refuses_is_barred_and_proposed_no_more(
    desk: Desk, bench: Workbench, solved: list[Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = propose(desk, bench).draft.lines[0].product
    solved.clear()
    forbidding(monkeypatch, lambda _: {first})
    answer = propose(desk, bench)
    assert answer.fits
    assert answer.draft.find(first) is None
    assert answer.draft.lines
    barred = [[one.product for one in of.candidates if "set_by_test" in one.barred] for of in solved]
    assert barred == [[], [first]]


def test_a_checker_that_refuses_every_answer_ends_the_search(
    desk: Desk, bench: Workbench, solved: list[Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    forbidding(monkeypatch, lambda draft: [line.product for line in draft.lines])
    refused("proposing_refused", lambda: propose(desk, bench))
    assert len(solved) == proposing._TRIES
    barred = [{one.product for one in of.candidates if "set_by_test" in one.barred} for of in solved]
    assert all(before < after for before, after in pairwise(barred)), "each time more"


def test_what_the_last_try_but_one_is_refused_for_does_not_hinder_the_last(
    desk: Desk, bench: Workbench, solved: list[Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    forbidding(monkeypatch, lambda draft: [line.product for line in draft.lines if len(solved) < proposing._TRIES])
    assert propose(desk, bench).fits
    assert len(solved) == proposing._TRIES


# What no choice changes


def test_a_lapsed_training_is_told_at_once(desk: Desk, bench: Workbench, solved: list[Problem]) -> None:
    lapsed = StaffTraining("反洗钱", date(2024, 1, 1), date(2025, 1, 1))
    answer = propose(desk, replace(bench, basis=replace(bench.basis, staff=replace(STAFF, trainings=(lapsed,)))))
    assert [(line, found.rule, found.verdict) for line, found in answer.standing] == [
        ("", "staff_training", Verdict.FORBIDDEN)
    ]
    assert (answer.fits, answer.draft, answer.reasons) == (False, bench.draft, ())
    assert len(solved) == 1


def test_a_pinned_line_that_is_forbidden_is_told_at_once(desk: Desk, bench: Workbench, solved: list[Problem]) -> None:
    draft = pinned(bench, EQUITY_FUND, 100_000_00)
    answer = propose(desk, bench, draft)
    assert {line for line, _ in answer.standing} == {EQUITY_FUND}
    assert "fund_recommendation" in {found.rule for _, found in answer.standing}
    assert answer.draft == draft
    assert len(solved) == 1


def test_a_position_to_add_to_that_left_the_catalogue_is_told_and_not_tried_again(
    desk: Desk, bench: Workbench, solved: list[Problem]
) -> None:
    answer = propose(desk, bench, add_line(bench.draft, DraftLine("gone", 200_000_00, 100_000_00)))
    assert [(line, found.rule) for line, found in answer.standing] == [("gone", "product_gone")]
    assert len(solved) == 1


def test_a_position_that_left_the_catalogue_and_only_stays_hinders_nothing(desk: Desk, bench: Workbench) -> None:
    for amount in (100_000_00, 40_000_00):
        draft = add_line(bench.draft, DraftLine("gone", amount, 100_000_00))
        answer = propose(desk, bench, draft)
        assert answer.fits
        assert answer.draft.find("gone") == draft.lines[0]
        solution = solution_of(answer.draft)
        assert solution is not None
        assert solution["left"] == answer.draft.left


def test_cover_that_is_held_without_a_need_stays_and_is_counted_to_the_fen(desk: Desk, bench: Workbench) -> None:
    product = bench.product("ins-term-20")
    assert product is not None
    line = replace(first_line(product), amount=123_456_78, held=123_456_78)
    draft = replace(bench.draft, investable=bench.draft.investable + line.held, lines=(line,))
    answer = propose(desk, bench, draft)
    assert answer.fits
    kept = answer.draft.find("ins-term-20")
    assert kept is not None
    assert kept.amount == line.held
    solution = solution_of(answer.draft)
    assert solution is not None
    assert solution["left"] == answer.draft.left >= 0


def test_that_nothing_is_bought_is_an_answer(
    desk: Desk, bench: Workbench, solved: list[Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Choosing, "candidates", lambda _: ())
    answer = propose(desk, replace(bench, mix=_any_mix(bench)))
    assert answer.fits
    assert answer.draft.lines == ()
    assert len(solved) == 1


def _any_mix(bench: Workbench) -> Any:
    """The bank's target mix without a least share of anything."""
    assert bench.mix is not None
    levels = {level: tuple(replace(share, low=0) for share in shares) for level, shares in bench.mix.levels.items()}
    return replace(bench.mix, levels=levels)


def test_the_costs_are_what_is_charged_a_year(desk: Desk, bench: Workbench, solved: list[Problem]) -> None:
    propose(desk, bench)
    (of,) = solved
    warned = 0 if bench.mix is None else bench.mix.warning_cost
    costs = {one.product: one.cost for one in of.candidates}
    checked = 0
    for code in (CASH, FIXED, "fund-bond-plus", "fund-index-300", EQUITY_FUND):
        product = bench.product(code)
        assert product is not None
        assert costs[code] in (product.fee("yearly"), product.fee("yearly") + warned)
        checked += sum(fee.rate for fee in product.fees) not in (product.fee("yearly"), product.fee("yearly") + warned)
    assert checked >= 2, "some of them charge for buying or for giving back too"
