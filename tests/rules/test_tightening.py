"""A tighter figure never lets through what the looser one stopped, and the order of rules changes nothing."""

from dataclasses import fields, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.assessment import ASSESSMENT_RULES
from advisor_tui.rules.facts import (
    AssessmentFacts,
    Capacity,
    LoanFacts,
    LoanType,
    Payment,
    Sale,
)
from advisor_tui.rules.findings import Decision, Verdict
from advisor_tui.rules.loans import LOAN_RULES
from advisor_tui.rules.rule import DIRECTION, Rule, Tighter, judge, looser
from advisor_tui.rules.suitability.evaluate import PROMOTION_RULES, SALE_RULES
from tests.rules.builders import TODAY, rules
from tests.rules.test_sale_properties import amounts, clients, contexts, fen, flag, level, products
from tests.searching import examples

channels = st.none() | st.sampled_from(["branch", "app", "media", "one_to_one", "email", "third_party", "网点", "电话"])
said = st.none() | st.sampled_from(["client", "advisor", "guardian", "本人"])
told = st.builds(
    lambda context, channel, answered_by, claims: replace(
        context, channel=channel, answered_by=answered_by, claims=claims
    ),
    contexts,
    channels,
    said,
    st.sampled_from([(), ("保本",), ("none",), ("risk_disclosed",)]),
)
sales = st.builds(Sale, clients, products, fen, st.just(TODAY), told)
count = st.none() | st.integers(0, 12)
assessments = st.builds(AssessmentFacts, count, count, level, level, said, flag, channels)
ratio = st.none() | st.fractions(0, 2, max_denominator=1_000)
loans = st.builds(
    LoanFacts,
    type=st.sampled_from(LoanType),
    amount_fen=fen,
    term_months=st.none() | st.integers(1, 400),
    payment=st.none() | st.sampled_from(Payment),
    counterparty_known=st.booleans(),
    counterparty_noncash=st.booleans(),
    house_ratio=ratio,
    total_ratio=ratio,
    cost_sheet_confirmed=flag,
    borrower_capacity=st.none() | st.sampled_from(Capacity),
    channel=channels,
)
WEIGHT = {Verdict.ALLOWED: 0, Verdict.MISSING: 0, Verdict.WARN: 1, Verdict.FORBIDDEN: 2}
KINDS: list[tuple[tuple[Rule[Any, Any], ...], st.SearchStrategy[Any]]] = [
    (SALE_RULES, sales),
    (PROMOTION_RULES, sales),
    (ASSESSMENT_RULES, assessments),
    (LOAN_RULES, loans),
]


def tighter_than(value: Any, direction: Tighter, data: st.DataObject) -> Any:
    """A drawn value on the stricter side of a threshold, or the same."""
    if direction is Tighter.FORBIDDING:
        return Verdict.FORBIDDEN
    if direction is Tighter.FEWER:
        return tuple(data.draw(st.lists(st.sampled_from(value), unique=True)))
    if direction is Tighter.MORE:
        return (*value, *data.draw(st.lists(st.sampled_from(["branch", "email", "one_to_one", "app"]))))
    if isinstance(value, tuple):
        return tuple(data.draw(st.integers(0, one)) for one in value)
    return data.draw(st.integers(0, value) if direction is Tighter.LOWER else st.integers(value, value * 3 + 5))


@examples(300)
@given(st.data())
def test_a_tighter_figure_never_lifts_a_verdict(data: st.DataObject) -> None:
    of_kind, subjects = data.draw(st.sampled_from(KINDS))
    subject, values = data.draw(subjects), rules()
    figures = [
        (rule.id, field.name, field.metadata[DIRECTION])
        for rule in of_kind
        if rule.id in values
        for field in fields(rule.thresholds)
        if DIRECTION in field.metadata
    ]
    rule, name, direction = data.draw(st.sampled_from(figures))
    now = getattr(values[rule], name)
    stricter = tighter_than(now, direction, data)
    assert not looser(stricter, now, direction)
    before = judge(of_kind, subject, values)
    after = judge(of_kind, subject, {**values, rule: replace(values[rule], **{name: stricter})})
    assert weight(after, rule) >= weight(before, rule)
    assert WEIGHT[after.verdict] >= WEIGHT[before.verdict]


@given(st.data(), st.randoms(use_true_random=False))
def test_the_order_of_rules_changes_nothing(data: st.DataObject, random: Any) -> None:
    of_kind, subjects = data.draw(st.sampled_from(KINDS))
    subject = data.draw(subjects)
    shuffled = list(of_kind)
    random.shuffle(shuffled)
    assert judge(shuffled, subject, rules()) == judge(of_kind, subject, rules())


@examples(400)
@given(sales, amounts, amounts)
def test_more_money_and_more_wealth_never_open_a_level(sale: Sale, amount: int, more: int) -> None:
    """What is forbidden for its level stays forbidden, whatever the client has and however much is bought."""
    wealth: dict[str, Any] = {
        name: (getattr(sale.client, name) or 0) + more
        for name in (
            "financial_assets_fen",
            "net_financial_assets_fen",
            "annual_income_fen",
            "family_annual_income_fen",
        )
    }
    poor = judge(SALE_RULES, replace(sale, amount_fen=amount), rules())
    rich = judge(SALE_RULES, replace(sale, amount_fen=amount + more, client=replace(sale.client, **wealth)), rules())
    for rule in (
        "level",
        "active_recommendation",
        "fund_level",
        "fund_recommendation",
        "fund_lowest_class",
        "capacity",
    ):
        assert weight(rich, rule) == weight(poor, rule)


def weight(decision: Decision, rule: str) -> int:
    return max((WEIGHT[finding.verdict] for finding in decision.findings if finding.rule == rule), default=0)
