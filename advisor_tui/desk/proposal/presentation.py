"""Presenting a proposal: what it was checked with is frozen, and what the client is shown is kept."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlmodel import Session, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import join_list, mark, pick
from advisor_tui.desk.interview.assessment import last_assessment, require_confirmed_level
from advisor_tui.desk.office import Office
from advisor_tui.desk.proposal.check import ASKABLE, Basis, Judged, judge
from advisor_tui.desk.proposal.cooling_off import cooling_offs_of
from advisor_tui.desk.proposal.levels import held_mix, levels_record
from advisor_tui.desk.proposal.position import position_record
from advisor_tui.desk.proposal.product_record import keep_product, sha256
from advisor_tui.desk.proposal.records import (
    StoredLine,
    draft_of,
    find,
    held_today,
    keep_drift,
    positions,
    require_draft,
    stored_lines,
)
from advisor_tui.desk.proposal.sheet import disclosed_texts, read_sheet
from advisor_tui.desk.proposal.terms import show_finding
from advisor_tui.desk.proposal.walk import PRODUCT, require_step, require_time, step_record, with_walk
from advisor_tui.desk.views.proposals import Sheet
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.rules.positions import Held
from advisor_tui.store.tables import Client, Disclosure, Proposal
from advisor_tui.store.tables import Finding as FindingRow

BasisOf = Callable[[Session, Client], Basis]


class Presentations:
    """From a draft to what the client has seen."""

    def __init__(self, office: Office, basis: BasisOf) -> None:
        self._office = office
        self._basis = basis

    def present(self, proposal_id: str) -> None:
        """Freeze a draft for the client: findings with their articles, and the versions of the products.

        What the client has of each line's product is read anew: the draft may have been built on older positions.

        Raises:
            DeskError: `proposal_unknown`, `not_a_draft`; `line_forbidden` naming line, rule and article; and
                `facts_missing` naming line and facts, for a sale that nobody can judge is not proposed;
                `level_unconfirmed`.
        """
        with self._office.write("proposal.present") as session:
            proposal = require_draft(find(session, proposal_id))
            client = session.get_one(Client, proposal.client_id)
            assessed = last_assessment(session, client.id)
            require_confirmed_level(assessed, client)
            lines = stored_lines(session, proposal_id)
            basis = self._basis(session, client)
            held = held_today(session, client.id, lines)
            keep_drift(proposal, lines, held, basis.drift)
            judged = judge(draft_of(proposal, lines), basis)
            refuse(judged, basis)
            self._freeze(session, proposal, lines, judged, basis, held)
            levels = levels_record(held_mix(positions(session, client.id, basis.products)))
            session.add(self._finding(proposal, None, levels, basis))
            proposal.assessment_id = None if assessed is None else assessed.id
            session.flush()  # a proposal that is no draft any more takes no lines and findings
            proposal.status, proposal.presented_at = "presented", self._office.clock.now()
            session.commit()

    def _freeze(
        self,
        session: Session,
        proposal: Proposal,
        lines: list[StoredLine],
        judged: Judged,
        basis: Basis,
        held: Mapping[str, Held],
    ) -> None:
        for line in lines:
            product = basis.products.get(line.product.code)
            if product is not None:
                line.row.product_id = keep_product(session, self._office.ids, product).id
            for finding in judged.lines[line.product.code].findings:
                session.add(self._finding(proposal, line.row.id, finding, basis))
            record = position_record(held[line.product.code])
            if record is not None:
                session.add(self._finding(proposal, line.row.id, record, basis))
        for finding in judged.whole.findings:
            session.add(self._finding(proposal, None, finding, basis))

    def _finding(self, proposal: Proposal, line_id: str | None, finding: Finding, basis: Basis) -> FindingRow:
        return FindingRow(
            id=self._office.ids.new(),
            proposal_id=proposal.id,
            client_id=proposal.client_id,
            line_id=line_id,
            rule=finding.rule,
            verdict=finding.verdict.value,
            must_do=json.dumps(finding.must_do),
            params=json.dumps(dict(finding.params), ensure_ascii=False, sort_keys=True),
            article=show_finding(finding, basis.rules, "zh").source,
            checked_on=basis.on,
        )

    def withdraw(self, proposal_id: str) -> None:
        """Take a presentation back; what was shown stays on record.

        Raises:
            DeskError: `proposal_unknown`, `not_presented`: what the client decided on is never taken back.
        """
        with self._office.write("proposal.withdraw") as session:
            proposal = require_presented(find(session, proposal_id))
            proposal.status, proposal.decided_at = "withdrawn", self._office.clock.now()
            session.commit()

    def sheet(self, proposal_id: str) -> Sheet:
        """What was presented, as it then stood.

        Raises:
            DeskError: `proposal_unknown`, `still_a_draft`.
        """
        with self._office.read() as session:
            return self._sheet(session, find(session, proposal_id))

    def _sheet(self, session: Session, proposal: Proposal) -> Sheet:
        sheet = with_walk(session, self._office, proposal, read_sheet(session, self._office, proposal))
        return replace(sheet, cooling_offs=cooling_offs_of(session, self._office, proposal))

    def walked(self, proposal_id: str, kind: str, product_id: str = "", seconds: int = 0) -> None:
        """The client has read a step of the walk to its end, which was before them so many seconds; recorded once.

        Raises:
            DeskError: `proposal_unknown`, `not_presented`, `step_unknown`, `step_order`, `read_too_fast`.
        """
        if kind == PRODUCT:
            self.shown(proposal_id, product_id, seconds)
            return
        with self._office.write("proposal.walk") as session:
            proposal = require_presented(find(session, proposal_id))
            sheet = self._sheet(session, proposal)
            step = require_step(sheet, kind, product_id, seconds)
            if not step.read:
                session.add(step_record(self._office, proposal, sheet, step, seconds))
            session.commit()

    def shown(self, proposal_id: str, product_id: str, seconds: int = 0) -> None:
        """The client has seen a product's risks and its disclosure to the end; each is recorded once.

        Raises:
            DeskError: `proposal_unknown`, `not_presented`, `line_unknown`, `read_too_fast`.
        """
        with self._office.write("proposal.disclose") as session:
            proposal = require_presented(find(session, proposal_id))
            client = session.get_one(Client, proposal.client_id)
            require_time(self._office, client.born_on, seconds)
            line = next((line for line in stored_lines(session, proposal_id) if line.product.id == product_id), None)
            if line is None:
                raise DeskError("line_unknown", mark("This product is not in the proposal."), where=product_id)
            known = set(
                session.exec(
                    select(Disclosure.kind, Disclosure.sha256).where(
                        Disclosure.proposal_id == proposal_id, Disclosure.product_id == product_id
                    )
                )
            )
            for kind, version, text in disclosed_texts(line.product):
                digest = sha256(text)
                if (kind, digest) not in known:
                    session.add(
                        Disclosure(
                            id=self._office.ids.new(),
                            proposal_id=proposal_id,
                            client_id=proposal.client_id,
                            product_id=product_id,
                            kind=kind,
                            version=version,
                            sha256=digest,
                            disclosed_at=self._office.clock.now(),
                            read_seconds=seconds,
                        )
                    )
            session.commit()


def require_presented(proposal: Proposal) -> Proposal:
    """The proposal itself, if it lies before the client.

    Raises:
        DeskError: `not_presented`.
    """
    if proposal.status != "presented":
        raise DeskError(
            "not_presented", mark("This version does not lie before the client for a decision."), where=proposal.id
        )
    return proposal


def refuse(judged: Judged, basis: Basis) -> None:
    """Refuse what may not be proposed.

    Raises:
        DeskError: `line_forbidden`, `proposal_forbidden`, `facts_missing`.
    """
    for code, decision in judged.lines.items():
        for finding in decision.findings:
            if finding.verdict is Verdict.FORBIDDEN:
                view = show_finding(finding, basis.rules)
                raise DeskError(
                    "line_forbidden",
                    mark("{product} may not be proposed. {rule}: {text} ({article})"),
                    where=code,
                    product=_name(basis, code),
                    rule=view.title,
                    text=view.text,
                    article=view.source,
                )
    for finding in judged.whole.findings:
        if finding.verdict is Verdict.FORBIDDEN:
            raise DeskError(
                "proposal_forbidden",
                mark("This proposal cannot be shown yet. {text}"),
                text=show_finding(finding, basis.rules).text,
            )
    for code, decision in judged.lines.items():
        if decision.unknown_facts:
            here = all(fact.removeprefix("client.") in ASKABLE for fact in decision.unknown_facts)
            raise DeskError(
                "facts_missing",
                mark("{product} cannot be judged yet. Ask the client here: {facts}.")
                if here
                else mark(
                    "{product} cannot be judged yet. Ask in the interview (F3) or on the client's page (F2): {facts}."
                ),
                where=code,
                product=_name(basis, code),
                facts=join_list(basis.rules.fact(fact) for fact in decision.unknown_facts),
            )


def _name(basis: Basis, code: str) -> str:
    product = basis.products.get(code)
    return code if product is None else pick(product.name)
