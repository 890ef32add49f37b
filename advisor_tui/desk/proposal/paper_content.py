"""What the papers of a proposal say, read from what was frozen when it was presented."""

import json
from collections.abc import Iterable

from sqlmodel import Session

from advisor_tui.base.clock import business_date
from advisor_tui.base.languages import pick
from advisor_tui.base.text import one_line
from advisor_tui.desk.client.facts import age_on
from advisor_tui.desk.client.identity import masked_identity
from advisor_tui.desk.office import Office
from advisor_tui.desk.proposal.records import StoredLine, find, stored_lines
from advisor_tui.desk.proposal.sheet import read_sheet
from advisor_tui.desk.proposal.terms import RECORDS
from advisor_tui.desk.views.interview_words import level_name
from advisor_tui.desk.views.proposal_words import (
    FIT_RULES,
    cooling_off,
    investors_name,
    levels,
    liquidity_name,
    paid,
    purpose_name,
    raised_name,
    term_name,
    type_name,
)
from advisor_tui.desk.views.proposals import FindingView, Sheet, SheetLine
from advisor_tui.documents.advice import Advised, Charge, Nature, Offered, Said
from advisor_tui.store.tables import Advisor, Branch, Client, Proposal

SENIOR_RULE = "senior_care"


class Frozen:
    """A presented proposal with all that its papers are made of; texts come in the language in use.

    Raises:
        DeskError: `proposal_unknown`, `still_a_draft`.
    """

    def __init__(self, session: Session, office: Office, proposal_id: str) -> None:
        self.session, self.office = session, office
        self.proposal: Proposal = find(session, proposal_id)
        self.sheet: Sheet = read_sheet(session, office, self.proposal)
        self.client = session.get_one(Client, self.proposal.client_id)
        self.stored: list[StoredLine] = stored_lines(session, proposal_id)
        self.presented = self.proposal.presented_at or self.proposal.created_at
        self.day = business_date(self.presented)

    def advised(self) -> Advised:
        """Whose proposal it is; the ID number is masked."""
        advisor = self.session.get_one(Advisor, self.proposal.advisor_id)
        branch = self.session.get_one(Branch, advisor.branch_id)
        assessed, born = self.sheet.assessed, self.client.born_on
        return Advised(
            branch=one_line(branch.name),
            advisor=one_line(advisor.name),
            staff_no=one_line(advisor.staff_no),
            client=one_line(self.client.name),
            client_number=one_line(self.client.number),
            identity=masked_identity(self.session, self.client.id),
            age=None if born is None else age_on(born, self.day),
            level="" if assessed is None else level_name(assessed.level),
            assessed_on=None if assessed is None else assessed.assessed_on,
            valid_until=None if assessed is None else assessed.valid_until,
            number=self.proposal.number,
            version=self.proposal.version,
            presented_on=self.day,
            sha256=self.sheet.sha256,
        )

    def offered(self) -> tuple[Offered, ...]:
        """The products in the order of the lines, with all that the rules said of each."""
        return tuple(self._offered(line, stored) for line, stored in zip(self.sheet.lines, self.stored, strict=True))

    def _offered(self, line: SheetLine, stored: StoredLine) -> Offered:
        content = json.loads(stored.product.text)
        disclosure = content["disclosure"]
        return Offered(
            key=f"{line.code}/{line.version}",
            name=one_line(pick(line.name)),
            issuer=one_line(pick(line.issuer)),
            nature=_nature(line),
            kind=type_name(line.type),
            raising=raised_name(line.type),
            investors=investors_name(content["investor"]),
            level=line.level,
            levels=levels(line.level, line.issuer_level, line.seller_level),
            term=term_name(line.term_days),
            money_back=liquidity_name(line.liquidity),
            cooling_off=cooling_off(line.cooling_off_hours, line.type),
            least=content["min_amount"],
            step=content["step"],
            fees=tuple(
                Charge(one_line(pick(fee["name"])), fee["rate"], fee.get("when", "")) for fee in content["fees"]
            ),
            risks=one_line(pick(line.risks)),
            disclosure=one_line(pick(line.disclosure)),
            disclosure_key=f"{disclosure['id']}/{disclosure['version']}",
            disclosure_sha256=disclosure["sha256"],
            held=line.held,
            amount=line.amount,
            paid=paid(line.pay, line.pay_years),
            serves=one_line(purpose_name(line.purpose)),
            said=said_of(line.findings),
            sold=line.sold,
            uncertain=bool(content["benefit_uncertain"]),
            senior=any(view.rule == SENIOR_RULE for view in line.findings),
            insists=stored.row.origin == "insists",
        )


def said_of(findings: Iterable[FindingView]) -> tuple[Said, ...]:
    """What rules said, for the client's eyes.

    A law that nobody read is not cited, a record of the bank is no rule, and what nobody could judge says nothing.
    """
    return tuple(
        Said(
            view.title,
            view.text,
            view.verdict,
            view.source if view.confirmed else "",
            view.must_do,
            view.rule in FIT_RULES,
        )
        for view in findings
        if view.rule not in RECORDS and view.verdict != "missing"
    )


def _nature(line: SheetLine) -> Nature:
    if line.type == "insurance":
        return "insurance"
    return "deposit" if line.type == "deposit" else "investment"
