"""Answers and levels of an interview in words, for screens and for paper."""

from datetime import date

from advisor_tui.base.languages import join_list, language, mark, pick, translate
from advisor_tui.base.money import YUAN, wan, yuan
from advisor_tui.base.text import mask
from advisor_tui.desk.views.interview_result import LEVEL_NAMES, FactRow
from advisor_tui.desk.views.loan_words import rate_text
from advisor_tui.reference.said_words import ROLE_NAMES, SAID_BY
from advisor_tui.rules.profile import FACTS
from advisor_tui.rules.questionnaire import Answer, Question, Value
from advisor_tui.rules.said import Figures, Relative, Relatives, Source

UNASSESSED = mark("No risk level: as many assessments were made as the law allows (令2025年第7号第二十九条).")
"""Why an interview that was answered in full gave no level."""


def money(fen: int) -> str:
    """An amount with its unit."""
    return translate(mark("{amount} yuan")).format(amount=yuan(fen))


def short_money(fen: int) -> str:
    """An amount in a sum: 万元 in Chinese, whole yuan in English, where nobody counts in ten thousands."""
    return f"{wan(fen)} 万" if language() == "zh" else yuan(fen // YUAN * YUAN)


def said_by(source: Source, as_of: date | None) -> str:
    """Who says a figure, and of which day it is: `document 2026-11-20`."""
    who = translate(SAID_BY[source])
    return who if as_of is None else f"{who} {as_of.isoformat()}"


def sources_of(question: Question, answer: Answer | None, day: date | None = None) -> tuple[str, ...]:
    """Who says the figures of an answer and of which day they are, a line each; nothing where it is no figure.

    A plain number or date is the client's word of the day of the talk, where nothing else is noted.

    Args:
        question: What was asked.
        answer: What was said.
        day: The day of the talk, where figures of that day are to bear it.
    """
    value = None if answer is None else answer.value
    if answer is None or value is None:
        return ()
    if isinstance(value, Figures):
        names = {item.id: pick(item.text) for item in question.items}
        return tuple(
            f"{names[row.item]} {money(row.fen)}  {said_by(row.source, row.as_of or day)}" for row in value.rows
        )
    noted = question.kind in ("number", "rate", "date") and (answer.source != "client" or answer.as_of is not None)
    return (said_by(answer.source, answer.as_of or day),) if question.kind == "amount" or noted else ()


def shown_value(question: Question, value: Value) -> str:
    """A value in words: options by their text, amounts in yuan, numbers with their unit."""
    if question.kind in ("choice", "choices"):
        chosen = value if isinstance(value, tuple) else (value,)
        texts = [pick(option.text) for option in question.options if option.id in chosen]
        return join_list(texts)
    if isinstance(value, int) and question.kind in ("amount", "figures"):
        return money(value)
    if isinstance(value, int) and question.kind == "rate":
        return rate_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Figures):
        return money(value.total_fen)
    if isinstance(value, Relatives):
        return join_list(_member(row) for row in value.rows) or translate(mark("nobody else"))
    unit = "" if question.unit is None else f" {pick(question.unit)}"
    return f"{value}{unit}"


def _member(row: Relative) -> str:
    """A member of the household with all that was said of it."""
    said = [translate(ROLE_NAMES[row.role])]
    if row.born_on is not None:
        said.append(translate(mark("born {month}")).format(month=f"{row.born_on:%Y-%m}"))
    if row.dependent:
        said.append(translate(mark("lives on the client's income")))
    return translate(mark("{name} ({said})")).format(name=row.name, said=translate(mark(", ")).join(said))


def masked(question: Question, value: Value) -> str:
    """What is shown in place of the number of a paper or a telephone, "" where the value itself may be shown."""
    if not isinstance(value, str):
        return ""
    if question.check == "identity" or question.fact in ("id_number", "guardian_id"):
        return mask("id", value)
    return mask("phone", value) if question.check == "phone" or question.fact == "phone" else ""


def shown_answer(question: Question, answer: Answer | None, *, revealed: bool = False) -> str:
    """What was said, also where it is no value; numbers of papers and telephones masked unless they are revealed."""
    if answer is None:
        return translate(mark("not asked yet"))
    if answer.status == "later":
        return translate(mark("asked later"))
    if answer.status == "declined" or answer.value is None:
        return translate(mark("declines to say"))
    hidden = "" if revealed else masked(question, answer.value)
    return hidden or shown_value(question, answer.value)


def shown_fact(row: FactRow) -> str:
    """What a fact is: the answer to its own question, or the value that an option of another question implies."""
    if row.question.fact == row.name:
        return shown_answer(row.question, row.answer)
    if FACTS[row.name] == "money" and isinstance(row.value, int):
        return money(row.value)
    return join_list(row.value) if isinstance(row.value, tuple) else str(row.value)


def level_name(level: int) -> str:
    """A client level with its name: `C3 Balanced`."""
    return f"C{level} {translate(LEVEL_NAMES[level])}"
