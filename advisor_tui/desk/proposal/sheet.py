"""A proposal that was presented, read from what was frozen: never from today's catalogue or rules."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlmodel import Session, col, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import LANGUAGES, mark
from advisor_tui.base.text import safe_text
from advisor_tui.desk.office import Office
from advisor_tui.desk.proposal.product_record import canonical, sha256
from advisor_tui.desk.proposal.purposes import goal_purpose, need_purpose
from advisor_tui.desk.proposal.records import StoredLine, assessed_view, stored_lines
from advisor_tui.desk.proposal.terms import RECORDS, TERMS, show_finding
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.proposals import (
    Both,
    Decided,
    FindingView,
    PlannedRow,
    ProposalRow,
    Purpose,
    Sheet,
    SheetLine,
)
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.store.tables import (
    Client,
    Confirmation,
    Disclosure,
    FollowUp,
    Goal,
    Need,
    Proposal,
    RiskAssessment,
    Task,
)
from advisor_tui.store.tables import Finding as FindingRow
from advisor_tui.store.tables import Product as ProductRow


def disclosed_texts(product: ProductRow) -> list[tuple[str, str, str]]:
    """Kind, version and text of what is shown to the client of a product, both languages in one text."""
    content = json.loads(product.text)
    disclosure = content["disclosure"]
    name = f"{disclosure['id']}/{disclosure['version']}"
    return [
        ("disclosure", name, f"{name}\n{disclosure['text']['zh']}\n{disclosure['text']['en']}"),
        ("risks", f"{product.code}/{product.version}", canonical(content["risks"])),
    ]


def proposal_content(session: Session, proposal: Proposal) -> dict[str, Any]:
    """What was proposed, to the last figure: the content that the client's decision is about."""
    lines = stored_lines(session, proposal.id)
    assessed = session.get(RiskAssessment, proposal.assessment_id) if proposal.assessment_id else None
    codes = {line.row.id: line.product.code for line in lines}
    findings = session.exec(select(FindingRow).where(FindingRow.proposal_id == proposal.id)).all()
    return {
        "client": session.get_one(Client, proposal.client_id).number,
        "number": proposal.number,
        "version": proposal.version,
        "investable": proposal.investable,
        "asked": json.loads(proposal.asked),
        "assessment": None
        if assessed is None
        else {
            "level": assessed.level,
            "assessed_on": assessed.assessed_on.isoformat(),
            "valid_until": assessed.valid_until.isoformat(),
        },
        "lines": [
            {
                "product": line.product.code,
                "product_version": line.product.version,
                "product_sha256": line.product.sha256,
                "amount": line.row.amount,
                "held": line.row.held,
                "pay": line.row.pay,
                "pay_years": line.row.pay_years,
                "origin": line.row.origin,
                "goal": line.row.goal_id,
                "need": line.row.need_id,
            }
            for line in lines
        ],
        "findings": sorted(
            [codes.get(row.line_id or "", ""), row.rule, row.verdict, row.article, row.params] for row in findings
        ),
    }


def proposal_sha256(session: Session, proposal: Proposal) -> str:
    """SHA-256 (hex) of the canonical JSON of what was proposed."""
    return sha256(canonical(proposal_content(session, proposal)))


def read_sheet(session: Session, office: Office, proposal: Proposal) -> Sheet:
    """A presented proposal with everything that happened to it since.

    Raises:
        DeskError: `still_a_draft`.
    """
    if proposal.presented_at is None:
        raise DeskError("still_a_draft", mark("This version is still a draft: change it as it is."), where=proposal.id)
    client = session.get_one(Client, proposal.client_id)
    lines = stored_lines(session, proposal.id)
    shown = _shown(session, proposal)
    frozen = session.exec(
        select(FindingRow).where(FindingRow.proposal_id == proposal.id).order_by(col(FindingRow.id))
    ).all()
    assessed = session.get(RiskAssessment, proposal.assessment_id) if proposal.assessment_id else None
    sheet_lines = [_line(session, office, line, frozen, shown) for line in lines]
    return Sheet(
        ProposalRow(
            proposal.id, ClientRef(client.id, client.name, client.number), proposal.number, proposal.version,
            proposal.status, proposal.decided_at or proposal.presented_at, proposal.investable,
            sum(line.row.amount for line in lines), len(lines),
        ),
        assessed_view(assessed),
        tuple(sheet_lines),
        tuple(stored_finding(office, row) for row in frozen if row.line_id is None and row.rule not in RECORDS),
        proposal_sha256(session, proposal),
        _decisions(session, proposal),
        _planned(session, office, proposal),
    )  # fmt: skip


