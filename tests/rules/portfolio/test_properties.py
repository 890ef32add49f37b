"""What holds of every situation and every set of lines: linearity, order, tightening, and an oracle for shares."""

from dataclasses import fields, replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.facts import Pay
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.rules.portfolio.facts import KINDS, HeldPlace, Place, PlannedLine, PlannedOutlay, Situation
from advisor_tui.rules.portfolio.limits import PORTFOLIO_RULES, judge_portfolio, limits
from tests.rules.builders import rules
from tests.rules.portfolio.builders import TODAY, names

fen = st.integers(0, 10**10)
known = st.none() | fen
CODES = ("a", "b", "c", "d", "e")
places = st.builds(
    lambda code, kind, issuer, currency, level, free, opens, income: Place(
        code, kind, issuer, currency, level, free, opens, income, names(code), names(issuer), names(kind)
    ),
    st.sampled_from(CODES),
    st.sampled_from(KINDS),
    st.sampled_from(["", "x", "y"]),
    st.sampled_from(["CNY", "USD"]),
    st.none() | st.integers(1, 5),
    st.none() | st.integers(0, 1_000),
    st.booleans(),
    st.booleans(),
)
days = st.integers(-30, 800).map(lambda ahead: TODAY + timedelta(days=ahead))
lines = st.builds(
    PlannedLine,
    st.just(""),
    places,
    fen,
    fen,
    st.none() | st.sampled_from(Pay),
    st.none() | days,
).map(lambda line: replace(line, key=line.place.product))
drafts = st.lists(lines, max_size=5, unique_by=lambda line: line.key)
holdings = st.lists(
    st.builds(HeldPlace, places, fen, st.none() | days), max_size=4, unique_by=lambda held: held.place.product
).map(tuple)
situations = st.builds(
    Situation,
    on=st.just(TODAY),
    investable_fen=fen,
    holdings=holdings,
    financial_assets_fen=known,
    ready_fen=known,
    monthly_spending_fen=st.none() | st.integers(0, 10**8),
    monthly_debts_fen=st.none() | st.integers(0, 10**8),
    yearly_income_fen=known,
    yearly_premium_fen=known,
    debts_fen=known,
    borrowed_fen=known,
    outlays=st.lists(st.builds(PlannedOutlay, fen, days), max_size=3).map(tuple),
)
FACTS = [field.name for field in fields(Situation) if field.name not in ("on", "investable_fen", "holdings", "outlays")]
WEIGHT = {Verdict.ALLOWED: 0, Verdict.MISSING: 0, Verdict.WARN: 1, Verdict.FORBIDDEN: 2}


def heaviest(findings: list[Finding]) -> int:
    return max((WEIGHT[finding.verdict] for finding in findings), default=0)


@given(situations, drafts, st.randoms(use_true_random=False))
def test_the_order_of_lines_and_holdings_changes_nothing(of: Situation, draft: list[PlannedLine], random: Any) -> None:
    mixed, held = list(draft), list(of.holdings)
    random.shuffle(mixed)
    random.shuffle(held)
    assert judge_portfolio(replace(of, holdings=tuple(held)), mixed, rules()) == judge_portfolio(of, draft, rules())


@given(situations, drafts)
def test_the_solver_and_the_checker_have_the_same_rows(of: Situation, draft: list[PlannedLine]) -> None:
    """Rows never look at amounts: what the solver is given before there are any is what the checker judges by."""
    without = [replace(line, amount_fen=0) for line in draft]
    assert limits(of, without, rules()) == limits(of, draft, rules())


@given(situations, drafts)
def test_whatever_stays_below_every_ceiling_is_not_made_worse(of: Situation, draft: list[PlannedLine]) -> None:
    rows = limits(of, draft, rules())
    amounts = {line.key: line.amount_fen for line in draft}
    if all(row.used_fen(amounts) <= row.ceiling_fen for row in rows):
        strict = {rule: replace(rules()[rule], verdict=Verdict.FORBIDDEN) for rule in PORTFOLIO_RULES}
        forbidding = {**rules(), **strict}
        told = judge_portfolio(of, draft, forbidding)
        assert all(finding.verdict is not Verdict.FORBIDDEN for finding in told)


