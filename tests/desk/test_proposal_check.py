"""What the rules say of a draft, line by line and together."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.languages import Lang, use_language
from advisor_tui.desk.proposal.check import Basis, first_line, judge, offers
from advisor_tui.desk.proposal.draft import Draft, DraftLine, Origin, add_line, answer, change_line
from advisor_tui.desk.proposal.terms import TERMS, show_finding
from advisor_tui.desk.views.staff_words import QUALIFICATION_NAMES
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.reference.rulebook import Rulebook
from advisor_tui.rules.facts import Capacity, ClientFacts, Initiator, SaleContext
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.rules.suitability.evaluate import evaluate_sale
from advisor_tui.rules.suitability.staff import StaffFacts, StaffQualification
from tests.support import TODAY

REFERENCE = load_reference(data_root())
PRODUCTS = {product.id: product for product in REFERENCE.products.on(TODAY)}
KNOWN = ClientFacts(
    age=46,
    capacity=Capacity.FULL,
    risk_level=3,
    lowest_class=False,
    assessed=True,
    assessed_on=date(2026, 3, 1),
    changes_reported=False,
    financial_assets_fen=8_000_000_00,
    net_financial_assets_fen=7_000_000_00,
    annual_income_fen=600_000_00,
    experience_years=Fraction(5),
    family_annual_income_fen=500_000_00,
    premium_budget_fen=100_000_00,
)
MONEY = 100_000_000_00
STAFF = StaffFacts(tuple(StaffQualification(kind, date(2024, 1, 1)) for kind in QUALIFICATION_NAMES))
"""An advisor who may sell everything."""


def basis(client: ClientFacts = KNOWN) -> Basis:
    return Basis(client, TODAY, REFERENCE.rulebook.as_of(TODAY), PRODUCTS, staff=STAFF)


def draft(code: str, amount: int | None = None, held: int = 0, origin: Origin = "advisor") -> Draft:
    line = replace(first_line(PRODUCTS[code], held), origin=origin)
    return Draft(MONEY, (line if amount is None else replace(line, amount=amount),))


def rules_of(found: Draft, client: ClientFacts = KNOWN) -> dict[str, Verdict]:
    joined = judge(found, basis(client)).joined
    return {finding.rule: finding.verdict for finding in joined.findings}


@pytest.mark.parametrize(
    ("found", "rule", "verdict"),
    [
        (draft("wmp-fixed-90"), "level", Verdict.ALLOWED),
        (draft("wmp-equity-a"), "level", Verdict.FORBIDDEN),
        (draft("wmp-fixed-90", 0), "no_amount", Verdict.FORBIDDEN),
        (draft("fund-equity-tech"), "fund_recommendation", Verdict.FORBIDDEN),
        (draft("fund-equity-tech", origin="client"), "fund_level", Verdict.WARN),
        (draft("ins-unit-1"), "insurance_suitable", Verdict.FORBIDDEN),
        (draft("ins-unit-1", origin="insists"), "insurance_suitable", Verdict.WARN),
        (draft("treasury-3y"), "product_window", Verdict.FORBIDDEN),
        (draft("bullion-save"), "product_level", Verdict.FORBIDDEN),
        (draft("bullion-bar-10"), "product_level", Verdict.ALLOWED),
        (draft("wmp-fixed-90", 1), "minimum_amount", Verdict.FORBIDDEN),
        (draft("dep-cd-3y", 1), "product_least", Verdict.FORBIDDEN),
        (draft("wmp-cash-a", 1_000_50), "product_step", Verdict.FORBIDDEN),
        (draft("wmp-cash-a", MONEY + 1_00), "over_investable", Verdict.FORBIDDEN),
        (Draft(MONEY), "no_lines", Verdict.FORBIDDEN),
        (Draft(MONEY, (DraftLine("gone", 1_00),)), "product_gone", Verdict.FORBIDDEN),
        (Draft(MONEY, (DraftLine("ins-par-10", 10_000_00),)), "no_pay", Verdict.FORBIDDEN),
    ],
)
def test_each_rule_speaks_of_its_case(found: Draft, rule: str, verdict: Verdict) -> None:
    assert rules_of(found)[rule] is verdict


@pytest.mark.parametrize(
    ("code", "level", "verdict"),
    [
        ("sd-fx-180", 1, Verdict.FORBIDDEN),
        ("sd-fx-180", 2, Verdict.ALLOWED),
        ("bond-city-5y", 2, Verdict.FORBIDDEN),
        ("bond-city-5y", 3, Verdict.ALLOWED),
        ("bullion-save", 3, Verdict.FORBIDDEN),
        ("bullion-save", 4, Verdict.ALLOWED),
        ("bullion-save", None, Verdict.MISSING),
    ],
)
def test_what_no_law_matches_says_that_the_bank_does(code: str, level: int | None, verdict: Verdict) -> None:
    judged = judge(draft(code), basis(replace(KNOWN, risk_level=level)))
    [found] = [finding for finding in judged.joined.findings if finding.rule == "product_level"]
    view = show_finding(found, basis().rules, "en")
    assert found.verdict is verdict
    assert "(to be verified)" in view.source
    assert verdict is Verdict.MISSING or "own policy, not law" in view.text


def test_a_bank_without_that_policy_matches_nothing() -> None:
    rules = basis().rules
    assert not rules.edition(Finding("product_level", Verdict.ALLOWED)).confirmed
    text = REFERENCE.rulebook.texts["product_level"]
    silent = replace(text, editions=tuple(replace(edition, active=False) for edition in text.editions))
    book = Rulebook({**REFERENCE.rulebook.texts, text.id: silent}, REFERENCE.rulebook.words)
    assert judge(draft("bullion-save"), replace(basis(), rules=book.as_of(TODAY))).joined.findings == ()


def test_a_line_that_buys_nothing_is_no_sale() -> None:
    assert rules_of(draft("wmp-equity-a", 500_000_00, 500_000_00)) == {}
    assert rules_of(draft("wmp-equity-a", 100_000_00, 500_000_00)) == {}
    assert rules_of(draft("wmp-equity-a", 500_001_00, 500_000_00))["level"] is Verdict.FORBIDDEN


def test_more_of_a_position_comes_in_whole_steps() -> None:
    assert "product_step" not in rules_of(draft("wmp-cash-a", 1_000_51, 1_50 + 1))
    assert "product_step" in rules_of(draft("wmp-cash-a", 1_000_50, 1_00))


def test_what_was_asked_in_the_proposal_counts() -> None:
    client = replace(KNOWN, changes_reported=None, premium_budget_fen=None)
    found = draft("ins-par-10")
    unknown = judge(found, basis(client)).joined.unknown_facts
    assert set(unknown) == {"client.changes_reported", "client.premium_budget"}
    found = answer(answer(found, "changes_reported", value=False), "premium_budget", 90_000_00)
    assert judge(found, basis(client)).joined.unknown_facts == ()
    found = answer(found, "changes_reported", value=True)
    assert rules_of(found, client)["changes_reported"] is Verdict.FORBIDDEN


@pytest.mark.parametrize("code", sorted(PRODUCTS))
@pytest.mark.parametrize("level", [1, 3, 5])
def test_a_line_is_judged_by_the_function_of_the_check_command(code: str, level: int) -> None:
    client, product = replace(KNOWN, risk_level=level), PRODUCTS[code]
    facts = product.facts(None, first_line(product).pay_years)
    if facts is None or len(product.pays) > 1:
        return
    context = SaleContext(initiated_by=Initiator.ADVISOR, client_insists=False)
    expected = evaluate_sale(client, facts, product.min_amount, TODAY, context, basis().rules)
    found = judge(draft(code), basis(client)).lines[code]
    assert [finding for finding in found.findings if finding.rule not in TERMS] == list(expected.findings)


@given(st.lists(st.sampled_from(sorted(PRODUCTS)), max_size=6, unique=True), st.randoms(use_true_random=False))
def test_the_verdict_does_not_depend_on_the_order_of_lines(codes: list[str], random: "st.randoms") -> None:  # type: ignore[valid-type]  # hypothesis gives a random.Random
    found = Draft(MONEY, tuple(first_line(PRODUCTS[code]) for code in codes))
    shuffled = list(found.lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # as above
    one, other = judge(found, basis()), judge(replace(found, lines=tuple(shuffled)), basis())
    assert one.joined.verdict is other.joined.verdict
    assert one.joined.must_do == other.joined.must_do
    assert one.lines == other.lines


@given(st.sampled_from(sorted(PRODUCTS)), st.integers(0, 10**9), st.integers(1, 10**9), st.integers(1, 5))
def test_more_money_never_lifts_a_level_rule(code: str, amount: int, more: int, level: int) -> None:
    client = replace(KNOWN, risk_level=level)
    above = {"level", "active_recommendation", "fund_recommendation", "product_level", "insurance_suitable"}

    def forbidden(fen: int) -> set[str]:
        found = rules_of(draft(code, fen), client)
        return {rule for rule, verdict in found.items() if verdict is Verdict.FORBIDDEN} & above

    if amount:
        assert forbidden(amount) <= forbidden(amount + more)


def test_only_what_suits_is_offered_and_the_rest_gives_its_reason() -> None:
    found = offers(Draft(MONEY), basis())
    assert len(found) == len(PRODUCTS)
    suits = [offer.suits for offer in found]
    assert suits == sorted(suits, reverse=True)
    rules = basis().rules
    for offer in found:
        if not offer.suits:
            assert offer.reason is not None
            view = show_finding(offer.reason, rules)
            assert offer.reason.verdict is Verdict.FORBIDDEN
            assert view.text
            assert view.source
        level = offer.product.level
        if level is not None and offer.suits:
            assert level <= 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_finding_has_words_in_both_languages(lang: str) -> None:
    use_language("zh" if lang == "zh" else "en")
    rules, client = basis().rules, replace(KNOWN, risk_level=None)
    for code in PRODUCTS:
        for who in (KNOWN, client):
            for finding in judge(draft(code), basis(who)).joined.findings:
                view = show_finding(finding, rules)
                assert view.text
                assert "{" not in view.text + view.title + view.source


def test_a_full_draft_is_judged_within_a_key() -> None:
    found = Draft(MONEY)
    for code in sorted(PRODUCTS):
        found = add_line(found, first_line(PRODUCTS[code]))
    found = change_line(found, "wmp-cash-a", amount=5_00)
    judged = judge(found, basis())
    assert set(judged.lines) == set(PRODUCTS)


@pytest.mark.parametrize("code", sorted(PRODUCTS))
def test_a_deposit_says_that_no_level_is_matched_and_nothing_else_does(code: str) -> None:
    product = PRODUCTS[code]
    bought = first_line(product)
    for line in (bought, replace(bought, amount=0), replace(bought, held=bought.amount)):
        rules = {finding.rule for finding in judge(Draft(MONEY, (line,)), basis()).joined.findings}
        assert ("deposit_not_covered" in rules) is (product.type == "deposit")


@pytest.mark.parametrize(("lang", "said"), [("en", "No level is matched"), ("zh", "不适用风险等级匹配")])
def test_why_a_deposit_has_no_level_names_its_article(lang: Lang, said: str) -> None:
    use_language(lang)
    view = show_finding(Finding("deposit_not_covered", Verdict.ALLOWED), basis().rules)
    assert said in view.text
    assert "总局令2025年第7号" in view.source
    assert "第三条" in view.source
    assert not view.confirmed
