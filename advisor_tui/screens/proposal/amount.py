"""Typing amounts in the builder: of a line, and of the money that the lines share out."""

from dataclasses import replace
from typing import TYPE_CHECKING

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.money import parse_amount, yuan
from advisor_tui.desk.proposal import draft as drafts
from advisor_tui.desk.proposal.draft import Draft
from advisor_tui.screens.entry import amount_understood
from advisor_tui.screens.proposal.words import in_yuan
from advisor_tui.widgets.dialog import AskText, ask_text, confirm

if TYPE_CHECKING:
    from advisor_tui.screens.proposal.line_keys import LineScreen

GONE = mark("This line is not in the draft any more.")
"""Said where a dialog stood open while the draft became another one."""


class AmountQuestion(AskText):
    """Asks for the amount of a line."""

    HELP = mark(
        "An amount is what the client will have of the product in all; of insurance it is one premium. 200k, 1.5m, "
        "20万 or 200,000 is an amount in yuan; 30% is a share of the money to invest; rest or 余 is all that the other "
        "lines leave; +50k is so much more than the line has now, -50k so much less. What is understood stands below "
        "while you type; Enter takes it."
    )


def ask_amount(screen: "LineScreen", product: str, first: str = "") -> None:
    """Ask for the amount of a product's line; `first` is what was typed already."""

    def draft_with(text: str) -> Draft:
        """The draft with the amount that was typed, or a ValueError."""
        draft = screen.draft_with(product)
        if draft is None:
            raise ValueError(product)
        return drafts.change_line(draft, product, amount=drafts.typed_amount(draft, product, text))

    def understood(text: str) -> str:
        try:
            draft = draft_with(text)
        except ValueError:
            return ""
        line = draft.find(product)
        amount = in_yuan(0 if line is None else line.amount)
        return translate(mark("{amount}, left: {rest} yuan")).format(amount=amount, rest=yuan(draft.left))

    def complaint(text: str) -> str | None:
        if screen.draft_with(product) is None:
            return translate(GONE)
        return None if understood(text) else translate(mark("Write an amount such as 200k, 30%, rest or +50k."))

    def take(text: str) -> None:
        """What is held and was no line yet is never sold by the way: less than that is asked about."""
        line = draft_with(text).find(product)
        if line is not None and screen.draft.find(product) is None and line.amount < line.held:
            confirm(
                screen,
                mark("{product}: that is less than the {held} yuan held. Sell {less} yuan of it?"),
                lambda: put(text),
                product=screen.bench.name(product),
                held=yuan(line.held),
                less=yuan(line.held - line.amount),
            )
        else:
            put(text)

    def put(text: str) -> None:
        if complaint(text) is not None:
            screen.say(GONE)
            return
        before = screen.draft
        screen.change(draft_with(text))
        say_joined(screen, before, product)

    ask_text(
        screen,
        mark("{product}: how much? 200k, 30%, rest, +50k. Left without this line: {rest} yuan."),
        take,
        typed=first,
        frame=AmountQuestion,
        check=complaint,
        read=understood,
        product=screen.bench.name(product),
        rest=yuan(drafts.rest_for(screen.draft_with(product) or screen.draft, product)),
    )


def say_joined(screen: "LineScreen", before: Draft, product: str) -> None:
    """Say that a position which is a line only now joins the money that is shared out."""
    line = screen.draft.find(product)
    if line is not None and line.held and before.find(product) is None:
        screen.say(
            mark(
                "{product}: the {held} yuan held join the money to share out; what you type is what the client will "
                "have in all."
            ),
            product=screen.bench.name(product),
            held=yuan(line.held),
        )


def ask_money(screen: "LineScreen") -> None:
    """Ask for the money that the lines share out."""

    def understood(typed: str) -> str:
        amount = amount_understood(typed)
        if not amount:
            return ""
        left = yuan(parse_amount(typed) - screen.draft.used)
        return translate(mark("{amount}, left: {rest} yuan")).format(amount=amount, rest=left)

    ask_text(
        screen,
        mark("How much money do the lines share out? They ask for {used} yuan now."),
        lambda typed: screen.change(replace(screen.draft, investable=parse_amount(typed))),
        value=yuan(screen.draft.investable),
        check=money_complaint,
        read=understood,
        used=yuan(screen.draft.used),
    )


def money_complaint(typed: str) -> str | None:
    """What is wrong with an amount to invest, in the language in use, or None."""
    try:
        good = 0 < parse_amount(typed) <= drafts.MOST
    except ValueError:
        good = False
    return None if good else translate(mark("Write an amount above nothing, such as 2m or 1,500,000."))
