"""The calendar's lines: what is shown, the chosen day, a follow-up."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from textual.content import Content

from advisor_tui.base.languages import language, mark, translate
from advisor_tui.base.text import mask, one_line
from advisor_tui.desk.views.followup_words import channel_name, purpose_name
from advisor_tui.desk.views.followups import DayCell, FollowUpRow, Span
from advisor_tui.screens.work import text as work_text
from advisor_tui.widgets.columns import Line
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.month_grid import WEEKDAYS, day_word
from advisor_tui.widgets.plain import width

View = Literal["month", "week", "agenda"]
VIEWS: Mapping[View, str] = {"month": mark("Month"), "week": mark("Week"), "agenda": mark("Agenda")}
_STATES: Mapping[str, str] = {"planned": mark("planned"), "done": mark("done"), "missed": mark("missed")}


def title(view: View, cursor: date, span: Span | None) -> Content:
    """The month, the views with the one in use, how many days are worked and how many follow-ups are late."""
    month = f"{cursor.year} 年 {cursor.month} 月" if language() == "zh" else f"{cursor:%Y-%m}"
    names = Content(" ").join(
        Content.styled(f"[{translate(name)}]", "bold") if each == view else Content(f" {translate(name)} ")
        for each, name in VIEWS.items()
    )
    counts = ""
    if span is not None:
        shown = [day for day in span.days if view != "month" or day.on.month == cursor.month]
        counts = translate(mark("working days {count}")).format(count=sum(day.workday for day in shown))
        if span.late:
            counts += "   " + translate(mark("late follow-ups {count}")).format(count=span.late)
    return Content.assemble((month, "bold"), "     ", names, "     ", counts)


def day_line(cursor: date, cell: DayCell | None, moving: str, cells: int, *, with_legend: bool) -> Content:
    """The day under the cursor and what kind of day it is; the legend of the signs where there is room for it.

    Args:
        cursor: The day.
        cell: What is known of it.
        moving: The name of the client whose follow-up is being moved, or "".
        cells: The room.
        with_legend: Whether signs are shown at all.
    """
    heading = f"{cursor} {translate(WEEKDAYS[cursor.weekday()])}"
    if cell is not None and day_word(cell):
        heading += f"  {day_word(cell)}"
    if moving:
        asked = mark("Move {name}: choose the day, Enter puts it down, Esc leaves it")
        heading = signs("▸ ") + translate(asked).format(name=one_line(moving)) + f"  {heading}"
    legend = signs(translate(mark("● planned  ○ done  ●6 six, some still planned")))
    room = cells - width(heading) - width(legend)
    if not with_legend or room < 2:
        return Content.styled(heading, "bold")
    return Content.assemble((heading, "bold"), " " * room, (legend, "$text-muted"))


def follow_up_line(row: FollowUpRow, today: date, *, with_day: bool) -> Line:
    """A follow-up: when, with whom, what for, how, how it stands."""
    state = translate(_STATES.get(row.status, row.status))
    if row.status == "planned" and row.on < today:
        state = "! " + translate(mark("late"))
    if row.satisfaction is not None:
        state += f" {row.satisfaction}/5"
    cells: tuple[str, ...] = (
        row.time or translate(mark("all day")),
        row.client.name,
        row.title or purpose_name(row.purpose),
        channel_name(row.channel),
        mask("phone", row.phone),
        state,
    )
    if with_day:
        day = f"{work_text.short_day(row.on, today)} {translate(WEEKDAYS[row.on.weekday()])}"
        cells = (day, *cells)
    return Line(row.id, cells, dim=row.status != "planned")
