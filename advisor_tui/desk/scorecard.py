"""Performance against targets: the week on the day page, and every target of the present on its page."""

from datetime import date, timedelta

from sqlalchemy import Connection, Date, text

from advisor_tui.base.text import one_line
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.compliance import TargetRow
from advisor_tui.desk.views.day import Figure
from advisor_tui.desk.work import figures
from advisor_tui.rules.workdays import workdays_between

WEEK = ("follow_ups", "proposals", "new_loans", "product_sales", "satisfaction")
_PRESENT = text(
    "SELECT id, metric, starts_on, ends_on, goal, formula FROM target "
    "WHERE advisor_id = :me AND starts_on <= :last AND ends_on >= :first ORDER BY ends_on, metric"
).columns(starts_on=Date, ends_on=Date)


class Scorecard:
    """The advisor's own numbers."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def week(self) -> tuple[Figure, ...]:
        """This week's numbers; a target of a longer period counts by the working days of the week that lie in it.

        Without a target, follow-ups are measured against what was planned for the week.
        """
        today, me = self._office.today, self._office.me.id
        first = today - timedelta(days=today.weekday())
        last = first + timedelta(days=6)
        with self._office.rows() as connection:
            goals = self._goals(connection, first, last)
            goals.setdefault("follow_ups", figures.planned(connection, me, first, last))
            return tuple(
                Figure(name, figures.UNITS[name], figures.reached(connection, me, name, first, last), goals.get(name))
                for name in WEEK
            )

    def targets(self) -> tuple[TargetRow, ...]:
        """Every target whose period holds today, with what was reached so far."""
        today, me = self._office.today, self._office.me.id
        with self._office.rows() as connection:
            rows = connection.execute(_PRESENT, _params(me, today, today)).all()
            return tuple(
                TargetRow(
                    target,
                    start,
                    end,
                    Figure(
                        metric,
                        figures.UNITS[metric],
                        figures.reached(connection, me, metric, start, end),
                        goal,
                    ),
                    one_line(formula),
                )
                for target, metric, start, end, goal, formula in rows
            )

    def _goals(self, connection: Connection, first: date, last: date) -> dict[str, int]:
        """The week's part of each target; satisfaction is not divided."""
        calendar = self._office.reference.work_calendar
        day = timedelta(days=1)
        goals: dict[str, int] = {}
        for _, metric, start, end, goal, _ in connection.execute(_PRESENT, _params(self._office.me.id, first, last)):
            if metric == "satisfaction":
                goals[metric] = goal
                continue
            whole = workdays_between(calendar, start - day, end)
            part = workdays_between(calendar, max(first, start) - day, min(last, end))
            goals[metric] = goals.get(metric, 0) + (goal * part // whole if whole else 0)
        return goals


def _params(me: str, first: date, last: date) -> dict[str, str]:
    return {"me": me, "first": first.isoformat(), "last": last.isoformat()}
