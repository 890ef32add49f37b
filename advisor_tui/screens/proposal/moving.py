"""Moving money from one line of a draft to another in one act."""

from typing import TYPE_CHECKING

from advisor_tui.base.languages import labelled, mark, translate
from advisor_tui.base.money import yuan
from advisor_tui.desk.proposal import draft as drafts
from advisor_tui.desk.proposal.draft import Draft, DraftLine
from advisor_tui.screens.proposal.amount import GONE
from advisor_tui.screens.proposal.words import in_yuan
from advisor_tui.widgets.dialog import ask_text, pick_one

if TYPE_CHECKING:
    from advisor_tui.screens.proposal.line_keys import LineScreen


def ask_move(screen: "LineScreen", source: str) -> None:
    """Ask where to and how much; the line of the source product may be one that is only held."""
    bench, draft = screen.bench, screen.draft_with(source)
    giving = None if draft is None else draft.find(source)
    if draft is None or giving is None:
        screen.say(GONE)
        return
    if not giving.amount:
        screen.say(mark("This line has no amount that could be moved."))
        return
    others = {line.product: line.amount for line in draft.lines}
    for position in bench.positions:
        if position.product:
            others.setdefault(position.product, bench.held(position.product))
    del others[source]
    if not others:
        screen.say(mark("There is no other line yet: Ctrl+N adds a product."))
        return
    pick_one(
        screen,
        mark("Move money from {product} to which line?"),
        [(code, labelled(bench.name(code), in_yuan(amount))) for code, amount in others.items()],
        lambda target: _ask_amount(screen, source, target),
        product=bench.name(source),
    )


def _ask_amount(screen: "LineScreen", source: str, target: str) -> None:
    """Ask how much; all that is said and done is of the draft as it stands then."""
    bench = screen.bench

    def ends() -> tuple[Draft, DraftLine, DraftLine] | None:
        draft = screen.draft_with(source, target)
        giving, taking = (None, None) if draft is None else (draft.find(source), draft.find(target))
        return None if draft is None or giving is None or taking is None else (draft, giving, taking)

    def complaint(text: str) -> str | None:
        found = ends()
        if found is None:
            return translate(GONE)
        draft, giving, _ = found
        try:
            drafts.moved_amount(draft, source, text)
        except ValueError:
            words = translate(mark("Write an amount up to {most} yuan, a share such as 50%, or all."))
            return words.format(most=yuan(giving.amount))
        return None

    def understood(text: str) -> str:
        found = None if complaint(text) else ends()
        if found is None:
            return ""
        draft, giving, taking = found
        amount = drafts.moved_amount(draft, source, text)
        words = translate(mark("{from}: {left} yuan; {to}: {more} yuan"))
        return words.format(
            **{
                "from": bench.name(source),
                "left": yuan(giving.amount - amount),
                "to": bench.name(target),
                "more": yuan(taking.amount + amount),
            }
        )

    def move(text: str) -> None:
        found = ends()
        if found is not None:
            draft = found[0]
            screen.change(drafts.move_amount(draft, source, target, drafts.moved_amount(draft, source, text)))

    found = ends()
    if found is None:
        screen.say(GONE)
        return
    amount = yuan(found[1].amount)
    ask_text(
        screen,
        mark("How much of the {amount} yuan of {product} goes to {target}? 50k, 50% of it, all."),
        move,
        value=amount,
        check=complaint,
        read=understood,
        amount=amount,
        product=bench.name(source),
        target=bench.name(target),
    )
