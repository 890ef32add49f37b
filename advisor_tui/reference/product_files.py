"""Reads data/products/: every mistake in it is named with its file, line and key."""

import re

from advisor_tui.base.languages import mark
from advisor_tui.reference.products import (
    FEE_TIMES,
    INVESTORS,
    LIQUIDITY,
    LOAN,
    PRODUCT_TYPES,
    QUALIFICATIONS,
    REPAYMENTS,
    SUBTYPES,
    Disclosure,
    Fee,
    LoanTerms,
    Product,
)
from advisor_tui.reference.toml import Document, Table
from advisor_tui.rules.facts import Pay
from advisor_tui.rules.projection.assumptions import ASSET_CLASSES

CURRENCIES = ("CNY", "USD", "HKD", "EUR")
_RATED = {"wmp_public", "wmp_private", "fund_public", "fund_private", "trust"}
_PRIVATE = {"wmp_private", "fund_private", "trust"}
_CONTRACTUAL = {"deposit", "treasury", LOAN}
"""Types whose yearly rate stands in the contract."""
_WITHOUT_VALUE = {"protection", "health"}
"""Insurance that pays for a loss only: there is nothing to project."""
_AT_A_PRICE = {"bond", "treasury"}
"""Types that are sold before their end only at a price or a loss, so that their money never comes back daily."""
_NEED_TERM = {"term", "market"}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_OF_LOANS = ("most", "repayment", "purpose")


def read_products(document: Document) -> list[Product]:
    """Read and check the products of one file; texts shared by several stand once, as disclosures."""
    root = document.root
    root.only("disclosure", "product")
    disclosures: dict[str, Disclosure] = {}
    for table in root.tables("disclosure", least=1):
        table.only("id", "version", "text")
        disclosure = Disclosure(table.text("id"), table.integer("version", low=1), table.both("text"))
        if disclosure.id in disclosures:
            table.wrong("id", mark("{id} stands here a second time"), id=disclosure.id)
        disclosures[disclosure.id] = disclosure
    products = []
    for table in root.tables("product", least=1):
        product = _product(table, disclosures)
        _check(table, product)
        products.append(product)
    return products


def _product(table: Table, disclosures: dict[str, Disclosure]) -> Product:
    table.only(
        "id", "version", "effective_from", "name", "type", "subtype", "issuer", "issuer_risk_level",
        "seller_risk_level", "currency", "term_days", "liquidity", "min_amount", "step", "fees", "investor",
        "cooling_off_hours", "benefit_uncertain", "pays", "pay_years", "sale_from", "sale_to", "qualification",
        "disclosure", "risks", "fictional", "issuer_id", "rate", "tax_rate", "assumption", *_OF_LOANS,
    )  # fmt: skip
    kind = table.word("type", PRODUCT_TYPES)
    subtype = table.word("subtype", SUBTYPES[kind]) if kind in SUBTYPES else ""
    projected = kind != LOAN and subtype not in _WITHOUT_VALUE
    return Product(
        id=table.text("id"),
        version=table.integer("version", low=1),
        effective_from=table.day("effective_from"),
        name=table.both("name"),
        type=kind,
        subtype=subtype,
        issuer=table.both("issuer"),
        issuer_id=table.text("issuer_id"),
        issuer_risk_level=table.optional_integer("issuer_risk_level", low=1, high=5),
        seller_risk_level=table.optional_integer("seller_risk_level", low=1, high=5),
        currency=table.word("currency", CURRENCIES, "CNY"),
        term_days=table.optional_integer("term_days", low=1),
        liquidity=table.word("liquidity", LIQUIDITY, "early_with_loss" if kind == LOAN else None),
        min_amount=table.integer("min_amount", low=1),
        step=table.integer("step", low=1),
        fees=tuple(_fee(fee) for fee in table.tables("fees")),
        rate=table.integer("rate", low=0, high=5_000) if kind in _CONTRACTUAL else _optional_rate(table),
        tax_rate=table.integer("tax_rate", 0, low=0, high=10_000),
        assumption=table.word("assumption", ASSET_CLASSES) if projected or "assumption" in table else "",
        investor=table.word("investor", INVESTORS),
        cooling_off_hours=table.optional_integer("cooling_off_hours", low=1, high=24 * 60),
        benefit_uncertain=table.flag("benefit_uncertain", False),
        pays=table.words("pays", list(Pay)),
        pay_years=table.integers("pay_years"),
        sale_from=table.optional_day("sale_from"),
        sale_to=table.optional_day("sale_to"),
        qualification=table.word("qualification", QUALIFICATIONS),
        disclosure=_disclosure(table, disclosures),
        risks=table.both("risks"),
        fictional=table.flag("fictional", False),
        loan=_loan(table) if kind == LOAN else None,
    )


def _optional_rate(table: Table) -> int | None:
    return table.optional_integer("rate", low=0, high=5_000)


def _loan(table: Table) -> LoanTerms:
    terms = LoanTerms(table.integer("most", low=1), table.words("repayment", REPAYMENTS), table.both("purpose"))
    if not terms.repayment:
        table.wrong("repayment", mark("A list with at least one value is needed"))
    return terms


def _fee(table: Table) -> Fee:
    table.only("name", "rate", "when")
    return Fee(table.both("name"), table.integer("rate", low=0, high=10_000), table.word("when", FEE_TIMES, "yearly"))


def _disclosure(table: Table, disclosures: dict[str, Disclosure]) -> Disclosure:
    name = table.text("disclosure")
    if name not in disclosures:
        table.wrong("disclosure", mark("{value} is not one of {known}"), value=name, known=", ".join(disclosures))
        return Disclosure("", 1, {"zh": "", "en": ""})
    return disclosures[name]


def _check(table: Table, product: Product) -> None:
    if product.issuer_id and not _SLUG.fullmatch(product.issuer_id):
        table.wrong("issuer_id", mark("Small letters, digits and single hyphens only"))
    if product.type == LOAN:
        _check_loan(table, product)
    else:
        for name in _OF_LOANS:
            if name in table:
                table.wrong(name, mark("Only a loan has this"))
    if product.type in _RATED and (product.issuer_risk_level is None or product.seller_risk_level is None):
        table.wrong(None, mark("The issuer's and the seller's risk level are both needed"))
    if product.type in _PRIVATE and product.investor != "qualified":
        table.wrong("investor", mark("A private product is only for qualified investors"))
    if product.type == "insurance" and not product.pays:
        table.wrong(None, mark("The key {name} is missing"), name="pays")
    if "annual" in product.pays and not product.pay_years:
        table.wrong("pays", mark("An annual premium needs pay_years"))
    if product.liquidity in _NEED_TERM and product.term_days is None:
        table.wrong("liquidity", mark("The key {name} is missing"), name="term_days")
    if product.type in _AT_A_PRICE and product.liquidity == "daily":
        table.wrong("liquidity", mark("A bond comes back in full only at its end: market, or early_with_loss"))
    if product.sale_from and product.sale_to and product.sale_from > product.sale_to:
        table.wrong("sale_to", mark("The sale ends before it begins"))


def _check_loan(table: Table, product: Product) -> None:
    if product.loan is not None and product.loan.most < product.min_amount:
        table.wrong("most", mark("The largest amount is below the least"))
    if product.term_days is None:
        table.wrong(None, mark("The key {name} is missing"), name="term_days")
    if "assumption" in table:
        table.wrong("assumption", mark("A loan is not projected"))
