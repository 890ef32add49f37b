"""Moving money from one line of a draft to another in one act."""

from typing import TYPE_CHECKING

from advisor_tui.base.languages import labelled, mark, translate
from advisor_tui.base.money import yuan
from advisor_tui.desk.proposal import draft as drafts
from advisor_tui.desk.proposal.draft import Draft, DraftLine
from advisor_tui.screens.proposal.words import in_yuan
from advisor_tui.widgets.dialog import ask_text, pick_one

if TYPE_CHECKING:
    from advisor_tui.screens.proposal.line_keys import LineScreen


def ask_move(screen: "LineScreen", draft: Draft, source: DraftLine) -> None:
    """Ask where to and how much; the source line may be one that is only held, which `draft` has in it already."""
    bench = screen.bench
    if not source.amount:
        screen.say(mark("This line has no amount that could be moved."))
        return
    others = {line.product: line for line in draft.lines if line.product != source.product}
    for position in bench.positions:
        if position.product and draft.find(position.product) is None:
            others[position.product] = DraftLine(position.product, position.value, position.value)
    if not others:
        screen.say(mark("There is no other line yet: Ctrl+N adds a product."))
        return

    def chosen(product: str) -> None:
        _ask_amount(screen, drafts.keep_holding(draft, others[product]), source, product)

    pick_one(
        screen,
        mark("Move money from {product} to which line?"),
        [(code, labelled(bench.name(code), in_yuan(line.amount))) for code, line in others.items()],
        chosen,
        product=bench.name(source.product),
    )


def _ask_amount(screen: "LineScreen", draft: Draft, source: DraftLine, target: str) -> None:
    bench = screen.bench

    def complaint(typed: str) -> str | None:
        try:
            drafts.moved_amount(draft, source.product, typed)
        except ValueError:
            words = translate(mark("Write an amount up to {most} yuan, a share such as 50%, or all."))
            return words.format(most=yuan(source.amount))
        return None

    def understood(typed: str) -> str:
        if complaint(typed):
            return ""
        amount = drafts.moved_amount(draft, source.product, typed)
        to = draft.find(target)
        words = translate(mark("{from}: {left} yuan; {to}: {more} yuan"))
        return words.format(
            **{
                "from": bench.name(source.product),
                "left": yuan(source.amount - amount),
                "to": bench.name(target),
                "more": yuan(amount + (0 if to is None else to.amount)),
            }
        )

    def typed(text: str) -> None:
        amount = drafts.moved_amount(draft, source.product, text)
        screen.change(drafts.move_amount(draft, source.product, target, amount))

    ask_text(
        screen,
        mark("How much of the {amount} yuan of {product} goes to {target}? 50k, 50% of it, all."),
        typed,
        value=yuan(source.amount),
        check=complaint,
        read=understood,
        amount=yuan(source.amount),
        product=bench.name(source.product),
        target=bench.name(target),
    )
