"""The words of proposals that several of its screens use."""

from collections.abc import Mapping
from datetime import date, datetime

from advisor_tui.base.clock import business_date
from advisor_tui.base.languages import mark, translate, translate_in
from advisor_tui.base.money import wan, yuan
from advisor_tui.desk.views.proposals import Purpose
from advisor_tui.widgets.glyphs import signs

_STATUSES: Mapping[str, str] = {
    "draft": mark("Draft"),
    "presented": mark("Shown to the client"),
    "accepted": mark("Accepted"),
    "declined": mark("Declined"),
    "withdrawn": mark("Withdrawn"),
    "superseded": mark("Superseded"),
}
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
}
_LIQUIDITY: Mapping[str, str] = {
    "daily": mark("every day"),
    "open_periodically": mark("on opening days"),
    "term": mark("at the end of the term"),
    "early_with_loss": mark("earlier only with a loss"),
}
_ORIGINS: Mapping[str, str] = {
    "advisor": mark("The bank proposes it"),
    "client": mark("The client asked for it"),
    "insists": mark("The client insists on it against advice"),
}
VERDICT_SIGNS: Mapping[str, str] = {"forbidden": "✗", "warn": "!", "missing": "?", "allowed": "✓"}
"""What stands for a verdict, readable without colour."""
VERDICT_STYLES: Mapping[str, str] = {"forbidden": "$text-error bold", "warn": "$text-warning", "missing": "bold"}


def status_name(status: str) -> str:
    """A proposal's status."""
    return translate(_STATUSES[status])


def type_name(kind: str) -> str:
    """A type of products; "" is all of them."""
    return translate(_TYPES[kind])


def origin_name(origin: str) -> str:
    """Who brought a product up."""
    return translate(_ORIGINS[origin])


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


def risk(level: int | None) -> str:
    """A product's level as it is written, a dash for none."""
    return signs("—") if level is None else f"R{level}"


def mean(hundredths: int | None) -> str:
    """An average level: `R2.4`."""
    return signs("—") if hundredths is None else f"R{hundredths // 100}.{hundredths % 100 // 10}"


def ten_thousands(fen: int) -> str:
    """An amount in 万元 for a table; exact to the yuan where it is not whole."""
    return wan(fen, 1) if fen % (1_000 * 100) == 0 else wan(fen, 4)


def in_yuan(fen: int) -> str:
    """An amount with its unit."""
    return translate(mark("{amount} yuan")).format(amount=yuan(fen))


def day(moment: datetime | date) -> str:
    """A business date."""
    return (business_date(moment) if isinstance(moment, datetime) else moment).isoformat()
