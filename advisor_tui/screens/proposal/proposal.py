"""The proposal builder: what is held against what is proposed, judged and saved with every key."""

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.base.money import percent
from advisor_tui.base.text import half_width
from advisor_tui.desk.proposal import draft as drafts
from advisor_tui.desk.proposal.draft import Draft, History
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.proposal.amount import ask_amount, ask_money
from advisor_tui.screens.proposal.ask import FactAsker
from advisor_tui.screens.proposal.findings import FindingsScreen, Said, said_of, summary
from advisor_tui.screens.proposal.head import bars, head
from advisor_tui.screens.proposal.line import LineMenu, Row, rows_of, take_positions
from advisor_tui.screens.proposal.products import Catalogue
from advisor_tui.screens.proposal.saving import DraftSaver
from advisor_tui.screens.proposal.words import purpose_name, risk, ten_thousands
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.line_events import RowChosen
from advisor_tui.widgets.line_table import LineTable

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk
    from advisor_tui.desk.proposal.bench import Workbench

WIDE = 110
"""Columns from which the catalogue stands beside the draft."""
_FIRST_KEYS: tuple[str, ...] = ("Enter", "Ctrl+N", "+/-", "Ctrl+O", "PgDn", "Del", "Ctrl+Z")
_CATALOGUE_KEYS = ("Enter", "←/→", "Tab", "Ctrl+O", "PgDn", "Ctrl+Z")
SAID_LINES = 5
"""Lines at the bottom that the findings take."""


