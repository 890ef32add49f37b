"""How often a client is assessed: the months that count, and how far this desk knows other channels."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.interviews import Interviews
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Source
from advisor_tui.store.tables import RiskAssessment
from tests.desk.interview_walk import QUICK, add_assessments, completed
from tests.documents.reading import words_of
from tests.screens.interview_stage import answer_all
from tests.support import TODAY, client_id


@pytest.fixture
def client(desk: Desk) -> str:
    return client_id(desk, "C0001")


@pytest.mark.parametrize(
    ("others", "known_zh", "known_en"),
    [
        ((), "尚未收到其他渠道的评估记录", "no assessments of other channels"),
        ((date(2026, 3, 2), date(2026, 5, 1)), "截至 2026-05-01 所知", "up to 2026-05-01"),
    ],
)
def test_a_refused_assessment_says_how_far_the_desk_knows_the_counts(
    desk: Desk, client: str, others: tuple[date, ...], known_zh: str, known_en: str
) -> None:
    add_assessments(desk, client_id(desk, "C0002"), *others)
    completed(desk, client)
    completed(desk, client)
    step = answer_all(desk, desk.interviews.start(client, QUICK))
    (refusal,) = desk.interviews.review(step.head.id).refusals
    assert known_zh in refusal.sentence["zh"]
    assert known_en in refusal.sentence["en"]
    with pytest.raises(DeskError, match=known_zh):
        desk.interviews.complete(step.head.id)


def test_that_no_assessment_can_follow_is_told_when_the_interview_begins(desk: Desk, client: str) -> None:
    """令2025年第7号 art. 29: the counts are known before the first question."""
    completed(desk, client)
    assert desk.interviews.resume(desk.interviews.start(client, QUICK).head.id).unassessed == ()
    completed(desk, client)
    (refusal,) = desk.interviews.resume(desk.interviews.start(client, QUICK).head.id).unassessed
    assert "2" in refusal.sentence["en"]
    assert "第二十九条" in refusal.article["zh"]
    short = desk.interviews.start(client, "short-2026")
    assert desk.interviews.resume(short.head.id).unassessed == (), "it assesses nothing"


def test_it_is_completed_without_an_assessment_and_says_why_there_is_no_level(
    desk: Desk, client: str, tmp_path: Path
) -> None:
    completed(desk, client)
    completed(desk, client)
    step = answer_all(desk, desk.interviews.start(client, QUICK))
    review = desk.interviews.review(step.head.id)
    assert (review.ready, review.unassessed) == (True, True)
    with pytest.raises(DeskError):
        desk.interviews.complete(step.head.id)
    result = desk.interviews.complete(step.head.id, without_assessment=True)
    assert (result.level, result.unassessed) == (None, True)
    assert result.needs
    with desk.office.read() as session:
        assert len(session.exec(select(RiskAssessment)).all()) == 2
    pdf = desk.interview_papers.record(step.head.id).read_bytes()
    assert "无风险等级：本日或十二个月内的评估次数已达上限" in words_of(pdf, tmp_path)


def test_nobody_goes_without_an_assessment_where_one_can_be_made(desk: Desk, client: str) -> None:
    step = answer_all(desk, desk.interviews.start(client, QUICK))
    result = desk.interviews.complete(step.head.id, without_assessment=True)
    assert result.level is not None
    assert not result.unassessed


@pytest.mark.parametrize(("months", "refused"), [(12, False), (18, True)])
def test_the_months_that_are_counted_come_from_the_edition_of_the_rule(
    desk: Desk, client: str, months: int, refused: bool
) -> None:
    add_assessments(desk, client, *(TODAY - timedelta(days=60 * n) for n in range(1, 9)))
    path = "rules/assessment.toml"
    shipped = (data_root() / path).read_text(encoding="utf-8")
    changed = shipped.replace("thresholds.months = { value = 12", f"thresholds.months = {{ value = {months}")
    interviews = Interviews(desk.office.with_reference(load_reference(data_root(), [Source(path, changed)])))
    step = answer_all(desk, interviews.start(client, QUICK))
    assert bool(interviews.review(step.head.id).refusals) is refused
