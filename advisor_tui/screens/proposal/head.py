"""The builder's line of state: whose draft it is, the client's level, the money and what is left of it."""

from typing import TYPE_CHECKING

from textual.content import Content

from advisor_tui.base.languages import mark, translate
from advisor_tui.screens.proposal.words import day, ten_thousands
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import clip, plain, width

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.bench import Workbench
    from advisor_tui.desk.proposal.draft import Draft


def head(bench: "Workbench", draft: "Draft", cells: int) -> Content:
    """Who and which version at the left; level, money and what is left of it at the right."""
    left = signs(" · ").join(
        (
            bench.client.name,
            translate(mark("proposal {number}")).format(number=bench.number),
            translate(mark("draft v{version}")).format(version=bench.version),
        )
    )
    assessed = bench.assessed
    level = (
        ""
        if assessed is None
        else translate(mark("C{level} to {day}")).format(level=assessed.level, day=day(assessed.valid_until))
    )
    money = translate(mark("invest {amount}")).format(amount=ten_thousands(draft.investable))
    rest = translate(mark("left {amount}")).format(amount=ten_thousands(draft.left))
    style = "$text-error bold" if draft.left < 0 else "bold"
    parts = [part for part in (plain(level), plain(money), plain(rest, style)) if part.plain]
    right = Content("   ").join(parts)
    if assessed is not None and width(left) + width(right.plain) + 4 > cells:
        # What may be sold at all hangs on the level: its last day goes first, then the end of the left side.
        right = Content("   ").join([plain(f"C{assessed.level}"), *parts[1:]])
    left = clip(left, cells - width(right.plain) - 4)
    space = max(2, cells - 2 - width(left) - width(right.plain))
    return Content.assemble(" ", plain(left, "bold"), " " * space, right)
