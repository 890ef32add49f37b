"""The words of proposals, for screens and for paper: types, purposes, levels, terms."""

from collections.abc import Mapping

from advisor_tui.base.languages import counted, mark, translate, translate_in
from advisor_tui.desk.views.proposals import Purpose

_TYPES: Mapping[str, str] = {
    "": mark("All types"),
    "deposit": mark("Deposits"),
    "structured_deposit": mark("Structured deposits"),
    "wmp_public": mark("Public wealth products"),
    "wmp_private": mark("Private wealth products"),
    "fund_public": mark("Public funds"),
    "fund_private": mark("Private funds"),
    "insurance": mark("Insurance"),
    "trust": mark("Trusts"),
    "bond": mark("Bonds"),
    "treasury": mark("Treasury bonds"),
    "bullion": mark("Bullion"),
    "loan": mark("Loans"),
}
_LIQUIDITY: Mapping[str, str] = {
    "daily": mark("every day"),
    "open_periodically": mark("on opening days"),
    "market": mark("any day at the market price"),
    "term": mark("at the end of the term"),
    "early_with_loss": mark("earlier only with a loss"),
}
_ORIGINS: Mapping[str, str] = {
    "advisor": mark("The bank proposes it"),
    "client": mark("The client asked for it"),
    "insists": mark("The client insists on it against advice"),
}
_RAISED: Mapping[str, str] = {
    "wmp_public": mark("to the public"),
    "fund_public": mark("to the public"),
    "wmp_private": mark("privately, to qualified investors"),
    "fund_private": mark("privately, to qualified investors"),
    "trust": mark("privately, to qualified investors"),
}
_INVESTORS: Mapping[str, str] = {
    "anyone": mark("everybody"),
    "ordinary": mark("ordinary investors"),
    "qualified": mark("qualified investors"),
}
FIT_RULES = (
    "level", "fund_level", "product_level", "rating_difference", "cooling_off", "qualified_investor",
    "private_fund_investor",
)  # fmt: skip
"""Rules whose consent is the matching opinion that the client is told (令2025年第7号 art. 31)."""


def type_name(kind: str) -> str:
    """A type of products; "" is all of them."""
    return translate(_TYPES[kind])


def origin_name(origin: str) -> str:
    """Who brought a product up."""
    return translate(_ORIGINS[origin])


def raised_name(kind: str) -> str:
    """How a type of products is offered; "" for what is not raised from investors."""
    return translate(_RAISED.get(kind, ""))


def investors_name(investor: str) -> str:
    """For whom a product is."""
    return translate(_INVESTORS[investor])


def liquidity_name(liquidity: str) -> str:
    """When money can be had back."""
    return translate(_LIQUIDITY[liquidity])


def purpose_name(purpose: Purpose | None) -> str:
    """What a line serves: a person's word for it, else its kind, and the year of a goal; "" for none."""
    if purpose is None:
        return ""
    name = purpose.name or _kind_name(purpose.kind)
    return f"{name} {purpose.year}" if purpose.year else name


def _kind_name(kind: str) -> str:
    names = {
        "retirement": translate_in("purpose", "Retirement"),
        "education": translate_in("purpose", "Education"),
        "house": translate_in("purpose", "Home"),
        "wedding": translate_in("purpose", "Wedding"),
        "parents": translate_in("purpose", "Parents"),
        "emergency": translate_in("purpose", "Emergency fund"),
        "protection": translate_in("purpose", "Protection"),
        "free": translate_in("purpose", "Own goal"),
        "emergency_fund": translate_in("purpose", "Emergency fund"),
        "liquidity": translate_in("purpose", "Money soon needed"),
        "early_need": translate_in("purpose", "Money needed early"),
        "maturing_money": translate_in("purpose", "Money falling due"),
        "protection_person": translate_in("purpose", "A dependant's cover"),
        "protection_debts": translate_in("purpose", "Cover of debts"),
        "insurance_missing": translate_in("purpose", "Missing insurance"),
        "concentration_kind": translate_in("purpose", "Concentration of a kind"),
        "protection_gap": translate_in("purpose", "Life cover"),
        "health_cover": translate_in("purpose", "Health cover"),
        "goal_shortfall": translate_in("purpose", "Gap of a goal"),
        "retirement_gap": translate_in("purpose", "Retirement gap"),
        "debt_load": translate_in("purpose", "Debts"),
        "idle_cash": translate_in("purpose", "Idle cash"),
        "concentration": translate_in("purpose", "Concentration"),
        "premium_load": translate_in("purpose", "Premiums"),
    }
    return names.get(kind, kind)


def paid(pay: str, years: int | None) -> str:
    """How a premium is paid; "" for what has no premium."""
    if pay == "single":
        return translate(mark("single premium"))
    return translate(mark("a premium a year, {years} years")).format(years=years) if pay else ""


def term_name(days: int | None) -> str:
    """How long a product runs, in whole years where it does; "" for no term."""
    if not days:
        return ""
    if days % 365 == 0:
        return counted(mark("1 year"), mark("{count} years"), days // 365)
    return counted(mark("1 day"), mark("{count} days"), days)


def levels(level: int | None, issuer: int | None, seller: int | None) -> str:
    """A product's level, with both ratings where they differ; "" for none."""
    if level is None:
        return ""
    if issuer == seller or None in (issuer, seller):
        return f"R{level}"
    both = translate(mark("R{level}: the issuer says R{issuer}, the bank R{seller}, the higher holds"))
    return both.format(level=level, issuer=issuer, seller=seller)


def from_receipt(days: int) -> str:
    """How long the client may step back from insurance."""
    return translate(mark("{days} days from receipt of the policy")).format(days=days)


def cooling_off(hours: int | None, product_type: str) -> str:
    """How long a client may step back, and from when; "" for no time."""
    if not hours:
        return ""
    if product_type == "insurance":
        return from_receipt(-(-hours // 24))
    if hours % 24 == 0 and hours > 24:
        return translate(mark("{days} days from signing")).format(days=hours // 24)
    return translate(mark("{hours} hours from signing")).format(hours=hours)
