"""What the screens of the needs interview receive once it is completed: the result and the comparison."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from advisor_tui.base.languages import mark
from advisor_tui.desk.views.interviews import AnswerRow, InterviewHead, Remark
from advisor_tui.rules.interview_changes import Change
from advisor_tui.rules.questionnaire import Answer, Both, Question, Value

LEVEL_NAMES: Mapping[int, str] = {
    1: mark("Conservative"),
    2: mark("Cautious"),
    3: mark("Balanced"),
    4: mark("Growth"),
    5: mark("Aggressive"),
}
"""Message ids of the client levels C1 to C5."""


@dataclass(frozen=True)
class LevelView:
    """A risk level.

    Attributes:
        level: 1 to 5.
        score: The points behind it.
        lowest_class: In the lowest class, whatever the points; `lowest_because` are the questions that put it there.
        valid_until: The last day on which it holds, included.
        previous: The level of the last assessment before, None if there was none.
        confirmed: The client has confirmed it, if it differs from the last one.
        confirm_article: The law that asks for this confirmation, None where none is needed.
    """

    level: int
    score: int
    lowest_class: bool
    lowest_because: tuple[str, ...]
    valid_until: date
    previous: int | None
    confirmed: bool
    confirm_article: Both | None = None

    @property
    def changed(self) -> bool:
        """Whether it differs from the last one."""
        return self.previous is not None and self.previous != self.level


@dataclass(frozen=True)
class FactRow:
    """A fact of the client.

    Attributes:
        name: One of `rules.profile.FACTS`.
        value: What it is; an option may imply it for a fact that its question does not ask for.
    """

    name: str
    question: Question
    answer: Answer
    value: Value


GoalPart = Literal["amount", "year"]


@dataclass(frozen=True)
class GoalGaps:
    """What of a goal is not known.

    Attributes:
        unasked: What the interview did not ask.
        untold: What it asked and the client did not tell.
        completed_by: The title of the questionnaire that asks what was not asked, None where none on offer does.
    """

    unasked: tuple[GoalPart, ...] = ()
    untold: tuple[GoalPart, ...] = ()
    completed_by: Both | None = None


@dataclass(frozen=True)
class GoalRow:
    """A goal with what is set aside for it (分, today's money) and the questions that it comes from."""

    id: str
    kind: str
    title: Both
    amount_fen: int | None
    due_on: date | None
    saved_fen: int
    priority: int
    evidence: tuple[str, ...]
    gaps: GoalGaps = field(default_factory=GoalGaps)


@dataclass(frozen=True)
class NeedRow:
    """A need with its size (分), the questions that it comes from, and the holdings and members on file by name.

    Attributes:
        about: The goal or the class of insurance that it is about, None where the title says all.
    """

    id: str
    kind: str
    title: Both
    sentence: Both
    size_fen: int | None
    evidence: tuple[str, ...]
    holdings: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    about: Both | None = None


@dataclass(frozen=True)
class InterviewResult:
    """What a completed interview gave; every part names the questions that it comes from.

    Attributes:
        level: The risk level, None where there is no formal result: an uncounted level is never shown.
        informal: The questions that kept the result from being formal.
        unassessed: All else was formal, and no assessment was made, because as many were made as the law allows.
        answers: Every question asked, in order.
        remarks: What did not fit and was not cleared up; of the bank's books as they are now, with their day.
    """

    head: InterviewHead
    level: LevelView | None
    informal: tuple[str, ...]
    needs: tuple[NeedRow, ...]
    goals: tuple[GoalRow, ...]
    facts: tuple[FactRow, ...]
    answers: tuple[AnswerRow, ...]
    remarks: tuple[Remark, ...] = ()
    unassessed: bool = False

    def evidence(self, questions: tuple[str, ...]) -> tuple[AnswerRow, ...]:
        """The answers to these questions, in the order of the interview."""
        return tuple(row for row in self.answers if row.question.id in questions)


@dataclass(frozen=True)
class InterviewComparison:
    """An interview beside the client's last completed one before it.

    Attributes:
        before: None where there was none.
        changes: What was said otherwise, or asked in only one of the two.
    """

    now: InterviewHead
    before: InterviewHead | None
    changes: tuple[Change, ...]
