"""How a proposal on paper shares out the money: what the bank proposes, what the client wants against its advice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advisor_tui.base.languages import join_sentences, translate
from advisor_tui.base.money import percent
from advisor_tui.documents.advice import Offered, against_advice
from advisor_tui.documents.blocks import Bar, Bars, Block, Cell, Column, Heading, Mix, Prose, Table
from advisor_tui.documents.figures import change, exact, in_words

LEVELS = 5


@dataclass(frozen=True)
class LevelShares:
    """Shares by risk level 1 to 5 and last of what has none, in 10⁻⁴ of all money.

    Attributes:
        now: Of everything that the client has; None where the presentation did not record it.
        proposed: Of what the lines come to.
    """

    now: tuple[int, ...] | None
    proposed: tuple[int, ...]


def allocation(lines: Sequence[Offered], investable: int, levels: LevelShares) -> list[Block]:
    """Tables and bars of the money in 分; what is bought against advice stands apart from what is proposed."""
    advised, wished = [line for line in lines if not line.insists], [line for line in lines if line.insists]
    rows = [_row(line, investable) for line in advised]
    if wished:
        held, amount = sum(line.held for line in wished), sum(line.amount for line in wished)
        rows.append(_sum_row(translate("At your own wish, not proposed by the bank"), held, amount, investable))
    free_now = investable - sum(line.held for line in lines)
    free = investable - sum(line.amount for line in lines)
    if free_now or free:
        rows.append(_sum_row(translate("Not invested"), free_now, free, investable))
    total = exact(investable)
    together = (translate("Together"), "", total, total, "", percent(1, 1, 1))
    blocks: list[Block] = [
        Heading(translate("What we propose")),
        Prose(translate("Money to be invested: {amount}.").format(amount=in_words(investable)), leads=True),
        Table(_columns(translate("Proposed (yuan)")), tuple(rows), together),
    ]
    if wished:
        own = tuple(_row(line, investable) for line in wished)
        blocks += [
            Heading(translate("At your own wish, not proposed by the bank")),
            against_advice(),
            Table(_columns(translate("Wanted (yuan)")), own),
        ]
    blocks += [
        Heading(translate("Now and as proposed")),
        Bars(translate("now"), translate("as proposed"), tuple(_bars(lines, free_now, free))),
        Heading(translate("Risk levels of all your money now, and of what is proposed")),
        Mix((*(f"R{level}" for level in range(1, LEVELS + 1)), translate("without a level")), tuple(_mixes(levels))),
    ]
    return blocks


def _columns(amount: str) -> tuple[Column, ...]:
    return (
        Column(translate("Product, and what it serves"), part=1),
        Column(translate("Risk"), "center"),
        Column(translate("Now (yuan)"), "right"),
        Column(amount, "right"),
        Column(translate("Change"), "right"),
        Column(translate("Share"), "right"),
    )


def _row(line: Offered, investable: int) -> tuple[Cell, ...]:
    return (
        Cell(line.name, join_sentences(part for part in (line.serves, line.paid) if part)),
        Cell(line.level_text),
        Cell(exact(line.held)),
        Cell(exact(line.amount)),
        Cell(change(line.amount - line.held)),
        Cell(percent(line.amount, investable, 1)),
    )


def _sum_row(label: str, now: int, then: int, investable: int) -> tuple[Cell, ...]:
    share = percent(then, investable, 1)
    return (Cell(label), Cell("—"), Cell(exact(now)), Cell(exact(then)), Cell(change(then - now)), Cell(share))


def _bars(lines: Iterable[Offered], free_now: int, free: int) -> Iterable[Bar]:
    for line in lines:
        name = translate("{product} (at your own wish)").format(product=line.name) if line.insists else line.name
        yield Bar(name, line.held, line.amount, exact(line.held), exact(line.amount))
    if free_now > 0 or free > 0:
        yield Bar(translate("Not invested"), max(0, free_now), max(0, free), exact(free_now), exact(free))


def _mixes(levels: LevelShares) -> Iterable[tuple[str, tuple[int, ...]]]:
    if levels.now is not None:
        yield translate("all your money now"), levels.now
    yield translate("as proposed"), levels.proposed
