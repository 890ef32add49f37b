"""The shipped catalogue against the demo's clients, and what is asked of it without a client."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.demo.build import fill_demo
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.check import Basis, first_line, judge
from advisor_tui.desk.proposal.draft import ORIGINS, Draft, DraftLine
from advisor_tui.reference.products import LOAN, PRODUCT_TYPES, Product
from advisor_tui.store.tables import Client
from tests.support import TODAY, make_desk

MONEY = 2_000_000_00
CLIENTS = 60
ANSWERS = {
    "changes_reported": False,
    "financial_assets": 8_000_000_00,
    "net_financial_assets": 6_000_000_00,
    "annual_income_3y": 600_000_00,
    "experience_years": 5,
    "family_annual_income": 600_000_00,
    "premium_budget": 200_000_00,
}
"""What a client who can afford it answers where a rule asks in the builder."""
LEAST = 2
VERDICTS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    # Art. 3 of 令2025年第7号 leaves deposits out, and no rule matches treasury bonds above R1: only their own terms
    # (sale window, foreign currency) forbid one, and only the whole portfolio (emergency fund) warns.
    "deposit": (frozenset({"product_window", "product_currency"}), frozenset({"portfolio_"})),
    "treasury": (frozenset({"product_window"}), frozenset({"portfolio_"})),
    # No law matches these with the client's level: the bank's own policy forbids, and does not warn.
    "structured_deposit": (frozenset({"product_level"}), frozenset({"portfolio_"})),
    "bond": (frozenset({"product_level"}), frozenset({"portfolio_"})),
    "bullion": (frozenset({"product_level"}), frozenset({"portfolio_"})),
    # Wealth products and trusts: above the level never; a warning comes from age or from the portfolio.
    "wmp_public": (frozenset({"level"}), frozenset({"senior_care", "portfolio_"})),
    "wmp_private": (frozenset({"level"}), frozenset({"senior_care", "portfolio_"})),
    "trust": (frozenset({"level"}), frozenset({"senior_care", "portfolio_"})),
    # Funds above the level only on the client's own wish, with a warning; insurance against advice likewise.
    "fund_public": (frozenset({"fund_recommendation"}), frozenset({"fund_level"})),
    "fund_private": (frozenset({"fund_recommendation"}), frozenset({"fund_level"})),
    "insurance": (frozenset({"insurance_suitable"}), frozenset({"insurance_budget"})),
}
"""By type which rules forbid, and which warn; a name that ends with _ stands for all that begin with it.

A loan is not here: it is no line of a proposal, and `rules.loans` judges the case that begins with it.
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = make_desk(Path(tmp_path_factory.mktemp("catalogue")) / "home", book=False, demo=True)
    fill_demo(desk.office, desk.office.ids, CLIENTS, 7, "zh")
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def bases(demo: Desk) -> list[Basis]:
    """Every client of the demo, with an advisor whose lapsed paper for bullion was renewed: it is about the advisor."""
    with demo.office.read() as session:
        found = [demo.proposals.basis(session, client) for client in session.exec(select(Client)).all()]
    return [_renewed(basis) for basis in found]


def _renewed(basis: Basis) -> Basis:
    staff = basis.staff
    assert staff is not None
    until = TODAY + timedelta(days=365)
    return replace(
        basis,
        staff=replace(staff, qualifications=tuple(replace(each, valid_until=until) for each in staff.qualifications)),
    )


def drafts(product: Product) -> list[Draft]:
    """The product proposed, asked for and insisted on, with its least amount and with all the money."""
    first = first_line(product)
    most = product.min_amount + max(0, MONEY - product.min_amount) // product.step * product.step
    lines = [replace(first, amount=amount, origin=origin) for amount in (first.amount, most) for origin in ORIGINS]
    return [Draft(max(MONEY, line.amount), (line,), tuple(sorted(ANSWERS.items()))) for line in lines]


def test_the_table_has_every_type() -> None:
    assert VERDICTS.keys() == set(PRODUCT_TYPES) - {LOAN}


@pytest.mark.parametrize("kind", VERDICTS)
def test_of_every_type_two_products_are_forbidden_two_warned_of_and_two_allowed(kind: str, bases: list[Basis]) -> None:
    products = [product for product in bases[0].products.values() if product.type == kind]
    found: dict[str, set[str]] = {"forbidden": set(), "warn": set(), "allowed": set()}
    rules: dict[str, set[str]] = {"forbidden": set(), "warn": set()}
    for basis in bases:
        for product in products:
            for draft in drafts(product):
                joined = judge(draft, basis).joined
                found[joined.verdict.value].add(product.id)
                for finding in joined.findings:
                    if finding.verdict.value in rules:
                        rules[finding.verdict.value].add(finding.rule)
    assert {verdict: len(ids) >= LEAST for verdict, ids in found.items()} == dict.fromkeys(found, True), found
    for verdict, wanted in zip(("forbidden", "warn"), VERDICTS[kind], strict=True):
        for rule in wanted:
            assert any(each.startswith(rule) if rule.endswith("_") else each == rule for each in rules[verdict]), rule


def test_what_the_table_says_that_no_rule_forbids_is_forbidden_by_its_own_terms_alone(bases: list[Basis]) -> None:
    for basis in bases:
        for product in basis.products.values():
            if product.type in ("deposit", "treasury"):
                decision = judge(drafts(product)[0], basis).lines[product.id]
                against = {finding.rule for finding in decision.findings if finding.verdict.value == "forbidden"}
                assert against <= VERDICTS[product.type][0]


def test_a_loan_is_never_a_line(bases: list[Basis]) -> None:
    loans = [product for product in bases[0].products.values() if product.type == LOAN]
    assert {loan.subtype for loan in loans} == {"consumer", "business", "mortgage"}
    for loan in loans:
        draft = Draft(MONEY, (DraftLine(loan.id, loan.min_amount),))
        assert [finding.rule for finding in judge(draft, bases[0]).lines[loan.id].findings] == ["product_loan"]


def test_nobody_of_the_demo_holds_what_is_new(demo: Desk) -> None:
    with demo.office.rows() as connection:
        held = {code for (code,) in connection.exec_driver_sql("SELECT DISTINCT product_code FROM holding")} - {""}
    products = demo.office.reference.products
    new = {each.id for each in products.on(TODAY)} - {each.id for each in products.on(TODAY - timedelta(days=60))}
    assert len(new) > 50
    assert held
    assert not held & new


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("chrry", "wmp-cash-a"),
        ("澄湖日日", "wmp-cash-a"),
        ("huoqicunkuan", "dep-demand"),
        ("chenghudaily", "wmp-cash-a"),
    ],
)
def test_a_name_is_typed_in_characters_pinyin_initials_or_english(demo: Desk, typed: str, code: str) -> None:
    spelled = demo.catalogue.spelled()
    assert any(typed in way for way in spelled[code])
    assert spelled.keys() == {product.id for product in demo.office.reference.products.on(TODAY)}


def test_every_assumption_of_a_product_has_its_figures_and_source(demo: Desk) -> None:
    assumed = demo.catalogue.assumed()
    for product in demo.office.reference.products:
        if product.assumption:
            assert assumed[product.assumption].source


def test_a_loan_product_begins_a_case_with_its_terms(demo: Desk) -> None:
    start = demo.catalogue.loan("loan-mortgage-new")
    assert (start.kind, start.months, start.rate, start.most) == ("mortgage", 360, 30_500, 10_000_000_00)
    with pytest.raises(DeskError) as refused:
        demo.catalogue.loan("dep-demand")
    assert refused.value.code == "not_a_loan"