class ProposalScreen(DeskScreen):
    """Reads a draft with the client's facts and today's catalogue; then every key is judged in memory and saved."""

    AREA = "proposals"
    HEADING = mark("Proposal")
    HELP = mark(
        "Lines at the top: what the client has and what is proposed; * marks what changes. Type an amount on a line: "
        "20万, 30% of the money, 余 or rest for all that is left, +5万 for more; + and - go by the product's step. "
        "Enter opens what else can be done with a line. Ctrl+N or Tab goes to the catalogue, where greyed products "
        "do not suit and say why, and = marks what is in the draft. The findings at the bottom follow every key. "
        "Everything is saved at once; Ctrl+Z "
        "takes back. Ctrl+O shows the proposal to the client: then it does not change any more."
    )
    ENTER = mark("Line")
    FIRST_FOCUS = "#draft-table"
    CSS_PATH = "proposal.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new", mark("Add"), id="proposal.add"),
        Binding("plus,fullwidth_plus_sign", "step(1)", mark("Amount"), id="proposal.more", key_display="+/-"),
        Binding("minus,fullwidth_hyphen_minus", "step(-1)", mark("Less"), id="proposal.less", show=False),
        Binding(
            "equals_sign,fullwidth_equals_sign", "amount", mark("Set the amount"), id="proposal.amount", show=False
        ),
        Binding("delete", "remove", mark("Remove"), id="proposal.remove"),
        Binding("ctrl+z", "undo", mark("Undo"), id="proposal.undo"),
        Binding("ctrl+y", "redo", mark("Redo"), id="proposal.redo", show=False),
        Binding("ctrl+o", "present", mark("Show"), id="proposal.present"),
        Binding("ctrl+b", "money", mark("Money to invest"), id="proposal.money", show=False),
        Binding("ctrl+t", "ask_facts", mark("Ask what is missing"), id="proposal.facts", show=False),
        Binding("pagedown", "read", mark("Findings"), id="proposal.findings", priority=True),
        Binding("tab", "other_pane", mark("Draft or catalogue"), id="proposal.pane", show=False, priority=True),
    ]

    def __init__(self, proposal_id: str) -> None:
        super().__init__()
        self.proposal_id = proposal_id
        self._bench: Workbench | None = None
        self._history: History | None = None
        self._saver: DraftSaver | None = None
        self._said: list[Said] = []
        self._failed = False

    def compose_body(self) -> ComposeResult:
        """State, draft, catalogue, bars, findings."""
        columns = (
            Column("name", mark("Product"), 16, flex=1),
            Column("level", mark("Risk"), 4),
            Column("held", mark("Held (10k)"), 10, align="right"),
            Column("proposed", mark("Proposed"), 10, align="right"),
            Column("share", mark("Share"), 5, align="right"),
            Column("purpose", mark("For"), 14),
        )
        yield Static("", markup=False, id="proposal-head")
        with Horizontal(id="proposal-panes"):
            with Vertical(id="proposal-draft"):
                yield LineTable(columns, self._draw, empty=mark("Ctrl+N adds a product."), id="draft-table")
                yield Static("", markup=False, id="proposal-bars")
            yield Catalogue(id="proposal-catalogue")
        yield Static("", markup=False, id="proposal-said")

    # Reading

    def refresh_data(self) -> None:
        """Read the workbench again; what was built here and its history stay."""
        saver = self._saver
        if saver is not None and saver.behind:
            self.act(saver.write, lambda _: None, failed=self._not_saved)
        self.ask(lambda desk: desk.proposals.bench(self.proposal_id), self._arrived, failed=self._gone)

    def _gone(self, error: DeskError) -> None:
        self.shell.show_error(error)
        self.close()

    def _arrived(self, bench: "Workbench") -> None:
        self._bench = bench
        self._history = take_positions(self, bench, self._history)
        if self._saver is None:
            self._saver = DraftSaver(self.proposal_id, bench.draft)
        self._show()

    @property
    def draft(self) -> Draft:
        """The draft as it stands now."""
        assert self._history is not None
        return self._history.now

    @property
    def ready(self) -> bool:
        """Whether the draft has been read."""
        return self._history is not None and self._bench is not None

    def _show(self) -> None:
        if self._bench is None or self._history is None:
            return
        bench, draft, cells = self._bench, self.draft, self.size.width
        self._said = said_of(bench, bench.judge(draft))
        self.query_one("#proposal-head", Static).update(head(bench, draft, cells))
        self._table.show_rows(rows_of(bench, draft))
        pane = cells - 46 if cells >= WIDE else cells
        self.query_one("#proposal-bars", Static).update(bars(bench, draft, pane))
        self.query_one("#proposal-said", Static).update(summary(self._said, SAID_LINES, cells))
        self.query_one(Catalogue).show(bench, draft)

    def on_resize(self, event: events.Resize) -> None:
        """The catalogue stands beside the draft where there is room."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.call_after_refresh(self._show)

    @property
    def _table(self) -> "LineTable[Row]":
        return self.query_one("#draft-table", LineTable)

    def _draw(self, row: Row) -> Line:
        bench = self._bench
        if bench is None:
            return Line(row.key, ("", "", "", "", "", ""))
        held = ten_thousands(row.held) if row.held else ""
        if row.line is None:
            return Line(row.key, (row.name, risk(row.level), held, "", "", ""), dim=True)
        line = row.line
        amount = ten_thousands(line.amount) + ("*" if line.changed else " ")
        share = percent(line.amount, self.draft.investable)
        purpose = purpose_name(bench.purpose(line.goal, line.need))
        return Line(row.key, (row.name, risk(row.level), held, amount, share, purpose))

    def keys(self) -> list[KeyHint]:
        """The key line: what is needed first stands first, whatever has the focus."""
        hints = super().keys()
        shown = {hint.key: hint for hint in hints}
        first = _FIRST_KEYS
        if not self._table.has_focus:
            first = _CATALOGUE_KEYS
            shown["Enter"] = KeyHint("Enter", translate(mark("Add to the proposal")))
            shown["Tab"] = KeyHint("Tab", translate(mark("Back to the draft")))
            for key in ("Ctrl+N", "+/-", "Del"):
                shown.pop(key, None)
        order = [shown.pop(key) for key in first if key in shown]
        return [KeyHint(signs(hint.key), hint.text) for hint in (*order, *shown.values())]

    # Changing

    def change(self, draft: Draft) -> None:
        """Take over a changed draft: judge it, show it, save it."""
        if self._history is not None and draft != self.draft:
            self._follow(self._history.do(draft))

    def _follow(self, history: History) -> None:
        self._history = history
        self._show()
        saver = self._saver
        if saver is not None:
            saver.put(history.now)
            self.act(saver.write, lambda _: None, failed=self._not_saved)

    def _not_saved(self, error: DeskError) -> None:
        self._failed = True
        self.shell.show_error(error)

    def unsaved(self) -> bool:
        """Every change goes to the store at once; only one that could not be written there would be lost."""
        return self._failed and self._saver is not None and self._saver.behind

    def action_save(self) -> None:
        """Park the draft: it is saved already, so go back to the list."""
        self.say(mark("The draft is saved; it goes on where it was left."))
        super().action_back()

    def action_undo(self) -> None:
        """One change back."""
        if self._history is not None:
            self._follow(self._history.undo())

    def action_redo(self) -> None:
        """One change forward again."""
        if self._history is not None:
            self._follow(self._history.redo())

    def _line(self) -> drafts.DraftLine | None:
        """The line under the cursor; a position that is only held is taken in first."""
        row = self._table.cursor_row
        bench = self._bench
        if row is None or bench is None:
            return None
        if row.line is not None:
            return self.draft.find(row.line.product)
        if not row.product:
            self.say(mark("This position is not in the catalogue: it stays as it is."))
            return None
        line = drafts.DraftLine(row.product, row.held, row.held)
        self.change(drafts.keep_holding(self.draft, line))
        return line

    def action_step(self, by: int) -> None:
        """The next amount that the product takes."""
        line = self._line() if self.ready else None
        product = None if line is None or self._bench is None else self._bench.product(line.product)
        if line is not None and product is not None:
            amount = drafts.stepped(line.amount, by, product.min_amount, product.step)
            self.change(drafts.change_line(self.draft, line.product, amount=amount))

    def action_amount(self, first: str = "") -> None:
        """Type an amount for the line under the cursor."""
        line = self._line() if self.ready else None
        if line is not None and self._bench is not None:
            ask_amount(self, self._bench, line.product, first)

    def action_remove(self) -> None:
        """Take the line under the cursor out of the draft; what is held stays held."""
        row = self._table.cursor_row
        if row is not None and row.line is not None and self._table.has_focus:
            self.change(drafts.remove_line(self.draft, row.line.product))

    def action_money(self) -> None:
        """Change the money that the lines share out."""
        if self.ready:
            ask_money(self)

    def on_key(self, event: events.Key) -> None:
        """A digit or 余 on a line begins an amount."""
        if self.passes_on(event):
            return
        typed = half_width(event.character or "")
        if self._table.has_focus and (typed.isdecimal() or typed == "余"):
            event.stop()
            self.action_amount(typed)

    @on(RowChosen, "#draft-table")
    def _chosen(self, event: RowChosen) -> None:
        line = self._line() if self.ready else None
        if line is not None and self._bench is not None:
            LineMenu(self, self._bench, line.product).open()

    # The catalogue

    def action_new(self) -> None:
        """Go to the catalogue."""
        if not self.has_class("-wide"):
            self.add_class("-choosing")
        self.query_one(Catalogue).table.focus()

    def action_other_pane(self) -> None:
        """Between draft and catalogue."""
        if self._table.has_focus:
            self.action_new()
        else:
            self._to_draft()

    def _to_draft(self) -> None:
        self.remove_class("-choosing")
        self._table.focus()

    def action_back(self) -> None:
        """From the catalogue to the draft, from there to the list."""
        if self._table.has_focus:
            super().action_back()
        else:
            self._to_draft()

    def on_catalogue_chosen(self, event: Catalogue.Chosen) -> None:
        """Add a product that suits; of another one, say why not."""
        from advisor_tui.screens.proposal.line import add_product

        if self._bench is not None and self.ready:
            add_product(self, self._bench, event.offer)

    def added(self, draft: Draft, product: str) -> None:
        """A product was added: go to its line."""
        self.change(draft)
        self._to_draft()
        self._table.move_to_key(product)

    # Findings, facts, presenting

    def action_read(self) -> None:
        """Read every finding in full."""
        self.app.push_screen(FindingsScreen(self._said))

    def action_ask_facts(self, then: Any = None) -> None:
        """Ask the client, one by one, for what the rules do not know yet."""
        if self._bench is not None and self.ready:
            FactAsker(self, self._bench, then or (lambda: None)).ask()

    def action_present(self) -> None:
        """Ask what is missing, then freeze the draft for the client and show it; what is forbidden is said first."""
        if self._bench is None or not self.ready:
            return
        if self._bench.judge(self.draft).joined.verdict == "forbidden":
            self._present()
        else:
            self.action_ask_facts(self._present)

    def _present(self) -> None:
        saver = self._saver
        if saver is None:
            return

        def present(desk: "Desk") -> None:
            saver.write(desk)
            desk.proposals.present(self.proposal_id)

        self.act(present, lambda _: self._presented())

    def _presented(self) -> None:
        from advisor_tui.screens.proposal.present import ProposalPresentScreen

        self.app.switch_screen(ProposalPresentScreen(self.proposal_id))
