from dataclasses import fields, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.facts import (
    Capacity,
    ClientFacts,
    Initiator,
    Pay,
    ProductFacts,
    ProductType,
    SaleContext,
    Subtype,
)
from advisor_tui.rules.findings import Verdict
from advisor_tui.rules.suitability.evaluate import SALE_RULES, evaluate_sale
from tests.rules.builders import CONTEXT, RULEBOOK, TODAY, of, rules
from tests.searching import examples

level = st.none() | st.integers(1, 5)
fen = st.none() | st.integers(0, 10**12)
flag = st.none() | st.booleans()
days = st.none() | st.integers(-800, 30).map(lambda offset: TODAY + timedelta(days=offset))
number = st.none() | st.fractions(0, 100, max_denominator=12)

clients = st.builds(
    ClientFacts,
    age=st.none() | st.integers(0, 110),
    capacity=st.none() | st.sampled_from(Capacity),
    guardian_consent=flag,
    risk_level=level,
    lowest_class=flag,
    assessed=flag,
    assessed_on=days,
    changes_reported=flag,
    financial_assets_fen=fen,
    net_financial_assets_fen=fen,
    annual_income_fen=fen,
    experience_years=number,
    family_annual_income_fen=fen,
    premium_budget_fen=fen,
)
products = st.builds(
    ProductFacts,
    type=st.sampled_from(ProductType),
    subtype=st.none() | st.sampled_from(Subtype),
    risk_level=level,
    issuer_risk_level=level,
    seller_risk_level=level,
    min_amount_fen=fen,
    cooling_off_hours=number,
    benefit_uncertain=flag,
    pay=st.none() | st.sampled_from(Pay),
    pay_years=st.none() | st.integers(0, 60),
    term_years=number,
)
contexts = st.builds(
    SaleContext,
    initiated_by=st.none() | st.sampled_from(Initiator),
    client_signed_waiver=flag,
    client_insists=flag,
    unsuitable=st.booleans(),
    shared_by_persons=st.integers(1, 3),
    sold_before_assessment=st.booleans(),
)
RICHES = ("financial_assets_fen", "net_financial_assets_fen", "annual_income_fen", "family_annual_income_fen")
LEVEL_RULES = ("level", "active_recommendation", "fund_level", "fund_recommendation", "fund_lowest_class")
amounts = st.integers(0, 13).flatmap(lambda digits: st.integers(0, 10**digits))
"""Of every size alike, so that some limit in between is passed."""


@examples(400)
@given(clients, products, contexts, amounts, amounts)
def test_more_money_never_changes_what_the_level_rules_say(
    client: ClientFacts, product: ProductFacts, context: SaleContext, amount: int, more: int
) -> None:
    riches: dict[str, Any] = {name: (getattr(client, name) or 0) + more for name in RICHES}
    richer = replace(client, **riches)
    before = evaluate_sale(client, product, amount, TODAY, context, rules())
    after = evaluate_sale(richer, product, amount + more, TODAY, context, rules())
    for rule in LEVEL_RULES:
        assert of(after, rule) is of(before, rule)


@given(clients, products, contexts, fen)
def test_a_wmp_or_trust_above_the_level_is_forbidden_whatever_else_is_true(
    client: ClientFacts, product: ProductFacts, context: SaleContext, amount: int | None
) -> None:
    decision = evaluate_sale(client, product, amount, TODAY, context, rules())
    bound = product.type in (ProductType.WMP_PUBLIC, ProductType.WMP_PRIVATE, ProductType.TRUST)
    if bound and client.risk_level is not None and (product.level or 0) > client.risk_level:
        assert decision.verdict is Verdict.FORBIDDEN


@given(clients, products, contexts, fen)
def test_every_finding_has_a_sentence_and_a_source_in_both_languages(
    client: ClientFacts, product: ProductFacts, context: SaleContext, amount: int | None
) -> None:
    for finding in evaluate_sale(client, product, amount, TODAY, context, rules()).findings:
        for lang in ("zh", "en"):
            assert "{" not in rules().sentence(finding, lang)
            assert rules().article(finding, lang)
            assert rules().title(finding, lang)


@given(clients, products, contexts, fen, st.data())
def test_forgetting_a_fact_never_invents_a_value_for_it(
    client: ClientFacts, product: ProductFacts, context: SaleContext, amount: int | None, data: st.DataObject
) -> None:
    """A rule that forbids without a fact forbids with every value of it: unknown is never read as some value."""
    name = data.draw(st.sampled_from([field.name for field in fields(client) if field.name != "assessed"]))
    if name == "assessed_on" and client.assessed is False:
        return
    without = evaluate_sale(replace(client, **{name: None}), product, amount, TODAY, context, rules())
    with_fact = evaluate_sale(client, product, amount, TODAY, context, rules())
    for finding in without.findings:
        if finding.verdict is Verdict.FORBIDDEN and not (finding.rule == "capacity" and name == "age"):
            assert of(with_fact, finding.rule) is Verdict.FORBIDDEN


def test_no_rule_of_sale_holds_before_its_day() -> None:
    values = RULEBOOK.as_of(date(1990, 1, 1))
    decision = evaluate_sale(
        ClientFacts(risk_level=1, assessed_on=date(1989, 12, 1)),
        ProductFacts(ProductType.WMP_PUBLIC, risk_level=5, cooling_off_hours=Fraction(0)),
        1,
        date(1990, 1, 1),
        CONTEXT,
        values,
    )
    assert decision.verdict is Verdict.ALLOWED
    assert "level" not in values
    assert sum(rule.id in values for rule in SALE_RULES) < len(SALE_RULES)
