from datetime import date
from fractions import Fraction

import pytest

from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.product_files import read_products
from advisor_tui.reference.product_links import check_issuers
from advisor_tui.reference.products import PRODUCT_TYPES, Disclosure, LoanTerms, Product
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Document, Source
from advisor_tui.rules.facts import Pay, ProductType, Subtype
from tests.reference.support import changed, mistakes

TODAY = date(2026, 11, 24)
PRODUCTS = load_reference(data_root()).products

SMALL = """\
[[disclosure]]
id = "d"
version = 1
text = { zh = "有风险", en = "Risk" }

[[product]]
id = "p"
version = 1
effective_from = 2026-02-01
name = { zh = "产品", en = "Product" }
type = "wmp_private"
subtype = "fixed"
issuer = { zh = "发行人", en = "Issuer" }
issuer_id = "issuer"
issuer_risk_level = 2
seller_risk_level = 3
term_days = 365
liquidity = "term"
min_amount = 300_000_00
step = 10_000_00
investor = "qualified"
cooling_off_hours = 24
sale_from = 2026-06-01
sale_to = 2026-12-31
qualification = "private"
assumption = "credit"
disclosure = "d"
risks = { zh = "风险", en = "Risk" }
fictional = true
"""


def small() -> Product:
    document = Document(Source("products/p.toml", SMALL))
    (product,) = read_products(document)
    assert document.mistakes == []
    return product


def test_of_two_ratings_the_higher_holds_and_both_are_kept() -> None:
    facts = small().facts()
    assert facts is not None
    assert (facts.issuer_risk_level, facts.seller_risk_level, facts.level) == (2, 3, 3)
    assert (facts.type, facts.subtype, facts.min_amount_fen) == (ProductType.WMP_PRIVATE, Subtype.FIXED, 30_000_000)
    assert (facts.cooling_off_hours, facts.term_years) == (Fraction(24), Fraction(1))


@pytest.mark.parametrize(
    ("amount", "fits"), [(29_999_999, False), (30_000_000, True), (30_500_000, False), (31_000_000, True), (0, False)]
)
def test_an_amount_reaches_the_minimum_and_keeps_the_step(amount: int, fits: bool) -> None:
    assert small().takes(amount) is fits


@pytest.mark.parametrize(
    ("day", "open_"), [("2026-05-31", False), ("2026-06-01", True), ("2026-12-31", True), ("2027-01-01", False)]
)
def test_both_ends_of_the_sale_window_are_on_sale(day: str, open_: bool) -> None:
    assert small().on_sale(date.fromisoformat(day)) is open_


def test_the_hash_of_a_disclosure_changes_with_every_part_of_it() -> None:
    texts = [
        Disclosure("d", 1, {"zh": "一", "en": "one"}),
        Disclosure("d", 2, {"zh": "一", "en": "one"}),
        Disclosure("d", 1, {"zh": "二", "en": "one"}),
        Disclosure("d", 1, {"zh": "一", "en": "two"}),
    ]
    assert len({text.hash for text in texts}) == len(texts)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("issuer_risk_level = 2", "issuer_risk_level = 6", "product[0].issuer_risk_level"),
        ("seller_risk_level = 3\n", "", "product[0]"),
        ('investor = "qualified"', 'investor = "anyone"', "product[0].investor"),
        ('type = "wmp_private"', 'type = "lottery"', "product[0].type"),
        ('subtype = "fixed"', 'subtype = "cash"', "product[0].subtype"),
        ("min_amount = 300_000_00", "min_amount = 300_000.5", "product[0].min_amount"),
        ("step = 10_000_00", "step = 0", "product[0].step"),
        ('disclosure = "d"', 'disclosure = "e"', "product[0].disclosure"),
        ("term_days = 365\n", "", "product[0].liquidity"),
        ("sale_to = 2026-12-31", "sale_to = 2026-01-01", "product[0].sale_to"),
        ('name = { zh = "产品", en = "Product" }', 'name = "产品"', "product[0].name"),
        ("cooling_off_hours = 24", "cooling_of_hours = 24", "product[0].cooling_of_hours"),
        ('issuer_id = "issuer"\n', "", "product[0].issuer_id"),
        ('issuer_id = "issuer"', 'issuer_id = "The Issuer"', "product[0].issuer_id"),
        ('assumption = "credit"\n', "", "product[0].assumption"),
        ('assumption = "credit"', 'tax_rate = 10_001\nassumption = "credit"', "product[0].tax_rate"),
        ('assumption = "credit"', 'rate = 5_001\nassumption = "credit"', "product[0].rate"),
        ('assumption = "credit"', 'most = 1\nassumption = "credit"', "product[0].most"),
    ],
)
def test_a_mistake_names_its_line_and_key(old: str, new: str, key: str) -> None:
    text, line = changed(SMALL, old, new)
    found = {mistake.key: mistake.line for mistake in mistakes(read_products, text)}
    assert key in found
    assert found[key] in (line, 6, 16), "the line of the key, or of what is incomplete"


BOND = SMALL.replace('type = "wmp_private"\nsubtype = "fixed"', 'type = "bond"').replace('"term"', '"market"')


@pytest.mark.parametrize("type_", ["bond", "treasury"])
def test_a_bond_is_sold_at_the_markets_price_or_kept_to_its_end_and_never_comes_back_daily(type_: str) -> None:
    bond = BOND.replace('type = "bond"', f'type = "{type_}"\nrate = 200')
    assert mistakes(read_products, bond) == []
    assert mistakes(read_products, bond.replace('"market"', '"early_with_loss"')) == []
    text, line = changed(bond, 'liquidity = "market"', 'liquidity = "daily"')
    assert [(found.key, found.line) for found in mistakes(read_products, text)] == [("product[0].liquidity", line)]


