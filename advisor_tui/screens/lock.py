"""The lock screen: first thing painted, and what stands before everything while the desk is locked."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input, Static

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.screens.shell import OnShell
from advisor_tui.widgets.fields import Field
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.key_line import KeyHint, KeyLine
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose


class LockScreen(Screen[None], OnShell):
    """Asks for the passphrase; nothing of the desk shows while it stands."""

    CSS_PATH = "lock.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []
    AUTO_FOCUS = "Field"
    HELP: ClassVar[str] = mark(
        "The desk is locked and its data is encrypted. Type your passphrase and press Enter. "
        "Nobody can read a forgotten passphrase back: head office can only help with its recovery key."
    )

    def compose(self) -> ComposeResult:
        """The passphrase field and one line for what happened."""
        with Vertical(id="lock-box"):
            yield Prose(translate(mark("Financial advisor's desk")), id="lock-title")
            yield Prose(translate(mark("Passphrase")))
            yield Field(hidden=True, max_length=1000, id="passphrase")
            yield Prose("", id="lock-note")
            if self.shell.launch.demo_passphrase:
                text = translate(mark("This is a demo with invented people. Its passphrase: {passphrase}"))
                yield Static(plain(text.format(passphrase=self.shell.launch.demo_passphrase)), id="lock-demo")
        yield KeyLine()

    def keys(self) -> list[KeyHint]:
        """Unlock, help, leave."""
        return [
            KeyHint("Enter", translate(mark("Unlock"))),
            KeyHint("Ctrl+Q", translate(mark("Leave"))),
            KeyHint("F1", translate(mark("Help"))),
        ]

    def say(self, text: str, *, error: bool = False) -> None:
        """Show one sentence under the field."""
        note = self.query_one("#lock-note", Static)
        note.update(plain(text))
        note.set_class(error, "-error")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try the passphrase; it leaves the field at once."""
        passphrase = event.value
        event.input.value = ""
        if passphrase:
            self.say(signs(translate(mark("Opening …"))))
            self.shell.unlock(passphrase, self._refused)
        else:
            self.say(translate(mark("Type the passphrase first.")), error=True)

    def _refused(self, error: DeskError) -> None:
        if error.code == "given_up":
            self.shell.say_goodbye(str(error))
            return
        self.say(str(error), error=True)

    async def change_language(self) -> None:
        """Show the words of the language now in use."""
        await self.recompose()
        self.query_one("#passphrase").focus()
