"""Typing amounts in the builder: of a line, and of the money that the lines share out."""

from dataclasses import replace
from typing import TYPE_CHECKING

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.money import parse_amount, yuan
from advisor_tui.desk.proposal import draft as drafts
from advisor_tui.desk.proposal.draft import Draft, DraftLine
from advisor_tui.screens.entry import amount_understood
from advisor_tui.screens.proposal.words import in_yuan
from advisor_tui.widgets.dialog import ask_text

if TYPE_CHECKING:
    from advisor_tui.screens.proposal.drafting import DraftScreen


def ask_amount(screen: "DraftScreen", draft: Draft, line: DraftLine, first: str = "") -> None:
    """Ask for the amount of a line of `draft`; `first` is what was typed already."""

    def understood(typed: str) -> str:
        try:
            amount = drafts.typed_amount(draft, line.product, typed)
        except ValueError:
            return ""
        left = yuan(drafts.change_line(draft, line.product, amount=amount).left)
        return translate(mark("{amount}, left: {rest} yuan")).format(amount=in_yuan(amount), rest=left)

    def complaint(typed: str) -> str | None:
        return None if understood(typed) else translate(mark("Write an amount such as 200k, 30%, rest or +50k."))

    def typed(text: str) -> None:
        amount = drafts.typed_amount(draft, line.product, text)
        screen.change(drafts.change_line(draft, line.product, amount=amount))

    ask_text(
        screen,
        mark("{product}: how much? 200k, 30%, rest, +50k. Left without this line: {rest} yuan."),
        typed,
        typed=first,
        check=complaint,
        read=understood,
        product=screen.bench.name(line.product),
        rest=yuan(drafts.rest_for(draft, line.product)),
    )


def ask_money(screen: "DraftScreen") -> None:
    """Ask for the money that the lines share out."""
    used = screen.draft.used

    def understood(typed: str) -> str:
        amount = amount_understood(typed)
        if not amount:
            return ""
        left = yuan(parse_amount(typed) - used)
        return translate(mark("{amount}, left: {rest} yuan")).format(amount=amount, rest=left)

    ask_text(
        screen,
        mark("How much money do the lines share out? They ask for {used} yuan now."),
        lambda typed: screen.change(replace(screen.draft, investable=parse_amount(typed))),
        value=yuan(screen.draft.investable),
        check=money_complaint,
        read=understood,
        used=yuan(used),
    )


def money_complaint(typed: str) -> str | None:
    """What is wrong with an amount to invest, in the language in use, or None."""
    try:
        good = 0 < parse_amount(typed) <= drafts.MOST
    except ValueError:
        good = False
    return None if good else translate(mark("Write an amount above nothing, such as 2m or 1,500,000."))
