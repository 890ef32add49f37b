"""The line of state on top: who, where, when, what is due, what is not sealed yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from textual.content import Content
from textual.widget import Widget

from advisor_tui.base.clock import CHINA, Clock
from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.common import StatusView
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import clip, pad, width

_WEEKDAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))

LEAST_BRANCH = 6
"""A branch is cut to no fewer cells than this; below that it is left out."""


@dataclass(frozen=True)
class Way:
    """A function key with what it opens.

    Attributes:
        here: It opens where one is already.
        spare: Left out earlier than others where there is no room; 0 stays.
    """

    key: str
    name: str
    here: bool = False
    spare: int = 0


class HasStatus(Protocol):
    """The app, as far as the status line needs it."""

    status: StatusView

    @property
    def clock(self) -> Clock:
        """Where the time comes from."""
        ...


def moment(instant: datetime) -> str:
    """Month, day, weekday and time in UTC+8: `11-24 周二 09:41`."""
    there = instant.astimezone(CHINA)
    return f"{there:%m-%d} {translate(_WEEKDAYS[there.weekday()])} {there:%H:%M}"


def status_text(status: StatusView, place: str, instant: datetime, cells: int) -> str:
    """The line in exactly so many cells.

    The heading says where one is and the figures what is due: when it gets narrow the weekday gives way first, then
    the branch, the advisor, the date beside the time, and only then the heading.
    """
    branch, staff, place = one_line(status.branch), one_line(status.staff), one_line(place)
    due = signs(" · ").join(
        (
            translate(mark("due {count}")).format(count=status.today),
            translate(mark("late {count}")).format(count=status.overdue),
        )
    )
    unsealed = translate(mark("unsealed {count}")).format(count=status.unsealed)
    figures = (due, unsealed) if status.staff else ()
    there = instant.astimezone(CHINA)
    date, short, time = moment(instant), f"{there:%m-%d %H:%M}", f"{there:%H:%M}"
    both = signs(" · ").join(part for part in (branch, staff) if part)
    for who, when, gap in (
        (both, date, "   "), (both, date, "  "), (both, short, "  "), (staff, short, "  "), ("", short, "  "),
        ("", time, "  "),
    ):  # fmt: skip
        left = " " + gap.join(part for part in (who, place) if part)
        right = gap.join((when, *figures))
        room = cells - width(right) - 3
        if width(left) <= room:
            if who == staff and branch and room - width(left) - width(signs(" · ")) >= LEAST_BRANCH:
                branch = clip(branch, room - width(left) - width(signs(" · ")))
                left = " " + gap.join((branch + signs(" · ") + staff, place))
            break
    return pad(left, max(0, room)) + "  " + right + " "


def ways_text(ways: Sequence[Way], cells: int) -> str:
    """The rule below the status, in exactly so many cells, with the areas' keys in it, each whole.

    Where there is no room for all, the area that one is in goes first (the line above names it), then what is spared.
    """
    shown = list(ways)
    gap = "  "
    for gone in [
        None,
        *sorted((way for way in ways if way.here or way.spare), key=lambda way: (not way.here, -way.spare)),
    ]:
        if gone is not None:
            shown.remove(gone)
        for gap in ("  ", " "):
            line = " " + gap.join(f"{way.key} {way.name}" for way in shown) + " "
            if shown and width(line) <= cells:
                return line + signs("─") * (cells - width(line))
    return signs("─") * cells


class StatusLine(Widget):
    """One line and a rule, in which the areas' keys stand; drawn again when the minute or the figures change."""

    DEFAULT_CSS = """
    StatusLine { dock: top; height: 2; width: 100%; background: $background; }
    """

    def __init__(self, source: HasStatus | None = None) -> None:
        super().__init__()
        self._source = source

    def on_mount(self) -> None:
        """Follow the figures; the minute is the app's to tell."""
        self.watch(self.app, "status", self._changed, init=False)

    def _changed(self, _: StatusView) -> None:
        self.refresh()

    def render(self) -> Content:
        """The line and the rule."""
        app: HasStatus = self._source or self.app  # type: ignore[assignment]  # the app is a HasStatus one floor up
        place = getattr(self.screen, "place", "")
        line = status_text(app.status, place, app.clock.now(), self.size.width)
        ways: Sequence[Way] = getattr(self.screen, "ways", ())
        return Content.assemble(line, "\n", (ways_text(ways, self.size.width), "$text-muted" if ways else ""))
