"""Whole interviews, answered by rule."""

from collections.abc import Callable
from datetime import date

from advisor_tui.desk.desk import Desk
from advisor_tui.rules.questionnaire import Question, Value
from advisor_tui.store.tables import RiskAssessment
from tests.screens.interview_stage import answer_all, usual

FULL, QUICK = "full-2026", "quick-2026"


def completed(desk: Desk, client: str, value: Callable[[Question], Value] = usual, code: str = QUICK) -> str:
    """The id of an interview answered and completed."""
    step = answer_all(desk, desk.interviews.start(client, code), value)
    desk.interviews.complete(step.head.id)
    return step.head.id


def bold(question: Question) -> Value:
    """The answers that score most."""
    if question.scored and question.options:
        best = max(question.options, key=lambda option: option.points or 0).id
        return (best,) if question.kind == "choices" else best
    return usual(question)


def add_assessments(desk: Desk, client: str, *days: date, level: int = 3) -> None:
    """Assessments of earlier days, as an import brings them."""
    with desk.office.write("test.assess") as session:
        for day in days:
            session.add(
                RiskAssessment(
                    id=desk.office.ids.new(),
                    client_id=client,
                    level=level,
                    assessed_on=day,
                    valid_until=day,
                    source="import",
                )
            )
        session.commit()
