"""Projecting a proposal: gathered, computed in the thread that asks, stored, and read back as it was computed."""

from collections.abc import Callable
from functools import cached_property

from sqlmodel import Session, col, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.interview.records import Shelf
from advisor_tui.desk.office import Office
from advisor_tui.desk.proposal.check import Basis
from advisor_tui.desk.proposal.product_record import sha256
from advisor_tui.desk.proposal.projection_input import Gathered, gather
from advisor_tui.desk.proposal.projection_record import assumptions_text, input_text, result_text, stored_view
from advisor_tui.desk.proposal.records import find
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.projection import ProjectionPage, ProjectionView, StressRow
from advisor_tui.reference.projection import ProjectionTable
from advisor_tui.rules.projection.assumptions import Stress
from advisor_tui.store.tables import Client, Projection, Proposal

Tick = Callable[[int, int], None]
"""Called now and then with the futures computed and all of them; what it raises stops the projection."""
SEED_DIGITS = 8
"""Of the hash of the client's id: all proposals to a client are projected through the same futures."""


class Projections:
    """What proposals may come to."""

    def __init__(self, office: Office, basis: Callable[[Session, Client], Basis]) -> None:
        self._office = office
        self._basis = basis

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf(self._office)

    @property
    def _table(self) -> ProjectionTable:
        return self._office.reference.projection

    def page(self, proposal_id: str) -> ProjectionPage:
        """What was computed last for a proposal, with the stress tests of the same base case.

        Raises:
            DeskError: `proposal_unknown`.
        """
        with self._office.read() as session:
            proposal = find(session, proposal_id)
            return self._page(session, proposal, self._gather(session, proposal))

    def run(self, proposal_id: str, stress_id: str = "", *, rerun: bool = False, tick: Tick | None = None) -> None:
        """Compute a projection of a proposal as it stands now and store it; takes about a second.

        Args:
            proposal_id: The proposal.
            stress_id: The stress test, or "" for the base case.
            rerun: Whether it repeats the newest one of the same kind, which it then names.
            tick: Told how far it is.

        Raises:
            DeskError: `proposal_unknown`, `stress_unknown`; whatever `tick` raises.
        """
        stress = self._stress(stress_id)
        with self._office.read() as session:
            proposal = find(session, proposal_id)
            client_id, gathered = proposal.client_id, self._gather(session, proposal)
        row = self._compute(proposal_id, client_id, gathered, stress, tick)
        with self._office.write("proposal.project") as session:
            find(session, proposal_id)  # it may have been thrown away meanwhile
            earlier = _newest(session, proposal_id, stress_id) if rerun else None
            row.rerun_of_id = earlier.id if earlier is not None else None
            session.add(row)
            session.commit()

    def _gather(self, session: Session, proposal: Proposal) -> Gathered:
        basis = self._basis(session, session.get_one(Client, proposal.client_id))
        return gather(session, self._office, self._shelf, proposal, basis)

    def _stress(self, stress_id: str) -> Stress:
        if not stress_id:
            return Stress("")
        found = next((test.stress for test in self._table.stresses if test.stress.id == stress_id), None)
        if found is None:
            raise DeskError("stress_unknown", mark("There is no stress test {id}."), where=stress_id, id=stress_id)
        return found

    def _compute(
        self, proposal_id: str, client_id: str, gathered: Gathered, stress: Stress, tick: Tick | None
    ) -> Projection:
        from advisor_tui.rules.projection.project import library, project  # numpy, which no start waits for

        assumptions = self._table.assumptions
        seed = int(sha256(client_id)[:SEED_DIGITS], 16)
        current, proposed = project(
            [gathered.current, gathered.proposed],
            assumptions,
            seed=seed,
            paths=assumptions.paths,
            stress=stress,
            explain=(1,),
            tick=tick,
        )
        return Projection(
            id=self._office.ids.new(),
            proposal_id=proposal_id,
            client_id=client_id,
            made_at=self._office.clock.now(),
            stress=stress.id,
            seed=seed,
            paths=assumptions.paths,
            months=gathered.proposed.months,
            library=library(),
            input_sha256=sha256(input_text(gathered, self._table)),
            assumptions=assumptions_text(gathered, self._table),
            result=result_text(gathered, current, proposed, self._office.today.year),
        )

    def _page(self, session: Session, proposal: Proposal, gathered: Gathered) -> ProjectionPage:
        client = session.get_one(Client, proposal.client_id)
        row = _newest(session, proposal.id, "")
        base = None if row is None else stored_view(session, row)
        return ProjectionPage(
            ClientRef(client.id, client.name, client.number),
            proposal.number,
            proposal.version,
            proposal.status == "draft",
            base,
            base is not None and base.input_sha256 != sha256(input_text(gathered, self._table)),
            tuple(
                StressRow(
                    test.stress.id, test.name, test.about, test.source, test.confirmed,
                    None if base is None else _beside(session, proposal.id, test.stress.id, base),
                )
                for test in self._table.stresses
            ),
        )  # fmt: skip


def newest_view(session: Session, proposal_id: str) -> ProjectionView | None:
    """The newest base case of a proposal, as it was computed; None where there is none."""
    row = _newest(session, proposal_id, "")
    return None if row is None else stored_view(session, row)


def _newest(session: Session, proposal_id: str, stress: str) -> Projection | None:
    rows = select(Projection).where(Projection.proposal_id == proposal_id, Projection.stress == stress)
    return session.exec(rows.order_by(col(Projection.made_at).desc(), col(Projection.id).desc())).first()


def _beside(session: Session, proposal_id: str, stress: str, base: ProjectionView) -> ProjectionView | None:
    """The newest result of a stress test, if it started from what the base case started from."""
    row = _newest(session, proposal_id, stress)
    fits = row is not None and (row.input_sha256, row.library, row.seed) == (
        base.input_sha256, base.library, base.seed,
    )  # fmt: skip
    return stored_view(session, row) if row is not None and fits else None
