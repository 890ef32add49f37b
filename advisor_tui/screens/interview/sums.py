"""What the answers add up to while one of them is being typed."""

from collections.abc import Mapping

from advisor_tui.desk.views.interviews import Figures, InterviewStep
from advisor_tui.rules.balance_sheet import balance_sheet, rows_of
from advisor_tui.rules.goals import monthly_surplus
from advisor_tui.rules.plausibility import told_by
from advisor_tui.rules.profile import Fact
from advisor_tui.rules.questionnaire import Question, Value


def told_with(step: InterviewStep, question: Question, value: Value | None) -> Mapping[str, int]:
    """The numeric facts that the answers tell, with this value in place of what the question was answered before."""
    before = {} if step.answer is None else told_by(question, step.answer.value)
    rest = {name: number for name, number in step.told.items() if name not in before}
    return rest | told_by(question, value)


def sums_of(told: Mapping[str, int]) -> Figures:
    """Assets, debts and a month's surplus, as the balance sheet adds them up (分); None where nothing tells them."""
    facts = {name: Fact(name, number, "") for name, number in told.items()}
    rows = rows_of(facts, None)
    sheet = balance_sheet(rows)
    sides = {row.side for row in rows}
    return Figures(
        assets_fen=sheet.assets_fen if "asset" in sides else None,
        debts_fen=sheet.debts_fen if "debt" in sides else None,
        surplus_fen=monthly_surplus(facts),
    )
