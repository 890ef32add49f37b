"""Proposals as they are stored: reading one whole, and what stands around it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from sqlmodel import Session, col, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.proposal.draft import Draft, DraftLine, Origin
from advisor_tui.desk.views.proposals import Assessed, Position, Purpose
from advisor_tui.reference.products import Product
from advisor_tui.store.tables import Goal, Holding, Interview, Need, Proposal, ProposalLine, RiskAssessment
from advisor_tui.store.tables import Product as ProductRow

SOON = timedelta(days=30)
"""Money that matures within this span counts as free to invest."""
_MATURING = ("deposit", "structured", "wmp")


@dataclass(frozen=True)
class StoredLine:
    """A line with the version of its product."""

    row: ProposalLine
    product: ProductRow


def find(session: Session, proposal_id: str) -> Proposal:
    """A proposal.

    Raises:
        DeskError: `proposal_unknown`.
    """
    proposal = session.get(Proposal, proposal_id)
    if proposal is None:
        raise DeskError("proposal_unknown", mark("This proposal does not exist."), where=proposal_id)
    return proposal


def require_draft(proposal: Proposal) -> Proposal:
    """The proposal itself, if it may still be changed.

    Raises:
        DeskError: `not_a_draft`.
    """
    if proposal.status != "draft":
        raise DeskError(
            "not_a_draft",
            mark("This version was shown to the client and does not change any more: make a new version."),
            where=proposal.id,
        )
    return proposal


def stored_lines(session: Session, proposal_id: str) -> list[StoredLine]:
    """The lines of a proposal in their order."""
    rows = session.exec(
        select(ProposalLine, ProductRow)
        .where(ProposalLine.product_id == ProductRow.id, ProposalLine.proposal_id == proposal_id)
        .order_by(col(ProposalLine.position), col(ProposalLine.id))
    )
    return [StoredLine(line, product) for line, product in rows]


def draft_of(proposal: Proposal, lines: list[StoredLine]) -> Draft:
    """A proposal as the value that the builder changes."""
    asked: dict[str, int | bool] = json.loads(proposal.asked)
    return Draft(
        proposal.investable,
        tuple(
            DraftLine(
                line.product.code,
                line.row.amount,
                line.row.held,
                line.row.pay,
                line.row.pay_years,
                cast(Origin, line.row.origin),
                line.row.goal_id or "",
                line.row.need_id or "",
            )
            for line in lines
        ),
        tuple(sorted(asked.items())),
    )


def next_version(base: Proposal, new_id: str, version: int, now: datetime) -> Proposal:
    """The next version of a proposal, a draft; what the client was asked is asked again, for it may have changed."""
    return Proposal(
        id=new_id,
        client_id=base.client_id,
        advisor_id=base.advisor_id,
        number=base.number,
        version=version,
        investable=base.investable,
        assessment_id=base.assessment_id,
        interview_id=base.interview_id,
        based_on_id=base.id,
        note=base.note,
        created_at=now,
    )


def assessed_view(row: RiskAssessment | None) -> Assessed | None:
    """An assessment as screens receive it."""
    return None if row is None else Assessed(row.id, row.level, row.assessed_on, row.valid_until)


def free_money(session: Session, client_id: str, today: date) -> int:
    """What is free to invest as far as the holdings tell, in 分: current accounts, and what matures soon."""
    holdings = session.exec(select(Holding).where(Holding.client_id == client_id))
    return sum(
        holding.value
        for holding in holdings
        if holding.kind == "current"
        or (holding.kind in _MATURING and holding.matures_on is not None and holding.matures_on <= today + SOON)
    )


def positions(session: Session, client_id: str, products: Mapping[str, Product]) -> tuple[Position, ...]:
    """What the client has, the largest first; holdings of one product are one position.

    An insurance policy is no position of its product: its value is not the premium that a line would be about.
    """
    found: dict[str, Position] = {}
    for row in session.exec(select(Holding).where(Holding.client_id == client_id).order_by(col(Holding.id))):
        product = products.get(row.product_code)
        code = product.id if product is not None and product.type != "insurance" else ""
        key = code or row.id
        level = row.risk_level if product is None else product.level
        before = found[key].value if key in found else 0
        found[key] = Position(key, row.name, row.kind, code, before + row.value, level)
    return tuple(sorted(found.values(), key=lambda position: (-position.value, position.key)))


def held_today(session: Session, client_id: str, lines: list[StoredLine]) -> dict[str, int]:
    """What the client has of each line's product, in 分, also of one that left the catalogue; see `positions`."""
    held = {line.product.code: 0 for line in lines}
    rated = {line.product.code for line in lines if line.product.kind != "insurance"}
    of_lines = select(Holding).where(Holding.client_id == client_id, col(Holding.product_code).in_(rated))
    for holding in session.exec(of_lines):
        held[holding.product_code] += holding.value
    return held


def newest_interview(session: Session, client_id: str) -> str | None:
    """The id of the client's newest completed interview."""
    return session.exec(
        select(Interview.id)
        .where(Interview.client_id == client_id, Interview.status == "completed")
        .order_by(col(Interview.completed_at).desc(), col(Interview.id).desc())
    ).first()


def purposes(session: Session, client_id: str, draft: Draft) -> tuple[Purpose, ...]:
    """The goals, then the needs, of the client's newest interview and those that the draft serves already.

    Both stand in their order of priority; a goal without an interview was set down by hand and stays.
    """
    served = {line.goal or line.need for line in draft.lines}
    goals = session.exec(select(Goal).where(Goal.client_id == client_id).order_by(col(Goal.priority), col(Goal.id)))
    needs = session.exec(select(Need).where(Need.client_id == client_id).order_by(col(Need.priority), col(Need.id)))
    newest = newest_interview(session, client_id)
    found = [goal_purpose(goal) for goal in goals if goal.interview_id in (None, newest) or goal.id in served]
    found += [need_purpose(need) for need in needs if need.interview_id == newest or need.id in served]
    return tuple(found)


def goal_purpose(goal: Goal) -> Purpose:
    """A goal as what a line may serve."""
    return Purpose(goal.id, "goal", goal.kind, goal.name, goal.amount, goal.due_on.year if goal.due_on else None)


def need_purpose(need: Need) -> Purpose:
    """A need as what a line may serve."""
    return Purpose(need.id, "need", need.kind, "", need.size, None)
