"""A questionnaire on paper: filled in by hand, keyed in later."""

from dataclasses import dataclass
from datetime import datetime

from advisor_tui.base.languages import language, mark, translate
from advisor_tui.documents.signing import client_statement, confidential, signers
from advisor_tui.documents.typesetting import typeset
from advisor_tui.reference.said_words import ROLE_NAMES
from advisor_tui.rules.questionnaire import Condition, Question, Questionnaire
from advisor_tui.rules.said import ROLES

_MEMBERS = 6
"""Rows for the members of a household; more are written below them."""
_SHORT = 24
"""Characters of the answers that a question hangs on, up to which the form names them."""


@dataclass(frozen=True)
class FormHead:
    """Whose form it is; empty values leave room to write."""

    bank: str
    advisor: str
    client: str = ""
    client_number: str = ""


def print_paper_form(questionnaire: Questionnaire, head: FormHead, when: datetime) -> bytes:
    """The whole questionnaire as PDF, in the language in use: every question that may be asked, with its condition.

    Raises:
        DeskError: `glyph_missing`, `font_missing`.
    """
    lang = language()
    number = {question.id: place for place, question in enumerate(questionnaire.questions, start=1)}
    blank = "　" * 8
    data = {
        "lang": lang,
        "title": questionnaire.title[lang],
        "subtitle": translate(mark("To be filled in by the client, in person. Tick boxes, write amounts in yuan.")),
        "bank": head.bank,
        "reference": questionnaire.key,
        "footer": confidential(),
        "head": [
            [translate(mark("Client")), head.client or blank],
            [translate(mark("Client no.")), head.client_number or blank],
            [translate(mark("Advisor")), head.advisor],
            [translate(mark("Number of this form")), blank],
        ],
        "sections": [
            {
                "title": section.title[lang],
                "questions": [
                    _question(questionnaire, question, number)
                    for question in questionnaire.questions
                    if question.section == section.id
                ],
            }
            for section in questionnaire.sections
        ],
        **client_statement(),
        "signatures": signers(),
    }
    return typeset("paper_form.typ", data, when)


def _question(questionnaire: Questionnaire, question: Question, number: dict[str, int]) -> dict[str, object]:
    lang = language()
    hints = []
    if question.kind == "choices" and question.high is None:  # how many at most stands in the question itself
        hints.append(translate(mark("several answers are possible")))
    hints.extend(_when(questionnaire.by_id[test.question], test, number) for test in question.show_if)
    if not question.required:
        hints.append(translate(mark("optional")))
    units = {"amount": translate(mark("yuan")), "rate": "%", "date": translate(mark("(year-month-day)"))}
    unit = question.unit[lang] if question.unit is not None else units.get(question.kind, "")
    return {
        "number": f"{number[question.id]}.",
        "text": question.text[lang],
        "hint": _bracketed(hints),
        "options": [option.text[lang] for option in question.options],
        "wide": question.kind == "text",
        "unit": unit,
        "items": [item.text[lang] for item in question.items],
        "yuan": translate(mark("yuan")),
        "total": translate(mark("Total")) if question.items else "",
        "members": _members() if question.kind == "members" else {},
    }


def _members() -> dict[str, object]:
    """The heads of a table to write the household into, and how many rows it has."""
    roles = " / ".join(translate(ROLE_NAMES[role]) for role in ROLES)
    heads = (mark("Name"), roles, mark("Birth date or age"), mark("Lives on your income"))
    return {
        "heads": [head if head == roles else translate(head) for head in heads],
        "rows": _MEMBERS,
        "yes_no": [translate(mark("Yes")), translate(mark("No"))],
    }


def _when(before: Question, test: Condition, number: dict[str, int]) -> str:
    """When a question is to be answered, by the answers where they are short, else by the question to look at."""
    lang = language()
    place = number[before.id]
    if before.kind == "members":
        names = [translate(ROLE_NAMES[role]) for role in ROLES if role in test.values]
    else:
        names = [option.text[lang] for option in before.options if option.id in test.values]
    if not names or test.op not in ("is", "is_not") or sum(map(len, names)) > _SHORT:
        told = mark("depends on the answer to question {place}, “{question}”")
        return translate(told).format(place=place, question=before.text[lang])
    told = mark("if question {place}: {answers}") if test.op == "is" else mark("if question {place} is not: {answers}")
    return translate(told).format(place=place, answers=" / ".join(names))


def _bracketed(hints: list[str]) -> str:
    if not hints:
        return ""
    return f"（{'；'.join(hints)}）" if language() == "zh" else f"({'; '.join(hints)})"
