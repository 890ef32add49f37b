from datetime import date

import pytest

from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.products import PRODUCT_TYPES
from advisor_tui.reference.root import data_root
from advisor_tui.rules.workflow import PlannedTask, cooling_off_end, plan_tasks

REFERENCE = load_reference(data_root())
TUESDAY = date(2026, 11, 24)


def planned(product_type: str, must_do: set[str], hours: int | None, day: date = TUESDAY) -> dict[str, PlannedTask]:
    workflow = REFERENCE.workflows[product_type]
    return {task.template: task for task in plan_tasks(workflow, REFERENCE.work_calendar, day, must_do, hours)}


def test_every_type_of_product_has_a_workflow() -> None:
    assert set(REFERENCE.workflows) == set(PRODUCT_TYPES)


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
