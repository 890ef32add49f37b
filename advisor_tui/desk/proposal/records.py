"""Proposals as they are stored: reading one whole, and what stands around it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlmodel import Session, col, select

from advisor_tui.base.clock import business_date
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, pick
from advisor_tui.desk.proposal.draft import Draft, DraftLine, Origin, with_held
from advisor_tui.desk.views.proposals import Assessed, Position
from advisor_tui.reference.products import Product
from advisor_tui.rules.positions import Held, PositionDrift
from advisor_tui.store.tables import Holding, Interview, Need, Proposal, ProposalLine, RiskAssessment
from advisor_tui.store.tables import Product as ProductRow

ASKED_ANEW = frozenset({"changes_reported", "guardian_consent"})
"""Facts of one sale: whether anything changed since the assessment (令2025年第7号 art. 29), and a consent to it."""
DEMAND = "demand"
"""The subtype of the deposit that a current account is."""
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
                bool(line.row.pinned),
                line.row.bound,
            )
            for line in lines
        ),
        tuple(sorted(asked.items())),
        proposal.solution,
    )


def line_values(line: DraftLine, position: int) -> dict[str, Any]:
    """A line as its row keeps it, in this place of the proposal."""
    return {
        "position": position,
        "amount": line.amount,
        "held": line.held,
        "pay": line.pay,
        "pay_years": line.pay_years,
        "origin": line.origin,
        "goal_id": line.goal or None,
        "need_id": line.need or None,
        "pinned": int(line.pinned),
        "bound": line.bound,
    }


def next_version(base: Proposal, interview_id: str | None, new_id: str, version: int, now: datetime) -> Proposal:
    """The next version of a proposal, a draft, with what the client was asked.

    What is asked for every sale (`ASKED_ANEW`) is asked again; so is everything once the client was interviewed since
    (`interview_id`): what was asked in a proposal counts before what an interview tells, and it would be older then.
    """
    told: dict[str, int | bool] = json.loads(base.asked) if base.interview_id == interview_id else {}
    return Proposal(
        id=new_id,
        client_id=base.client_id,
        advisor_id=base.advisor_id,
        number=base.number,
        version=version,
        investable=base.investable,
        asked=json.dumps({fact: value for fact, value in told.items() if fact not in ASKED_ANEW}, sort_keys=True),
        assessment_id=base.assessment_id,
        interview_id=interview_id,
        based_on_id=base.id,
        note=base.note,
        created_at=now,
    )


def assessed_view(row: RiskAssessment | None) -> Assessed | None:
    """An assessment as screens receive it."""
    if row is None:
        return None
    return Assessed(
        row.id, row.level, row.assessed_on, row.valid_until, row.level_change_confirmed, row.interview_id or ""
    )


def free_money(session: Session, client_id: str, until: date) -> int:
    """What is free to invest as far as the holdings tell, in 分: current accounts, and what matures up to a day."""
    holdings = session.exec(select(Holding).where(Holding.client_id == client_id))
    return sum(
        holding.value
        for holding in holdings
        if holding.kind == "current"
        or (holding.kind in _MATURING and holding.matures_on is not None and holding.matures_on <= until)
    )


def idle_money(session: Session, client_id: str) -> tuple[int, date | None]:
    """What the client's newest interview found idle, in 分, and the business day it was completed on; else nothing."""
    newest = newest_interview(session, client_id)
    found = None if newest is None else session.get(Interview, newest)
    if found is None or found.completed_at is None:
        return 0, None
    needs = session.exec(select(Need.size).where(Need.interview_id == found.id, Need.kind == "idle_cash"))
    idle = sum(size for size in needs if size is not None)
    return (idle, business_date(found.completed_at)) if idle else (0, None)


def positions(session: Session, client_id: str, products: Mapping[str, Product]) -> tuple[Position, ...]:
    """What the client has, the largest first; holdings of one product are one position.

    An insurance policy is no position of its product: its value is not the premium that a line would be about. A
    current account that names no product is the bank's demand deposit. What the catalogue knows has its name there.
    """
    found: dict[str, Position] = {}
    demand = next((product for product in products.values() if product.subtype == DEMAND), None)
    for row in session.exec(select(Holding).where(Holding.client_id == client_id).order_by(col(Holding.id))):
        product = products.get(row.product_code) or (demand if _is_current_account(row) else None)
        code = product.id if product is not None and product.type != "insurance" else ""
        key = code or row.id
        level = row.risk_level if product is None else product.level
        before = found[key].value if key in found else 0
        name = row.name if product is None else pick(product.name)
        found[key] = Position(key, name, row.kind, code, before + row.value, level)
    return tuple(sorted(found.values(), key=lambda position: (-position.value, position.key)))


def _is_current_account(row: Holding) -> bool:
    return row.kind == "current" and not row.product_code and row.currency == "CNY"


def held_today(session: Session, client_id: str, lines: list[StoredLine]) -> dict[str, Held]:
    """What the client has of each line's product, also of one that left the catalogue; see `positions`."""
    held = {line.product.code: Held() for line in lines}
    rated = {line.product.code for line in lines if line.product.kind != "insurance"}
    demand = next((line.product.code for line in lines if json.loads(line.product.text)["subtype"] == DEMAND), "")
    named = col(Holding.product_code).in_({*rated, ""} if demand else rated)
    of_lines = select(Holding).where(Holding.client_id == client_id, named)
    for holding in session.exec(of_lines.order_by(col(Holding.reference))):
        code = holding.product_code or (demand if _is_current_account(holding) else "")
        if not code:
            continue
        before = held[code]
        units = {**before.units, holding.reference: holding.units}
        held[code] = Held(before.value_fen + holding.value, units)
    return held


def values(held: Mapping[str, Held]) -> dict[str, int]:
    """What positions are worth, in 分 by product."""
    return {code: position.value_fen for code, position in held.items()}


def moved_lines(lines: list[StoredLine], held: Mapping[str, int], drift: PositionDrift) -> tuple[str, ...]:
    """The products of lines of which the client has more or less than was stored, beyond what a value does itself."""
    pairs = [(line.product.code, line.row.held, held[line.product.code]) for line in lines]
    return tuple(code for code, before, now in pairs if before != now and not drift.within(before, now))


def keep_drift(proposal: Proposal, lines: list[StoredLine], held: Mapping[str, Held], drift: PositionDrift) -> None:
    """Write what is held today into a stored draft: see `with_held`."""
    draft = with_held(draft_of(proposal, lines), values(held), drift)
    proposal.investable = draft.investable
    for stored, line in zip(lines, draft.lines, strict=True):
        stored.row.held, stored.row.amount = line.held, line.amount


def newest_interview(session: Session, client_id: str) -> str | None:
    """The id of the client's newest completed interview."""
    return session.exec(
        select(Interview.id)
        .where(Interview.client_id == client_id, Interview.status == "completed")
        .order_by(col(Interview.completed_at).desc(), col(Interview.id).desc())
    ).first()