def test_what_is_sold_at_the_markets_price_has_an_end() -> None:
    text, _ = changed(BOND, "term_days = 365\n", "")
    assert [found.key for found in mistakes(read_products, text)] == ["product[0].liquidity"]


LOAN = """\
[[disclosure]]
id = "d"
version = 1
text = { zh = "有风险", en = "Risk" }

[[product]]
id = "p"
version = 1
effective_from = 2026-02-01
name = { zh = "贷款", en = "Loan" }
type = "loan"
subtype = "consumer"
issuer = { zh = "本行", en = "The bank" }
issuer_id = "bank"
term_days = 1825
min_amount = 10_000_00
step = 1_000_00
most = 500_000_00
repayment = ["equal_payment"]
purpose = { zh = "装修", en = "Renovation" }
rate = 345
investor = "anyone"
qualification = "credit"
disclosure = "d"
risks = { zh = "风险", en = "Risk" }
"""


def test_a_loan_has_terms_of_its_own_and_is_not_projected() -> None:
    document = Document(Source("products/p.toml", LOAN))
    [loan] = read_products(document)
    assert document.mistakes == []
    assert loan.loan == LoanTerms(500_000_00, ("equal_payment",), {"zh": "装修", "en": "Renovation"})
    assert (loan.rate, loan.assumption, loan.level, loan.facts()) == (345, "", None, None)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("most = 500_000_00", "most = 9_999_99", "product[0].most"),
        ("most = 500_000_00\n", "", "product[0].most"),
        ('repayment = ["equal_payment"]', "repayment = []", "product[0].repayment"),
        ('repayment = ["equal_payment"]', 'repayment = ["never"]', "product[0].repayment[0]"),
        ("rate = 345\n", "", "product[0].rate"),
        ("term_days = 1825\n", "", "product[0]"),
        ("rate = 345", 'assumption = "credit"\nrate = 345', "product[0].assumption"),
    ],
)
def test_a_mistake_in_a_loan_names_its_line_and_key(old: str, new: str, key: str) -> None:
    text, line = changed(LOAN, old, new)
    found = {mistake.key: mistake.line for mistake in mistakes(read_products, text)}
    assert found[key] in (line, 6)


def test_an_assumption_is_an_asset_class_of_the_projections() -> None:
    text, line = changed(SMALL, 'assumption = "credit"', 'assumption = "silver"')
    assert [(found.key, found.line) for found in mistakes(read_products, text)] == [("product[0].assumption", line)]


def test_an_issuer_has_one_name_in_all_files() -> None:
    other = SMALL.replace('zh = "发行人"', 'zh = "别的发行人"')
    files = [Source("products/a.toml", SMALL), Source("products/b.toml", other)]
    assert check_issuers([files[0], Source("products/b.toml", SMALL)]) == []
    assert [(m.path, m.key) for m in check_issuers(files)] == [("products/b.toml", "product[0].issuer_id")]


class TestShipped:
    def test_there_are_products_of_every_type_and_none_is_real(self) -> None:
        assert {product.type for product in PRODUCTS} == set(PRODUCT_TYPES)
        assert all(product.fictional for product in PRODUCTS)
        assert len(PRODUCTS.ids) >= 60

    def test_some_ratings_of_issuer_and_seller_differ_in_both_ways(self) -> None:
        pairs = [(p.issuer_risk_level or 0, p.seller_risk_level or 0) for p in PRODUCTS]
        assert any(issuer < seller for issuer, seller in pairs)
        assert any(issuer > seller for issuer, seller in pairs)

    def test_levels_from_one_to_five_are_offered(self) -> None:
        assert {p.level for p in PRODUCTS.on(TODAY)} >= {1, 2, 3, 4, 5}

    def test_private_minimums_follow_the_nature_of_the_product(self) -> None:
        """资管新规 art. 5: 300k fixed, 400k mixed, 1,000k equity or derivatives; private funds at least 1,000k."""
        least = {"fixed": 300_000_00, "mixed": 400_000_00, "equity": 1_000_000_00, "derivative": 1_000_000_00}
        for product in PRODUCTS:
            if product.type == "wmp_private":
                assert product.min_amount >= least[product.subtype]
            if product.type == "fund_private":
                assert product.min_amount >= 1_000_000_00
            if product.investor == "qualified":
                assert product.cooling_off_hours is not None
                assert product.cooling_off_hours >= 24

    def test_a_later_version_holds_from_its_day_on(self) -> None:
        before, after = PRODUCTS.latest("wmp-fixed-90", TODAY), PRODUCTS.latest("wmp-fixed-90", date(2027, 1, 1))
        assert (before.version, before.level, after.version, after.level) == (1, 2, 2, 3)
        assert PRODUCTS.get("wmp-fixed-90", 1) == before
        assert [p.version for p in PRODUCTS.on(TODAY) if p.id == "wmp-fixed-90"] == [1]

    def test_the_premium_of_insurance_reaches_the_rules(self) -> None:
        endowment = PRODUCTS.latest("ins-savings-5", TODAY)
        single, annual = endowment.facts(Pay.SINGLE), endowment.facts(Pay.ANNUAL, 5)
        assert single is not None
        assert annual is not None
        assert (single.pay, single.pay_years, annual.pay_years) == (Pay.SINGLE, 1, 5)
        assert single.benefit_uncertain is False
        assert single.cooling_off_hours == Fraction(360)

    def test_what_suitability_does_not_cover_has_no_facts(self) -> None:
        assert PRODUCTS.latest("dep-term-1y", TODAY).facts() is None
        assert {p.type for p in PRODUCTS if p.facts() is not None} == {str(kind) for kind in ProductType}
