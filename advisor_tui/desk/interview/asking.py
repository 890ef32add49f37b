"""Which question of which questionnaire tells a fact, and what of a goal nobody asked."""

from collections.abc import Iterable

from advisor_tui.desk.interview.records import Held
from advisor_tui.desk.views.interview_result import GoalGaps, GoalPart
from advisor_tui.rules.profile import SUM_GOALS
from advisor_tui.rules.questionnaire import Question, Questionnaire


def asking(questionnaire: Questionnaire, fact: str) -> Question | None:
    """The question that tells a fact, itself or by one of its lines."""
    for question in questionnaire.questions:
        if question.fact == fact or any(item.fact == fact for item in question.items):
            return question
    return None


def goal_gaps(held: Held, kind: str, missing: Iterable[GoalPart], offered: Iterable[Questionnaire]) -> GoalGaps:
    """Which missing parts of a goal were not asked in an interview, and which were and not told.

    Args:
        held: The interview.
        kind: The goal's kind.
        missing: What the goal lacks.
        offered: The questionnaires on offer; the first that asks all that was not asked completes the goal.
    """
    facts = {part: fact for part in missing if (fact := _told_by(kind, part))}
    asked = {part for part, fact in facts.items() if asking(held.questionnaire, fact) in held.asked}
    unasked = [fact for part, fact in facts.items() if part not in asked]
    completing = next((item for item in offered if unasked and all(asking(item, fact) for fact in unasked)), None)
    return GoalGaps(
        tuple(part for part in facts if part not in asked),
        tuple(part for part in facts if part in asked),
        None if completing is None else completing.title,
    )


def _told_by(kind: str, part: GoalPart) -> str:
    if kind in SUM_GOALS:
        return f"{kind}_{'amount' if part == 'amount' else 'years'}"
    if kind == "retirement":
        return "retirement_spend" if part == "amount" else "retirement_age"
    return "monthly_expense" if part == "amount" else ""  # an emergency fund has no year
