"""The review of an interview: everything said, what is still open, and what stands in the way."""

from sqlmodel import Session

from advisor_tui.desk.interview.assessment import guardian_may_answer, refusal_view, refusals, refused_view
from advisor_tui.desk.interview.doubting import remarks_on
from advisor_tui.desk.interview.ending import hindrance
from advisor_tui.desk.interview.outcome import consented
from advisor_tui.desk.interview.person import barring, pointed_out
from advisor_tui.desk.interview.records import Held
from advisor_tui.desk.interview.result import answer_rows, informal_because
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.interviews import InterviewReview
from advisor_tui.rules.interview import progress
from advisor_tui.rules.profile import facts_of
from advisor_tui.rules.scoring import score
from advisor_tui.store.tables import AccessLog


def review_of(session: Session, office: Office, held: Held) -> InterviewReview:
    """Everything said, what is still open, and whether a formal result can follow; never the score."""
    rows = answer_rows(held)
    scoring = held.questionnaire.scoring
    consent = consented(facts_of(held.questionnaire, held.answers))
    formal = scoring is not None and consent and score(held.questionnaire, held.answers).formal
    barred = barring(office, held)
    found = refusals(session, office, held.client.id, consent=consent) if scoring is not None else []
    lacking = hindrance(session, office, held) if consent else None
    stopped = bool(barred) or lacking is not None
    return InterviewReview(
        head=held.head,
        rows=rows,
        sections=held.questionnaire.sections,
        progress=progress(held.questionnaire, held.answers),
        ready=not stopped and not any(row.open for row in rows),
        formal=formal and not barred,
        informal=() if barred else informal_because(held),
        guardian=guardian_may_answer(office, held),
        refusals=(
            *(refusal_view(office.rules, finding) for finding in barred),
            *(refused_view(session, office, finding) for finding in found),
        ),
        remarks=remarks_on(session, office, held),
        consent=consent,
        warnings=tuple(refusal_view(office.rules, finding) for finding in pointed_out(office, held)),
        stopped=stopped,
        lacking=lacking,
        unassessed=formal and not barred and bool(found),
    )


def note_reveal(session: Session, office: Office, held: Held) -> None:
    """Write to the access log that the numbers of a review are shown in full."""
    session.add(
        AccessLog(
            id=office.ids.new(), client_id=held.client.id, advisor_id=office.me.id, at=office.clock.now(),
            kind="reveal", what="interview_review",
        )
    )  # fmt: skip
