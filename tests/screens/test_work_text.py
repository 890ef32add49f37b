"""What is due and what was done, in words."""

from datetime import date, timedelta

import pytest

from advisor_tui.base.languages import Lang
from advisor_tui.desk.views.clients import HistoryLine
from advisor_tui.desk.views.tasks import Place, WorkItem
from advisor_tui.rules.ranking import Reason
from advisor_tui.screens.client import words
from advisor_tui.screens.work import text
from advisor_tui.widgets.plain import width

TODAY = date(2026, 11, 24)


def item(kind: str, days_late: int) -> WorkItem:
    due = TODAY - timedelta(days=days_late)
    why = (Reason("late", {"days": days_late}),)
    return WorkItem("k", kind, "overdue", due, due, "", None, None, {"age": 46}, why, Place("client", "c"))


@pytest.mark.parametrize(
    ("kind", "days", "expected"),
    [
        ("birthday", 2, {"zh": ("已过", "已过 2 天"), "en": ("over", "2 days ago")}),
        ("birthday", 1, {"zh": ("已过", "已过 1 天"), "en": ("over", "1 day ago")}),
        ("id_document", 2, {"zh": ("逾期", "逾期 2 天"), "en": ("late", "2 days late")}),
        ("own", 1, {"zh": ("逾期", "逾期 1 天"), "en": ("late", "1 day late")}),
    ],
)
def test_a_birthday_is_over_while_everything_else_is_late(
    lang: Lang, kind: str, days: int, expected: dict[Lang, tuple[str, str]]
) -> None:
    late = item(kind, days)
    assert (text.when(late, TODAY), text.why(late, TODAY)) == expected[lang]


def told(kind: str, facts: dict[str, str | int], note: str = "", title: dict[str, str] | None = None) -> HistoryLine:
    return HistoryLine("task:1", "task", TODAY, None, "open", note, {"kind": kind, **facts}, title)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            told("own", {}, "柜台已告知", {"zh": "补件", "en": "补件"}),
            {"zh": "补件  柜台已告知", "en": "补件  柜台已告知"},
        ),
        (told("fund_1", {}, title={"zh": "办理", "en": "Carry out"}), {"zh": "办理", "en": "Carry out"}),
        (
            told("maturity", {"name": "甲", "amount_fen": 30_000_000, "until": "2026-12-01"}),
            {"zh": "甲 30.0 万到期", "en": "甲: ¥300,000 matures"},
        ),
        (told("maturity", {}), {"zh": "到期承接", "en": "Maturing money"}),
        (told("birthday", {"age": 46}), {"zh": "46 岁生日", "en": "Birthday: 46 years"}),
        (told("low_satisfaction", {"score": 2}), {"zh": "满意度 2 分", "en": "Satisfaction 2 of 5: find out why"}),
    ],
)
def test_a_task_of_the_history_is_named_as_the_queue_names_it(
    lang: Lang, line: HistoryLine, expected: dict[Lang, str]
) -> None:
    shown = words.history(line, TODAY)
    assert shown.startswith(expected[lang])
    assert shown.endswith(words.word(words.STATES, "open"))


def test_the_kinds_of_the_client_page_stand_whole(lang: Lang) -> None:
    assert all(width(words.word(words.KINDS, kind)) <= words.kind_cells() for kind in words.KINDS)
