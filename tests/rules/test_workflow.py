from datetime import date

import pytest

from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.products import LOAN, PRODUCT_TYPES
from advisor_tui.reference.root import data_root
from advisor_tui.rules.workflow import (
    PlannedTask,
    TaskKind,
    TaskTemplate,
    Workflow,
    cooling_off_end,
    plan_around_end,
    plan_tasks,
    plan_withdrawal,
)

REFERENCE = load_reference(data_root())
TUESDAY = date(2026, 11, 24)


def planned(product_type: str, must_do: set[str], hours: int | None, day: date = TUESDAY) -> dict[str, PlannedTask]:
    workflow = REFERENCE.workflows[product_type]
    return {task.template: task for task in plan_tasks(workflow, REFERENCE.work_calendar, day, must_do, hours)}


def test_every_type_of_product_has_a_workflow() -> None:
    assert set(REFERENCE.workflows) == set(PRODUCT_TYPES) - {LOAN}


@pytest.mark.parametrize(
    ("day", "hours", "end"),
    [("2026-11-24", 24, "2026-11-25"), ("2026-11-24", 25, "2026-11-26"), ("2026-11-24", 360, "2026-12-09")],
)
def test_hours_of_cooling_off_count_as_whole_days_upwards(day: str, hours: int, end: str) -> None:
    assert cooling_off_end(date.fromisoformat(day), hours) == date.fromisoformat(end)


def test_a_task_is_created_only_if_the_findings_ask_for_it() -> None:
    assert set(planned("wmp_public", set(), None)) == {"purchase", "deliver"}
    asked = planned("wmp_public", {"record", "disclose_art31", "senior_care"}, None)
    assert list(asked) == ["disclosure", "record", "purchase", "deliver", "senior_callback"]
    assert asked["record"].because == ("record",)


def test_money_for_a_private_product_waits_for_the_end_of_the_cooling_off() -> None:
    tasks = planned("wmp_private", {"qualified_investor_proof", "cooling_off_24h"}, 24)
    assert tasks["proof"].due == TUESDAY
    assert tasks["cooling_callback"].not_before == tasks["purchase"].not_before == date(2026, 11, 25)
    assert tasks["purchase"].due == date(2026, 11, 26)


def test_a_product_without_cooling_off_has_no_tasks_around_its_end() -> None:
    assert "cooling_callback" not in planned("trust", set(), None)


def test_the_call_back_of_insurance_falls_into_the_cooling_off() -> None:
    tasks = planned("insurance", {"callback_in_cooling_off"}, 360)
    assert tasks["callback"].due == date(2026, 12, 7)
    assert tasks["cooling_reminder"].due == date(2026, 12, 8)


def test_before_a_long_holiday_the_call_back_comes_earlier() -> None:
    """Confirmed on 2026-09-21, fifteen days end on 10-06, in the holiday: the last working day is 09-30."""
    tasks = planned("insurance", {"callback_in_cooling_off"}, 360, date(2026, 9, 21))
    assert tasks["cooling_reminder"].due == date(2026, 9, 30)
    assert tasks["callback"].due == date(2026, 9, 29)


def test_a_due_date_in_a_year_without_a_notice_is_provisional() -> None:
    tasks = planned("insurance", {"callback_in_cooling_off"}, 360, date(2026, 12, 21))
    assert tasks["cooling_reminder"].provisional
    assert not tasks["application"].provisional


TITLE = {"zh": "办理", "en": "Do it"}


def one_task(workdays: int, day: str, *, wait: bool = False, kind: TaskKind = "papers") -> PlannedTask:
    template = TaskTemplate("it", kind, TITLE, "confirmation", workdays, wait=wait)
    workflow = Workflow("w", ("deposit",), (template,), "", confirmed=True)
    (task,) = plan_tasks(workflow, REFERENCE.work_calendar, date.fromisoformat(day), set(), None)
    return task


@pytest.mark.parametrize(
    ("day", "workdays", "due"),
    [
        ("2026-11-24", 0, "2026-11-24"),
        ("2026-11-28", 0, "2026-11-30"),  # a Saturday
        ("2026-11-27", 1, "2026-11-30"),
        ("2026-11-28", 1, "2026-11-30"),
        ("2026-11-27", 2, "2026-12-01"),
        ("2026-11-24", -1, "2026-11-24"),  # never before the confirmation
        ("2026-11-28", -1, "2026-11-30"),
    ],
)
def test_working_days_count_from_the_confirmation(day: str, workdays: int, due: str) -> None:
    assert one_task(workdays, day).due == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("workdays", "due"), [(-1, "2026-12-08"), (-2, "2026-12-07"), (-3, "2026-12-04"), (-20, "2026-11-24")]
)
def test_days_before_the_end_of_the_cooling_off_lie_within_it(workdays: int, due: str) -> None:
    """Confirmed on 2026-11-24, fifteen days end on Wednesday 2026-12-09."""
    template = TaskTemplate("it", "callback", TITLE, "cooling_off_end", workdays)
    workflow = Workflow("w", ("insurance",), (template,), "", confirmed=True)
    (task,) = plan_tasks(workflow, REFERENCE.work_calendar, TUESDAY, set(), 360)
    assert task.due == date.fromisoformat(due)


