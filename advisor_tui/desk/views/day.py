"""The day page as screens receive it."""

from dataclasses import dataclass

from advisor_tui.desk.views.market import BulletinRow
from advisor_tui.desk.views.tasks import WorkItem

Unit = str
"""`count`, `fen` (分) or `points` (hundredths of a point)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the week or of a period.

    Attributes:
        name: `follow_ups`, `proposals`, `interviews`, `new_loans`, `product_sales` or `satisfaction`.
        unit: See `Unit`.
        value: What was reached; None where there is nothing to measure yet (no score was given).
        goal: What is aimed at, or None without a target.
    """

    name: str
    unit: Unit
    value: int | None
    goal: int | None


@dataclass(frozen=True, slots=True)
class DayView:
    """The page that the day starts with.

    Attributes:
        items: What may be done today, in the queue's order, cut at a limit.
        total: How many there are in all.
        figures: The week's numbers.
        bulletins: New ones of head office.
    """

    items: tuple[WorkItem, ...]
    total: int
    figures: tuple[Figure, ...]
    bulletins: tuple[BulletinRow, ...]
