"""The proposal builder: what is held against what is proposed, judged and saved with every key."""

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from advisor_tui.base.languages import mark
from advisor_tui.desk.proposal.draft import Draft
from advisor_tui.screens.proposal import keys, table
from advisor_tui.screens.proposal.ask import FactAsker
from advisor_tui.screens.proposal.findings import FindingsScreen, Said, said_of, summary
from advisor_tui.screens.proposal.head import head
from advisor_tui.screens.proposal.line import add_product
from advisor_tui.screens.proposal.products import Catalogue
from advisor_tui.screens.proposal.proposing import ProposingScreen
from advisor_tui.screens.proposal.risk_scale import risk_scale
from advisor_tui.screens.proposal.showing import ask_to_show
from advisor_tui.widgets.columns import Line
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.line_events import RowHighlighted
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.prose import Prose

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk

WIDE = 110
"""Columns from which the catalogue stands beside the draft."""
SAID_LINES = 5
"""Lines at the bottom that the findings take."""


class ProposalScreen(ProposingScreen):
    """Reads a draft with the client's facts and today's catalogue; then every key is judged in memory and saved."""

    AREA = "proposals"
    HEADING = mark("Proposal")
    HELP = mark(
        "Lines at the top: what the client has and what is proposed; * marks what changes. Type an amount on a line: "
        "200k, 30% of the money, rest for all that is left, +50k for more; ~ moves money to another line; + and - go "
        "to the next round amount up or down (the last line says round to what, about a hundredth of the money), < and "
        "> ten times as far, always to an amount that the product takes. "
        "Enter opens what else can be done with a line. Ctrl+N or Tab goes to the catalogue, where greyed products "
        "do not suit and say why, and = marks what is in the draft. The findings at the bottom follow every key. "
        "Ctrl+G proposes: it covers the client's needs in their order "
        "around the lines that Insert pins, and says what each line serves and what bound it. Everything is saved at "
        "once; Ctrl+Z takes back. Ctrl+O shows the proposal to the client; it asks first, for "
        "then this version does not change any more."
    )
    ENTER = mark("Line")
    FIRST_FOCUS = "#draft-table"
    CSS_PATH = "proposal.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.BUILDER_KEYS

    def __init__(self, proposal_id: str) -> None:
        super().__init__(proposal_id)
        self._said: list[Said] = []

    def compose_body(self) -> ComposeResult:
        """State, draft, catalogue, bars, findings."""
        yield Static("", markup=False, id="proposal-head")
        with Horizontal(id="proposal-panes"):
            with Vertical(id="proposal-draft"):
                empty = mark("Ctrl+N adds a product, Ctrl+G proposes.")
                yield LineTable(table.COLUMNS, self._draw, empty=empty, id="draft-table")
                yield Static("", markup=False, id="proposal-bars")
            yield Catalogue(id="proposal-catalogue")
        yield Prose("", id="proposal-said")

    def show_draft(self) -> None:
        """Judge the draft, and show the lines, the bars, the findings and the catalogue with it."""
        if self._bench is None or self._history is None:
            return
        bench, draft, cells = self._bench, self.draft, self.size.width
        self._said = said_of(bench, bench.judge(draft))
        self.query_one("#proposal-head", Static).update(head(bench, draft, cells))
        self.table.show_rows(table.rows_of(bench, draft))
        pane = cells - 46 if cells >= WIDE else cells
        self.query_one("#proposal-bars", Static).update(risk_scale(bench, draft, pane))
        self._show_said()
        self.query_one(Catalogue).show(bench, draft)
        self.refresh_bindings()  # how far a key goes is known only now, and follows the amounts

    def _show_said(self) -> None:
        cells, told = self.size.width, self.proposal_told(self.size.width)
        found = summary(self._said, SAID_LINES - len(told), cells, table.legend(self.draft))
        self.query_one("#proposal-said", Static).update(Content("\n").join([*told, found]))

    def on_resize(self, event: events.Resize) -> None:
        """The catalogue stands beside the draft where there is room."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.call_after_refresh(self.show_draft)

    def _draw(self, row: table.Row) -> Line:
        bench = self._bench
        if bench is None:
            return Line(row.key, ("", "", "", "", "", ""))
        return table.table_line(bench, self.draft, row)

    def keys(self) -> list[KeyHint]:
        """The key line: what is needed first stands first, whatever has the focus; + and < say how far they go."""
        hints = super().keys()
        if not self.table.has_focus:
            return keys.catalogue_keys(hints)
        row, bench = self.table.cursor_row, self._bench
        product = None if row is None or bench is None or not self.ready else bench.product(row.product)
        return keys.draft_keys(hints, self.draft if product is not None else None, product)

    @on(RowHighlighted, "#draft-table")
    def _highlighted(self) -> None:
        """How far a key goes, and what bound the line, depends on the product."""
        self.refresh_bindings()
        if self.ready:
            self._show_said()

    # The catalogue

    def action_new(self) -> None:
        """Go to the catalogue."""
        if not self.has_class("-wide"):
            self.add_class("-choosing")
        self.query_one(Catalogue).table.focus()

    def action_other_pane(self) -> None:
        """Between draft and catalogue."""
        if self.table.has_focus:
            self.action_new()
        else:
            self._to_draft()

    def _to_draft(self) -> None:
        self.remove_class("-choosing")
        self.table.focus()

    def action_back(self) -> None:
        """From the catalogue to the draft, from there to the list."""
        if self.table.has_focus or self.proposing:
            super().action_back()
        else:
            self._to_draft()

    def on_catalogue_chosen(self, event: Catalogue.Chosen) -> None:
        """Add a product that suits; of another one, say why not."""
        if self._bench is not None and self.ready:
            add_product(self, self._bench, event.offer)

    def added(self, draft: Draft, product: str) -> None:
        """A product was added: go to its line."""
        self.change(draft)
        self._to_draft()
        self.table.move_to_key(product)

    # Findings, facts, presenting

    def action_read(self) -> None:
        """Read every finding in full."""
        self.app.push_screen(FindingsScreen(self._said, self.needs_told() if self.ready else None))

    def action_versions(self) -> None:
        """Compare this draft with the version before it."""
        from advisor_tui.screens.proposal.versions import VersionsScreen

        def compare(_: None) -> None:
            self.app.push_screen(VersionsScreen(self.proposal_id))

        if self._saver is not None:
            self.act(self._saver.write, compare, failed=self._not_saved)

    def action_ask_facts(self, then: Any = None) -> None:
        """Ask the client, one by one, for what the rules do not know yet."""
        if self._bench is not None and self.ready:
            FactAsker(self, self._bench, then or (lambda: None), every=then is None).ask()

    def action_project(self) -> None:
        """Go to what it may come to; the draft is written first."""
        saver = self._saver
        if saver is not None and self.ready:
            from advisor_tui.screens.proposal.projection import ProjectionScreen

            def show(_: None) -> None:
                self.app.push_screen(ProjectionScreen(self.proposal_id))

            self.act(saver.write, show, failed=self._not_saved)

    def action_present(self) -> None:
        """Ask what is missing, then whether to freeze the draft and show it; what is forbidden is said first."""
        if self._bench is None or not self.ready:
            return
        if self._bench.judge(self.draft).joined.verdict == "forbidden":
            self._present()
        else:
            bench = self._bench
            self.action_ask_facts(lambda: ask_to_show(self, bench, self._present))

    def _present(self) -> None:
        saver = self._saver
        if saver is None:
            return

        def present(desk: "Desk") -> None:
            saver.write(desk)
            desk.proposals.present(self.proposal_id)

        self.act(present, lambda _: self._presented(), failed=self._not_saved)

    def _presented(self) -> None:
        from advisor_tui.screens.proposal.present import ProposalPresentScreen

        self.app.switch_screen(ProposalPresentScreen(self.proposal_id))
