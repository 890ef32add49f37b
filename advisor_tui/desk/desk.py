"""An unlocked desk: one object, one job an attribute, each imported when it is first used."""

import gc
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.job import Job, JobHolder
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.common import StatusView
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.store.homelock import HomeLock
from advisor_tui.sync.head import check_head
from advisor_tui.sync.published import published_sources

if TYPE_CHECKING:
    from advisor_tui.desk.catalogue import ProductCatalogue
    from advisor_tui.desk.client.edit import ClientEdits
    from advisor_tui.desk.client.page import ClientPages
    from advisor_tui.desk.clients import Clients
    from advisor_tui.desk.complaints import Complaints
    from advisor_tui.desk.compliance import Compliance
    from advisor_tui.desk.day import Day
    from advisor_tui.desk.exchange import Exchange
    from advisor_tui.desk.exchanging.conflicts import Conflicts
    from advisor_tui.desk.followups import FollowUps
    from advisor_tui.desk.interview.credit_cases import CreditCases
    from advisor_tui.desk.interview.papers import InterviewPapers
    from advisor_tui.desk.interviews import Interviews
    from advisor_tui.desk.loans import Loans
    from advisor_tui.desk.market import Market
    from advisor_tui.desk.proposal.papers import ProposalPapers
    from advisor_tui.desk.proposals import Proposals
    from advisor_tui.desk.scorecard import Scorecard
    from advisor_tui.desk.tasks import Tasks
    from advisor_tui.desk.views.exchange import ReceiveView, SealedFile
    from advisor_tui.desk.work.loan_papers import LoanPapers
    from advisor_tui.desk.work.undo import UndoLog


