"""What does not fit, in words, with what is known and where it is known from; what stops the interview."""

from dataclasses import replace
from datetime import date

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.desk.checks.identity import check_identity
from advisor_tui.desk.views.doubt_words import doubt_text
from advisor_tui.desk.views.interviews import InterviewStep, RefusalView
from advisor_tui.rules.interview import held_on, stops
from advisor_tui.rules.plausibility import OnFile, concerns, doubts, names_spouse
from advisor_tui.rules.questionnaire import Question, Value, answered
from advisor_tui.screens.interview.sums import told_with


def doubts_about(step: InterviewStep, question: Question, value: Value, today: date) -> list[str]:
    """What does not fit about an answer that is being given, a sentence each, in the language in use."""
    told, on_file = told_with(step, question, value), step.on_file
    if question.fact == "id_number" and isinstance(value, str):
        on_file = _with_number(on_file, value, today)
    if question.fact == "full_name" and isinstance(value, str):
        on_file = replace(on_file, told_name=value.strip())
    if question.fact == "marital" and isinstance(value, str):
        on_file = replace(on_file, told_marital=value)
    if question.fact == "members":
        on_file = replace(on_file, told_spouse=names_spouse(value))
    return [doubt_text(doubt) for doubt in doubts(told, on_file, today) if concerns(doubt, question, value)]


def _with_number(on_file: OnFile, number: str, today: date) -> OnFile:
    """With what the number says that is being typed; one that does not hold says nothing."""
    try:
        said = check_identity("resident_id", number, today=today, demo=True)
    except DeskError:
        return replace(on_file, paper_born_on=None, paper_sex=None)
    return replace(on_file, paper_born_on=said.born_on, paper_sex=said.sex)


def refusal_about(step: InterviewStep, question: Question, value: Value, today: date) -> str:
    """What follows if the interview stops at this answer (no consent, an expired paper), with the law, or ""."""
    if step.refusing is None or not stops(question, held_on({question.id: answered(value)}, today)):
        return ""
    return f"{pick(step.refusing.sentence)} {pick(step.refusing.article)}"


def unassessed_text(refusals: tuple[RefusalView, ...]) -> str:
    """That no risk assessment can follow today, with the law, and that the interview may go on without one."""
    told = " ".join(f"{pick(refusal.sentence)} {pick(refusal.article)}" for refusal in refusals)
    text = mark("No risk assessment can follow now. {why} Needs and goals can be talked over without one.")
    return translate(text).format(why=told)
