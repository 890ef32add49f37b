"""What the rules found when a proposal was presented, as it was frozen then."""

import json

from sqlmodel import Session, col, select

from advisor_tui.rules.findings import Verdict
from advisor_tui.store.tables import Finding as FindingRow
from advisor_tui.store.tables import Proposal

_FINDINGS = select(FindingRow).order_by(col(FindingRow.id))


def frozen_findings(session: Session, proposal: Proposal, line_id: str | None = None) -> list[FindingRow]:
    """What was found at the presentation, of one line or of all; rules that were left out say nothing."""
    statement = _FINDINGS.where(FindingRow.proposal_id == proposal.id)
    if line_id is not None:
        statement = statement.where(FindingRow.line_id == line_id)
    return [row for row in session.exec(statement) if row.verdict != Verdict.MISSING]


def left_out(session: Session, proposal: Proposal) -> list[FindingRow]:
    """The rules that were left out at the presentation, because a fact was not known."""
    found = session.exec(_FINDINGS.where(FindingRow.proposal_id == proposal.id))
    return [row for row in found if row.verdict == Verdict.MISSING]


def asked_words(session: Session, proposal: Proposal, line_id: str | None = None) -> frozenset[str]:
    """The `must_do` words of the frozen findings, of one line or of all."""
    rows = frozen_findings(session, proposal, line_id)
    return frozenset(word for row in rows for word in json.loads(row.must_do))
