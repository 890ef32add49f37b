"""An office whose only questionnaire asks about a loan, and interviews held with it."""

from advisor_tui.desk.interviews import Interviews
from advisor_tui.desk.office import Office
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Source
from advisor_tui.rules.questionnaire import Value, answered

KINDS = ("loan_amount", "loan_income", "property_fee", "family_annual_income", "monthly_debt_payment")
NUMBERS = (
    "age", "loan_term_months", "loan_rate", "job_months", "overdue_run", "overdue_times", "credit_queries", "card_use",
)  # fmt: skip
LOAN: dict[str, Value] = {
    "loan_kind": "mortgage", "loan_amount": 100_000_000, "loan_term_months": 360, "loan_rate": 35_000,
    "loan_income": 2_000_000, "property_fee": 30_000, "family_annual_income": 30_000_000,
    "monthly_debt_payment": 50_000, "age": 46, "job_months": 24, "overdue_run": 0, "overdue_times": 0,
    "credit_queries": 7, "card_use": 10,
}  # fmt: skip
"""A mortgage that both methods carry; lenders asked often, and the client is old by its end."""


def _questions(left_out: tuple[str, ...]) -> str:
    words = '[[question]]\nid = "{0}"\nsection = "loan"\nfact = "{0}"\nrequired = false\n'
    words += 'text = {{ zh = "问{0}", en = "Ask {0}" }}\n'
    kind = ", ".join(
        f'{{ id = "{name}", text = {{ zh = "{name}", en = "{name}" }} }}'
        for name in ("none", "mortgage", "consumer", "business")
    )
    asked = [f'{words.format("loan_kind")}type = "choice"\noptions = [{kind}]\n']
    asked += [f'{words.format(name)}type = "amount"\nmin = 0\n' for name in KINDS if name not in left_out]
    asked += [f'{words.format(name)}type = "number"\nmin = 0\n' for name in NUMBERS if name not in left_out]
    return "\n".join(asked)


def questionnaire(code: str, *left_out: str) -> Source:
    """A questionnaire about a loan, without the facts left out."""
    text = f'id = "{code}"\nversion = 1\neffective_from = 2026-01-01\ntitle = {{ zh = "{code} 题", en = "{code}" }}\n'
    text += '[[section]]\nid = "loan"\ntitle = { zh = "贷款", en = "Loan" }\n'
    return Source(f"questionnaires/{code}.toml", text + _questions(left_out))


def office_with(office: Office, *sources: Source) -> Office:
    """The office after head office published these files."""
    return office.with_reference(load_reference(data_root(), list(sources)))


def hold_interview(office: Office, client: str, code: str, **changes: Value | None) -> str:
    """The id of a completed interview about `LOAN` with these changes; a fact of None is asked later."""
    interviews = Interviews(office)
    step = interviews.start(client, code)
    said = {**LOAN, **changes}
    while (question := step.question) is not None:
        value = said.get(question.id)
        if value is None:
            step = interviews.forward(step.head.id)
        else:
            step = interviews.answer(step.head.id, question.id, answered(value))
    interviews.complete(step.head.id)
    return step.head.id
