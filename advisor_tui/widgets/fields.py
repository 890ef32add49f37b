"""Fields to type in, fit for an input method: nothing selected by surprise, Enter goes on, pastes arrive whole."""

import re
from collections.abc import Sequence
from typing import ClassVar, Literal

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from advisor_tui.base.languages import mark
from advisor_tui.base.text import half_width, one_line, safe_text
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import plain_line

Kind = Literal["text", "digits", "amount", "date"]
_SPACES = re.compile(r"\s")
_BREAKS = re.compile(r"[\r\n\t\u2028\u2029]+")


class Field(Input):
    """A line to type in.

    Args:
        value: What stands there at first.
        kind: For digits, amounts and dates `text` gives what was typed in half width and without spaces.
        max_length: Code points at most.
        hidden: A passphrase: nothing typed is shown.
        placeholder: A text in the language in use.
    """

    DEFAULT_CSS = """
    Field, Field:focus { border: none; height: 1; padding: 0 1; background: $panel; }
    Field:focus { background: $panel-lighten-1; }
    """

    def __init__(
        self,
        value: str = "",
        *,
        kind: Kind = "text",
        max_length: int = 200,
        hidden: bool = False,
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            value,
            placeholder=placeholder,
            max_length=max_length,
            password=hidden,
            select_on_focus=False,
            id=id,
            classes=classes,
        )
        self.kind = kind
        self.cursor_blink = False

    @property
    def text(self) -> str:
        """What was typed, on one line; for the numeric kinds in half width without spaces."""
        if self.kind == "text":
            return self.value if self.password else one_line(self.value)
        return _SPACES.sub("", half_width(self.value))

    @property
    def cursor_screen_offset(self) -> Offset:
        """The caret in screen cells; the stock one is a cell too far right at the end of the text."""
        left, top, _, _ = self.content_region
        before = self.cursor_position if self.password else cell_len(self.value[: self.cursor_position])
        return Offset(left + before - self.scroll_offset.x, top)

    def validate_value(self, value: str) -> str:
        """Whatever sets the value, nothing in it can steer the terminal; spaces stay as they were typed."""
        return safe_text(_BREAKS.sub(" ", value))

    def _on_paste(self, event: events.Paste) -> None:
        """Take every line of a paste, joined by spaces: the stock field keeps only the first."""
        event.prevent_default()
        event.stop()
        text = one_line(event.text)
        if text:
            if self.selection.is_empty:
                self.insert_text_at_cursor(text)
            else:
                self.replace(text, *self.selection)


class ChoiceField(Widget, can_focus=True):
    """One of a few values on one line: arrows or digits change it, Enter goes on.

    Args:
        options: Value and shown text of each.
        value: The present value; the first one if it is not among them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", mark("Previous choice"), id="choice.previous", show=False),
        Binding("right,space", "step(1)", mark("Next choice"), id="choice.next", show=False),
        Binding("enter", "submit", mark("Next field"), id="choice.submit", show=False),
    ]
    DEFAULT_CSS = """
    ChoiceField { height: 1; padding: 0 1; background: $panel; }
    ChoiceField:focus { background: $panel-lighten-1; text-style: bold; }
    """
    value: reactive[str] = reactive("")

    class Changed(Message):
        """Another value was chosen."""

        def __init__(self, field: "ChoiceField", value: str) -> None:
            super().__init__()
            self.field, self.value = field, value

    class Submitted(Message):
        """Enter was pressed."""

        def __init__(self, field: "ChoiceField") -> None:
            super().__init__()
            self.field = field

    def __init__(
        self, options: Sequence[tuple[str, str]], value: str = "", *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.options = tuple(options)
        values = [option for option, _ in self.options]
        self.set_reactive(ChoiceField.value, value if value in values else values[0])

    @property
    def text(self) -> str:
        """The chosen value."""
        return self.value

    def watch_value(self, value: str) -> None:
        """Tell the form."""
        self.post_message(self.Changed(self, value))

    def _place(self) -> int:
        return [value for value, _ in self.options].index(self.value)

    def action_step(self, by: int) -> None:
        """Choose the next or the previous value."""
        self.value = self.options[(self._place() + by) % len(self.options)][0]

    def action_submit(self) -> None:
        """Go on."""
        self.post_message(self.Submitted(self))

    def on_key(self, event: events.Key) -> None:
        """A digit chooses that option, also in full width."""
        digit = half_width(event.character or "")
        if digit.isdecimal() and 0 < int(digit) <= min(9, len(self.options)):
            event.stop()
            self.value = self.options[int(digit) - 1][0]

    def render(self) -> Content:
        """The chosen text, and where it stands among how many."""
        place = self._place()
        count = signs(f"  ← {place + 1}/{len(self.options)} →") if self.has_focus else ""
        return plain_line(self.options[place][1]) + Content.styled(count, "dim")
