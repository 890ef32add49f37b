"""The part of the client list that follows the cursor: the client at the desk, the preview, moving while one types."""

from textual import events, on
from textual.timer import Timer
from textual.widgets import Static

from advisor_tui.desk.views.clients import ClientLine, ClientPreview
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.client.preview import draw_preview
from advisor_tui.widgets.line_events import RowHighlighted
from advisor_tui.widgets.line_table import REST, LineTable

WIDE = 100
"""Columns from which the preview stands beside the list without being asked for."""


class FollowingScreen(DeskScreen):
    """Makes the client under the cursor the one at the desk.

    Attributes:
        awaited: The id of a client whom the list is being read around; until then the cursor says nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self.awaited = ""
        self._rest: Timer | None = None

    @property
    def table(self) -> LineTable[ClientLine]:
        """The list."""
        return self.query_one("#clients-table", LineTable)

    @on(RowHighlighted)
    def _highlighted(self) -> None:
        self._look()

    @on(LineTable.PageShown)
    def _read(self) -> None:
        """Who was awaited is there now, or is not in the list: the cursor speaks again."""
        if self.awaited:
            self.awaited = ""
            self._look()

    def look_soon(self) -> None:
        """Look at the first row once the typing rests: the next letter must not wait for a preview."""
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, self._look)

    def _look(self) -> None:
        row = self.table.cursor_row
        if self.awaited and row is not None and row.ref.id != self.awaited:
            return  # of the list as it was before: who is awaited is still being read
        self.awaited = ""
        if row is None:
            self.query_one("#client-preview", Static).update("")
            return
        if self.app.screen is self:  # `is_current` is true below another screen too
            self.shell.current_client = row.ref
        if self.query_one("#client-preview").display:
            self.ask(lambda desk: desk.clients.preview(row.ref.id), self._preview, group="preview")

    def _preview(self, shown: ClientPreview) -> None:
        self.query_one("#client-preview", Static).update(draw_preview(shown, self.shell.clock.today()), layout=False)

    def action_preview(self) -> None:
        """Show or hide the preview."""
        wide = self.has_class("-wide")
        self.toggle_class("-no-preview" if wide else "-preview")
        self._look()

    def on_resize(self, event: events.Resize) -> None:
        """A wide terminal shows the preview by itself."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.call_after_refresh(self._look)

    # Moving and opening

    def action_move(self, by: int) -> None:
        """Move in the list while the search keeps the focus."""
        self.table.action_move(by)

    def action_page(self, by: int) -> None:
        """Move a screen in the list."""
        self.table.action_move_page(by)

    def action_mark(self) -> None:
        """Mark or unmark the client under the cursor."""
        self.table.action_mark()
