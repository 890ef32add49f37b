"""Needs interviews: questionnaires, answers, and what follows from them."""

from datetime import date, datetime

from sqlalchemy import Index

from advisor_tui.store.tables.columns import (
    Row,
    added_date,
    added_text,
    added_word,
    at_least,
    instant,
    is_bool,
    is_date,
    is_json,
    one_of,
    ordered,
    reference,
    synced,
)

INTERVIEW_STATUSES = ("open", "completed", "abandoned")
ANSWERED_BY = ("client", "guardian")
ANSWER_STATES = ("answered", "later", "declined")
ANSWER_SOURCES = ("client", "document", "head_office")
MEDIA = ("talk", "paper")
ASSESSMENT_SOURCES = ("interview", "import", "head_office")
GOAL_KINDS = ("retirement", "education", "house", "wedding", "parents", "emergency", "protection", "free")


class Questionnaire(Row, table=True):
    """A version of a questionnaire, kept because an interview was held with it."""

    __table_args__ = synced(*is_date("effective_from"), Index("ux_questionnaire", "code", "version", unique=True))
    code: str
    version: str
    effective_from: date
    sha256: str
    text: str


class Interview(Row, table=True):
    """One interview.

    `question` is where it stands, so that it resumes there; `answered_by` is who confirmed the answers as their own
    when it was completed (令2025年第7号 第十三条). One of the medium `paper` was filled in on the form of that number,
    and keyed in.
    """

    __table_args__ = synced(
        one_of("status", INTERVIEW_STATUSES),
        one_of("answered_by", ("", *ANSWERED_BY)),
        at_least("number", 1),
        Index("ix_interview_completed", "advisor_id", "completed_at"),
    )
    client_id: str = reference("client", cascade=True)
    advisor_id: str = reference("advisor", index=False)
    questionnaire_id: str = reference("questionnaire", index=False)
    number: int
    status: str = "open"
    question: str = ""
    started_at: datetime = instant()
    completed_at: datetime | None = instant(nullable=True)
    answered_by: str = ""
    medium: str = added_word("medium", MEDIA, "talk")
    form_number: str = added_text()


class Answer(Row, table=True):
    """The answer to one question; `value` is JSON (text, number, 分, ISO date, or a list of ids or objects).

    `source` is who says so and `as_of` the day that it holds of; several figures carry their own in `value`.
    """

    __table_args__ = synced(
        one_of("state", ANSWER_STATES),
        is_json("value"),
        Index("ux_answer", "interview_id", "question", unique=True),
    )
    interview_id: str = reference("interview", cascade=True, index=False)
    client_id: str = reference("client", cascade=True)
    question: str
    state: str = "answered"
    value: str = "null"
    note: str = ""
    answered_at: datetime = instant()
    source: str = added_word("source", ANSWER_SOURCES, "client")
    as_of: date | None = added_date("as_of")


class AnswerDraft(Row, table=True):
    """What was typed into a question and not given yet; local, never journalled, never sent, gone once it is given.

    `content` is JSON of the screen that it was typed into.
    """

    __table_args__ = (is_json("content"), Index("ux_answer_draft", "interview_id", "question", unique=True))
    interview_id: str = reference("interview", cascade=True, index=False)
    question: str
    content: str


class RiskAssessment(Row, table=True):
    """A computed level C1–C5 (1–5); valid up to and including `valid_until` (令2025年第7号 第二十九条)."""

    __table_args__ = synced(
        at_least("level", 1, 5),
        at_least("previous_level", 1, 5),
        at_least("score"),
        is_bool("lowest_class"),
        is_bool("level_change_confirmed"),
        *is_date("assessed_on", "valid_until"),
        ordered("assessed_on", "valid_until"),
        one_of("source", ASSESSMENT_SOURCES),
        Index("ix_risk_assessment_client_on", "client_id", "assessed_on"),
    )
    client_id: str = reference("client", cascade=True, index=False)
    interview_id: str | None = reference("interview", nullable=True, cascade=True)
    score: int | None = None
    level: int
    lowest_class: bool = False
    previous_level: int | None = None
    level_change_confirmed: bool = True
    assessed_on: date
    valid_until: date
    source: str = "interview"


class Goal(Row, table=True):
    """A goal in today's money (分)."""

    __table_args__ = synced(
        one_of("kind", GOAL_KINDS),
        at_least("amount"),
        at_least("saved"),
        at_least("priority", 1),
        *is_date("due_on"),
    )
    client_id: str = reference("client", cascade=True)
    interview_id: str | None = reference("interview", nullable=True, cascade=True)
    kind: str
    name: str = ""
    amount: int | None = None
    due_on: date | None = None
    priority: int = 1
    saved: int = 0


class Need(Row, table=True):
    """A need found: its size in 分, the rule's message id with its values, and the questions it came from."""

    __table_args__ = synced(at_least("size"), is_json("params"), is_json("evidence"))
    client_id: str = reference("client", cascade=True)
    interview_id: str = reference("interview", cascade=True)
    kind: str
    size: int | None = None
    params: str = "{}"
    evidence: str = "[]"
    priority: int = 1
