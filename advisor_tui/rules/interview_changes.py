"""What changed between two interviews of a client, also where they were held with different questionnaires."""

from dataclasses import dataclass

from advisor_tui.rules.interview import visible
from advisor_tui.rules.questionnaire import Answer, Answers, Question, Questionnaire


@dataclass(frozen=True)
class Side:
    """A question as one of the two interviews put it, with its answer (None: asked, not answered)."""

    question: Question
    answer: Answer | None


@dataclass(frozen=True)
class Change:
    """One thing that was said otherwise, or in only one of the two.

    Attributes:
        before, now: None where the interview did not ask.
    """

    before: Side | None
    now: Side | None


def changes(before: tuple[Questionnaire, Answers], now: tuple[Questionnaire, Answers]) -> tuple[Change, ...]:
    """The differences, in the order of the later interview; what only the earlier one asked stands last.

    Questions belong together when they feed the same fact, else when they have the same id: a fact may be asked by
    another question in another questionnaire.
    """
    earlier, later = _sides(*before), _sides(*now)
    found = [Change(earlier.get(key), side) for key, side in later.items() if _differ(earlier.get(key), side)]
    found += [Change(side, None) for key, side in earlier.items() if key not in later]
    return tuple(found)


def _sides(questionnaire: Questionnaire, answers: Answers) -> dict[str, Side]:
    return {
        f"fact {question.fact}" if question.fact else question.id: Side(question, answers.get(question.id))
        for question in visible(questionnaire, answers)
    }


def _differ(before: Side | None, now: Side) -> bool:
    if before is None or before.answer is None or now.answer is None:
        return before is None or before.answer is not now.answer
    return (before.answer.status, _said(before)) != (now.answer.status, _said(now))


def _said(side: Side) -> object:
    value = None if side.answer is None else side.answer.value
    # The ticks of a question for several have no order.
    return frozenset(value) if isinstance(value, tuple) else value
