"""The words of proposals that several of its screens use."""

from collections.abc import Mapping
from datetime import date, datetime

from advisor_tui.base.clock import business_date
from advisor_tui.base.languages import language, mark, translate
from advisor_tui.base.money import WAN, YUAN, wan, yuan
from advisor_tui.desk.views.proposal_words import purpose_name
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
VERDICT_SIGNS: Mapping[str, str] = {"forbidden": "✗", "warn": "!", "missing": "?", "allowed": "✓"}
"""What stands for a verdict, readable without colour."""
VERDICT_STYLES: Mapping[str, str] = {"forbidden": "$text-error bold", "warn": "$text-warning", "missing": "bold"}


def status_name(status: str) -> str:
    """A proposal's status."""
    return translate(_STATUSES[status])


def risk(level: int | None) -> str:
    """A product's level as it is written, a dash for none."""
    return signs("—") if level is None else f"R{level}"


def mean(hundredths: int | None) -> str:
    """An average level: `R2.4`."""
    return signs("—") if hundredths is None else f"R{hundredths // 100}.{hundredths % 100 // 10}"


def ten_thousands(fen: int) -> str:
    """An amount in 万元: two places on every page of proposals, so that columns stand under the decimal point."""
    return wan(fen, 2)


def step_words(fen: int) -> str:
    """A step as it stands in the line of keys, short enough for it: `2万`, or `20k` as it may be typed too."""
    units = [(WAN, "万")] if language() == "zh" else [(1_000_000 * YUAN, "m"), (1_000 * YUAN, "k")]
    return next((f"{fen // unit}{name}" for unit, name in units if fen % unit == 0), yuan(fen))


def purpose_told(purpose: Purpose) -> str:
    """What a line may serve with its size, which tells two needs of a kind apart."""
    return purpose_name(purpose) if purpose.amount is None else f"{purpose_name(purpose)}  {in_yuan(purpose.amount)}"


def in_yuan(fen: int) -> str:
    """An amount with its unit."""
    return translate(mark("{amount} yuan")).format(amount=yuan(fen))


def day(moment: datetime | date) -> str:
    """A business date."""
    return (business_date(moment) if isinstance(moment, datetime) else moment).isoformat()
