"""What the screens of the needs interview receive while it is led: lists, steps and the review."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.rules.interview import Progress
from advisor_tui.rules.plausibility import Doubt, OnFile, Told
from advisor_tui.rules.questionnaire import Answer, Both, Question, Section, Value
from advisor_tui.rules.said import Figure, Relative

InterviewStatus = Literal["open", "completed", "abandoned"]
Medium = Literal["talk", "paper"]
KnownFrom = Literal["interview", "record", "household"]


@dataclass(frozen=True)
class InterviewHead:
    """What every page of one interview says on top.

    Attributes:
        id: The interview's id.
        client: Whose interview it is.
        number: Its number among the client's interviews, from 1.
        title: The questionnaire's title.
        version: The questionnaire's version.
        form_number: The number of the paper form that it is keyed in from, "" where it is held in a talk.
    """

    id: str
    client: ClientRef
    number: int
    title: Both
    version: int
    status: InterviewStatus
    started_at: datetime
    completed_at: datetime | None
    form_number: str = ""


@dataclass(frozen=True)
class InterviewRow:
    """One line of the list of interviews.

    Attributes:
        total, done: Questions asked with the answers so far, and those of them that have one.
        question: The question at which a parked interview stands, None at the review.
        level: The client level that a completed one gave, None without a formal result.
        unconfirmed: The level changed and the client has not confirmed it yet.
    """

    head: InterviewHead
    total: int
    done: int
    question: Question | None = None
    level: int | None = None
    unconfirmed: bool = False


@dataclass(frozen=True)
class QuestionnaireRow:
    """A questionnaire that an interview can be held with today."""

    id: str
    version: int
    title: Both
    questions: int


@dataclass(frozen=True)
class InterviewList:
    """The interviews of one client, or the parked ones of all clients (`client` is None).

    Attributes:
        parked_elsewhere: How many interviews of other clients are parked.
    """

    client: ClientRef | None
    rows: tuple[InterviewRow, ...]
    questionnaires: tuple[QuestionnaireRow, ...]
    parked_elsewhere: int = 0


@dataclass(frozen=True)
class Known:
    """What was known before this interview; offered, never taken over by itself.

    Attributes:
        value: Fits the question.
        source: An earlier interview, the client's record and holdings, or what the spouse told of the household.
        on: The business date that it is from.
        masked: What is shown in place of an ID number or a phone, "" where the value itself may be shown.
        whose: The name of the spouse whose interview told it, with the source `household`.
        only_total: It is only what the figures of the question came to, told as one amount: shown, never taken over.
    """

    value: Value
    source: KnownFrom
    on: date
    masked: str = ""
    whose: str = ""
    only_total: bool = False


@dataclass(frozen=True)
class Figures:
    """What the answers so far add up to, in 分; None where an answer is missing."""

    assets_fen: int | None = None
    debts_fen: int | None = None
    surplus_fen: int | None = None

    @property
    def net_fen(self) -> int | None:
        """Assets less debts."""
        return None if self.assets_fen is None or self.debts_fen is None else self.assets_fen - self.debts_fen


@dataclass(frozen=True)
class EventNote:
    """Something of the market or the client's life that bears on a question.

    Attributes:
        sentence: What it is, in both languages.
        on: The day of it.
        source: Where it is known from, in both languages.
        private: It comes from the bank's books and is for the advisor's eyes.
    """

    sentence: Both
    on: date
    source: Both
    private: bool = True


@dataclass(frozen=True)
class InterviewStep:
    """Where an interview stands.

    Attributes:
        question: The question to ask; None: all were put, the review stands.
        place: Its number; one more than the last at the review.
        numbers: The numbers of the questions asked now, by id: from 1, or those on the form that is keyed in.
        answer: Its present answer.
        note: The advisor's note to it.
        known: What was known before.
        asked: Every question asked now, with whether it has an answer that is not put off.
        refusing: Where it asks for consent or for the last day of the identity paper: what follows from a refusal, or
            from a paper that has expired (`rules.interview.stops` says whether an answer is one).
        told: The numeric facts that the answers so far tell.
        on_file: What the bank's books say, for `rules.plausibility`.
        known_figures: Of a question for several figures: what was known of each item, by the item's id.
        known_members: Of a question for the members: who is on file beside the client.
        events: What of the market and the client's life bears on the question, the nearest first.
        judged: Its answer bears on the level, so that it has to be said anew.
        drafts: When the interview is gone on with: what was typed and not given, as the screen wrote it, by question.
        unassessed: When the interview is gone on with: why no assessment can follow today, nothing where one can.
    """

    head: InterviewHead
    question: Question | None
    place: int
    answer: Answer | None
    note: str
    known: Known | None
    progress: Progress
    figures: Figures
    asked: tuple[tuple[Question, bool], ...]
    refusing: "RefusalView | None" = None
    told: Told = field(default_factory=dict)
    on_file: OnFile = field(default_factory=OnFile)
    known_figures: Mapping[str, Figure] = field(default_factory=dict)
    known_members: tuple[Relative, ...] = ()
    events: tuple[EventNote, ...] = ()
    judged: bool = False
    drafts: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    unassessed: "tuple[RefusalView, ...]" = ()


@dataclass(frozen=True)
class AnswerRow:
    """A question with what was said to it.

    Attributes:
        place: Its number among the questions asked, or on the form that was keyed in.
        open: It still has to be answered or declined before the interview can be completed.
    """

    place: int
    question: Question
    answer: Answer | None
    note: str = ""
    open: bool = False


@dataclass(frozen=True)
class Remark:
    """What does not fit the books or another answer, with the questions that it is about; it forbids nothing."""

    doubt: Doubt
    questions: tuple[str, ...]


@dataclass(frozen=True)
class RefusalView:
    """Why something may not be done: the sentence, and the law and article that it rests on."""

    sentence: Both
    article: Both


@dataclass(frozen=True)
class InterviewReview:
    """Everything said, before the client confirms it; the score stays hidden.

    Attributes:
        rows: Every question asked, in order.
        sections: For headings.
        ready: Nothing stands in the way of completing.
        formal: Completing will give a formal risk level; else why not stands in `informal`.
        informal: Questions whose missing or negative answers keep the result from being formal.
        guardian: The legal representative may answer: the client has said to lack full capacity.
        refusals: Rules that forbid one more assessment now, or completing at all (an expired identity paper).
        unassessed: One more assessment is forbidden: it can be completed without one.
        remarks: What does not fit the books or another answer.
        consent: The client lets the bank use what is said, or was not asked yet.
        warnings: What the rules point out without forbidding it (the capacity of a minor).
        stopped: It cannot be completed even where every question has an answer: a rule bars it, or something lacks.
        lacking: What lacks, None where nothing does.
    """

    head: InterviewHead
    rows: tuple[AnswerRow, ...]
    sections: tuple[Section, ...]
    progress: Progress
    ready: bool
    formal: bool
    informal: tuple[str, ...]
    guardian: bool
    refusals: tuple[RefusalView, ...]
    remarks: tuple[Remark, ...] = ()
    consent: bool = True
    warnings: tuple[RefusalView, ...] = ()
    stopped: bool = False
    lacking: DeskError | None = None
    unassessed: bool = False

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The questions whose answers do not fit, in the order of the interview."""
        named = {question for remark in self.remarks for question in remark.questions}
        return tuple(row.question.id for row in self.rows if row.question.id in named)
