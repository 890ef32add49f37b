"""A questionnaire of the tests' own with figures and members, on the desk of an interview's stage."""

from collections.abc import Callable

from advisor_tui.desk.desk import Desk
from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.toml import Source
from advisor_tui.rules.questionnaire import Question, Value, answered
from tests.screens.interview_stage import InterviewStage

ITEMS = ("cash", "deposit", "wmp", "fund", "stock", "bond", "trust", "insurance", "bullion", "home", "car", "other")
CODE = "lines-test"
_ITEMS = "\n".join(f'  {{ id = "{item}", text = {{ zh = "资产{item}", en = "Asset {item}" }} }},' for item in ITEMS)
TEXT = f"""
id = "{CODE}"
version = 1
effective_from = 2026-01-01
title = {{ zh = "分项问卷", en = "Lines" }}

[[section]]
id = "basics"
title = {{ zh = "基本情况", en = "Basics" }}

[[section]]
id = "money"
title = {{ zh = "收支", en = "Money and everything else" }}

[[question]]
id = "first"
section = "basics"
type = "choice"
text = {{ zh = "先问什么？", en = "What first?" }}
options = [
  {{ id = "a", text = {{ zh = "甲", en = "One" }} }},
  {{ id = "b", text = {{ zh = "乙", en = "Two" }} }},
]

[[question]]
id = "id_expires"
section = "basics"
type = "date"
fact = "id_expires"
text = {{ zh = "证件有效期到哪天？", en = "Until when is the paper valid?" }}

[[question]]
id = "members"
section = "basics"
type = "members"
fact = "members"
max = 3
text = {{ zh = "家里还有谁？", en = "Who else is there?" }}

[[question]]
id = "assets"
section = "money"
type = "figures"
fact = "financial_assets"
min = 0
max = 1_000_000_00
items = [
{_ITEMS}
]
text = {{ zh = "各项资产有多少？", en = "How much is there of each?" }}
explain = {{ zh = "没有的项目直接回车。", en = "Press Enter where there is none." }}

[[question]]
id = "debts"
section = "money"
type = "amount"
fact = "total_debts"
min = 0
max = 1_000_000_00
text = {{ zh = "欠多少？", en = "How much is owed?" }}

[[question]]
id = "remark"
section = "money"
type = "text"
required = false
text = {{ zh = "还有什么？", en = "Anything else?" }}
"""


def add_questionnaire(desk: Desk) -> None:
    """Let the desk offer the questionnaire, as head office would have sent it."""
    office = desk.office
    reference = load_reference(office.reference.root, [Source(f"questionnaires/{CODE}.toml", TEXT)])
    desk.move(office.with_reference(reference))


def lead_to(stage: InterviewStage, question: str, value: Callable[[Question], Value]) -> InterviewStep:
    """Answer everything before a question."""
    step = stage.desk.interviews.start(stage.client, CODE)
    while step.question is not None and step.question.id != question:
        step = stage.desk.interviews.answer(step.head.id, step.question.id, answered(value(step.question)))
    return step
