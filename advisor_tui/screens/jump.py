"""Ctrl+P: a place of the screen below, a client by pinyin, number or name, or any action in either language."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from advisor_tui.base.languages import language, mark, translate
from advisor_tui.base.text import half_width
from advisor_tui.desk.views.common import JumpRow
from advisor_tui.screens.actions import Action, Place, all_actions
from advisor_tui.screens.shell import OnShell
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.fields import Field
from advisor_tui.widgets.jobs import JobRunner
from advisor_tui.widgets.line_table import LineTable

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk
    from advisor_tui.screens.action_search import ActionIndex

LIMIT = 12
"""Clients offered at most; actions come after them."""
MOST_ACTIONS = 200


@dataclass(frozen=True)
class Target:
    """One line of the list."""

    client: JumpRow | None = None
    action: Action | None = None
    place: Place | None = None

    @property
    def key(self) -> str:
        """Unique among the lines."""
        if self.place is not None:
            return f"place {self.place.key}"
        if self.client is not None:
            return f"client {self.client.ref.id}"
        return f"action {self.action.id}" if self.action else ""


def draw(target: Target) -> Line:
    """A line of the list."""
    if target.place is not None:
        place = target.place
        return Line(target.key, (place.label, place.found_by, place.number))
    if target.client is not None:
        row = target.client
        return Line(target.key, (row.label, row.found_by, row.ref.number))
    action = cast(Action, target.action)
    return Line(target.key, (action.names[language()], "", action.key))


class JumpScreen(ModalScreen[Target | None], OnShell, JobRunner):
    """Closes with what was chosen, or None.

    Args:
        places: Places of the screen below, offered before everything else.
        here: What the screens below offer, with their classes.
        clients_only: Offer clients and nothing else.
    """

    CSS_PATH = "jump.tcss"
    AUTO_FOCUS = "Field"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", mark("Cancel"), id="jump.cancel"),
        Binding("up", "move(-1)", mark("Up"), id="jump.up", show=False),
        Binding("down", "move(1)", mark("Down"), id="jump.down", show=False),
    ]
    _actions: "ActionIndex | None" = None
    _clients: tuple[JumpRow, ...] = ()

    def __init__(
        self, places: Sequence[Place] = (), here: Sequence[tuple[type, Action]] = (), *, clients_only: bool = False
    ) -> None:
        super().__init__()
        self._places, self._here = tuple(places), tuple(here)
        self._clients_only = clients_only

    def compose(self) -> ComposeResult:
        """A field and what it finds."""
        columns = (
            Column("name", mark("Jump to"), 20, flex=1),
            Column("found", mark("Found by"), 14),
            Column("key", mark("Number or key"), 13, align="right"),
        )
        with Vertical(id="jump-box"):
            yield Field(placeholder=translate(self._asked))
            table: LineTable[Target] = LineTable(columns, draw, empty=self._invitation)
            table.can_focus = False
            yield table
            yield Static(translate(mark("Enter Go there  Esc Cancel")), markup=False, id="jump-keys")

    def on_mount(self) -> None:
        """Collect the actions off the UI thread: their screens are imported for it."""
        self._list()
        if self._clients_only:
            return
        self.start_job(
            self._collect,
            self._know,
            failed=self.shell.show_error,
            group="actions",
            newest_only=True,
        )

    @property
    def _asked(self) -> str:
        """Message id of what the field is for."""
        return (
            mark("Client by pinyin or number")
            if self._clients_only
            else mark("Client by pinyin or number, or what to do")
        )

    @property
    def _invitation(self) -> str:
        """Message id of what to type, while nothing was typed."""
        if self._clients_only:
            return mark("Type a name, its pinyin (zs) or a client number")
        return mark("Type a name, its pinyin (zs), a client number or what to do")

    @property
    def _nothing(self) -> str:
        """Message id of having found nothing."""
        return mark("No client is called that") if self._clients_only else mark("Nothing is called that")

    def _collect(self) -> "ActionIndex":
        from advisor_tui.screens.action_search import ActionIndex

        return ActionIndex(all_actions(self.shell.launch.areas, self._here))

    def _know(self, actions: "ActionIndex | None") -> None:
        self._actions = actions
        self._list()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look again with every letter."""
        event.stop()
        desk, query = self.shell.desk, half_width(event.value)
        if desk is None or not query:
            self._found(())
            return
        self.start_job(
            partial(_clients, desk, query),
            self._found,
            failed=self.shell.show_error,
            group="clients",
            newest_only=True,
            current=lambda: self.shell.desk is desk,
        )

    def _found(self, clients: tuple[JumpRow, ...] | None) -> None:
        self._clients = clients or ()
        self._list()

    def _list(self) -> None:
        query = half_width(self.query_one(Field).value)
        targets = [Target(place=place) for place in self._places if place.like(query)]
        targets += [Target(client=row) for row in self._clients]
        if self._actions is not None:
            targets += [Target(action=action) for action in self._actions.find(query, MOST_ACTIONS)]
        table = self.query_one(LineTable)
        table.say_when_empty(self._invitation if not query else self._nothing)
        table.show_rows(targets, keep_cursor=False)

    def action_move(self, by: int) -> None:
        """Move in the list while the field keeps the focus."""
        self.query_one(LineTable).action_move(by)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the line under the cursor."""
        event.stop()
        self.dismiss(self.query_one(LineTable).cursor_row)

    def action_cancel(self) -> None:
        """Stay."""
        self.dismiss(None)


def _clients(desk: "Desk", query: str) -> tuple[JumpRow, ...]:
    return tuple(desk.clients.jump(query, LIMIT))
