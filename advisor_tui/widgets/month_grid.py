"""Weeks of days over Chinese working days: the cursor moves by day, dots show what is planned."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import ClassVar, Literal

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.followups import DayCell
from advisor_tui.rules.dates import add_months
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import clip, pad

WEEKDAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))
Step = Literal["day", "week", "month"]
MOST_DOTS = 4


def moved(day: date, step: Step, by: int) -> date:
    """The day that lies so many days, weeks or months from a day; a month keeps the day or its last one."""
    if step == "month":
        return add_months(day, by)
    return day + timedelta(days=by * (7 if step == "week" else 1))


def month_range(day: date) -> tuple[date, date]:
    """The first Monday and the last Sunday of the weeks that a month touches."""
    first = day.replace(day=1)
    last = add_months(first, 1) - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def week_range(day: date) -> tuple[date, date]:
    """The Monday and the Sunday of a day's week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


class MonthGrid(Widget, can_focus=True):
    """Days in rows of seven; two lines a week.

    Args:
        today: Asked at each drawing.
        cursor: Where it stands at first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move('day', -1)", mark("Previous day"), id="grid.left", show=False),
        Binding("right", "move('day', 1)", mark("Next day"), id="grid.right", show=False),
        Binding("up", "move('week', -1)", mark("Week before"), id="grid.up", show=False),
        Binding("down", "move('week', 1)", mark("Week after"), id="grid.down", show=False),
        Binding("pageup", "move('month', -1)", mark("Month before"), id="grid.pageup", show=False),
        Binding("pagedown", "move('month', 1)", mark("Month after"), id="grid.pagedown", show=False),
        Binding("home", "today", mark("Today"), id="grid.home", show=False),
        Binding("enter", "choose", mark("Open"), id="grid.choose", show=False),
    ]
    DEFAULT_CSS = """
    MonthGrid { height: auto; width: 1fr; padding: 0 1; }
    """

    class Moved(Message):
        """The cursor is on another day."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    class Chosen(Message):
        """Enter was pressed on a day."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    def __init__(self, today: Callable[[], date], cursor: date, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._today = today
        self.cursor = cursor
        self._days: Sequence[DayCell] = ()
        self._month = 0

    def show(self, days: Sequence[DayCell], month: int = 0) -> None:
        """Show whole weeks from a Monday on; days outside the month are dimmed (0 dims none)."""
        self._days, self._month = days, month
        self.refresh(layout=True)

    def go_to(self, day: date) -> None:
        """Put the cursor on a day, wherever it lies."""
        if day != self.cursor:
            self.cursor = day
            self.refresh()
            self.post_message(self.Moved(day))

    def action_move(self, step: Step, by: int) -> None:
        """Move the cursor."""
        self.go_to(moved(self.cursor, step, by))

    def action_today(self) -> None:
        """Go to today."""
        self.go_to(self._today())

    def action_choose(self) -> None:
        """Say that the day was chosen."""
        self.post_message(self.Chosen(self.cursor))

    def render(self) -> Content:
        """The weekdays and two lines a week."""
        cells = max(6, (self.size.width or 78) // 7)
        heads = "".join(pad(f" {translate(name)}", cells) for name in WEEKDAYS)
        lines = [Content.styled(heads, "dim")]
        for start in range(0, len(self._days), 7):
            week = self._days[start : start + 7]
            lines.append(Content("").join(self._first(cell, cells) for cell in week))
            lines.append(Content("").join(self._second(cell, cells) for cell in week))
        return Content("\n").join(lines)

    def _style(self, cell: DayCell) -> str:
        if cell.on == self.cursor:
            return "bold $block-cursor-foreground on $block-cursor-background" if self.has_focus else "bold underline"
        if cell.on == self._today():
            return "bold"
        outside = self._month and cell.on.month != self._month
        return "dim" if outside or not cell.workday else ""

    def _first(self, cell: DayCell, cells: int) -> Content:
        """The cursor's bar, the day, what kind of day it is, its dots."""
        bar = signs("▌") if cell.on == self.cursor else " "
        star = "*" if cell.on == self._today() else " "
        number = f"{cell.on.month}-{cell.on.day}" if cell.on.day == 1 else str(cell.on.day)
        text = f"{bar}{pad(number + star, 4 if cells < 9 else 5)}{dots(cell)}"
        return Content.styled(pad(text, cells), self._style(cell))

    def _second(self, cell: DayCell, cells: int) -> Content:
        """Why it is off, or worked on a weekend; a question mark where that is provisional."""
        word = day_word(cell)
        if cell.provisional:
            word = clip(word[:-1], cells - 2) + word[-1]
        return Content.styled(pad(f" {clip(word, cells - 1)}", cells), self._style(cell))

    def on_focus(self) -> None:
        """The cursor is where keys go."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor is a remembered place."""
        self.refresh()


def dots(cell: DayCell) -> str:
    """What is planned as dots, what is done as circles; many as a number."""
    count = cell.planned + cell.done
    if count > MOST_DOTS:
        return signs(f"●{count}") if cell.planned else signs(f"○{count}")
    return signs("●" * cell.planned + "○" * cell.done)


def day_word(cell: DayCell) -> str:
    """The holiday's name, "work" for a weekend day worked in exchange, "off" for a weekend; with ? if provisional."""
    word = ""
    if cell.makeup:
        word = translate(mark("make-up work"))
    elif cell.holiday is not None:
        word = one_line(pick(cell.holiday))
    elif not cell.workday:
        word = translate(mark("off"))
    sign = "?" if cell.provisional else ""
    return f"{word}{sign}" if cell_len(word) else sign
