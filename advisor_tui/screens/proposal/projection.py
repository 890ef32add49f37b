"""What a proposal may come to: the fan of possible results, goal by goal, and up to nine stress tests, a key each."""

import threading
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.views.projection import ProjectionPage, StressRow
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.proposal import projection_text as text
from advisor_tui.widgets.columns import Line
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.line_events import RowHighlighted
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk

TALL = 30
FEW_GOALS, MANY_GOALS = 3, 8
"""Goals in sight on a screen of few lines, and from `TALL` lines on; more of them scroll."""
STOPPED = "projection_stopped"
"""The code of the refusal with which a run that Esc stopped ends."""


class ProjectionScreen(DeskScreen):
    """Reads the stored projection of a proposal; computes one where there is none, or where a draft has changed."""

    AREA = "proposals"
    HEADING = mark("Projection")
    HELP = mark(
        "What the proposal may come to, in money of today, beside what the client holds now: the pale band holds eight "
        "of ten possible futures, the dark one half of them. Below stands every goal with the share of futures in "
        "which it is met, and why it falls short. 1 to 9 show a stress test against the base case and behind its name "
        "what it does to the net worth, 0 shows the base case, PgDn what is assumed and by whom. A projection is kept "
        "as it was computed; Ctrl+N computes it again and says so. Nothing here is a promise."
    )
    FIRST_FOCUS = "#projection-goals"
    CSS_PATH = "projection.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(digit_key(key), f"stress({key})", mark("Stress tests"), id=f"projection.stress{key}",
                    show=key == 1, key_display="1-9")
            for key in range(1, 10)
        ),
        Binding(digit_key(0), "stress(0)", mark("Base case"), id="projection.base"),
        Binding("pagedown", "assumptions", mark("Assumptions"), id="projection.assumptions", priority=True),
        Binding("ctrl+n", "new", mark("Compute again"), id="projection.again"),
    ]  # fmt: skip

    class Progressed(Message):
        """So many futures of all are computed."""

        def __init__(self, done: int, paths: int) -> None:
            super().__init__()
            self.done, self.paths = done, paths

    def __init__(self, proposal_id: str) -> None:
        super().__init__()
        self.proposal_id = proposal_id
        self._page: ProjectionPage | None = None
        self._stress = ""
        self._computing = False
        self._done = (0, 1)
        self._stop = threading.Event()

    def compose_body(self) -> ComposeResult:
        """Whose and when, the chart, what it says in words, the goals, the stress tests."""
        yield Static("", markup=False, id="projection-head")
        yield Prose("", id="projection-source")
        yield Static("", markup=False, id="projection-chart")
        yield Prose("", id="projection-summary")
        yield LineTable(
            text.COLUMNS,
            self._draw,
            empty=mark("No goal with an amount and a year: an interview tells them."),
            id="projection-goals",
        )
        yield Prose("", id="projection-why")
        yield Prose("", id="projection-stresses")

    # Reading and computing

    def refresh_data(self) -> None:
        """Read what was computed."""
        self.ask(lambda desk: desk.proposals.projections.page(self.proposal_id), self._arrived, failed=self._gone)

    def _gone(self, error: DeskError) -> None:
        self.shell.show_error(error)
        self.close()

    def _arrived(self, page: ProjectionPage) -> None:
        self._page = page
        self._show()
        if page.base is None or (page.outdated and page.draft):
            self._compute("")

    def _compute(self, stress: str, *, rerun: bool = False) -> None:
        """Compute in a thread; while one is under way nothing else begins."""
        if self._computing:
            return
        self._computing = True
        self._stop.clear()
        self._done = (0, 1)
        self.refresh_bindings()
        self._head()

        def compute(desk: "Desk") -> ProjectionPage:
            projections = desk.proposals.projections
            projections.run(self.proposal_id, stress, rerun=rerun, tick=self._tick)
            return projections.page(self.proposal_id)

        self.act(compute, lambda page: self._computed(page, stress), failed=self._not_computed)

    def _tick(self, done: int, paths: int) -> None:
        """Called in the thread."""
        if self._stop.is_set():
            raise DeskError(STOPPED, mark("The projection was stopped; nothing of it is kept."))
        self.post_message(self.Progressed(done, paths))

    def on_projection_screen_progressed(self, event: Progressed) -> None:
        """Say how far it is."""
        self._done = (event.done, event.paths)
        self._head()

    def _computed(self, page: ProjectionPage, stress: str) -> None:
        self._computing = False
        self._page, self._stress = page, stress
        self.refresh_bindings()
        self._show()

    def after_lock(self) -> None:
        """What was computed behind the lock is read again."""
        self._computing = False
        self.refresh_bindings()

    def _not_computed(self, error: DeskError) -> None:
        self._computing = False
        if self.is_attached:
            self.refresh_bindings()
            self.say(error.message, **error.params)
            self._show()

    # Showing

    @property
    def _row(self) -> StressRow | None:
        """The stress test that is shown."""
        page = self._page
        return None if page is None else next((row for row in page.stresses if row.id == self._stress), None)

    def _show(self) -> None:
        page, cells = self._page, self.size.width - 2
        if page is None or not self.is_attached:
            return
        row = self._row
        if row is not None and row.found is None:
            row, self._stress = None, ""
        self._head()
        self.query_one("#projection-stresses", Static).update(text.stress_keys(page, self._stress, cells))
        if page.base is None:
            told = "" if self._computing else translate(mark("Nothing is computed yet: Ctrl+N computes it."))
            self.query_one("#projection-source", Static).update(plain(told))
            self.query_one(LineTable).show_rows([])
            return
        self.query_one("#projection-source", Static).update(text.source_line(page, row, cells))
        chart = self.query_one("#projection-chart", Static)
        chart.update(text.chart(page.base, row, cells, chart.size.height))
        self.query_one("#projection-summary", Static).update(text.summary(page.base, row))
        rows = text.goal_rows(page.base, None if row is None else row.found)
        table = self.query_one(LineTable)
        table.styles.height = 1 + min(len(rows) or FEW_GOALS, FEW_GOALS if self.size.height < TALL else MANY_GOALS)
        table.show_rows(rows)
        self._explain()

    def _head(self) -> None:
        if self._page is not None:
            line = text.head(self._page, self._row, self.size.width - 2)
            if self._computing:
                line = text.progress(self._page, *self._done)
            self.query_one("#projection-head", Static).update(line)

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new size, which the chart has only after the layout."""
        self.call_after_refresh(self._show)

    def _draw(self, row: text.GoalRow) -> Line:
        return text.goal_line(row)

    @on(RowHighlighted, "#projection-goals")
    def _explain(self) -> None:
        """Say of the goal under the cursor how much is missing, and why."""
        row = self.query_one(LineTable).cursor_row
        self.query_one("#projection-why", Static).update(plain("") if row is None else text.why(row))

    # Keys

    def keys(self) -> list[KeyHint]:
        """While it computes, Esc stops it."""
        if self._computing:
            return [KeyHint("Esc", translate(mark("Stop")))]
        return super().keys()

    def action_stress(self, key: int) -> None:
        """Show a stress test, computed when it is first asked for; 0 is the base case."""
        page = self._page
        if page is None or page.base is None or self._computing or key > len(page.stresses):
            return
        row = page.stresses[key - 1] if key else None
        self._stress = "" if row is None else row.id
        if row is not None and row.found is None:
            if page.outdated and not page.draft:
                self._stress = ""
                self.say(mark("The client's figures have changed since: Ctrl+N computes the base case again first."))
                return
            self._compute(row.id)
        else:
            self._show()

    def action_new(self) -> None:
        """Compute what is shown again, and say that it is a rerun; the base case where nothing was computed yet."""
        if self._page is not None:
            self._compute("" if self._page.outdated else self._stress, rerun=self._page.base is not None)

    def action_assumptions(self) -> None:
        """Read what is assumed, and by whom."""
        from advisor_tui.screens.proposal.projection_assumptions import ProjectionAssumptionsScreen

        if self._page is not None and self._page.base is not None:
            self.app.push_screen(ProjectionAssumptionsScreen(self._page))

    def action_back(self) -> None:
        """Stop what is computed; else back."""
        if self._computing:
            self._stop.set()
        else:
            super().action_back()
