"""One loan case: facts, papers, the risk department's decision, a preliminary look at affordability."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from advisor_tui.base.languages import join_list, labelled, mark, pick, translate
from advisor_tui.base.money import yuan
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.loan_words import HOLDERS, KINDS, METHODS, months_text, rate_text, word
from advisor_tui.desk.views.loans import Affordability, CreditView, LoanPaper, LoanView
from advisor_tui.desk.views.papers import COSTS
from advisor_tui.desk.views.papers import NAMES as PAPERS
from advisor_tui.desk.views.tasks import Undone
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.loan.words import DECISIONS, MISSING, STATUSES
from advisor_tui.screens.more.facts import fact_lines
from advisor_tui.screens.printing import Printable, choose_papers
from advisor_tui.screens.work import text as work_text
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.dialog import ask_text
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose

_MARKS = {"allowed": "✓", "warn": "!", "forbidden": "✗"}


class LoanScreen(DeskScreen):
    """Reads one case; ticks papers off, takes the next step, writes down a withdrawal."""

    AREA = "loans"
    HEADING = mark("Loan case")
    HELP = mark(
        "The papers of the case: Enter or Insert ticks one off as received today, or takes the tick back. 1 takes the "
        "next step once the required papers are there; submitting hands the case to the risk department, whose "
        "decision comes with head office's files. 2 writes down that the client withdrew, 3 opens the client, 4 prints "
        "the sheet of the all-in cost, which the borrower signs before the contract. The "
        "look at affordability is preliminary: only the risk department decides."
    )
    ENTER = mark("Tick off")
    FIRST_FOCUS = "LineTable"
    CSS_PATH = "../records.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("insert", "tick", mark("Tick off"), id="loan.tick", show=False),
        Binding(digit_key(1), "advance", mark("Next step"), id="loan.advance"),
        Binding(digit_key(2), "withdraw", mark("Withdrawn"), id="loan.withdraw"),
        Binding(digit_key(3), "client", mark("Client"), id="loan.client"),
        Binding(digit_key(4), "print", mark("Print"), id="loan.print"),
        Binding("ctrl+z", "undo", mark("Undo"), id="loan.undo"),
    ]

    def __init__(self, loan_id: str) -> None:
        super().__init__()
        self._loan = loan_id
        self._shown: LoanView | None = None

    def compose_body(self) -> ComposeResult:
        """Facts, affordability, papers."""
        yield Prose("", classes="compliance--body", id="loan-facts")
        columns = (
            Column("tick", "", 1),
            Column("paper", mark("Paper"), 20, flex=2),
            Column("holder", mark("Of"), 12),
            Column("required", mark("Needed"), 8),
            Column("received", mark("Came in"), 10),
            Column("note", mark("Look at"), 20, flex=1, min_screen_width=100),
        )
        yield LineTable(
            columns,
            self._draw,
            empty=mark("No papers in this case. A new case gets those of its kind from data/checklists."),
        )

    def refresh_data(self) -> None:
        """Read it."""
        self.ask(lambda desk: desk.loans.get(self._loan), self._show)

    def _show(self, view: LoanView) -> None:
        self._shown = view
        row = view.row
        terms = [work_text.money(row.amount_fen), months_text(view.term_months), rate_text(view.rate)]
        kind = f"{row.number}  {word(KINDS, row.kind)}  {'  '.join(term for term in terms if term)}"
        lines = [
            (translate(mark("Loan case")), kind),
            (translate(mark("Client")), f"{row.client.name}  {row.client.number}"),
            (translate(mark("Purpose")), one_line(view.purpose)),
            (translate(mark("Status")), word(STATUSES, row.status)),
            *((translate(mark("Decision")), decision_text(made)) for made in view.decisions[:2]),
            *carried_lines(view.affordability),
        ]
        self.query_one("#loan-facts", Static).update(plain(fact_lines(lines, self.size.width - 4)))
        self.query_one(LineTable).show_rows(view.papers)

    def _draw(self, paper: LoanPaper) -> Line:
        cells = (
            signs("✓") if paper.received_on else "",
            pick(paper.name),
            word(HOLDERS, paper.holder),
            translate(mark("required")) if paper.required else "",
            str(paper.received_on or ""),
            paper.remark or (pick(paper.note) if paper.note else ""),
        )
        return Line(paper.id, cells)

    def on_line_table_row_chosen(self, event: LineTable.RowChosen) -> None:
        """Tick off."""
        self.action_tick()

    def action_tick(self) -> None:
        """Tick the paper under the cursor off, or take the tick back."""
        paper: LoanPaper | None = self.query_one(LineTable).cursor_row
        if paper is not None:
            received = paper.received_on is None
            self.act(lambda desk: desk.loans.receive(paper.id, received=received))

    def action_advance(self) -> None:
        """Take the next step."""

        def done(status: str) -> None:
            self.say(mark("Now: {status}. Ctrl+Z takes it back."), status=word(STATUSES, status))
            self.refresh_data()

        self.act(lambda desk: desk.loans.advance(self._loan), done)

    def action_withdraw(self) -> None:
        """The client does not want it any more."""
        ask_text(
            self,
            mark("Withdrawn: why?"),
            lambda reason: self.act(lambda desk: desk.loans.withdraw(self._loan, reason)),
            check=lambda typed: None if typed.strip() else translate(mark("This must be filled in.")),
        )

    def action_client(self) -> None:
        """Open the client."""
        if self._shown is not None:
            self.shell.current_client = self._shown.row.client
            self.shell.open_area("clients", "open", self._shown.row.client.id)

    def action_print(self) -> None:
        """Print the sheet of the all-in cost."""
        if self._shown is not None:
            sheet = Printable(
                translate(PAPERS[COSTS]), lambda desk, lang: desk.loan_papers.cost_sheet(self._loan, lang)
            )
            name = self._shown.row.client.name
            self.ask(
                lambda desk: desk.loan_papers.require_terms(self._loan),
                lambda _: choose_papers(self, [sheet], name),
                group="print",
            )

    def action_undo(self) -> None:
        """Take the last action back."""
        self.act(lambda desk: desk.undo_log.undo(), self._undone)

    def _undone(self, undone: Undone | None) -> None:
        self.notify(work_text.undone_text(undone.action) if undone else translate(mark("Nothing to take back.")))
        self.refresh_data()


def decision_text(made: CreditView) -> str:
    """A decision of the risk department on one line."""
    parts = [
        word(DECISIONS, made.decision),
        work_text.money(made.amount_fen) if made.amount_fen is not None else "",
        months_text(made.term_months),
        rate_text(made.rate),
        str(made.decided_on),
        one_line(made.conditions),
    ]
    return "  ".join(part for part in parts if part)


def carried_lines(look: Affordability) -> list[tuple[str, str]]:
    """The preliminary look: both repayment methods, what the rules say, what is missing for more."""
    lines = []
    if look.level_fen is not None and look.first_fen is not None:
        asked = translate(mark("{level} equal payments, or {first} in the first month of equal principal"))
        lines.append(
            (translate(mark("Each month")), asked.format(level=yuan(look.level_fen), first=yuan(look.first_fen)))
        )
    for finding in look.findings:
        sign = signs(_MARKS.get(finding.verdict, ""))
        said = (
            labelled(word(METHODS, finding.method), pick(finding.sentence))
            if finding.method
            else pick(finding.sentence)
        )
        lines.append((translate(mark("Preliminary")), f"{sign} {said}  {finding.law}"))
    if look.missing:
        words = join_list(word(MISSING, name) for name in look.missing)
        lines.append((translate(mark("Preliminary")), translate(mark("no ratio: {reasons}")).format(reasons=words)))
    return lines
