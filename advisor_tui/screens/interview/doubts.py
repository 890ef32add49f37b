"""What does not fit, in words, with what is known and where it is known from; what stops the interview."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.desk.checks.identity import check_identity
from advisor_tui.desk.views.interview_words import money
from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.rules.interview import held_on, stops
from advisor_tui.rules.plausibility import Doubt, OnFile, concerns, doubts
from advisor_tui.rules.questionnaire import Question, Value, answered
from advisor_tui.screens.interview.sums import told_with

_SENTENCES: Mapping[str, str] = {
    "name_differs": mark("On the client's record: {name}. Completing the interview changes the name there."),
    "age_differs": mark("On the client's record: born on {born_on}, so {age} years old."),
    "age_differs_from_paper": mark("By the ID number: born on {born_on}, so {age} years old."),
    "born_differs": mark("By the ID number born on {paper_on}; on the client's record: {born_on}."),
    "paper_says_male": mark("By the ID number a man; on the client's record: a woman."),
    "paper_says_female": mark("By the ID number a woman; on the client's record: a man."),
    "retired_before": mark("Retirement before the age answered, {age}."),
    "mortgage_on_file": mark("In the bank's books{as_of}: {owed} still owed on a mortgage."),
    "debts_on_file": mark("In the bank's books{as_of}: {owed} still owed on loans."),
    "more_debts_on_file": mark("In the bank's books{as_of}: {owed} still owed on loans, more than that."),
    "more_payments_on_file": mark("In the bank's books{as_of}: {owed} paid a month on loans, more than that."),
    "more_assets_on_file": mark(
        "In the bank's books{as_of}: {held} of financial assets without insurance, more than that."
    ),
    "spends_more": mark("By the answers {spent} are spent a year, loans included, out of an income of {income}."),
    "own_above_family": mark("By the answers the own income, {part}, is above the family's, {whole}."),
    "part_above_assets": mark("By the answers {part} would be a part of assets of {whole}."),
}


def doubts_about(step: InterviewStep, question: Question, value: Value, today: date) -> list[str]:
    """What does not fit about an answer that is being given, a sentence each, in the language in use."""
    told, on_file = told_with(step, question, value), step.on_file
    if question.fact == "id_number" and isinstance(value, str):
        on_file = _with_number(on_file, value, today)
    if question.fact == "full_name" and isinstance(value, str):
        on_file = replace(on_file, told_name=value.strip())
    return [sentence(doubt) for doubt in doubts(told, on_file, today) if concerns(doubt, question, value)]


def _with_number(on_file: OnFile, number: str, today: date) -> OnFile:
    """With what the number says that is being typed; one that does not hold says nothing."""
    try:
        said = check_identity("resident_id", number, today=today, demo=True)
    except DeskError:
        return replace(on_file, paper_born_on=None, paper_sex=None)
    return replace(on_file, paper_born_on=said.born_on, paper_sex=said.sex)


def sentence(doubt: Doubt) -> str:
    """A doubt in the language in use."""
    places: dict[str, object] = {}
    for name, value in doubt.params.items():
        if name.endswith("_fen") and isinstance(value, int):
            places[name.removesuffix("_fen")] = money(value)
        elif name == "as_of":
            places[name] = translate(mark(" ({day})")).format(day=value) if value else ""
        else:
            places[name] = value
    return translate(_SENTENCES[doubt.rule]).format(**places)


def refusal_about(step: InterviewStep, question: Question, value: Value, today: date) -> str:
    """What follows if the interview stops at this answer (no consent, an expired paper), with the law, or ""."""
    if step.refusing is None or not stops(question, held_on({question.id: answered(value)}, today)):
        return ""
    return f"{pick(step.refusing.sentence)} {pick(step.refusing.article)}"
