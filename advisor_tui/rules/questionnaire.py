"""What a questionnaire is: plain frozen values that `reference` builds from data/ and the rules work on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

Both = Mapping[str, str]
"""A bilingual text: `{"zh": …, "en": …}`."""
Kind = Literal["choice", "choices", "amount", "number", "date", "text"]
KINDS: tuple[Kind, ...] = ("choice", "choices", "amount", "number", "date", "text")
Operator = Literal["is", "is_not", "at_least", "at_most"]
OPERATORS: tuple[Operator, ...] = ("is", "is_not", "at_least", "at_most")
Value = str | int | date | tuple[str, ...]
"""An answer's value: an option's id (choice), ids (choices), 分 (amount), a number, a date, a text."""
Status = Literal["answered", "later", "declined"]

DIMENSIONS = (
    "age",
    "finances",
    "experience",
    "knowledge",
    "purpose",
    "horizon",
    "expected_return",
    "preference",
    "liquidity",
    "risk_awareness",
    "loss_bearing",
)
"""What a formal assessment has to ask: 令2025年第7号 art. 25, and the list of 令2011年第5号 art. 28 (repealed, kept as
a template) which adds age, liquidity and risk awareness."""


@dataclass(frozen=True)
class Answer:
    """What was said to one question.

    Attributes:
        status: `later` and `declined` are answers too: the question was put.
        value: The value of an `answered` one, else None.
    """

    status: Status
    value: Value | None = None


Answers = Mapping[str, Answer]
"""Answers by question id. Those of questions that are no longer asked stay, without effect."""

LATER = Answer("later")
DECLINED = Answer("declined")


def answered(value: Value) -> Answer:
    """An answer with a value."""
    return Answer("answered", value)


@dataclass(frozen=True)
class Option:
    """One option of a choice.

    Attributes:
        id: A word that stays the same over versions.
        text: What is read to the client.
        points: What it scores, or None in a question that does not score.
        fact: The number that it stands for where the question feeds a numeric fact (the middle of a span, in the
            unit of the fact), else None.
        alone: Ticking it in a `choices` question excludes the others ("none of these").
        implies: Numeric facts that follow from it, so that nobody has to be asked ("no debts": debts are 0).
    """

    id: str
    text: Both
    points: int | None = None
    fact: int | None = None
    alone: bool = False
    implies: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """From this number on (included) the answer scores so many points."""

    low: int
    points: int


@dataclass(frozen=True)
class Condition:
    """A declarative test of an earlier answer.

    `is`: the value, or one of the ticked options, is among `values`; `is_not`: answered and not so; `at_least` and
    `at_most` compare numbers and amounts (in 分), bound included. Not answered, put off, declined or not asked at
    all: no test holds.
    """

    question: str
    op: Operator
    values: tuple[str | int, ...]


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        id: A word that stays the same over versions.
        section: Its section's id.
        kind: What kind of answer it takes.
        text: The question.
        explain: What may be read aloud to explain it, or None.
        options: Of choice and choices.
        show_if: All must hold for it to be asked.
        required: Without a value there is no formal result.
        fact: The fact of the client that it feeds (`rules.facts.FACTS`), or "".
        dimension: The dimension of the risk assessment that it covers, or "".
        low, high: Bounds, included: of the value (分 for an amount), the length of a text, the number of ticks.
        unit: What a number counts, or None.
        steps: Scoring of a number or an amount, from the lowest up.
    """

    id: str
    section: str
    kind: Kind
    text: Both
    explain: Both | None = None
    options: tuple[Option, ...] = ()
    show_if: tuple[Condition, ...] = ()
    required: bool = True
    fact: str = ""
    dimension: str = ""
    low: int | None = None
    high: int | None = None
    unit: Both | None = None
    steps: tuple[Step, ...] = ()

    @property
    def scored(self) -> bool:
        """Whether answers to it score points."""
        return bool(self.steps) or any(option.points is not None for option in self.options)

    def option(self, option_id: str) -> Option | None:
        """The option of an id, if there is one."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True)
class Section:
    """A part of a questionnaire, with its heading."""

    id: str
    title: Both


@dataclass(frozen=True)
class Band:
    """The scores from `low` to `high`, both included, mean this level."""

    level: int
    low: int
    high: int


@dataclass(frozen=True)
class Scoring:
    """How points become a level.

    Attributes:
        bands: From the lowest level up, without gap or overlap over every score that can be reached.
        lowest: Any one that holds puts the client into the lowest class, whatever the score (中基协发〔2017〕4号: no
            full capacity, or no loss borne).
        formal: Whether a complete result may be stored as the client's risk assessment.
        formal_if: All must hold for that (consent given, answers confirmed by the client).
    """

    bands: tuple[Band, ...]
    lowest: tuple[Condition, ...] = ()
    formal: bool = True
    formal_if: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Questionnaire:
    """One version of a questionnaire."""

    id: str
    version: int
    effective_from: date
    title: Both
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    scoring: Scoring | None = None

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Questions by id."""
        return {question.id: question for question in self.questions}

    @property
    def key(self) -> str:
        """Id and version, as a record of an interview names it: `full-2026/1`."""
        return f"{self.id}/{self.version}"
