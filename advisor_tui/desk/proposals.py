"""Proposals: a client's versions, and the draft that every key saves."""

import json
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import func, select
from sqlmodel import Session

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.client.facts import known_facts
from advisor_tui.desk.interview.assessment import last_assessment, require_assessment
from advisor_tui.desk.interview.records import Shelf
from advisor_tui.desk.office import Office
from advisor_tui.desk.proposal.bench import Workbench
from advisor_tui.desk.proposal.check import Basis
from advisor_tui.desk.proposal.confirmations import Confirmations
from advisor_tui.desk.proposal.cooling_off import CoolingOffs
from advisor_tui.desk.proposal.draft import Asked, Draft, DraftLine, with_held
from advisor_tui.desk.proposal.listing import open_rows, rows_of_client
from advisor_tui.desk.proposal.presentation import Presentations
from advisor_tui.desk.proposal.product_record import keep_product
from advisor_tui.desk.proposal.projecting import Projections
from advisor_tui.desk.proposal.proposing import Proposing
from advisor_tui.desk.proposal.purposes import purposes
from advisor_tui.desk.proposal.records import (
    StoredLine,
    assessed_view,
    draft_of,
    find,
    free_money,
    held_today,
    idle_money,
    line_values,
    moved_lines,
    newest_interview,
    next_version,
    positions,
    require_draft,
    stored_lines,
    values,
)
from advisor_tui.desk.proposal.situation import staff_of, whole_of
from advisor_tui.desk.proposal.versions import VersionComparison
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.proposals import ClientProposals, ProposalRow
from advisor_tui.reference.allocation import TARGET_MIX
from advisor_tui.rules.practice import MaturingSoon
from advisor_tui.store.tables import Client, Proposal, ProposalLine, metadata

_proposal = metadata.tables["proposal"].c