def test_a_task_keeps_what_its_template_says() -> None:
    task = one_task(1, "2026-11-24", kind="delivery")
    assert (task.template, task.kind, task.title, task.not_before) == ("it", "delivery", TITLE, None)
    assert one_task(1, "2026-11-24", wait=True).not_before == TUESDAY


def test_a_task_that_falls_away_leaves_the_ones_behind_it() -> None:
    tasks = (
        TaskTemplate("after", "callback", TITLE, "cooling_off_end", 1),
        TaskTemplate("always", "papers", TITLE, "confirmation", 1),
    )
    workflow = Workflow("w", ("deposit",), tasks, "", confirmed=True)
    found = plan_tasks(workflow, REFERENCE.work_calendar, TUESDAY, set(), None)
    assert [task.template for task in found] == ["always"]


STEPS = Workflow(
    "w",
    ("insurance",),
    (
        TaskTemplate("form", "papers", TITLE, "confirmation", 1),
        TaskTemplate("call", "callback", TITLE, "cooling_off_end", -2),
        TaskTemplate("money_back", "delivery", {"zh": "退款", "en": "Pay back"}, "withdrawal", 3),
        TaskTemplate("remind", "callback", TITLE, "cooling_off_end", -1),
        TaskTemplate("papers_back", "papers", TITLE, "withdrawal", 0),
    ),
    "",
    confirmed=True,
)


def test_a_client_who_steps_back_is_owed_the_tasks_that_undo_the_purchase() -> None:
    found = plan_withdrawal(STEPS, REFERENCE.work_calendar, date(2026, 11, 27))
    assert found == (
        PlannedTask(
            "money_back", "delivery", {"zh": "退款", "en": "Pay back"}, date(2026, 12, 2), None, (), provisional=False
        ),
        PlannedTask("papers_back", "papers", TITLE, date(2026, 11, 27), None, (), provisional=False),
    )
    late = plan_withdrawal(STEPS, REFERENCE.work_calendar, date(2027, 3, 1))
    assert [task.provisional for task in late] == [True, True]
    assert [task.template for task in plan_tasks(STEPS, REFERENCE.work_calendar, TUESDAY, set(), 360)] == [
        "form",
        "call",
        "remind",
    ]


@pytest.mark.parametrize(
    ("earliest", "call", "remind"),
    [
        (TUESDAY, date(2026, 12, 7), date(2026, 12, 8)),
        (date(2026, 12, 8), date(2026, 12, 8), date(2026, 12, 8)),
        (date(2026, 12, 9), date(2026, 12, 9), date(2026, 12, 9)),
    ],
)
def test_the_tasks_around_the_end_follow_its_last_day_and_are_never_due_in_the_past(
    earliest: date, call: date, remind: date
) -> None:
    found = plan_around_end(STEPS, REFERENCE.work_calendar, date(2026, 12, 9), earliest)
    assert found == tuple(
        PlannedTask(template, "callback", TITLE, due, None, (), provisional=False)
        for template, due in (("call", call), ("remind", remind))
    )


def test_a_task_of_the_last_day_itself_is_due_on_it() -> None:
    template = TaskTemplate("it", "callback", TITLE, "cooling_off_end", 0, wait=True)
    steps = Workflow("w", ("insurance",), (template,), "", confirmed=True)
    (task,) = plan_around_end(steps, REFERENCE.work_calendar, date(2026, 12, 9), TUESDAY)
    assert (task.due, task.not_before) == (date(2026, 12, 9), date(2026, 12, 9))


def test_a_task_before_a_withdrawal_is_never_due_before_it() -> None:
    template = TaskTemplate("it", "papers", TITLE, "withdrawal", -3)
    steps = Workflow("w", ("insurance",), (template,), "", confirmed=True)
    (task,) = plan_withdrawal(steps, REFERENCE.work_calendar, TUESDAY)
    assert task.due == TUESDAY


def test_the_templates_of_a_kind_are_known_by_their_start() -> None:
    assert STEPS.ids("callback", "cooling_off_end") == {"call", "remind"}
    assert STEPS.ids("papers", "withdrawal") == {"papers_back"}
    assert STEPS.ids("callback", "withdrawal") == frozenset()
