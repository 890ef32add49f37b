"""Interviews on paper, and an interview beside the one before it."""

import shutil
import stat
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import writing_in
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.interview.papers import InterviewPapers
from advisor_tui.rules.questionnaire import Question, Value, answered
from advisor_tui.store.tables import AccessLog
from tests.desk.interview_walk import FULL, QUICK, bold, completed
from tests.documents.reading import words_of
from tests.screens.interview_stage import answer_all, usual
from tests.support import NOW, TODAY, client_id, make_desk


@pytest.fixture
def client(desk: Desk) -> str:
    return client_id(desk, "C0001")


def logged(desk: Desk) -> list[tuple[str, str, str | None]]:
    with desk.office.read() as session:
        return [(row.kind, row.what, row.client_id) for row in session.exec(select(AccessLog))]


def test_the_record_is_its_owner_s_only_and_in_the_access_log(desk: Desk, client: str) -> None:
    path = desk.interview_papers.record(completed(desk, client))
    assert path.parent == desk.office.home.print
    assert path.read_bytes().startswith(b"%PDF-")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert logged(desk) == [("print", "interview_record", client)]


def test_a_record_printed_again_is_the_same_file(desk: Desk, client: str) -> None:
    interview = completed(desk, client)
    first = desk.interview_papers.record(interview).read_bytes()
    assert desk.interview_papers.record(interview).read_bytes() == first


def idle(question: Question) -> Value:
    """More money at hand than there are financial assets."""
    return {"financial_assets": 10_000_000, "cash_assets": 20_000_000}.get(question.id, usual(question))


def test_the_record_carries_what_was_left_open(desk: Desk, client: str, tmp_path: Path) -> None:
    interview = completed(desk, client, idle)
    with writing_in("zh"):
        pdf = desk.interview_papers.record(interview).read_bytes()
    result = desk.interviews.result(interview)
    (remark,) = [remark for remark in result.remarks if remark.doubt.rule == "part_above_assets"]
    places = {row.question.id: row.place for row in result.answers}
    numbers = "、".join(str(places[question]) for question in remark.questions)
    assert f"第{numbers}题：按所答，其中一部分200,000元，高于金融资产总额100,000元。" in words_of(pdf, tmp_path)


def test_every_figure_of_the_record_bears_who_says_it_and_its_day(desk: Desk, client: str, tmp_path: Path) -> None:
    step = desk.interviews.start(client, QUICK)
    while (question := step.question) is not None:
        noted = answered(1_000_000, "document", date(2026, 6, 30))
        said = noted if question.id == "monthly_expense" else answered(usual(question))
        step = desk.interviews.answer(step.head.id, question.id, said)
    desk.interviews.complete(step.head.id)
    with writing_in("en"):
        text = words_of(desk.interview_papers.record(step.head.id).read_bytes(), tmp_path)
    assert "10,000yuandocument2026-06-30" in text
    figures = sum(1 for row in desk.interviews.result(step.head.id).answers if row.question.kind == "amount")
    assert text.count(f"clientsays{TODAY}") == figures - 1


def test_the_record_names_who_led_the_interview_whoever_prints_it(desk: Desk, client: str) -> None:
    interview = completed(desk, client)
    mine = desk.interview_papers.record(interview).read_bytes()
    other = replace(desk.office, me=replace(desk.office.me, name="赵六", branch_name="别的支行"))
    assert InterviewPapers(other).record(interview).read_bytes() == mine


def test_an_open_interview_has_no_record(desk: Desk, client: str) -> None:
    step = answer_all(desk, desk.interviews.start(client, QUICK))
    with pytest.raises(DeskError) as refused:
        desk.interview_papers.record(step.head.id)
    assert refused.value.code == "interview_open"
    assert logged(desk) == []


def test_a_folder_that_cannot_be_written_to_is_named_and_nothing_is_left(desk: Desk, client: str) -> None:
    folder = desk.office.home.print
    shutil.rmtree(folder)
    folder.write_text("in the way")
    with pytest.raises(DeskError) as failed:
        desk.interview_papers.form(client, QUICK)
    assert failed.value.code == "print_failed"
    assert str(folder) in str(failed.value)
    assert folder.read_text() == "in the way"


def test_a_form_is_printed_for_a_client(desk: Desk, client: str) -> None:
    path = desk.interview_papers.form(client, FULL)
    assert path.read_bytes().startswith(b"%PDF-")
    assert logged(desk) == [("print", "interview_form", client)]


def test_the_first_interview_has_nothing_beside_it(desk: Desk, client: str) -> None:
    found = desk.interviews.compare(completed(desk, client))
    assert (found.before, found.changes) == (None, ())


def test_what_is_said_otherwise_stands_beside_the_last_completed_interview(desk: Desk, client: str) -> None:
    first = completed(desk, client)
    given_up = desk.interviews.start(client, QUICK)
    desk.interviews.answer(given_up.head.id, "consent", answered("no"))
    desk.interviews.abandon(given_up.head.id)
    second = completed(desk, client, bold)
    found = desk.interviews.compare(second)
    assert found.before is not None
    assert found.before.id == first
    assert found.changes
    for row in found.changes:
        assert row.before is not None
        assert row.now is not None
        assert row.before.answer != row.now.answer


def test_the_last_one_is_the_one_completed_last_not_the_one_begun_last(tmp_path: Path) -> None:
    """A parked interview that is finished later is compared with what was completed meanwhile."""
    clock = FixedClock(NOW)
    desk = make_desk(tmp_path / "parked", clock=clock)
    client = client_id(desk, "C0001")
    parked = desk.interviews.start(client, FULL)
    clock.move(timedelta(hours=1))
    quick = completed(desk, client)
    clock.move(timedelta(hours=1))
    step = answer_all(desk, desk.interviews.resume(parked.head.id))
    open_one = desk.interviews.compare(step.head.id)
    desk.interviews.complete(step.head.id)
    done = desk.interviews.compare(step.head.id)
    first = desk.interviews.compare(quick)
    desk.close()
    assert open_one.before is not None
    assert done.before is not None
    assert (open_one.before.id, done.before.id, first.before) == (quick, quick, None)
