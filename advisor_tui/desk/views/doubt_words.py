"""What does not fit about the answers in words, with what is known and where it is known from."""

from collections.abc import Iterable, Iterator, Mapping

from advisor_tui.base.languages import join_list, mark, translate
from advisor_tui.desk.views.interview_words import money
from advisor_tui.desk.views.interviews import AnswerRow, Remark
from advisor_tui.rules.plausibility import Doubt

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
    "more_ready_on_file": mark("In the bank's books{as_of}: {held} on the client's accounts, more than that."),
    "education_below_a_year": mark(
        "By the answers one child costs {year} a year, and all schooling to come {goal}. Is that a year's sum?"
    ),
    "spends_more": mark("By the answers {spent} are spent a year, loans included, out of an income of {income}."),
    "loan_income_above_family": mark(
        "By the answers {month} a month for the loan come to {year} a year, above the family's {family} a year. "
        "Is one of them a month's and the other a year's, or is there a borrower outside the family?"
    ),
    "spouse_missing": mark("The client is married, and no spouse stands among the members. Was one left out?"),
    "own_above_family": mark("By the answers the own income, {part}, is above the family's, {whole}."),
    "part_above_assets": mark("By the answers {part} would be a part of assets of {whole}."),
}


def doubt_text(doubt: Doubt) -> str:
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


def numbers_of(questions: Iterable[str], rows: Iterable[AnswerRow]) -> str:
    """The numbers of these questions, as far as they were asked, one after the other."""
    places = {row.question.id: str(row.place) for row in rows}
    return join_list(places[question] for question in questions if question in places)


def remark_texts(remarks: Iterable[Remark], rows: Iterable[AnswerRow]) -> Iterator[str]:
    """What does not fit, each with the numbers of the questions that it is about."""
    asked, text = tuple(rows), translate(mark("Question {numbers}: {remark}"))
    for remark in remarks:
        yield text.format(numbers=numbers_of(remark.questions, asked), remark=doubt_text(remark.doubt))
