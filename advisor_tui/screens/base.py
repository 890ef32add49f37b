"""The screen that every area screen is: status line, body, key line, jobs, help, leaving without loss."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Key
from textual.screen import Screen

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.screens.areas import DAY, SCREEN_BINDINGS
from advisor_tui.screens.shell import OnShell
from advisor_tui.widgets.dialog import confirm
from advisor_tui.widgets.form import Form
from advisor_tui.widgets.jobs import JobRunner
from advisor_tui.widgets.key_line import KeyHint, KeyLine, key_hints
from advisor_tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk
    from advisor_tui.screens.actions import Place

T = TypeVar("T")


class DeskScreen(Screen[None], OnShell, JobRunner):
    """A full screen of one area.

    A subclass gives `AREA`, `HEADING`, `HELP`, its `BINDINGS` (ids `area.action`, descriptions in `mark()`,
    `show=True` for the key line), `compose_body()` and `refresh_data()`. It offers Ctrl+F, Ctrl+N or Ctrl+S by
    having `action_search`, `action_new` or `action_save`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*SCREEN_BINDINGS]
    AREA: ClassVar[str] = ""
    HEADING: ClassVar[str] = ""
    """Message id of the title in the status line."""
    HELP: ClassVar[str] = ""
    """Message id of what F1 says above the list of keys."""
    ENTER: ClassVar[str] = ""
    """Message id of what Enter does here, first in the key line."""
    FIRST_FOCUS: ClassVar[str] = ""
    """Selector of what has the focus at first and after the language changed."""

    @property
    def heading(self) -> str:
        """The title in the status line, in the language in use."""
        return translate(self.HEADING)

    def compose(self) -> ComposeResult:
        """Status line, body, key line; subclasses give the body."""
        yield StatusLine()
        yield from self.compose_body()
        yield KeyLine()

    def compose_body(self) -> ComposeResult:
        """The widgets between the two lines."""
        yield from ()

    # Data

    def refresh_data(self) -> None:
        """Ask the desk again for all that is shown; called when shown, unlocked, and after a write."""

    def arrive(self, intent: str, ref: str) -> None:
        """Do what another area sent the advisor here for, such as ("open", a client's id) or ("new", "")."""

    def places(self) -> "Sequence[Place]":
        """Places within this screen, which the jump list offers before everything else."""
        return ()

    def go_to_place(self, key: str) -> None:
        """Go to one of the `places`."""

    def ask(
        self,
        job: "Callable[[Desk], T]",
        then: Callable[[T], None],
        *,
        group: str = "read",
        failed: Callable[[DeskError], None] | None = None,
    ) -> None:
        """Run a read in a thread and hand the newest answer of its group to `then` on the UI thread.

        While locked nothing runs: `refresh_data` is called after unlocking. A refusal is a notice unless `failed`
        takes it.
        """
        desk = self.shell.desk
        if desk is None:
            return
        self.start_job(
            partial(job, desk),
            then,
            failed=failed or self.shell.show_error,
            group=group,
            newest_only=True,
            current=lambda: self.shell.desk is desk,
        )

    def act(
        self,
        job: "Callable[[Desk], T]",
        then: Callable[[T], None] | None = None,
        *,
        failed: Callable[[DeskError], None] | None = None,
    ) -> None:
        """Run a write in a thread; it is never dropped. Without `then` the screen reads its data again."""

        def done(result: T) -> None:
            if not self.is_attached:
                return
            if then is None:
                self.refresh_data()
            else:
                then(result)

        self.shell.act(job, done, failed or self.shell.show_error, self._written_behind_lock)

    def _written_behind_lock(self) -> None:
        """A write was done while the desk was being locked: say so, and do not offer to do it a second time."""
        if not self.is_attached:
            return
        self.say(mark("Saved while the desk was being locked."))
        if self.app.screen is self and not self.is_first() and self.query(Form):
            self.close()
        else:
            self.refresh_data()

    def say(self, message: str, **params: object) -> None:
        """A notice from a message id with `{places}`."""
        self.notify(translate(message).format(**params))

    def on_mount(self) -> None:
        """Read for the first time."""
        self.focus_first()

    def on_screen_resume(self) -> None:
        """Another screen may have changed what is shown here."""
        self.refresh_data()

    # Keys

    def keys(self) -> list[KeyHint]:
        """The key line: what Enter does, the shown bindings nearest first, F1."""
        hints = key_hints(self)
        return [KeyHint("Enter", translate(self.ENTER)), *hints] if self.ENTER else hints

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer Ctrl+F, Ctrl+N and Ctrl+S only where the screen has such an action."""
        if action in ("search", "new", "save"):
            return hasattr(self, f"action_{action}")
        return True

    def passes_on(self, event: Key) -> bool:
        """Hand a key to the dialog that an earlier key opened, while it was on its way; False where there is none.

        Keys typed in one breath (`20万`) are queued here before the first of them opens its dialog.
        """
        top = self.app.screen
        if top is self:
            return False
        event.stop()
        event.prevent_default()
        top.post_message(Key(event.key, event.character))
        return True

    @property
    def place(self) -> str:
        """Where the advisor is, for the status line: the area's key and the heading."""
        key = next((area.key for area in self.shell.launch.areas if area.name == self.AREA and area.key), "")
        return f"{key.upper()} {self.heading}".strip()

    def focus_first(self) -> None:
        """Give the focus to where typing starts."""
        if self.FIRST_FOCUS:
            for widget in self.query(self.FIRST_FOCUS).results():
                widget.focus()
                return

    # Leaving

    def unsaved(self) -> bool:
        """Whether something typed here would be lost by closing the screen."""
        return False

    def action_back(self) -> None:
        """Close this screen, or go to the day page from an area's first screen; asks before losing anything."""
        if self.is_first():
            if self.AREA != DAY:
                self.shell.open_area(DAY)
        elif self.unsaved():
            confirm(self, mark("Close without saving what was typed?"), self.close)
        else:
            self.close()

    def close(self) -> None:
        """Close this screen at once."""
        self.dismiss()

    def is_first(self) -> bool:
        """Whether this is the first screen of its area."""
        return len(self.shell.screen_stack) < 2 or self.shell.screen_stack[0] is self

    async def change_language(self) -> None:
        """Show everything in the language now in use; a screen with something unsaved keeps its words till then."""
        if not self.unsaved():
            focused = self.focused.id if self.focused else None
            await self.recompose()
            if focused and self.query(f"#{focused}"):
                self.query_one(f"#{focused}").focus()
            else:
                self.focus_first()
            self.refresh_data()