def stored_finding(office: Office, row: FindingRow) -> FindingView:
    """A frozen finding as it is read: sentence of the rules of its day, article as it was written down."""
    params = json.loads(row.params)
    finding = Finding(row.rule, Verdict(row.verdict), tuple(json.loads(row.must_do)), params)
    rules = office.reference.rulebook.as_of(row.checked_on)
    if row.rule not in TERMS and row.rule not in rules:
        return FindingView(row.rule, row.verdict, row.rule, safe_text(row.params), row.article)
    view = show_finding(finding, rules)
    if row.rule in TERMS:
        return view
    # As it was on that day: a law that was read since was not cited to the client then.
    confirmed = not row.article.endswith(office.reference.rulebook.words.unconfirmed["zh"])
    return replace(view, source=row.article, confirmed=confirmed)


def _shown(session: Session, proposal: Proposal) -> set[tuple[str, str, str]]:
    rows = session.exec(
        select(Disclosure.product_id, Disclosure.kind, Disclosure.sha256).where(Disclosure.proposal_id == proposal.id)
    )
    return {(product or "", kind, digest) for product, kind, digest in rows}


def _line(
    session: Session,
    office: Office,
    line: StoredLine,
    frozen: Iterable[FindingRow],
    shown: set[tuple[str, str, str]],
) -> SheetLine:
    content = json.loads(line.product.text)
    row = line.row
    return SheetLine(
        product_id=line.product.id,
        code=line.product.code,
        version=line.product.version,
        name=content["name"],
        issuer=content["issuer"],
        type=content["type"],
        level=content["risk_level"],
        issuer_level=content["issuer_risk_level"],
        seller_level=content["seller_risk_level"],
        term_days=content["term_days"],
        liquidity=content["liquidity"],
        cooling_off_hours=content["cooling_off_hours"],
        fees=tuple((fee["name"], fee["rate"]) for fee in content["fees"]),
        risks=content["risks"],
        disclosure=content["disclosure"]["text"],
        amount=row.amount,
        held=row.held,
        pay=row.pay,
        pay_years=row.pay_years,
        purpose=_purpose(session, row.goal_id, row.need_id),
        findings=tuple(stored_finding(office, found) for found in frozen if found.line_id == row.id),
        sold=row.amount > row.held,
        shown=all((line.product.id, kind, sha256(text)) in shown for kind, _, text in disclosed_texts(line.product)),
    )


def _purpose(session: Session, goal_id: str | None, need_id: str | None) -> Purpose | None:
    if goal_id:
        return goal_purpose(session.get_one(Goal, goal_id))
    if need_id:
        return need_purpose(session.get_one(Need, need_id))
    return None


def _decisions(session: Session, proposal: Proposal) -> tuple[Decided, ...]:
    order = (col(Confirmation.confirmed_at), col(Confirmation.id))
    rows = session.exec(select(Confirmation).where(Confirmation.proposal_id == proposal.id).order_by(*order))
    return tuple(
        Decided(
            row.decision, row.form_number, row.witness, row.recording_ref, row.proposal_sha256, row.confirmed_at,
            row.remark,
        )
        for row in rows
    )  # fmt: skip


def _planned(session: Session, office: Office, proposal: Proposal) -> tuple[PlannedRow, ...]:
    found = []
    for task in session.exec(select(Task).where(Task.proposal_id == proposal.id).order_by(col(Task.due_on))):
        params = json.loads(task.params)
        title = _same(task.title)
        workflow = office.reference.workflows.get(str(params.get("product_type", "")))
        template = next((found for found in workflow.tasks if found.id == task.kind), None) if workflow else None
        if not task.title and template is not None:
            title = {
                str(lang): template.title[lang].replace("{product}", safe_text(str(params.get(f"product_{lang}", ""))))
                for lang in LANGUAGES
            }
        found.append(PlannedRow(title, task.due_on))
    follow_ups = select(FollowUp).where(FollowUp.proposal_id == proposal.id).order_by(col(FollowUp.planned_on))
    planned = [
        PlannedRow(_contact(office, follow_up.purpose, follow_up.title), follow_up.planned_on)
        for follow_up in session.exec(follow_ups)
    ]
    return (*found, *planned)


def _contact(office: Office, purpose: str, title: str) -> Both:
    """What a planned contact is for: what a person wrote, else the event of the cadence, else nothing."""
    event = next((event for event in office.reference.cadence.events.values() if event.anchor == purpose), None)
    if title or event is None:
        return _same(title)
    return event.title


def _same(text: str) -> Both:
    return {str(lang): safe_text(text) for lang in LANGUAGES}
