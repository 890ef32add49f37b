"""Performance against targets: the week on the day page, and every target of the present on its page."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from advisor_tui.base.text import one_line
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.compliance import TargetRow
from advisor_tui.desk.views.day import Figure
from advisor_tui.desk.work import figures
from advisor_tui.rules.workdays import workdays_between
from advisor_tui.store.tables import metadata

WEEK = ("follow_ups", "proposals", "new_loans", "product_sales", "satisfaction")
_target = metadata.tables["target"].c
_PRESENT: Select[Any] = (
    select(_target.id, _target.metric, _target.starts_on, _target.ends_on, _target.goal, _target.formula)
    .where(
        _target.advisor_id == bindparam("me"),
        _target.starts_on <= bindparam("last"),
        _target.ends_on >= bindparam("first"),
    )
    .order_by(_target.ends_on, _target.metric)
)


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
            rows = connection.execute(_PRESENT, {"me": me, "first": today, "last": today}).all()
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
        params = {"me": self._office.me.id, "first": first, "last": last}
        for _, metric, start, end, goal, _ in connection.execute(_PRESENT, params):
            if metric == "satisfaction":
                goals[metric] = goal
                continue
            whole = workdays_between(calendar, start - day, end)
            part = workdays_between(calendar, max(first, start) - day, min(last, end))
            goals[metric] = goals.get(metric, 0) + (goal * part // whole if whole else 0)
        return goals
