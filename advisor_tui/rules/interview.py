"""Leading through a questionnaire: which question is asked, which comes next, what is still open.

Conditions look only at earlier questions (`reference.questionnaires` checks it), so one pass in order decides
what is asked, and an answer never changes what was asked before it.
"""

from dataclasses import dataclass
from datetime import date

from advisor_tui.rules.questionnaire import (
    Answer,
    Answers,
    Condition,
    Question,
    Questionnaire,
    Section,
    Value,
    answered,
    size_of,
)
from advisor_tui.rules.said import Figures, Relatives

DAY = "@day"
"""Among the answers, the business date on which the interview is held: the desk puts it there, nobody says it."""


@dataclass(frozen=True)
class SectionProgress:
    """How far a section is: questions asked in it now, and those with any answer (put off does not count)."""

    section: Section
    total: int
    done: int


@dataclass(frozen=True)
class Progress:
    """How far the interview is."""

    total: int
    done: int
    sections: tuple[SectionProgress, ...]


def holds(condition: Condition, answers: Answers, asked: frozenset[str] | set[str]) -> bool:
    """Whether a condition holds, given which questions are asked."""
    answer = answers.get(condition.question)
    if condition.question not in asked or answer is None or answer.value is None:
        return False
    value = answer.value
    if condition.op in ("is", "is_not"):
        chosen: tuple[object, ...] = (value,)
        if isinstance(value, tuple):
            chosen = value
        elif isinstance(value, Relatives):
            chosen = value.supported
        found = any(item in condition.values for item in chosen)
        return found == (condition.op == "is")
    size = size_of(value)
    if size is None:
        return False
    bound = int(condition.values[0])
    return size >= bound if condition.op == "at_least" else size <= bound


def held_on(answers: Answers, day: date) -> dict[str, Answer]:
    """The answers, with the day on which the interview is held."""
    return {**answers, DAY: answered(day)}


def refuses(question: Question, answers: Answers) -> bool:
    """Whether it asks for consent to use what is said, and the client does not give it."""
    if question.fact != "consent":  # before the answer is looked up: this is asked of every question
        return False
    answer = answers.get(question.id)
    return answer is not None and answer.value == "no"


def expired(question: Question, answers: Answers) -> bool:
    """Whether it asks until when the identity paper is valid, and that day lies before the day of the interview."""
    if question.fact != "id_expires":
        return False
    said, day = answers.get(question.id), answers.get(DAY)
    until, today = None if said is None else said.value, None if day is None else day.value
    return isinstance(until, date) and isinstance(today, date) and until < today


def stops(question: Question, answers: Answers) -> bool:
    """Whether nothing is asked after it: consent is refused, or the identity paper has expired."""
    return refuses(question, answers) or expired(question, answers)


