"""The lines of an interview's result: needs, goals, what was left open, facts."""

from collections.abc import Collection
from dataclasses import dataclass

from advisor_tui.base.languages import labelled, mark, pick, translate
from advisor_tui.desk.views.doubt_words import doubt_text, numbers_of
from advisor_tui.desk.views.goal_words import gaps_text, no_amount
from advisor_tui.desk.views.interview_result import FactRow, GoalRow, InterviewResult, NeedRow
from advisor_tui.desk.views.interview_words import money, shown_fact
from advisor_tui.desk.views.interviews import Remark
from advisor_tui.screens.interview.fact_labels import FACT_LABELS


@dataclass(frozen=True)
class Found:
    """One line of the result: what kind, what, how much, and the questions, holdings and members behind it."""

    key: str
    kind: str
    title: str
    sentence: str
    amount: str
    evidence: tuple[str, ...]
    holdings: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


def found(result: InterviewResult) -> list[Found]:
    """The lines of a result: needs, goals, what was left open, facts."""
    told = {row.name for row in result.facts}
    return [
        *(_need(row) for row in result.needs),
        *(_goal(row, told) for row in result.goals),
        *(_doubt(place, remark, result) for place, remark in enumerate(result.remarks)),
        *(_fact(row) for row in result.facts),
    ]


def _doubt(place: int, remark: Remark, result: InterviewResult) -> Found:
    """What does not fit and was not cleared up."""
    numbers = numbers_of(remark.questions, result.answers)
    title = translate(mark("Does not fit: question {numbers}")).format(numbers=numbers)
    return Found(f"doubt {place}", translate(mark("Doubt")), title, doubt_text(remark.doubt), "", remark.questions)


def _need(row: NeedRow) -> Found:
    amount = "" if row.size_fen is None else money(row.size_fen)
    title = pick(row.title)
    return Found(
        row.id,
        translate(mark("Need")),
        title if row.about is None else labelled(title, pick(row.about)),
        pick(row.sentence),
        amount,
        row.evidence,
        row.holdings,
        row.members,
    )


def _goal(row: GoalRow, told: Collection[str]) -> Found:
    amount = no_amount(row.gaps) if row.amount_fen is None else money(row.amount_fen)
    if row.amount_fen is None:
        sentence = translate(mark("{goal}: {gaps}."))
    elif row.due_on is not None:
        sentence = translate(mark("{goal}: {amount} in today's money by {due}."))
    elif row.gaps.unasked or row.gaps.untold:
        sentence = translate(mark("{goal}: {amount} in today's money; {gaps}."))
    else:
        sentence = translate(mark("{goal}: {amount} in today's money."))
    text = sentence.format(
        goal=_capital(pick(row.title)),
        amount=amount,
        due=row.due_on,
        gaps=gaps_text(row.gaps),
    )
    if ("cash_assets" if row.kind == "emergency" else "goal_savings") in told:
        # Where nobody asked for it, nothing set aside is nothing that the client said.
        text += translate(mark(" Set aside: {saved}.")).format(saved=money(row.saved_fen))
    year = "" if row.due_on is None else f"{row.due_on.year}  "
    return Found(row.id, translate(mark("Goal")), _capital(pick(row.title)), text, f"{year}{amount}", row.evidence)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _fact(row: FactRow) -> Found:
    label = translate(FACT_LABELS[row.name])
    said = shown_fact(row)
    return Found(f"fact {row.name}", translate(mark("Fact")), label, pick(row.question.text), said, (row.question.id,))