@given(situations, drafts, st.sampled_from(CODES), st.integers(1, 10**10))
def test_more_of_a_line_never_makes_a_row_better(of: Situation, draft: list[PlannedLine], key: str, more: int) -> None:
    larger = [replace(line, amount_fen=line.amount_fen + more) if line.key == key else line for line in draft]
    for rule in PORTFOLIO_RULES:
        before = [finding for finding in judge_portfolio(of, draft, rules()) if finding.rule == rule]
        after = [finding for finding in judge_portfolio(of, larger, rules()) if finding.rule == rule]
        assert heaviest(after) >= heaviest(before)


@given(situations, drafts, st.sampled_from(sorted(PORTFOLIO_RULES)), st.data())
def test_a_tighter_figure_never_lifts_a_verdict(
    of: Situation, draft: list[PlannedLine], rule: str, data: st.DataObject
) -> None:
    values: Any = rules()[rule]
    name = data.draw(st.sampled_from([field.name for field in fields(values)]))
    now = getattr(values, name)
    if name == "verdict":
        tighter: Any = Verdict.FORBIDDEN
    else:
        rising = name in ("months", "days")
        tighter = data.draw(st.integers(now, now * 3)) if rising else data.draw(st.integers(0, now))
    changed = {**rules(), rule: replace(values, **{name: tighter})}
    before = [finding for finding in judge_portfolio(of, draft, rules()) if finding.rule == rule]
    after = [finding for finding in judge_portfolio(of, draft, changed) if finding.rule == rule]
    assert heaviest(after) >= heaviest(before)


@given(situations, drafts, st.sampled_from(FACTS))
def test_forgetting_a_fact_never_says_more_than_knowing_it(of: Situation, draft: list[PlannedLine], fact: str) -> None:
    """What is broken or cleared without a fact is so with it: unknown is never read as some value."""
    forgotten: Any = {fact: None}
    without = {finding.rule: finding for finding in judge_portfolio(replace(of, **forgotten), draft, rules())}
    with_it = judge_portfolio(of, draft, rules())
    for rule in PORTFOLIO_RULES:
        told = [finding for finding in with_it if finding.rule == rule]
        finding = without.get(rule)
        if finding is not None and finding.verdict in (Verdict.WARN, Verdict.FORBIDDEN):
            assert heaviest(told) > 0


@given(situations, drafts)
def test_shares_are_what_counting_by_hand_gives(of: Situation, draft: list[PlannedLine]) -> None:
    """An oracle that walks over everything with fractions, without rows."""
    of = replace(of, financial_assets_fen=of.financial_assets_fen or 0)
    terms = rules()["portfolio_terms"]
    financial = set(terms.spread_kinds) | {"current", "deposit", "treasury"}
    on_file = sum(held.value_fen for held in of.holdings if held.place.kind in financial)
    whole = max(of.financial_assets_fen or 0, on_file, of.investable_fen)
    told = judge_portfolio(of, draft, rules())
    for rule, percent in (("portfolio_issuer", 60), ("portfolio_kind", 70)):
        broken = set()
        for line in draft:
            key = line.place.issuer if rule == "portfolio_issuer" else line.place.kind
            if key and line.place.kind in terms.spread_kinds and whole:
                total = Fraction(_together(of, draft, rule, key, terms.spread_kinds), whole)
                if total * 100 > percent:
                    broken.add(key)
        found = {
            str(finding.params["name_zh"])
            for finding in told
            if finding.rule == rule and finding.verdict is Verdict.WARN
        }
        assert found == broken or not whole


def _together(of: Situation, draft: list[PlannedLine], rule: str, key: str, kinds: tuple[str, ...]) -> int:
    def counts(place: Place) -> bool:
        return place.kind in kinds and key == (place.issuer if rule == "portfolio_issuer" else place.kind)

    left = {line.key: line.held_fen for line in draft}
    total = sum(line.amount_fen for line in draft if counts(line.place))
    for held in of.holdings:
        taken = min(left.get(held.place.product, 0), held.value_fen)
        left[held.place.product] = left.get(held.place.product, 0) - taken
        total += held.value_fen - taken if counts(held.place) else 0
    return total