class Desk(JobHolder):
    """What an advisor does, as long as the desk is unlocked."""

    def __init__(self, office: Office, lock: HomeLock) -> None:
        super().__init__(office)
        self._lock = lock
        self._renewing = threading.Lock()
        self._undo_logs: dict[str, UndoLog] = {}

    @Job
    def clients(self) -> "Clients":
        """The client list and search."""
        from advisor_tui.desk.clients import Clients

        return Clients(self.office, self._undo_log("clients"))

    @Job
    def client_page(self) -> "ClientPages":
        """Everything known of one client."""
        from advisor_tui.desk.client.page import ClientPages

        return ClientPages(self.office)

    @Job
    def client_edit(self) -> "ClientEdits":
        """Adding and correcting clients, contact notes and life events."""
        from advisor_tui.desk.client.edit import ClientEdits

        return ClientEdits(self.office, self._undo_log("client_edit"))

    @Job
    def interviews(self) -> "Interviews":
        """Needs interviews."""
        from advisor_tui.desk.interviews import Interviews

        return Interviews(self.office)

    @Job
    def interview_papers(self) -> "InterviewPapers":
        """Interviews on paper."""
        from advisor_tui.desk.interview.papers import InterviewPapers

        return InterviewPapers(self.office)

    @Job
    def credit_cases(self) -> "CreditCases":
        """First looks at the loans that clients ask about in interviews."""
        from advisor_tui.desk.interview.credit_cases import CreditCases

        return CreditCases(self.office, self.loans)

    @Job
    def proposals(self) -> "Proposals":
        """Proposals and their confirmation."""
        from advisor_tui.desk.proposals import Proposals

        return Proposals(self.office)

    @Job
    def catalogue(self) -> "ProductCatalogue":
        """The products of today, without a client."""
        from advisor_tui.desk.catalogue import ProductCatalogue

        return ProductCatalogue(self.office)

    @Job
    def proposal_papers(self) -> "ProposalPapers":
        """Presented proposals on paper."""
        from advisor_tui.desk.proposal.papers import ProposalPapers

        return ProposalPapers(self.office)

    @Job
    def undo_log(self) -> "UndoLog":
        """What can be taken back, over all jobs that offer it, the newest first."""
        return self._undo_log("work")

    @Job
    def tasks(self) -> "Tasks":
        """The task queue."""
        from advisor_tui.desk.tasks import Tasks

        return Tasks(self.office, self.undo_log)

    @Job
    def followups(self) -> "FollowUps":
        """The follow-up calendar."""
        from advisor_tui.desk.followups import FollowUps

        return FollowUps(self.office, self.undo_log)

    @Job
    def day(self) -> "Day":
        """The day page."""
        from advisor_tui.desk.day import Day

        return Day(self.office, self.tasks)

    @Job
    def complaints(self) -> "Complaints":
        """Complaints and their deadlines."""
        from advisor_tui.desk.complaints import Complaints

        return Complaints(self.office, self.undo_log)

    @Job
    def loans(self) -> "Loans":
        """Loan cases."""
        from advisor_tui.desk.loans import Loans

        return Loans(self.office, self.undo_log)

    @Job
    def loan_papers(self) -> "LoanPapers":
        """Loan cases on paper."""
        from advisor_tui.desk.work.loan_papers import LoanPapers

        return LoanPapers(self.office, self.loans)

    @Job
    def market(self) -> "Market":
        """Bulletins of the market department."""
        from advisor_tui.desk.market import Market

        return Market(self.office)

    @Job
    def scorecard(self) -> "Scorecard":
        """Performance against targets."""
        from advisor_tui.desk.scorecard import Scorecard

        return Scorecard(self.office)

    @Job
    def compliance(self) -> "Compliance":
        """The journal, the access log, agreements and training."""
        from advisor_tui.desk.compliance import Compliance

        return Compliance(self.office)

    @Job
    def exchange(self) -> "Exchange":
        """Bundles to and from head office."""
        from advisor_tui.desk.exchange import Exchange

        return Exchange(self.office)

    @Job
    def conflicts(self) -> "Conflicts":
        """What this desk and head office both changed."""
        from advisor_tui.desk.exchanging.conflicts import Conflicts

        return Conflicts(self.office)

    def receive(self, paths: Sequence[Path]) -> "list[ReceiveView]":
        """Apply what head office sent, and work with it from now on; see `Exchange.receive`.

        Raises:
            DeskError: The reason of the first bundle that was refused; what came before it stands.
        """
        wiped = False
        try:
            views = self.exchange.receive(paths)
            wiped = any(view.wiped for view in views)
        finally:
            if not wiped:
                self._read_reference_again()
        if wiped:
            from advisor_tui.sync.carrying.wiping import destroy

            self.close()
            destroy(self.office.home)
        return views

    def _read_reference_again(self) -> None:
        with self._renewing:  # of two that arrive together, the later one reads what both brought
            with self.office.store.connection() as connection:
                published = published_sources(connection, self.office.today)
            self.move(self.office.with_reference(load_reference(self.office.reference.root, published)))

    def _undo_log(self, name: str) -> "UndoLog":
        """What can be taken back outlives the job that did it: head office's files may renew the job any time."""
        from advisor_tui.desk.work.undo import UndoLog

        return self._undo_logs.setdefault(name, UndoLog(self.office))

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

    def check_journal(self) -> None:
        """Compare the journal with its end at the last seal; one entry is looked up.

        Raises:
            DeskError: `journal_cut`, `head_missing`, `head_damaged`; nothing is sealed until that is mended.
        """
        with self.office.rows() as connection:
            check_head(connection, self.office.home)

    def warm(self) -> None:
        """Import what the first write needs, before somebody waits for it.

        What is kept all day is not looked through for garbage from then on, which held typing back by a tenth of a
        second now and then; `close` takes that back.
        """
        from sqlalchemy.orm import configure_mappers

        import_module("advisor_tui.store.tables")
        configure_mappers()
        gc.freeze()

    def lock(self) -> "list[SealedFile]":
        """Seal what changed, empty the print folder, forget the key; what was sealed.

        Raises:
            DeskError: What kept the sealing from being done; the desk is closed all the same.
        """
        try:
            sealed = self.exchange.seal_if_needed()
        except BaseException:
            with suppress(DeskError):  # the next closing finds the printed files again; this is what must be told
                self.close()
            raise
        self.close()
        return sealed

    def close(self) -> None:
        """Close without sealing, as after a failure.

        Raises:
            DeskError: `print_kept` when a printed file could not be deleted; the desk is closed all the same.
        """
        try:
            kept = self.empty_print_folder()
        finally:
            try:
                self.office.store.close()
            finally:
                self._lock.free()
                gc.unfreeze()
        if kept is not None:
            raise DeskError(
                "print_kept", mark("A printed file could not be deleted. Delete it yourself: {file}"), file=kept
            )

    def empty_print_folder(self) -> Path | None:
        """Delete what was printed and not saved; the answer is a file that stayed, or None."""
        kept = None
        for file in self.office.home.print.glob("*"):
            if file.is_file() and not file.name.startswith("saved-"):
                try:
                    file.unlink(missing_ok=True)
                except OSError:
                    kept = file
        return kept
