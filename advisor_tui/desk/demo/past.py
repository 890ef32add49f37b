"""What happened with the demo's people before today, and what is due."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from advisor_tui.base.clock import CHINA
from advisor_tui.desk.demo.people import Person
from advisor_tui.desk.demo.rows import Rows
from advisor_tui.desk.work.loan_affordability import LOAN_TYPES
from advisor_tui.reference.catalogue import Reference
from advisor_tui.reference.demo import DemoWords
from advisor_tui.rules.cadence import next_contact
from advisor_tui.rules.dates import add_months
from advisor_tui.rules.deadlines import ComplaintTerms, Complexity, complaint_due
from advisor_tui.rules.tiers import tier_of
from advisor_tui.rules.workdays import next_workday
from advisor_tui.store.tables import (
    Complaint,
    Consent,
    ContactLog,
    Feedback,
    FollowUp,
    LifeEvent,
    LoanCase,
    LoanDocument,
    Task,
)

_CHANNELS = ("visit", "phone", "phone", "wechat")
_LOANS = ("consumer", "mortgage", "business")


@dataclass(frozen=True)
class Told:
    """Whom the past is about, and by whom."""

    person: Person
    client_id: str
    advisor_id: str


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant of a business day, in UTC."""
    return datetime.combine(day, time(hour, minute), CHINA).astimezone(UTC)


def add_past(rows: Rows, random: Random, told: Told, words: DemoWords, reference: Reference, today: date) -> None:
    """Contacts, the next follow-up by the tier's cadence, feedback, and for some a task, an event, a loan."""
    _consents(rows, random, told, today)
    last = _contacts(rows, random, told, words, today)
    _next_follow_up(rows, random, told, reference, last, today)
    draw = random.random()
    if draw < 0.08:
        _task(rows, random, told, words, today)
    elif draw < 0.14:
        _loan(rows, random, told, words, reference, today)
    elif draw < 0.20:
        event = random.choice(("school", "house", "marriage", "retirement"))
        rows.add(
            LifeEvent,
            client_id=told.client_id,
            kind=event,
            happens_on=today + timedelta(days=random.randrange(-60, 200)),
        )


def add_complaint(
    rows: Rows, random: Random, told: Told, words: DemoWords, reference: Reference, number: int, today: date
) -> None:
    """A complaint that was received in the last days, with its legal deadline."""
    received_on = today - timedelta(days=random.randrange(2, 14))
    terms = reference.rulebook.as_of(received_on).terms("complaint_terms", ComplaintTerms)
    rows.add(
        Complaint, client_id=told.client_id, number=number, received_on=received_on, channel="phone",
        subject=random.choice(words.complaint_subjects), handler_id=told.advisor_id,
        due_on=complaint_due(received_on, Complexity.SIMPLE, terms),
    )  # fmt: skip


def _consents(rows: Rows, random: Random, told: Told, today: date) -> None:
    day = max(told.person.opened_on, today - timedelta(days=1500))
    for place, kind in enumerate(("sensitive_data", "marketing")):
        rows.add(
            Consent, client_id=told.client_id, kind=kind, given=kind == "sensitive_data" or random.random() < 0.6,
            decided_on=day, form_number=f"SQ{told.person.number[1:]}{place}",
        )  # fmt: skip


def _contacts(rows: Rows, random: Random, told: Told, words: DemoWords, today: date) -> date:
    last = told.person.opened_on
    since = min(540, (today - told.person.opened_on).days)
    days = sorted(random.randrange(1, since) for _ in range(random.randrange(0, 5))) if since > 1 else []
    for ago in reversed(days):
        day = today - timedelta(days=ago)
        _contact(rows, random, told, words, day)
        last = max(last, day)
    if days and random.random() < 0.3:
        done = rows.add(
            FollowUp, client_id=told.client_id, advisor_id=told.advisor_id, planned_on=last, purpose="rhythm",
            status="done", outcome=words.contacted, satisfaction=random.choice((3, 4, 4, 5, 5)), done_at=at(last, 17),
        )  # fmt: skip
        rows.add(
            Feedback, client_id=told.client_id, follow_up_id=done, score=random.choice((3, 4, 4, 5, 5)), given_on=last
        )
    return last


def add_last_contact(rows: Rows, random: Random, told: Told, words: DemoWords, today: date) -> None:
    """For most people the last contact alone, of the client with whom nothing else is planned."""
    since = min(540, (today - told.person.opened_on).days)
    if random.random() < 0.8:
        _contact(rows, random, told, words, today - timedelta(days=random.randrange(1, since)))


def _contact(rows: Rows, random: Random, told: Told, words: DemoWords, day: date) -> None:
    rows.add(
        ContactLog, client_id=told.client_id, advisor_id=told.advisor_id, at=at(day, random.randrange(9, 17)),
        channel=random.choice(_CHANNELS), summary=random.choice(words.contact_notes),
    )  # fmt: skip


def _next_follow_up(rows: Rows, random: Random, told: Told, reference: Reference, last: date, today: date) -> None:
    tier = tier_of(reference.tiers, told.person.assets).id
    # Who was not spoken to for a whole interval is due now, however long ago it was: its calendar need not be read.
    months = reference.cadence.months
    last = max(last, add_months(today, -months.get(tier, max(months.values()))))
    due = next_contact(reference.cadence, reference.work_calendar, tier, last, today)
    # Not everything is overdue by the rhythm at once: what would fall on today is spread over the weeks around it.
    on = due.on
    if on <= today:
        on = today + timedelta(days=random.randrange(-1, 60))
    on = next_workday(reference.work_calendar, on)
    rows.add(
        FollowUp, client_id=told.client_id, advisor_id=told.advisor_id, planned_on=on, purpose="rhythm",
        planned_time=random.choice(("", "", "09:30", "10:30", "14:30")), channel=random.choice(("phone", "visit")),
    )  # fmt: skip


def _task(rows: Rows, random: Random, told: Told, words: DemoWords, today: date) -> None:
    rows.add(
        Task, client_id=told.client_id, advisor_id=told.advisor_id, kind="note", created_at=at(today, 8),
        title=random.choice(words.task_titles),
        due_on=today + timedelta(days=random.choice((*range(16), -1, 20, 25))),
    )  # fmt: skip


def _loan(rows: Rows, random: Random, told: Told, words: DemoWords, reference: Reference, today: date) -> None:
    kind = random.choice(_LOANS)
    purpose = words.loan_purposes[kind]
    status = random.choice(("enquiry", "collecting", "submitted"))
    applied_on = today - timedelta(days=random.randrange(1, 40))
    case = rows.add(
        LoanCase, client_id=told.client_id, advisor_id=told.advisor_id, number=int(told.person.number[1:]), kind=kind,
        amount=random.randrange(5, 120) * 10_000_00, term_months=random.choice((12, 36, 60)), purpose=purpose,
        status=status, applied_on=applied_on,
    )  # fmt: skip
    checklist = reference.checklists.get(LOAN_TYPES[kind])
    for paper in checklist.papers if checklist else ():
        # A case is only submitted when every required paper is there; before that about half of them are.
        there = random.random() < 0.5
        if status == "submitted" and paper.required:
            there = True
        received_on = applied_on + timedelta(days=random.randrange((today - applied_on).days + 1))
        rows.add(
            LoanDocument, loan_case_id=case, client_id=told.client_id, kind=paper.id, required=paper.required,
            received_on=received_on if there and status != "enquiry" else None,
        )  # fmt: skip