class Proposals:
    """What an advisor proposes; the presenting and the client's decision are jobs of their own."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._shelf = Shelf(office)

    @cached_property
    def presentations(self) -> Presentations:
        """Presenting a draft, and what the client is shown."""
        return Presentations(self._office, self.basis)

    @cached_property
    def confirmations(self) -> Confirmations:
        """The client's decision."""
        return Confirmations(self._office, self.presentations, self.basis)

    @cached_property
    def projections(self) -> Projections:
        """What proposals may come to."""
        return Projections(self._office, self.basis)

    @cached_property
    def cooling_offs(self) -> CoolingOffs:
        """The time in which a client may step back."""
        return CoolingOffs(self._office)

    @cached_property
    def proposing(self) -> Proposing:
        """The automatic proposal."""
        return Proposing(self._office)

    @cached_property
    def versions(self) -> VersionComparison:
        """Two versions side by side."""
        return VersionComparison(self._office, self.basis)

    # Lists

    def of_client(self, client_id: str) -> ClientProposals:
        """A client's proposals, the newest first, and whether a new one can be started."""
        with self._office.read() as session:
            client = session.get_one(Client, client_id)
            assessed = assessed_view(last_assessment(session, client_id))
            rows = rows_of_client(session, client_id)
            idle, found_on = idle_money(session, client_id)
            return ClientProposals(
                ClientRef(client.id, client.name, client.number),
                assessed,
                assessed is not None and assessed.confirmed and assessed.valid_until >= self._office.today,
                idle or free_money(session, client_id, self._soon),
                rows,
                assessed is None or assessed.assessed_on != self._office.today,
                found_on,
            )

    @property
    def _soon(self) -> date:
        """The last day of what counts as maturing soon, by the bank's practice."""
        practice: MaturingSoon | None = self._office.rules.get("maturing_soon")
        return self._office.today + timedelta(days=practice.days if practice else 0)

    def open_drafts(self) -> tuple[ProposalRow, ...]:
        """The open drafts of all clients, the newest first."""
        with self._office.read() as session:
            return open_rows(session)

    # The draft

    def find(self, ref: str) -> ProposalRow | ClientProposals:
        """The row of a proposal, or the list of a client, whichever the id belongs to.

        Raises:
            DeskError: `proposal_unknown`.
        """
        with self._office.read() as session:
            if session.get(Client, ref) is None:
                proposal = find(session, ref)
                return next(row for row in rows_of_client(session, proposal.client_id) if row.id == ref)
        return self.of_client(ref)

    def start(self, client_id: str, investable: int, asked: Asked | None = None) -> str:
        """Start a proposal over so much money (分) and answer its id.

        Args:
            client_id: Who it is for.
            investable: What is to be invested, in 分.
            asked: What the client was asked at the start.

        Raises:
            DeskError: See `require_assessment`; `no_investable` for an amount that is not above nothing.
        """
        if investable <= 0:
            raise DeskError("no_investable", mark("A proposal needs an amount to invest."))
        with self._office.write("proposal.start") as session:
            client = session.get_one(Client, client_id)
            assessed = require_assessment(session, client, self._office.today)
            numbers = select(func.coalesce(func.max(_proposal.number), 0)).where(_proposal.client_id == client_id)
            proposal = Proposal(
                id=self._office.ids.new(),
                client_id=client_id,
                advisor_id=self._office.me.id,
                number=int(session.connection().execute(numbers).scalar_one()) + 1,
                investable=investable,
                asked=json.dumps(asked or {}, sort_keys=True),
                assessment_id=assessed.id,
                interview_id=newest_interview(session, client_id),
                created_at=self._office.clock.now(),
            )
            session.add(proposal)
            session.commit()
            return proposal.id

    def bench(self, proposal_id: str) -> Workbench:
        """The workbench of a draft, with the rules, the catalogue and the client's positions of today.

        Raises:
            DeskError: `proposal_unknown`, `not_a_draft`.
        """
        with self._office.read() as session:
            proposal = require_draft(find(session, proposal_id))
            client = session.get_one(Client, proposal.client_id)
            basis = self.basis(session, client)
            lines = stored_lines(session, proposal.id)
            held = values(held_today(session, client.id, lines))
            draft = with_held(draft_of(proposal, lines), held, basis.drift)
            return Workbench(
                proposal.id,
                proposal.number,
                proposal.version,
                ClientRef(client.id, client.name, client.number),
                assessed_view(last_assessment(session, client.id)),
                draft,
                basis,
                positions(session, client.id, basis.products),
                purposes(session, client.id, draft),
                moved_lines(lines, held, basis.drift),
                self._office.reference.allocation.find(TARGET_MIX, self._office.today),
            )

    def basis(self, session: Session, client: Client) -> Basis:
        """What a proposal of a client is judged by today."""
        today, reference = self._office.today, self._office.reference
        products = {product.id: product for product in reference.products.on(today)}
        return Basis(
            known_facts(session, self._shelf, client, today),
            today,
            reference.rulebook.as_of(today),
            products,
            whole_of(session, self._office, self._shelf, client, products),
            staff_of(session, self._office.me.id),
        )

    def save(self, proposal_id: str, draft: Draft) -> None:
        """Make the stored draft what the builder shows; only what differs is written.

        Raises:
            DeskError: `proposal_unknown`, `not_a_draft`, `reference_unknown` for a product that is not in the
                catalogue.
        """
        with self._office.write("proposal.edit") as session:
            proposal = require_draft(find(session, proposal_id))
            proposal.investable = draft.investable
            proposal.asked = json.dumps(draft.facts(), sort_keys=True)
            proposal.solution = draft.solution
            stored = {line.product.code: line for line in stored_lines(session, proposal_id)}
            for code in stored.keys() - {line.product for line in draft.lines}:
                session.delete(stored[code].row)
            for position, line in enumerate(draft.lines, start=1):
                self._save_line(session, proposal, stored.get(line.product), line, position)
            session.commit()

    def _save_line(
        self, session: Session, proposal: Proposal, stored: StoredLine | None, line: DraftLine, position: int
    ) -> None:
        values = line_values(line, position)
        if stored is not None:
            for name, value in values.items():
                setattr(stored.row, name, value)
            return
        product = self._office.reference.products.latest(line.product, self._office.today)
        row = keep_product(session, self._office.ids, product)
        session.add(
            ProposalLine(
                id=self._office.ids.new(),
                proposal_id=proposal.id,
                client_id=proposal.client_id,
                product_id=row.id,
                **values,
            )
        )

    def discard(self, proposal_id: str) -> None:
        """Throw a draft away; the journal keeps what it said.

        Raises:
            DeskError: `proposal_unknown`, `not_a_draft`.
        """
        with self._office.write("proposal.discard") as session:
            proposal = require_draft(find(session, proposal_id))
            for line in stored_lines(session, proposal_id):
                session.delete(line.row)
            session.flush()
            session.delete(proposal)
            session.commit()

    def new_version(self, proposal_id: str) -> str:
        """Start the next version of a proposal from what an earlier one says, and answer its id.

        A presented one is superseded by it: the client cannot decide on two at once. One that the client decided on
        stays as it is. A version that is open already is answered as it is.

        Raises:
            DeskError: `proposal_unknown`, `still_a_draft`.
        """
        with self._office.write("proposal.new_version") as session:
            base = find(session, proposal_id)
            if base.status == "draft":
                raise DeskError("still_a_draft", mark("This version is still a draft: change it as it is."))
            same = select(_proposal.id, _proposal.version, _proposal.status).where(
                _proposal.client_id == base.client_id, _proposal.number == base.number
            )
            versions = session.connection().execute(same.order_by(_proposal.version.desc())).all()
            if versions[0].status == "draft":
                return str(versions[0].id)
            told = newest_interview(session, base.client_id)
            copy = next_version(base, told, self._office.ids.new(), versions[0].version + 1, self._office.clock.now())
            session.add(copy)
            session.flush()
            for line in stored_lines(session, base.id):
                values = line.row.model_dump(exclude={"id", "proposal_id"})
                session.add(ProposalLine(id=self._office.ids.new(), proposal_id=copy.id, **values))
            if base.status == "presented":
                base.status = "superseded"
            session.commit()
            return copy.id

    # Shortcuts of the jobs that follow

    def present(self, proposal_id: str) -> None:
        """See `Presentations.present`."""
        self.presentations.present(proposal_id)

    def withdraw(self, proposal_id: str) -> None:
        """See `Presentations.withdraw`."""
        self.presentations.withdraw(proposal_id)
