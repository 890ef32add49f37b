"""From answers to a risk level: every total has a level, and more points never mean a lower one."""

from dataclasses import dataclass

from advisor_tui.rules.interview import effective_answers, holds, without_value
from advisor_tui.rules.questionnaire import Answer, Answers, Band, Condition, Question, Questionnaire, size_of


@dataclass(frozen=True)
class Points:
    """What one question gave.

    Attributes:
        question: Its id.
        points: What the answer scored; the least that the question can give where there was no value.
        known: Whether there was a value.
    """

    question: str
    points: int
    known: bool


@dataclass(frozen=True)
class ScoreResult:
    """A risk level and how it came about.

    Attributes:
        total: The sum of all points; questions without a value count their least (the careful side).
        level: 1..5.
        lowest_class: In the lowest class, whatever the total (C1, lowest): nothing above R1, ever.
        lowest_because: The questions whose answers put the client there.
        points: Question by question, in order.
        missing: Required questions without a value.
        blocked_by: Questions whose answer stands against a formal result (no consent, answers not confirmed).
        formal: Whether it may be stored as the client's risk assessment: complete, not blocked, by a formal
            questionnaire.
    """

    total: int
    level: int
    lowest_class: bool
    lowest_because: tuple[str, ...]
    points: tuple[Points, ...]
    missing: tuple[str, ...]
    blocked_by: tuple[str, ...]
    formal: bool


def score(questionnaire: Questionnaire, answers: Answers) -> ScoreResult:
    """Score a questionnaire. Answers to questions that are not asked do not count.

    Raises:
        ValueError: The questionnaire does not score.
    """
    scoring = questionnaire.scoring
    if scoring is None:
        raise ValueError(questionnaire.id)
    counted = effective_answers(questionnaire, answers)
    points = tuple(_points(q, counted.get(q.id)) for q in questionnaire.questions if q.scored)
    total = sum(item.points for item in points)
    because = _lowest_because(scoring.lowest, counted)
    missing = without_value(questionnaire, answers)
    unmet = [condition.question for condition in scoring.formal_if if not holds(condition, counted, set(counted))]
    blocked = tuple(dict.fromkeys(question for question in unmet if question not in missing))
    return ScoreResult(
        total=total,
        level=1 if because else level_of(scoring.bands, total),
        lowest_class=bool(because),
        lowest_because=because,
        points=points,
        missing=missing,
        blocked_by=blocked,
        formal=scoring.formal and not missing and not unmet,
    )


def level_of(bands: tuple[Band, ...], total: int) -> int:
    """The level of a total: that of the last band it reaches; below all bands the first one's."""
    reached = [band.level for band in bands if total >= band.low]
    return reached[-1] if reached else bands[0].level


def least(question: Question) -> int:
    """The least that a scored question can give."""
    return min(_choices_of_points(question))


def most(question: Question) -> int:
    """The most that a scored question can give."""
    return max(_choices_of_points(question))


def _choices_of_points(question: Question) -> list[int]:
    options = [option.points or 0 for option in question.options]
    return options + [step.points for step in question.steps]


def _points(question: Question, answer: Answer | None) -> Points:
    value = None if answer is None else answer.value
    if value is None:
        return Points(question.id, least(question), known=False)
    if question.steps:
        size = size_of(value)
        number = question.steps[0].low if size is None else size
        reached = [step.points for step in question.steps if number >= step.low]
        return Points(question.id, reached[-1] if reached else question.steps[0].points, known=True)
    chosen = value if isinstance(value, tuple) else (value,)
    found = [option.points or 0 for option in question.options if option.id in chosen]
    # Of several ticks the highest counts: having dealt in funds does not make experience with shares less.
    return Points(question.id, max(found, default=least(question)), known=True)


def _lowest_because(conditions: tuple[Condition, ...], counted: Answers) -> tuple[str, ...]:
    asked = set(counted)
    found = [condition.question for condition in conditions if holds(condition, counted, asked)]
    return tuple(dict.fromkeys(found))
