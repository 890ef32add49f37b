"""What is known already and may be taken over with Enter: never where points are scored, nor over an answer."""

from collections.abc import Mapping
from datetime import date

from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.views.interview_words import shown_value
from advisor_tui.desk.views.interviews import InterviewStep, Known, KnownFrom
from advisor_tui.rules.interview import held_on, stops
from advisor_tui.rules.questionnaire import Answer, Question, answered
from advisor_tui.rules.said import Figure, Relative

_WHENCE: Mapping[KnownFrom, str] = {
    "interview": mark("earlier interview {on}"),
    "record": mark("on record {on}"),
    "household": mark("told by {whose} {on}"),
}
_SINGLE = ("amount", "number", "date", "text", "choice", "choices")
_MAY_STAY_EMPTY = ("date", "text")
_SAID_ANEW = ("consent", "marketing", "confirmed_needs")
"""Facts that hold by being said: a consent and a confirmation are given each time (个人信息保护法 art. 14)."""


def may_offer(step: InterviewStep, question: Question) -> bool:
    """Whether anything may be offered: a level rests on what the client says today, a paper form on what stands in it.

    Figures may be offered where they score too: what the bank's books say is no opinion, and each line is confirmed.
    What was answered, put off or declined stays as it is.
    """
    return (not step.judged or question.kind == "figures") and step.answer is None and not step.head.form_number


def offered(step: InterviewStep, question: Question, today: date) -> Known | None:
    """What Enter takes over where nothing was typed or picked.

    An optional date or text may be left empty, so that only what stands on the record is offered there. Nothing is
    offered of a consent, of an identity paper that expired, nor the mere sum of several figures.
    """
    known = step.known
    if known is None or known.only_total or not may_offer(step, question) or question.kind not in _SINGLE:
        return None
    if question.fact in _SAID_ANEW:
        return None
    if not question.required and question.kind in _MAY_STAY_EMPTY and known.source != "record":
        return None
    return None if stops(question, held_on({question.id: answered(known.value)}, today)) else known


def offered_figures(step: InterviewStep, question: Question) -> Mapping[str, Figure]:
    """What Enter takes over on the empty lines of several figures."""
    return step.known_figures if may_offer(step, question) else {}


def offered_members(step: InterviewStep, question: Question) -> tuple[Relative, ...]:
    """Whom Enter takes over while nobody is named."""
    return step.known_members if may_offer(step, question) else ()


def taken_over(known: Known) -> Answer:
    """What is known, as the answer: what the books say is head office's, everything else was said, on its day."""
    return answered(known.value, "head_office" if known.source == "record" else "client", known.on)


def offer_text(question: Question, known: Known) -> str:
    """The offer, in the language in use; a number of a paper or a telephone only masked."""
    whence = translate(_WHENCE[known.source]).format(on=known.on, whose=known.whose)
    value = known.masked or shown_value(question, known.value)
    return translate(mark("Enter takes over {value} ({whence})")).format(value=value, whence=whence)
