"""What a questionnaire is: plain frozen values that `reference` builds from data/ and the rules work on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from advisor_tui.rules.said import Figure, Figures, Relatives, Source

Both = Mapping[str, str]
"""A bilingual text: `{"zh": …, "en": …}`."""
Kind = Literal["choice", "choices", "amount", "number", "rate", "date", "text", "figures", "members"]
KINDS: tuple[Kind, ...] = ("choice", "choices", "amount", "number", "rate", "date", "text", "figures", "members")
Operator = Literal["is", "is_not", "at_least", "at_most"]
OPERATORS: tuple[Operator, ...] = ("is", "is_not", "at_least", "at_most")
Check = Literal["", "name", "identity", "phone"]
CHECKS: tuple[Check, ...] = ("name", "identity", "phone")
"""What the text of an answer has to be: a person's name, the number of an identity paper, a telephone number."""
Value = str | int | date | tuple[str, ...] | Figures | Relatives
"""An answer's value: an option's id (choice), ids (choices), 分 (amount), a number, a yearly rate in
10⁻⁴ percent (rate), a date, a text, several figures
(figures), the members of a household (members)."""
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
        source: Who says so; several figures have each their own.
        as_of: The day that it holds of, None for the day of the talk.
    """

    status: Status
    value: Value | None = None
    source: Source = "client"
    as_of: date | None = None


Answers = Mapping[str, Answer]
"""Answers by question id. Those of questions that are no longer asked stay, without effect."""

LATER = Answer("later")
DECLINED = Answer("declined")


def answered(value: Value, source: Source = "client", as_of: date | None = None) -> Answer:
    """An answer with a value."""
    return Answer("answered", value, source, as_of)


def size_of(value: Value | None) -> int | None:
    """The number that a value is: itself, or what several figures add up to (分); None where it is no number."""
    if isinstance(value, Figures):
        return value.total_fen
    return value if isinstance(value, int) else None


def figure_of(value: Value | None, item: str) -> Figure | None:
    """The figure of one item, where the value is several figures and has it."""
    return value.of(item) if isinstance(value, Figures) else None


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
class Item:
    """One line of a question for several figures.

    Attributes:
        id: A word that stays the same over versions.
        text: What it is called.
        fact: A fact of money of its own that it feeds, or "".
        holdings: Kinds of holdings whose value on file it is, or none.
        liabilities: Kinds of liabilities whose balance on file it is, or none.
    """

    id: str
    text: Both
    fact: str = ""
    holdings: tuple[str, ...] = ()
    liabilities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """From this number on (included) the answer scores so many points."""

    low: int
    points: int


@dataclass(frozen=True)
class Condition:
    """A declarative test of an earlier answer.

    `is`: the value, or one of the ticked options, is among `values`; `is_not`: answered and not so. Of the members of a
    household the roles of those who live on the client's income are looked at; `at_least` and
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
        items: Of figures.
        check: What a text has to be, or "" for any text.
        low, high: Bounds, included: of the value (分 for an amount and for each of several figures), the length of a
            text, the number of ticks, the number of members.
        unit: What a number counts, or None.
        steps: Scoring of a number or an amount, from the lowest up.
    """

    id: str
    section: str
    kind: Kind
    text: Both
    explain: Both | None = None
    options: tuple[Option, ...] = ()
    items: tuple[Item, ...] = ()
    check: Check = ""
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

    @cached_property
    def judged(self) -> frozenset[str]:
        """Questions whose answers bear on the level: by points, the lowest class, or whether it is formal."""
        ruled = () if self.scoring is None else (*self.scoring.lowest, *self.scoring.formal_if)
        return frozenset({condition.question for condition in ruled} | {q.id for q in self.questions if q.scored})

    @property
    def key(self) -> str:
        """Id and version, as a record of an interview names it: `full-2026/1`."""
        return f"{self.id}/{self.version}"
