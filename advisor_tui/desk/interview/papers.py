"""What an interview is on paper: its record to sign, and an empty form to fill in."""

from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from advisor_tui.base.clock import CHINA, business_date
from advisor_tui.base.languages import labelled, mark, pick, translate
from advisor_tui.base.text import mask
from advisor_tui.desk.interview.credit_cases import interview_credit
from advisor_tui.desk.interview.listing import find_client
from advisor_tui.desk.interview.records import Held, Shelf, load_completed
from advisor_tui.desk.interview.result import result_of
from advisor_tui.desk.office import Office
from advisor_tui.desk.printing import write_in_clear
from advisor_tui.desk.views.credit_words import credit_part
from advisor_tui.desk.views.doubt_words import remark_texts
from advisor_tui.desk.views.goal_words import gaps_text
from advisor_tui.desk.views.interview_result import GoalRow, InterviewResult
from advisor_tui.desk.views.interview_words import UNASSESSED, level_name, money, shown_answer, sources_of
from advisor_tui.documents.interview_record import (
    InterviewRecord,
    RecordLine,
    RecordPart,
    answers_hash,
    print_interview_record,
)
from advisor_tui.documents.paper_form import FormHead, print_paper_form
from advisor_tui.rules.questionnaire import Question
from advisor_tui.store.tables import Advisor, Branch, IdentityDocument


class InterviewPapers:
    """Printing; each print is entered in the access log and lies in the home's `print/` until the desk locks."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._shelf = Shelf(office)

    def record(self, interview_id: str) -> Path:
        """Print the record of a completed interview, with the hash of its answers.

        Raises:
            DeskError: `interview_unknown`, `interview_open`, `glyph_missing`, `font_missing`, `print_failed`.
        """
        office = self._office
        with office.read() as session:
            held = load_completed(session, self._shelf, interview_id)
            record = _record(session, office, self._shelf, held)
            when = held.interview.completed_at or office.clock.now()
            client = held.client.id
        # Setting it takes longer than reading: no snapshot is held meanwhile.
        content = print_interview_record(record, when)
        return write_in_clear(
            office,
            f"interview-{interview_id}.pdf",
            content,
            action="interview.print",
            kind="print",
            what="interview_record",
            client_id=client,
        )

    def form(self, client_id: str, questionnaire_id: str) -> Path:
        """Print an empty form for a client, with the version that holds today.

        Raises:
            DeskError: `client_unknown`, `reference_unknown`, `glyph_missing`, `font_missing`, `print_failed`.
        """
        office = self._office
        with office.read() as session:
            client = find_client(session, client_id)
            head = FormHead(office.me.branch_name, office.me.name, client.name, client.number)
        questionnaire = office.reference.questionnaires.latest(questionnaire_id, office.today)
        return write_in_clear(
            office,
            f"form-{questionnaire.id}-{questionnaire.version}-{client_id}.pdf",
            print_paper_form(questionnaire, head, office.clock.now()),
            action="interview.print_form",
            kind="print",
            what="interview_form",
            client_id=client_id,
        )


def hash_of(held: Held) -> str:
    """The hash of an interview's answers, as its record shows it."""
    return answers_hash(
        held.questionnaire.key, [(question.id, held.answers.get(question.id)) for question in held.asked]
    )


def _record(session: Session, office: Office, shelf: Shelf, held: Held) -> InterviewRecord:
    result = result_of(session, office, held)
    # By the figures of the day on which it was completed: a record printed again later says the same.
    day = business_date(held.interview.completed_at or held.interview.started_at)
    credit = interview_credit(session, office, shelf, held, day)
    advisor = session.get_one(Advisor, held.interview.advisor_id)
    branch = session.get_one(Branch, advisor.branch_id)
    return InterviewRecord(
        bank=branch.name,
        reference=labelled(held.client.number, f"{held.interview.number}"),
        client=held.client.name,
        questionnaire=f"{pick(held.questionnaire.title)} ({held.questionnaire.key})",
        head=_head(session, advisor, held),
        sections=tuple(
            RecordPart(pick(section.title), lines)
            for section in held.questionnaire.sections
            if (lines := _lines(held, result, section.id))
        ),
        results=(*_results(result), *(() if credit is None else (credit_part(credit),))),
        answers_hash=hash_of(held),
    )


def _head(session: Session, advisor: Advisor, held: Held) -> tuple[tuple[str, str], ...]:
    papers = session.exec(
        select(IdentityDocument)
        .where(IdentityDocument.client_id == held.client.id, col(IdentityDocument.main).is_(True))
        .order_by(col(IdentityDocument.id))
    ).first()
    begun, done = held.interview.started_at, held.interview.completed_at or held.interview.started_at
    who = mark("the legal representative") if held.interview.answered_by == "guardian" else mark("the client in person")
    form = held.head.form_number
    medium = () if not form else ((translate(mark("Keyed in from form")), form),)
    return (
        (translate(mark("Client no.")), held.client.number),
        (translate(mark("ID number")), "" if papers is None else mask("id", papers.number)),
        (translate(mark("Advisor")), advisor.name),
        (translate(mark("Begun")), _minute(begun)),
        (translate(mark("Completed at")), _minute(done)),
        (translate(mark("Answered by")), translate(who)),
        *medium,
    )


def _minute(instant: datetime) -> str:
    return f"{instant.astimezone(CHINA):%Y-%m-%d %H:%M}"


def _lines(held: Held, result: InterviewResult, section: str) -> tuple[RecordLine, ...]:
    return tuple(
        RecordLine(
            row.place,
            pick(row.question.text),
            shown_answer(row.question, row.answer),
            sources_of(row.question, row.answer, _day_of(held, row.question)),
        )
        for row in result.answers
        if row.question.section == section
    )


def _day_of(held: Held, question: Question) -> date | None:
    """The day on which a question was answered."""
    record = held.records.get(question.id)
    return None if record is None else business_date(record.answered_at)


def _results(result: InterviewResult) -> tuple[tuple[str, tuple[str, ...]], ...]:
    parts: list[tuple[str, tuple[str, ...]]] = []
    if result.level is not None:
        until = translate(mark("{level}, valid through {until} (that day included)"))
        parts.append((
            translate(mark("Risk level")),
            (until.format(level=level_name(result.level.level), until=result.level.valid_until),),
        ))  # fmt: skip
    if result.unassessed:
        parts.append((translate(mark("Risk level")), (translate(UNASSESSED),)))
    if result.goals:
        parts.append((translate(mark("Goals")), tuple(_goal(goal) for goal in result.goals)))
    if result.remarks:
        parts.append(
            (translate(mark("Left open: what does not fit")), tuple(remark_texts(result.remarks, result.answers)))
        )
    if result.needs:
        parts.append((translate(mark("Needs found")), tuple(pick(need.sentence) for need in result.needs)))
    return tuple(parts)


def _goal(goal: GoalRow) -> str:
    amount = "" if goal.amount_fen is None else money(goal.amount_fen)
    due = "" if goal.due_on is None else goal.due_on.isoformat()
    return "  ".join(part for part in (pick(goal.title), amount, due, gaps_text(goal.gaps)) if part)
