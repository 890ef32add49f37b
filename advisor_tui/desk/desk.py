"""An unlocked desk: one object, one job an attribute, each imported when it is first used."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from advisor_tui.desk.office import Office
from advisor_tui.desk.views.common import StatusView
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.store.homelock import HomeLock
from advisor_tui.sync.published import published_sources

if TYPE_CHECKING:
    from advisor_tui.desk.client.edit import ClientEdits
    from advisor_tui.desk.client.page import ClientPages
    from advisor_tui.desk.clients import Clients
    from advisor_tui.desk.complaints import Complaints
    from advisor_tui.desk.compliance import Compliance
    from advisor_tui.desk.day import Day
    from advisor_tui.desk.exchange import Exchange
    from advisor_tui.desk.followups import FollowUps
    from advisor_tui.desk.interviews import Interviews
    from advisor_tui.desk.loans import Loans
    from advisor_tui.desk.market import Market
    from advisor_tui.desk.proposals import Proposals
    from advisor_tui.desk.scorecard import Scorecard
    from advisor_tui.desk.tasks import Tasks
    from advisor_tui.desk.views.exchange import ReceiveView
    from advisor_tui.desk.work.undo import UndoLog


class Desk:
    """What an advisor does, as long as the desk is unlocked."""

    def __init__(self, office: Office, lock: HomeLock) -> None:
        self.office = office
        self._lock = lock

    @cached_property
    def clients(self) -> "Clients":
        """The client list and search."""
        from advisor_tui.desk.clients import Clients

        return Clients(self.office)

    @cached_property
    def client_page(self) -> "ClientPages":
        """Everything known of one client."""
        from advisor_tui.desk.client.page import ClientPages

        return ClientPages(self.office)

    @cached_property
    def client_edit(self) -> "ClientEdits":
        """Adding and correcting clients, contact notes and life events."""
        from advisor_tui.desk.client.edit import ClientEdits

        return ClientEdits(self.office)

    @cached_property
    def interviews(self) -> "Interviews":
        """Needs interviews."""
        from advisor_tui.desk.interviews import Interviews

        return Interviews(self.office)

    @cached_property
    def proposals(self) -> "Proposals":
        """Proposals and their confirmation."""
        from advisor_tui.desk.proposals import Proposals

        return Proposals(self.office)

    @cached_property
    def undo_log(self) -> "UndoLog":
        """What can be taken back, over all jobs that offer it, the newest first."""
        from advisor_tui.desk.work.undo import UndoLog

        return UndoLog(self.office)

    @cached_property
    def tasks(self) -> "Tasks":
        """The task queue."""
        from advisor_tui.desk.tasks import Tasks

        return Tasks(self.office, self.undo_log)

    @cached_property
    def followups(self) -> "FollowUps":
        """The follow-up calendar."""
        from advisor_tui.desk.followups import FollowUps

        return FollowUps(self.office, self.undo_log)

    @cached_property
    def day(self) -> "Day":
        """The day page."""
        from advisor_tui.desk.day import Day

        return Day(self.office, self.tasks)

    @cached_property
    def complaints(self) -> "Complaints":
        """Complaints and their deadlines."""
        from advisor_tui.desk.complaints import Complaints

        return Complaints(self.office, self.undo_log)

    @cached_property
    def loans(self) -> "Loans":
        """Loan cases."""
        from advisor_tui.desk.loans import Loans

        return Loans(self.office, self.undo_log)

    @cached_property
    def market(self) -> "Market":
        """Bulletins of the market department."""
        from advisor_tui.desk.market import Market

        return Market(self.office)

    @cached_property
    def scorecard(self) -> "Scorecard":
        """Performance against targets."""
        from advisor_tui.desk.scorecard import Scorecard

        return Scorecard(self.office)

    @cached_property
    def compliance(self) -> "Compliance":
        """The journal, the access log, agreements and training."""
        from advisor_tui.desk.compliance import Compliance

        return Compliance(self.office)

    @cached_property
    def exchange(self) -> "Exchange":
        """Bundles to and from head office."""
        from advisor_tui.desk.exchange import Exchange

        return Exchange(self.office)

    def receive(self, paths: Sequence[Path]) -> "list[ReceiveView]":
        """Apply what head office sent, and work with it from now on; see `Exchange.receive`.

        Raises:
            DeskError: The reason of the first bundle that was refused; what came before it stands.
        """
        try:
            return self.exchange.receive(paths)
        finally:
            self._read_reference_again()

    def _read_reference_again(self) -> None:
        with self.office.store.connection() as connection:
            published = published_sources(connection, self.office.today)
        self.office = self.office.with_reference(load_reference(self.office.reference.root, published))
        for name in [name for name in self.__dict__ if isinstance(getattr(type(self), name, None), cached_property)]:
            del self.__dict__[name]

    def status(self) -> StatusView:
        """What the status line says."""
        due = self.tasks.counts()
        me = self.office.me
        return StatusView(
            branch=me.branch_name,
            staff=me.name,
            today=due.today,
            overdue=due.overdue,
            unsealed=self.exchange.unsealed(),
        )

    def lock(self) -> None:
        """Seal what changed, empty the print folder, forget the key.

        Raises:
            DeskError: What kept the sealing from being done; the desk is closed all the same.
        """
        try:
            self.exchange.seal_if_needed()
        finally:
            self.close()

    def close(self) -> None:
        """Close without sealing, as after a failure."""
        for file in self.office.home.print.glob("*"):
            if file.is_file() and not file.name.startswith("saved-"):
                file.unlink()
        self.office.store.close()
        self._lock.free()
