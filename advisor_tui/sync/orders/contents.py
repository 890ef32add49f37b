"""What an order says, by kind: frozen values whose fields are checked one by one when they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from advisor_tui.sync.orders.checks import Check, day, flag, number, one_of, scalar, text

CREDIT_DECISIONS = ("approved", "approved_with_conditions", "refused", "returned")
METRICS = ("satisfaction", "new_loans", "product_sales", "follow_ups", "interviews")
_NAME = text(empty=False, longest=80)
_TERMINAL = text(empty=False, longest=9)


@dataclass(frozen=True)
class CreditDecision:
    """What the risk department decided on a loan case; the order is about the case's row id.

    Attributes:
        amount: In 分, where the decision sets one.
        rate: A year, in 10⁻⁴ percent.
        decided_on: Business date.
    """

    decision: str
    amount: int | None
    term_months: int | None
    rate: int | None
    conditions: str
    decided_by: str
    decided_on: str

    KIND: ClassVar[str] = "credit_decision"
    CHECKS: ClassVar[Mapping[str, Check]] = {
        "decision": one_of(CREDIT_DECISIONS), "amount": number(1, nullable=True),
        "term_months": number(1, nullable=True), "rate": number(nullable=True), "conditions": text(),
        "decided_by": text(longest=80), "decided_on": day,
    }  # fmt: skip


@dataclass(frozen=True)
class TargetGoal:
    """A performance target of one advisor, whose staff number the order is about; the same period again replaces it.

    Attributes:
        goal: In 分, in hundredths of a point for satisfaction, else a count.
        starts_on: First day; ends_on: last day.
        formula: How the bank counts it, in words.
    """

    metric: str
    starts_on: str
    ends_on: str
    goal: int
    formula: str

    KIND: ClassVar[str] = "target"
    CHECKS: ClassVar[Mapping[str, Check]] = {
        "metric": one_of(METRICS), "starts_on": day, "ends_on": day, "goal": number(), "formula": text(),
    }  # fmt: skip


@dataclass(frozen=True)
class Incentive:
    """How targets of a metric within a period are paid; about a staff number, or "" for every advisor."""

    metric: str
    starts_on: str
    ends_on: str
    formula: str

    KIND: ClassVar[str] = "incentive"
    CHECKS: ClassVar[Mapping[str, Check]] = {
        "metric": one_of(METRICS), "starts_on": day, "ends_on": day, "formula": text(empty=False),
    }  # fmt: skip


@dataclass(frozen=True)
class TrainingRequirement:
    """A training that must be passed by a day; about a staff number, or "" for every advisor."""

    topic: str
    due_on: str

    KIND: ClassVar[str] = "training_requirement"
    CHECKS: ClassVar[Mapping[str, Check]] = {"topic": text(empty=False, longest=200), "due_on": day}


@dataclass(frozen=True)
class Reassignment:
    """A client, whose number the order is about, goes to another advisor; `effective_from` is the cut-over.

    The same order goes to both terminals: the one that the client leaves seals, locks and purges; the other one gets
    the client's rows in `rows.jsonl`.
    """

    from_terminal: str
    to_terminal: str
    staff_no: str
    name: str
    reason: str

    KIND: ClassVar[str] = "assignment"
    CHECKS: ClassVar[Mapping[str, Check]] = {
        "from_terminal": _TERMINAL, "to_terminal": _TERMINAL, "staff_no": _NAME, "name": _NAME, "reason": text(),
    }  # fmt: skip


@dataclass(frozen=True)
class Erasure:
    """A lawful erasure of a client, whose number the order is about (个人信息保护法 第四十七条)."""

    ordered_by: str
    reason: str

    KIND: ClassVar[str] = "erasure"
    CHECKS: ClassVar[Mapping[str, Check]] = {"ordered_by": _NAME, "reason": text()}


@dataclass(frozen=True)
class Settlement:
    """Head office settles a conflict: the field holds this value from now on; about the row's id."""

    table_name: str
    field: str
    value: str | int | None
    settled_by: str

    KIND: ClassVar[str] = "settlement"
    CHECKS: ClassVar[Mapping[str, Check]] = {
        "table_name": text(empty=False, longest=60), "field": text(empty=False, longest=60), "value": scalar,
        "settled_by": _NAME,
    }  # fmt: skip


@dataclass(frozen=True)
class Wipe:
    """Give the terminal up: its keys are destroyed; the only order of a bundle of kind `wipe`, about "".

    Attributes:
        discard_unsent: Also where head office has not acknowledged everything.
    """

    reason: str
    discard_unsent: bool

    KIND: ClassVar[str] = "wipe"
    CHECKS: ClassVar[Mapping[str, Check]] = {"reason": text(), "discard_unsent": flag}


Content = (
    CreditDecision | TargetGoal | Incentive | TrainingRequirement | Reassignment | Erasure | Settlement | Wipe
)  # fmt: skip
CONTENTS: Mapping[str, type[Content]] = {
    kind.KIND: kind
    for kind in (
        CreditDecision, TargetGoal, Incentive, TrainingRequirement, Reassignment, Erasure, Settlement, Wipe,
    )
}  # fmt: skip
"""The class of each kind of order."""