def visible(questionnaire: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """The questions that are asked with these answers, in order.

    Without consent nothing more is asked: what may not be used may not be collected (个人信息保护法 arts. 6, 13, 29).
    Nor is anything behind an identity paper that has expired: who cannot be identified is not served (反洗钱法
    arts. 28, 29).
    """
    asked: set[str] = set()
    shown: list[Question] = []
    for question in questionnaire.questions:
        if not question.show_if or all(holds(condition, answers, asked) for condition in question.show_if):
            asked.add(question.id)
            shown.append(question)
            if stops(question, answers):
                break
    return tuple(shown)


def effective_answers(questionnaire: Questionnaire, answers: Answers) -> dict[str, Answer]:
    """The answers that count: those of questions asked now, in the order of the questionnaire."""
    return {q.id: answers[q.id] for q in visible(questionnaire, answers) if q.id in answers}


def next_question(questionnaire: Questionnaire, answers: Answers, current: str | None) -> Question | None:
    """The question after the current one (the first, if None); None at the end, where the review stands.

    A current question that is no longer asked still has a place in the order.
    """
    return _beside(questionnaire, answers, current, 1)


def previous_question(questionnaire: Questionnaire, answers: Answers, current: str | None) -> Question | None:
    """The question before the current one (the last, if None: back from the review); None at the beginning."""
    return _beside(questionnaire, answers, current, -1)


def _beside(questionnaire: Questionnaire, answers: Answers, current: str | None, step: int) -> Question | None:
    shown = visible(questionnaire, answers)[::step]
    if current is None:
        return shown[0] if shown else None
    order = {question.id: place for place, question in enumerate(questionnaire.questions)}
    here = order[current]
    return next((q for q in shown if (order[q.id] - here) * step > 0), None)


def resume_question(questionnaire: Questionnaire, answers: Answers) -> Question | None:
    """Where an interrupted interview goes on: the first question asked now without any answer; None if none."""
    return next((q for q in visible(questionnaire, answers) if q.id not in answers), None)


def progress(questionnaire: Questionnaire, answers: Answers) -> Progress:
    """How far the interview is, by section; sections in which nothing is asked now count nothing."""
    shown = visible(questionnaire, answers)
    sections = []
    for section in questionnaire.sections:
        here = [question for question in shown if question.section == section.id]
        done = sum(1 for q in here if q.id in answers and answers[q.id].status != "later")
        sections.append(SectionProgress(section, len(here), done))
    return Progress(len(shown), sum(s.done for s in sections), tuple(sections))


def without_value(questionnaire: Questionnaire, answers: Answers) -> tuple[str, ...]:
    """The required questions asked now that have no value, whatever the reason: no formal result yet.

    A client who refuses needed information may be refused (令2025年第7号 art. 10).
    """
    asked = visible(questionnaire, answers)
    return tuple(q.id for q in asked if q.required and (q.id not in answers or answers[q.id].value is None))


def fits(question: Question, value: Value) -> str:
    """Why a value cannot answer a question, as a word, or "" if it can.

    Words: `wrong_kind`, `unknown_option`, `repeated_option`, `alone` (an option that excludes others), `too_low`,
    `too_high` (a number, an amount, a figure, a date's year), `too_few`, `too_many` (ticks, figures,
    members), `too_short`, `too_long` (a text).
    """
    if question.kind in ("choice", "choices"):
        return _fits_options(question, value)
    if question.kind == "text":
        return (
            _bounds(question, len(value.strip()), "too_short", "too_long") if isinstance(value, str) else "wrong_kind"
        )
    if question.kind == "figures":
        return _fits_figures(question, value) if isinstance(value, Figures) else "wrong_kind"
    if question.kind == "members":
        return (
            _bounds(question, len(value.rows), "too_few", "too_many") if isinstance(value, Relatives) else "wrong_kind"
        )
    if question.kind == "date":
        return _bounds(question, value.year, "too_low", "too_high") if isinstance(value, date) else "wrong_kind"
    if isinstance(value, bool) or not isinstance(value, int):
        return "wrong_kind"
    return _bounds(question, value, "too_low", "too_high")


def _fits_figures(question: Question, value: Figures) -> str:
    named = [row.item for row in value.rows]
    if not set(named) <= {item.id for item in question.items}:
        return "unknown_option"
    if len(set(named)) != len(named):
        return "repeated_option"
    if not named:
        return "too_few"
    reasons = (_bounds(question, row.fen, "too_low", "too_high") for row in value.rows)
    return next((reason for reason in reasons if reason), "")


def _fits_options(question: Question, value: Value) -> str:
    if not isinstance(value, str if question.kind == "choice" else tuple):
        return "wrong_kind"
    chosen = (
        (value,) if isinstance(value, str) else tuple(str(item) for item in value) if isinstance(value, tuple) else ()
    )
    options = [question.option(item) for item in chosen]
    if None in options:
        return "unknown_option"
    if len(set(chosen)) != len(chosen):
        return "repeated_option"
    if len(chosen) > 1 and any(option is not None and option.alone for option in options):
        return "alone"
    if question.kind == "choice":
        return ""
    return _bounds(question, len(chosen), "too_few", "too_many")


def _bounds(question: Question, size: int, below: str, above: str) -> str:
    least = 1 if question.low is None and question.kind in ("choices", "text") else question.low
    if least is not None and size < least:
        return below
    return above if question.high is not None and size > question.high else ""
