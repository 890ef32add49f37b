"""The builder's line of state and its bars: the client's limit, what is held, what is proposed, on one scale."""

from typing import TYPE_CHECKING

from textual.content import Content

from advisor_tui.base.languages import mark, translate
from advisor_tui.screens.proposal.words import day, mean, ten_thousands
from advisor_tui.widgets.bar import allocation, scale
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import clip, pad, plain, width

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.bench import Workbench
    from advisor_tui.desk.proposal.draft import Draft

LEAST_BAR = 8
"""A bar of fewer cells tells nothing; the words of the limit give way first."""
_BESIDE_BARS = 27
"""Cells of a line that are neither label, bars nor limit: gaps, the mark, the mean level, the names of the levels."""
_STYLES = ("$primary", "$accent", "$text-warning", "dim")


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
    if width(left) + width(right.plain) + 4 > cells:
        right = Content("   ").join(parts[1:])
    left = clip(left, cells - width(right.plain) - 4)
    space = max(2, cells - 2 - width(left) - width(right.plain))
    return Content.assemble(" ", plain(left, "bold"), " " * space, right)


def _bar_size(cells: int) -> int:
    """Cells of each of the two bars of a line."""
    return min(30, (cells - _BESIDE_BARS) // 2)


def bars(bench: "Workbench", draft: "Draft", cells: int) -> Content:
    """Two bars from R1 to R5 with the client's limit marked, and the shares by level, on one row each."""
    from advisor_tui.desk.proposal.bench import FULL_SCALE, held_by_level, mean_level, proposed_by_level

    limit = 0 if bench.assessed is None else bench.assessed.level * 100
    top = translate(mark("limit C{level}")).format(level=limit // 100) if limit else translate(mark("no limit known"))
    labels = (translate(mark("Held")), translate(mark("Proposed")))
    wide = max(width(label) for label in labels) + 1
    size = _bar_size(cells - wide - 3 - width(top))
    if size < LEAST_BAR:
        top, size = "", max(LEAST_BAR, _bar_size(cells - wide))
    rows = []
    for place, (label, amounts) in enumerate(
        zip(labels, (held_by_level(bench), proposed_by_level(bench, draft)), strict=True)
    ):
        level = mean_level(amounts)
        over = limit and level is not None and level > limit
        text = scale(level or 0, limit, FULL_SCALE, size) if limit else scale(level or 0, FULL_SCALE, FULL_SCALE, size)
        shown = [
            Content(f" {pad(label, wide)} "),
            Content.styled(text, "$text-error" if over else "$primary"),
            Content(f" {pad(mean(level), 5)}"),
        ]
        order = sorted(amounts)
        mix = allocation([amounts[one] for one in order], size, _STYLES)
        shares = " ".join(f"R{one}" for one in order)
        shown += [Content("  "), mix, plain(f" {shares}", "dim")]
        if place == 0 and top:
            shown.append(plain(f"   {top}", "dim"))
        rows.append(Content.assemble(*shown))
    return Content("\n").join(rows)
