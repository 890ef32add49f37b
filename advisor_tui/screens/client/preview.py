"""What stands beside the client list: one client in twenty lines."""

from datetime import date

from textual.content import Content

from advisor_tui.base.languages import counted, mark, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.clients import ClientPreview
from advisor_tui.desk.views.followup_words import channel_name
from advisor_tui.screens.client import words
from advisor_tui.screens.work.text import money
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import clip, plain_line

BAR = 20
"""Cells of the bar of assets."""
WIDTH = 41


def draw_preview(shown: ClientPreview, today: date) -> Content:
    """The preview as lines."""
    lines = [*_person(shown), Content(""), *_money(shown), Content("")]
    if shown.ahead:
        lines += [
            _line(f"{'!' if item.on <= today else ' '} {words.short_day(item.on, today)} {words.ahead(item)}")
            for item in shown.ahead
        ]
        lines.append(Content(""))
    for said in shown.said:
        lines.append(_line(f"  {words.short_day(said.on, today)} {channel_name(said.channel)}: {said.summary}"))
    if shown.said:
        lines.append(Content(""))
    tasks = counted(mark("1 task"), mark("{count} tasks"), shown.open_tasks)
    proposals = counted(mark("1 proposal"), mark("{count} proposals"), shown.open_proposals)
    lines.append(_line(translate(mark("Open: {tasks}, {proposals}")).format(tasks=tasks, proposals=proposals)))
    return Content("\n").join(lines)


def _person(shown: ClientPreview) -> list[Content]:
    who = [shown.occupation]
    if shown.age is not None:
        who.insert(0, translate(mark("{age} years old")).format(age=shown.age))
    name = plain_line(clip(one_line(shown.ref.name), WIDTH - 12), "bold")
    lines = [name + "  " + plain_line(shown.ref.number), _line("  ".join(filter(None, who)))]
    household = " ".join(shown.household)
    lines.append(_line("  ".join(filter(None, (shown.phone, household)))))
    return lines


def _money(shown: ClientPreview) -> list[Content]:
    asked = mark("Has {assets}, owes {debts}")
    lines = [_line(translate(asked).format(assets=money(shown.assets), debts=money(shown.debts)))]
    parts = words.asset_parts(shown.by_kind)
    if parts:
        lines.append(_line(parts))
    if shown.assets:
        for kind, amount in shown.by_kind[:3]:
            cells = max(1, round(BAR * amount / shown.assets)) if amount else 0
            lines.append(_line(f"{signs('▇') * cells} {words.word(words.HOLDINGS, kind)} {money(amount)}"))
    level = words.level(shown.risk_level, shown.standing)
    until = f" {shown.assessed_until}" if shown.assessed_until else ""
    lines.append(_line(translate(mark("Risk level {level}")).format(level=level) + until))
    return lines


def _line(text: str) -> Content:
    return Content(clip(one_line(text), WIDTH))
