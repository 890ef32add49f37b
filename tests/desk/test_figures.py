"""The figures of a week are found by an index of their days, however large the book is."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import TextClause, text

from advisor_tui.desk.work import figures
from tests.desk.work_desk import TODAY, WorkDesk, work_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WorkDesk]:
    with work_desk(tmp_path / "home") as desk:
        yield desk


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (figures.FOLLOW_UPS, "ix_follow_up_status_on"),
        (figures.PLANNED, "ix_follow_up_status_on"),
        (figures.PROPOSALS, "ix_proposal_presented"),
        (figures.INTERVIEWS, "ix_interview_completed"),
        (figures.NEW_LOANS, "ix_credit_decision_decided_on"),
        (figures.SALES, "ix_proposal_decided"),
        (figures.SATISFACTION, "ix_feedback_given_on"),
    ],
    ids=["follow-ups", "planned", "proposals", "interviews", "loans", "sales", "satisfaction"],
)
def test_a_figure_is_counted_along_the_index_of_its_days(desk: WorkDesk, statement: TextClause, index: str) -> None:
    named = figures._params(desk.me, TODAY - timedelta(days=6), TODAY)
    asked = {name: named[name] for name in statement.compile().params}
    with desk.office.rows() as connection:
        plan = [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {statement.text}"), asked)]
    assert f" INDEX {index} " in plan[0], plan
    assert ">?" in plan[0], plan
    assert all(step.startswith("SEARCH") for step in plan), plan
