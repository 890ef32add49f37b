"""Who may sell what: qualifications and trainings on their first and last days."""

from datetime import date, timedelta

import pytest

from advisor_tui.rules.findings import Finding, Verdict, missing
from advisor_tui.rules.rule import NoThresholds
from advisor_tui.rules.suitability.staff import (
    StaffFacts,
    StaffQualification,
    StaffTraining,
    judge_staff_known,
    judge_staff_qualification,
    judge_staff_training,
)
from tests.rules.builders import TODAY, rules

DAY = timedelta(days=1)
NAME = {"zh": "基金销售资格", "en": "Sale of funds"}


def qualified(*papers: StaffQualification, needed: str = "funds") -> Verdict | None:
    found = judge_staff_qualification(needed, NAME, StaffFacts(papers), TODAY, NoThresholds())
    return None if found is None else found.verdict


def trained(*trainings: StaffTraining) -> Verdict | None:
    found = judge_staff_training(StaffFacts(trainings=trainings), TODAY, NoThresholds())
    return None if found is None else found.verdict


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (TODAY, None, None),
        (TODAY + DAY, None, Verdict.FORBIDDEN),
        (TODAY, TODAY, None),
        (TODAY - 9 * DAY, TODAY - DAY, Verdict.FORBIDDEN),
        (TODAY - 9 * DAY, TODAY + DAY, None),
    ],
)
def test_a_qualification_holds_from_its_first_to_its_last_day(
    first: date, last: date | None, expected: Verdict | None
) -> None:
    assert qualified(StaffQualification("funds", first, last)) is expected


def test_only_the_qualification_that_the_product_asks_for_counts() -> None:
    wealth = StaffQualification("wealth", date(2024, 1, 1))
    assert qualified(wealth) is Verdict.FORBIDDEN
    assert qualified(wealth, needed="wealth") is None
    assert qualified() is Verdict.FORBIDDEN


def test_a_renewed_qualification_outweighs_the_one_that_ran_out() -> None:
    old = StaffQualification("funds", date(2022, 1, 1), TODAY - DAY)
    new = StaffQualification("funds", TODAY, TODAY + DAY)
    assert qualified(old, new) is None
    assert qualified(new, old) is None


@pytest.mark.parametrize(("papers", "until"), [((), "—"), ((date(2026, 1, 5), date(2025, 1, 5)), "2026-01-05")])
def test_the_sentence_says_until_when_it_held(papers: tuple[date, ...], until: str) -> None:
    own = tuple(StaffQualification("funds", date(2020, 1, 1), last) for last in papers)
    found = judge_staff_qualification("funds", NAME, StaffFacts(own), TODAY, NoThresholds())
    assert found is not None
    assert until in rules().sentence(found, "zh")
    assert "Sale of funds" in rules().sentence(found, "en")
    assert "第十六条" in rules().article(found)


@pytest.mark.parametrize(
    ("completed", "until", "expected"),
    [
        (TODAY, TODAY, None),
        (TODAY, None, None),
        (TODAY - 9 * DAY, TODAY - DAY, Verdict.FORBIDDEN),
        (None, None, Verdict.WARN),
        (TODAY + DAY, None, Verdict.WARN),
        (None, TODAY - DAY, Verdict.FORBIDDEN),
    ],
)
def test_a_lapsed_training_blocks_and_an_open_one_warns(
    completed: date | None, until: date | None, expected: Verdict | None
) -> None:
    assert trained(StaffTraining("适当性", completed, until)) is expected


def test_a_training_passed_anew_counts_for_its_topic_only() -> None:
    old = StaffTraining("适当性", date(2024, 1, 1), TODAY - DAY)
    again = StaffTraining("适当性", TODAY, TODAY + DAY)
    assert trained(old, again) is None
    assert trained(again, old) is None
    assert trained(old, StaffTraining("反洗钱", TODAY, None)) is Verdict.FORBIDDEN


def test_the_topics_that_lapsed_or_stand_open_are_named_and_sorted() -> None:
    lapsed = tuple(StaffTraining(topic, date(2024, 1, 1), TODAY - DAY) for topic in ("基金", "反洗钱"))
    open_ones = (StaffTraining("适当性"), StaffTraining("保险"))
    assert judge_staff_training(StaffFacts(trainings=(*lapsed, *open_ones)), TODAY, NoThresholds()) == Finding(
        "staff_training", Verdict.FORBIDDEN, params={"topics": "反洗钱、基金"}
    )
    assert judge_staff_training(StaffFacts(trainings=open_ones), TODAY, NoThresholds()) == Finding(
        "staff_training", Verdict.WARN, params={"topics": "保险、适当性"}
    )
    assert judge_staff_qualification("funds", NAME, StaffFacts(), TODAY, NoThresholds()) == Finding(
        "staff_qualification",
        Verdict.FORBIDDEN,
        params={"name_zh": "基金销售资格", "name_en": "Sale of funds", "until": "—"},
    )


def test_a_training_that_ends_today_has_not_lapsed() -> None:
    assert not StaffTraining("适当性", TODAY, TODAY).lapsed_on(TODAY)
    assert StaffTraining("适当性", TODAY, TODAY).lapsed_on(TODAY + DAY)
    assert not StaffTraining("适当性", TODAY).lapsed_on(TODAY)


def test_papers_that_nobody_sent_are_not_known_and_not_assumed() -> None:
    assert judge_staff_known(None, NoThresholds()) == missing("staff_qualification", "staff.qualification")
    assert judge_staff_known(StaffFacts(), NoThresholds()) is None
    assert judge_staff_qualification("funds", NAME, None, TODAY, NoThresholds()) is None
    assert judge_staff_training(None, TODAY, NoThresholds()) is None


def test_no_rule_about_staff_holds_before_the_law() -> None:
    assert "staff_qualification" not in rules(date(2026, 1, 31))
    assert "staff_qualification" in rules(date(2026, 2, 1))
