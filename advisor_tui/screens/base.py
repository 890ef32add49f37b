"""The screen that every area screen is: status line, body, key line, jobs, help, leaving without loss."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.actions import parse
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.screens.areas import GLOBAL_BINDINGS, SCREEN_BINDINGS
from advisor_tui.screens.shell import OnShell
from advisor_tui.widgets.dialog import confirm
from advisor_tui.widgets.fields import Field
from advisor_tui.widgets.form import Form
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.jobs import JobRunner
from advisor_tui.widgets.key_line import KeyHint, KeyLine, key_hints, key_name
from advisor_tui.widgets.status_line import StatusLine, Way

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
    LEADS: ClassVar[Mapping[str, str]] = {}
    """Actions of its bindings that open another screen without asking which: `module:Class` of that screen."""
    FIRST_FOCUS: ClassVar[str] = ""
    """Selector of what has the focus at first and after the language changed."""
    _wanted = ""

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

    @property
    def about(self) -> str:
        """The id of the client whose interview or proposal this is, "" for none: see `ShellApp.open_area`."""
        return ""

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

    def do_when_offered(self, action: str) -> None:
        """Do an action that was asked for from elsewhere; one that waits for what is read here is done after that.

        It is given up, and that is said, once all was read and it is still not offered, or with the next key.
        """
        self._wanted = action
        self.call_after_refresh(self._do_wanted)

    def job_ended(self) -> None:
        """What was just read may offer what was asked for from elsewhere."""
        if self._wanted:
            self.call_after_refresh(self._do_wanted)

    async def _do_wanted(self) -> None:
        action = self._wanted
        if not action or self.app.screen is not self:
            return
        _, name, parameters = parse(action)
        if self.check_action(name, parameters):
            self._wanted = ""
            await self.app.run_action(action, self)
        elif not self.busy:
            self.give_up_wanted()

    def give_up_wanted(self) -> None:
        """Forget what was asked for from elsewhere and was not offered yet; the app calls this with each key."""
        if self._wanted:
            self._wanted = ""
            self.say(mark("Not possible now"))

    def on_screen_suspend(self) -> None:
        """What was asked for from elsewhere is given up with the screen."""
        self._wanted = ""

    def act(
        self,
        job: "Callable[[Desk], T]",
        then: Callable[[T], None] | None = None,
        *,
        failed: Callable[[DeskError], None] | None = None,
    ) -> None:
        """Run a write in a thread; it is never dropped. Without `then` the screen reads its data again.

        It does so too where a read was under way: that began before, and must not be shown after what `then` shows.
        """

        def done(result: T) -> None:
            if not self.is_attached:
                return
            outdated = self.waits_for("read")
            if then is not None:
                then(result)
            if self.is_attached and (then is None or outdated):
                self.refresh_data()

        self.shell.act(job, done, failed or self.shell.show_error, self._written_behind_lock)

    def after_lock(self) -> None:
        """The desk is open again: forget waiting for what was asked before the lock, for no answer to it comes.

        Called once at unlocking, before anything is read again; what was being written then is written, or was refused.
        """

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
        """Another screen may have changed what is shown here, and what was said there belongs there."""
        self.shell.page_shown(self)
        self.refresh_data()

    # Keys

    def keys(self) -> list[KeyHint]:
        """The key line: what Enter does, the shown bindings nearest first, F1; in a form how to keep text; Esc.

        Where Esc only leads back it is named if there is room.
        """
        hints = key_hints(self)
        if self.query(Form):
            hints.sort(key=lambda hint: hint.key != key_name("tab"))
            hints.insert(-1, KeyHint("Esc", translate(mark("Close"))))
            if isinstance(self.focused, Field) and self.focused.replaces:
                hints.insert(0, KeyHint(signs("→"), translate(mark("Keep the text"))))
        elif not self.is_first():
            hints.insert(-1, KeyHint("Esc", translate(mark("Back")), spare=True))
        return [KeyHint("Enter", translate(self.ENTER)), *hints] if self.ENTER else hints

    def help_keys(self) -> list[tuple[str, str]]:
        """What F1 lists before the bindings: keys that a widget takes by itself, or lets pass on."""
        return []

    def lasting_keys(self) -> list[KeyHint]:
        """On an area's first screen how to leave, in the line at every width."""
        if not self.is_first():
            return []
        return [
            KeyHint(key_name(binding.key), translate(binding.description))
            for binding in GLOBAL_BINDINGS
            if binding.action == "leave"
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer Ctrl+F, Ctrl+N and Ctrl+S only where the screen has such an action."""
        if action in ("search", "new", "save"):
            return hasattr(self, f"action_{action}")
        return True

    @property
    def place(self) -> str:
        """Where the advisor is, for the status line: the area's key and the heading."""
        key = next((area.key for area in self.shell.launch.areas if area.name == self.AREA and area.key), "")
        return f"{key.upper()} {self.heading}".strip()

    @property
    def ways(self) -> tuple[Way, ...]:
        """The areas' keys, which stand on the first screen of each area."""
        if not self.is_first():
            return ()
        return tuple(
            Way(area.key.upper(), translate(area.word), area.name == self.AREA, area.spare)
            for area in self.shell.launch.areas
            if area.key
        )

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

    def keep_typed(self) -> None:
        """Before the desk is locked or the screen is closed from elsewhere: keep what is typed, where that is done."""

    def action_back(self) -> None:
        """Close this screen, or leave an area's first screen for where it was opened; asks before losing anything."""
        if self.is_first():
            self.shell.go_back()
        elif self.unsaved():
            confirm(self, mark("Close without saving what was typed?"), self.close)
        else:
            self.close()

    def close(self) -> None:
        """Close this screen at once."""
        self.dismiss()
        self.shell.page_closed()

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
