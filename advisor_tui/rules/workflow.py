"""The tasks that a confirmed proposal creates, by template."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from advisor_tui.rules.workdays import WorkCalendar, add_workdays, next_workday, previous_workday

Both = Mapping[str, str]
TaskKind = Literal["papers", "recording", "purchase", "callback", "delivery", "review"]
TASK_KINDS: tuple[TaskKind, ...] = ("papers", "recording", "purchase", "callback", "delivery", "review")
Start = Literal["confirmation", "cooling_off_end", "withdrawal"]
STARTS: tuple[Start, ...] = ("confirmation", "cooling_off_end", "withdrawal")


@dataclass(frozen=True)
class TaskTemplate:
    """One task to create.

    Attributes:
        id: A word that stays.
        kind: What it is.
        title: As shown; `{product}` is the product's name.
        start: Where its days are counted from; `withdrawal` is created when the client steps back in the cooling-off.
        workdays: Working days after the start until it is due; negative for before.
        only_if: It is created only if the findings ask for one of these (`must_do` words); empty for always.
        wait: Whether it must not be done before its start (paying before the cooling-off ends).
    """

    id: str
    kind: TaskKind
    title: Both
    start: Start
    workdays: int
    only_if: tuple[str, ...] = ()
    wait: bool = False


@dataclass(frozen=True)
class Workflow:
    """The templates for some types of products."""

    id: str
    products: tuple[str, ...]
    tasks: tuple[TaskTemplate, ...]
    source: str
    confirmed: bool

    def ids(self, kind: TaskKind, start: Start) -> frozenset[str]:
        """The ids of its templates of a kind that count from a start, whatever they are called."""
        return frozenset(task.id for task in self.tasks if task.kind == kind and task.start == start)


@dataclass(frozen=True)
class PlannedTask:
    """A task with its dates.

    Attributes:
        template: The template's id.
        due: The last working day for it.
        not_before: The first day on which it may be done, or None.
        because: The `must_do` words that asked for it.
        provisional: The working days of the due date are not published yet.
    """

    template: str
    kind: TaskKind
    title: Both
    due: date
    not_before: date | None
    because: tuple[str, ...]
    provisional: bool


def cooling_off_end(confirmed_on: date, hours: int) -> date:
    """The day on which the cooling-off ends; hours that begin on a day are counted as whole days, upwards."""
    return confirmed_on + timedelta(days=-(-hours // 24))


def plan_tasks(
    workflow: Workflow,
    workdays: WorkCalendar,
    confirmed_on: date,
    must_do: frozenset[str] | set[str],
    cooling_off_hours: int | None,
) -> tuple[PlannedTask, ...]:
    """The tasks for one confirmed line, in the order of the templates.

    A task that counts from the end of the cooling-off falls away for a product without one. One that lies before
    that end moves to the working day before (it has to fall into the cooling-off), never before the confirmation.
    """
    planned = []
    for template in workflow.tasks:
        because = tuple(word for word in template.only_if if word in must_do)
        if (template.only_if and not because) or template.start == "withdrawal":
            continue
        start = confirmed_on
        if template.start == "cooling_off_end":
            if not cooling_off_hours:
                continue
            start = cooling_off_end(confirmed_on, cooling_off_hours)
        planned.append(_plan(template, workdays, start, confirmed_on, because))
    return tuple(planned)


def plan_around_end(
    workflow: Workflow, workdays: WorkCalendar, last_day: date, earliest: date
) -> tuple[PlannedTask, ...]:
    """The tasks around the end of a cooling-off once its last day is known, in the order of the templates.

    One that lies before the last day is never due before `earliest`.
    """
    around = (template for template in workflow.tasks if template.start == "cooling_off_end")
    return tuple(_plan(template, workdays, last_day, earliest) for template in around)


def plan_withdrawal(workflow: Workflow, workdays: WorkCalendar, withdrawn_on: date) -> tuple[PlannedTask, ...]:
    """The tasks that undo a purchase from which the client stepped back, in the order of the templates."""
    undoing = (template for template in workflow.tasks if template.start == "withdrawal")
    return tuple(_plan(template, workdays, withdrawn_on, withdrawn_on) for template in undoing)


def _plan(
    template: TaskTemplate, workdays: WorkCalendar, start: date, earliest: date, because: tuple[str, ...] = ()
) -> PlannedTask:
    due = _due(workdays, start, template.workdays, earliest)
    return PlannedTask(
        template.id,
        template.kind,
        template.title,
        due,
        start if template.wait else None,
        because,
        workdays.is_provisional(due),
    )


def _due(workdays: WorkCalendar, start: date, count: int, earliest: date) -> date:
    if count > 0:
        return add_workdays(workdays, start, count)
    if count == 0:
        return next_workday(workdays, start)
    due = add_workdays(workdays, start, count + 1) if count < -1 else start
    due = previous_workday(workdays, due - timedelta(days=1))
    return due if due >= earliest else next_workday(workdays, earliest)
