"""Fields to type in, fit for an input method: what stands there is selected at first, pastes arrive whole."""

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
from textual.widgets.input import Selection

from advisor_tui.base.languages import mark
from advisor_tui.base.text import half_width, one_line, safe_text
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import plain_line

Kind = Literal["text", "digits", "amount", "date"]
_SPACES = re.compile(r"\s")
_BREAKS = re.compile(r"[\r\n\t\u2028\u2029]+")


class Field(Input):
    """A line to type in.

    What stands there is selected when the field gets the focus: typing replaces it, an arrow key keeps it.

    Args:
        value: What stands there at first.
        kind: For digits, amounts and dates `text` gives what was typed in half width and without spaces.
        max_length: Code points at most.
        hidden: A passphrase: nothing typed is shown.
        placeholder: A text in the language in use.
        select_on_focus: Whether what stands there is selected at first.
    """

    DEFAULT_CSS = """
    Field, Field:focus { border: none; height: 1; padding: 0 1; background: $panel; color: $text; }
    Field:focus { background: $panel-lighten-1; background-tint: transparent; }
    Field > .input--placeholder { color: $text-muted; text-style: italic; }
    Field > .input--selection { text-style: underline; }
    """

    def __init__(
        self,
        value: str = "",
        *,
        kind: Kind = "text",
        max_length: int = 200,
        hidden: bool = False,
        placeholder: str = "",
        select_on_focus: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            value,
            placeholder=placeholder,
            max_length=max_length,
            password=hidden,
            select_on_focus=select_on_focus,
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
    def replaces(self) -> bool:
        """Whether the next key takes the place of all that stands here."""
        return bool(self.value) and abs(self.selection.end - self.selection.start) == len(self.value)

    def select_everything(self) -> None:
        """Select what stands here, as at first: typing replaces it."""
        self.selection = Selection(0, len(self.value))

    def watch_selection(self, before: Selection, after: Selection) -> None:
        """The key line says while the next key would replace everything."""
        if self.is_attached and self.has_focus and before.is_empty != after.is_empty:
            self.screen.refresh_bindings()

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
    """One of a few values on one line: arrows or digits change it.

    Args:
        options: Value and shown text of each.
        value: The present value; the first one if it is not among them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", mark("Choose"), id="choice.previous", key_display="← →"),
        Binding("right,space", "step(1)", mark("Next choice"), id="choice.next", show=False),
    ]
    DEFAULT_CSS = """
    ChoiceField { height: 1; padding: 0 1; background: $panel; color: $text; }
    ChoiceField:focus { background: $panel-lighten-1; text-style: bold; }
    """
    value: reactive[str] = reactive("")

    class Changed(Message):
        """Another value was chosen."""

        def __init__(self, field: "ChoiceField", value: str) -> None:
            super().__init__()
            self.field, self.value = field, value

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
