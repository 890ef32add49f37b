"""Small questions over a screen: yes or no, one of several, a line of text."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import half_width
from advisor_tui.widgets.fields import Field
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose
from advisor_tui.widgets.type_ahead import Seen


class Dialog(ModalScreen[str | None]):
    """The frame of a question; the answer is a string, None when it was left with Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", mark("Cancel"), id="dialog.cancel")]
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > Vertical {
        width: 60; max-width: 90%; height: auto; max-height: 80%;
        background: $surface; border: solid $foreground 60%; padding: 0 1;
    }
    Dialog OptionList { height: auto; max-height: 14; border: none; padding: 0; background: $surface; }
    Dialog .dialog--read { color: $text-muted; height: 1; padding: 0 1; }
    Dialog .dialog--error { color: $text-error; height: auto; }
    Dialog .dialog--keys { color: $text-muted; margin-top: 1; }
    """

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question, what answers it, the keys."""
        with Vertical():
            yield Prose(plain(self._question))
            yield from self.compose_answer()
            hints = "  ".join(f"{hint.key} {hint.text}" for hint in self.keys())
            yield Prose(hints, classes="dialog--keys")

    def compose_answer(self) -> ComposeResult:
        """What the answer is given with."""
        yield from ()

    def keys(self) -> list[KeyHint]:
        """The keys of this question."""
        return [KeyHint("Enter", translate(mark("OK"))), KeyHint("Esc", translate(mark("Cancel")))]

    def action_cancel(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


class Choices(Dialog):
    """One of several: digits, or arrows and Enter.

    A menu takes type-ahead: who knows it types its digit without waiting for it. See `Ruling` for what must not.
    """

    def __init__(self, question: str, options: Sequence[tuple[str, str]], chosen: str = "") -> None:
        super().__init__(question)
        self._options = tuple(options)
        self._chosen = chosen

    def compose_answer(self) -> ComposeResult:
        """The numbered list."""
        rows = [
            Option(plain(f"{number if number < 10 else ' '}  {text}"))
            for number, (_, text) in enumerate(self._options, start=1)
        ]
        yield OptionList(*rows, markup=False)

    def keys(self) -> list[KeyHint]:
        """A digit chooses at once; a list of one needs none."""
        most = min(9, len(self._options))
        digits = [KeyHint(f"1-{most}", translate(mark("Choose")))] if most > 1 else []
        return [*digits, *super().keys()]

    def on_mount(self) -> None:
        """Start at the present choice."""
        places = [place for place, (value, _) in enumerate(self._options) if value == self._chosen]
        self.query_one(OptionList).highlighted = places[0] if places else 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a line."""
        self.dismiss(self._options[event.option_index][0])

    def on_key(self, event: Key) -> None:
        """A digit chooses its line; a full-width digit does too."""
        digit = half_width(event.character or "")
        if digit.isdecimal() and 0 < int(digit) <= min(9, len(self._options)):
            event.stop()
            self.dismiss(self._options[int(digit) - 1][0])


class Ruling(Choices):
    """A yes or no that cannot be had back, or a warning that has to be read: it takes no type-ahead.

    A text or a menu is asked for by the one who types, and what is typed behind the key that opens it is meant for it.
    This question comes as a surprise: it depends on what was typed or saved, or nobody asked for it at all. So a key
    typed before the question was painted is dropped, whichever it is, Enter and the arrows too: it was meant for
    something else. The time that counts is when the terminal delivered the key, not when it reached the dialog.
    """

    def on_mount(self) -> None:
        """Note when the question can be seen."""
        self._seen = Seen(self)

    def on_key(self, event: Key) -> None:
        """Drop what was typed before; stopped here, a key does not reach the bindings either."""
        if not self._seen.answers(event):
            event.stop()
            event.prevent_default()


class AskText(Dialog):
    """A line of text, checked before the dialog closes.

    Args:
        question: A text in the language in use.
        value: What stands there at first; typing replaces it.
        check: A complaint in the language in use, or None.
        read: What is understood of what was typed, in the language in use; "" while it cannot be read.
        typed: What was typed already; typing goes on after it.
    """

    def __init__(
        self,
        question: str,
        value: str = "",
        check: Callable[[str], str | None] | None = None,
        *,
        read: Callable[[str], str] | None = None,
        typed: str = "",
    ) -> None:
        super().__init__(question)
        self._value = value
        self._check = check
        self._read = read
        self._typed = typed

    def compose_answer(self) -> ComposeResult:
        """The field, what is understood, and the complaint."""
        yield Field(self._typed or self._value, select_on_focus=not self._typed)
        if self._read is not None:
            yield Static("", markup=False, classes="dialog--read")
        yield Prose("", classes="dialog--error")

    def keys(self) -> list[KeyHint]:
        """The keys of this question."""
        keep = [KeyHint(signs("→"), translate(mark("Keep the text")))] if self._value and not self._typed else []
        return [*super().keys(), *keep]

    def on_input_changed(self, event: Field.Changed) -> None:
        """Say what is understood, with every key."""
        event.stop()
        if self._read is not None:
            understood = self._read(event.value) if event.value.strip() else ""
            self.query_one(".dialog--read", Static).update(plain(signs(f"→ {understood}") if understood else ""))

    def on_input_submitted(self, event: Field.Submitted) -> None:
        """Enter: close, or say what is wrong."""
        event.stop()
        self._submit(event.value)

    def on_key(self, event: Key) -> None:
        """What was typed before the field had the focus belongs into it: a digit lost would be another amount."""
        field = self.query_one(Field)
        if field.has_focus:
            return
        if event.key == "enter":
            event.stop()
            self._submit(field.value)
        elif event.is_printable and event.character:
            event.stop()
            if field.select_on_focus:
                field.select_on_focus, field.value = False, ""
            field.insert_text_at_cursor(event.character)

    def _submit(self, value: str) -> None:
        complaint = self._check(value) if self._check else None
        if complaint:
            self.query_one(".dialog--error", Static).update(plain(complaint))
        else:
            self.dismiss(value)


def pick_one(
    node: DOMNode,
    question: str,
    options: Sequence[tuple[str, str]],
    then: Callable[[str], None],
    *,
    chosen: str = "",
    **places: object,
) -> None:
    """Ask for one of several.

    Args:
        node: The screen that asks.
        question: A message id with `{places}`.
        options: Value and shown text of each; the text is already in the language in use.
        then: Called with the value; not called when the dialog is left with Esc.
        chosen: The value to start at.
        places: What fills the question's places.
    """
    node.app.push_screen(Choices(translate(question).format(**places), options, chosen), _unless_none(then))


def confirm(node: DOMNode, question: str, then: Callable[[], None], **places: object) -> None:
    """Ask yes or no; `then` is called for yes. No stands first, so that Enter alone does nothing."""
    asked = yes_or_no(translate(question).format(**places))
    node.app.push_screen(asked, lambda answer: then() if answer == "yes" else None)


def yes_or_no(question: str) -> Ruling:
    """The dialog of `confirm`, whose answer is "yes", "no" or None; the question is in the language in use."""
    return Ruling(question, [("no", translate(mark("No"))), ("yes", translate(mark("Yes")))])


def ask_text(
    node: DOMNode,
    question: str,
    then: Callable[[str], None],
    *,
    value: str = "",
    check: Callable[[str], str | None] | None = None,
    read: Callable[[str], str] | None = None,
    typed: str = "",
    frame: type[AskText] = AskText,
    **places: object,
) -> None:
    """Ask for a line of text, in a frame that may have a HELP of its own; for the rest see `AskText`."""
    asked = frame(translate(question).format(**places), value, check, read=read, typed=typed)
    node.app.push_screen(asked, _unless_none(then))


def _unless_none(then: Callable[[str], None]) -> Callable[[str | None], None]:
    return lambda answer: None if answer is None else then(answer)
