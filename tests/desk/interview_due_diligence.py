"""A questionnaire that asks for all that the record of a client holds, and answers to it."""

from advisor_tui.desk.desk import Desk
from advisor_tui.desk.interviews import Interviews
from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Source
from advisor_tui.rules.questionnaire import DECLINED, Answer, Value, answered

CODE = "record-2026"
_HEAD = """\
id = "record-2026"
version = 1
effective_from = 2026-02-01
title = { zh = "登记", en = "Record" }

[[section]]
id = "all"
title = { zh = "全部", en = "All" }
"""
_YES_NO = ("yes", "no")
_CHOICES = {
    "consent": _YES_NO,
    "capacity": ("full", "limited", "none"),
    "id_kind": ("resident_id", "passport", "taiwan_permit"),
    "id_long_term": _YES_NO,
    "nationality": ("CN", "SG", "other"),
    "tax_residence": ("china", "abroad", "both"),
    "occupation": ("employee", "retired"),
    "guardian_relation": ("parent", "other"),
    "marketing": _YES_NO,
}
_CHECKS = {"full_name": "name", "id_number": "identity", "guardian_id": "identity", "phone": "phone"}
_TEXTS = (
    "consent_form",
    "marketing_form",
    "full_name",
    "id_number",
    "phone",
    "address",
    "guardian_name",
    "guardian_id",
)
_NUMBERS = {"age": "number", "family_annual_income": "amount", "annual_income_3y": "amount", "children": "number"}
_DATES = ("id_expires",)
_ORDER = (
    "consent", "consent_form", "marketing", "marketing_form", "full_name", "id_kind", "id_number", "id_long_term",
    "id_expires", "age", "capacity", "guardian_name", "guardian_id", "guardian_relation", "phone", "address",
    "nationality", "tax_residence", "occupation", "members", "children", "family_annual_income", "annual_income_3y",
    "monthly_expense", "assets", "total_debts",
)  # fmt: skip
_ITEMS = {
    "monthly_expense": '{ id = "food", %s }, { id = "rent", %s }',
    "assets": '{ id = "deposits", holdings = ["current", "deposit"], %s }, { id = "funds", holdings = ["fund"], %s }',
    "total_debts": '{ id = "mortgage", liabilities = ["mortgage"], %s }, { id = "others", liabilities = ["car"], %s }',
}
_LABEL = 'text = { zh = "项", en = "Item" }'
_GUARDIAN = ("guardian_name", "guardian_id", "guardian_relation")


def _question(name: str) -> str:
    lines = ["", "[[question]]", f'id = "{name}"', 'section = "all"', f'text = {{ zh = "{name}？", en = "{name}?" }}']
    fact = "financial_assets" if name == "assets" else name
    lines.append(f'fact = "{fact}"')
    if name in _CHOICES:
        options = ", ".join(
            f'{{ id = "{word}", text = {{ zh = "选{word}", en = "{word}" }} }}' for word in _CHOICES[name]
        )
        lines += ['type = "choice"', f"options = [{options}]"]
    elif name in _ITEMS:
        lines += ['type = "figures"', f"items = [{_ITEMS[name] % (_LABEL, _LABEL)}]"]
    else:
        kind = "text" if name in _TEXTS else "date" if name in _DATES else _NUMBERS.get(name, "members")
        lines.append(f'type = "{kind}"')
    if name in _CHECKS:
        lines.append(f'check = "{_CHECKS[name]}"')
    if name in _GUARDIAN:
        lines.append('show_if = [{ question = "capacity", op = "is_not", value = "full" }]')
    if name == "id_expires":
        lines.append('show_if = [{ question = "id_long_term", op = "is", value = "no" }]')
    return "\n".join([*lines, "required = false"])


TEXT = _HEAD + "\n".join(_question(name) for name in _ORDER) + "\n"


def recording(desk: Desk) -> Interviews:
    """The interviews of the desk once head office has published the questionnaire."""
    published = [Source(f"questionnaires/{CODE}.toml", TEXT)]
    return Interviews(desk.office.with_reference(load_reference(data_root(), published)))


def tell(interviews: Interviews, client: str, said: dict[str, Value | Answer]) -> InterviewStep:
    """An interview in which these questions are answered and the others declined, at its review."""
    step = interviews.start(client, CODE)
    while step.question is not None:
        value = said.get(step.question.id, DECLINED)
        answer = value if isinstance(value, Answer) else answered(value)
        step = interviews.answer(step.head.id, step.question.id, answer)
    return step


def told(interviews: Interviews, client: str, said: dict[str, Value | Answer]) -> str:
    """The id of such an interview, with consent and completed."""
    step = tell(interviews, client, {"consent": "yes", **said})
    interviews.complete(step.head.id)
    return step.head.id


def at(interviews: Interviews, client: str, question: str) -> InterviewStep:
    """A new interview with consent at this question."""
    step = interviews.start(client, CODE)
    interviews.answer(step.head.id, "consent", answered("yes"))
    return interviews.go_to(step.head.id, question)
