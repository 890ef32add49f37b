"""Typing amounts in the builder: of a line, and of the money that the lines share out."""

from dataclasses import replace
from typing import TYPE_CHECKING

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.money import parse_amount, yuan
from advisor_tui.desk.proposal import draft as drafts
from advisor_tui.widgets.dialog import ask_text

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.bench import Workbench
    from advisor_tui.screens.proposal.proposal import ProposalScreen


def ask_amount(screen: "ProposalScreen", bench: "Workbench", product: str, first: str = "") -> None:
    """Ask for the amount of a line; `first` is what was typed already."""

    def complaint(typed: str) -> str | None:
        try:
            drafts.typed_amount(screen.draft, product, typed)
        except ValueError:
            return translate(mark("Write an amount such as 20万, 30%, rest or +5万."))
        return None

    def typed(text: str) -> None:
        amount = drafts.typed_amount(screen.draft, product, text)
        screen.change(drafts.change_line(screen.draft, product, amount=amount))

    ask_text(
        screen,
        mark("{product}: how much? 20万, 30%, rest or 余, +5万. Left without this line: {rest} yuan."),
        typed,
        value=first,
        check=complaint,
        product=bench.name(product),
        rest=yuan(drafts.rest_for(screen.draft, product)),
    )


def ask_money(screen: "ProposalScreen") -> None:
    """Ask for the money that the lines share out."""
    ask_text(
        screen,
        mark("How much money do the lines share out?"),
        lambda typed: screen.change(replace(screen.draft, investable=parse_amount(typed))),
        value=yuan(screen.draft.investable),
        check=money_complaint,
    )


def money_complaint(typed: str) -> str | None:
    """What is wrong with an amount to invest, in the language in use, or None."""
    try:
        good = 0 < parse_amount(typed) <= drafts.MOST
    except ValueError:
        good = False
    return None if good else translate(mark("Write an amount above nothing, such as 200万 or 1,500,000."))
