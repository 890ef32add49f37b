"""The words of a product's terms: natures, currencies, qualifications, fees, sale windows, ways to pay."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from advisor_tui.base.languages import counted, join_list, labelled, mark, pick, translate, translate_in
from advisor_tui.base.money import percent, yuan
from advisor_tui.desk.views.proposal_words import paid, type_name
from advisor_tui.desk.views.staff_words import QUALIFICATION_NAMES
from advisor_tui.widgets.glyphs import signs

if TYPE_CHECKING:
    from advisor_tui.desk.views.catalogue import AssumedView
    from advisor_tui.reference.products import Product

_CURRENCIES: Mapping[str, str] = {
    "CNY": mark("Yuan"),
    "USD": mark("US dollar"),
    "HKD": mark("Hong Kong dollar"),
    "EUR": mark("Euro"),
}
_REPAYMENTS: Mapping[str, str] = {
    "equal_payment": mark("Equal payments"),
    "equal_principal": mark("Equal principal"),
    "interest_first": mark("interest monthly, principal at the end"),
    "at_end": mark("all at the end"),
}
ONE = 10_000
"""One, in 10⁻⁴."""


def currency_name(currency: str) -> str:
    """A currency."""
    return translate(_CURRENCIES[currency])


def qualification_name(qualification: str) -> str:
    """What staff must be qualified for."""
    return translate(QUALIFICATION_NAMES[qualification])


def rate_text(rate: int | None) -> str:
    """A rate of 10⁻⁴ as a percentage: `1.55%`; "" for none."""
    return "" if rate is None else percent(rate, ONE, 2)


def nature_name(product: "Product") -> str:
    """A product's type with its nature: `Public funds, index`."""
    names = {
        "demand": translate_in("nature", "demand"),
        "term": translate_in("nature", "term"),
        "large_certificate": translate_in("nature", "certificate"),
        "notice": translate_in("nature", "notice"),
        "cash": translate_in("nature", "cash"),
        "money": translate_in("nature", "money market"),
        "fixed": translate_in("nature", "fixed income"),
        "mixed": translate_in("nature", "mixed"),
        "equity": translate_in("nature", "equity"),
        "derivative": translate_in("nature", "derivatives"),
        "index": translate_in("nature", "index"),
        "qdii": "QDII",
        "protection": translate_in("nature", "protection"),
        "savings": translate_in("nature", "savings"),
        "participating": translate_in("nature", "participating"),
        "unit_linked": translate_in("nature", "unit-linked"),
        "annuity": translate_in("nature", "annuity"),
        "pension_annuity": translate_in("nature", "retirement annuity"),
        "education_annuity": translate_in("nature", "education annuity"),
        "immediate_annuity": translate_in("nature", "immediate annuity"),
        "health": translate_in("nature", "health"),
        "consumer": translate_in("nature", "consumption"),
        "business": translate_in("nature", "business"),
        "mortgage": translate_in("nature", "mortgage"),
    }
    nature = names.get(product.subtype, "")
    return labelled(type_name(product.type), nature) if nature else type_name(product.type)


def term_text(days: int | None) -> str:
    """A term: days, and from two years on years where they come out even."""
    if days is None:
        return ""
    years = round(days / 365)
    if years >= 2 and years * 365 <= days <= years * 366:
        return translate(mark("{years} years")).format(years=years)
    return counted(mark("1 day"), mark("{count} days"), days)


def fees_text(product: "Product") -> str:
    """Every fee with its rate, one a line."""
    return "\n".join(f"{pick(fee.name)} {rate_text(fee.rate)}" for fee in product.fees)


def window_text(product: "Product") -> str:
    """When it is sold; "" for always."""
    first, last = product.sale_from, product.sale_to
    if first and last:
        return f"{first}{signs(' – ')}{last}"
    if first:
        return translate(mark("from {day}")).format(day=first)
    return translate(mark("to {day}")).format(day=last) if last else ""


def pays_text(product: "Product") -> str:
    """How a premium or a loan may be paid, one way a line."""
    if product.loan is not None:
        return "\n".join(translate(_REPAYMENTS[way]) for way in product.loan.repayment)
    annual = join_list(str(years) for years in product.pay_years)
    ways = {"single": paid("single", 1), "annual": translate(mark("yearly, {years} years")).format(years=annual)}
    return "\n".join(ways[pay] for pay in product.pays)


def loan_terms(product: "Product") -> str:
    """A loan's rate, largest amount and ways of repayment on one line."""
    if product.loan is None:
        return ""
    ways = join_list(translate(_REPAYMENTS[way]) for way in product.loan.repayment)
    return translate(mark("{rate} a year, at most {most} yuan, {ways}")).format(
        rate=rate_text(product.rate), most=yuan(product.loan.most), ways=ways
    )


def assumed_text(assumed: "AssumedView | None") -> str:
    """What a product is projected with: the class, its return and swing, whose figures they are."""
    if assumed is None:
        return ""
    figures = translate(mark("{name}: {rate} a year, swing {swing}")).format(
        name=pick(assumed.name), rate=rate_text(assumed.yearly_return), swing=rate_text(assumed.volatility)
    )
    return f"{figures}\n{assumed.source}" + ("" if assumed.confirmed else "\n" + translate(mark("not confirmed")))
