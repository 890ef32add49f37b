"""The page that the day starts with: what is due, the week's numbers, what is new from head office."""

from advisor_tui.desk.market import Market
from advisor_tui.desk.office import Office
from advisor_tui.desk.scorecard import Scorecard
from advisor_tui.desk.tasks import Tasks
from advisor_tui.desk.views.common import Anchor
from advisor_tui.desk.views.day import DayView

BULLETINS = 5


class Day:
    """Joins the queue, the scorecard and the market."""

    def __init__(self, office: Office, tasks: Tasks) -> None:
        self._tasks = tasks
        self._scorecard = Scorecard(office)
        self._market = Market(office)

    def page(self, limit: int) -> DayView:
        """What today holds, at most `limit` items of it."""
        due = self._tasks.page("today", Anchor(), limit)
        return DayView(due.rows, due.total, self._scorecard.week(), self._market.new(BULLETINS))
