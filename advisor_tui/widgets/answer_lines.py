"""Several lines to type in, one under the other: one field that stands in the present line."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from advisor_tui.widgets.answer_field import AnswerField
from advisor_tui.widgets.answer_layout import AnswerRows, LaidOutOnce
from advisor_tui.widgets.plain import clip, pad, plain


class LineField(AnswerField):
    """The field of the present line; what leads to other lines it leaves to them, at once.

    No message goes between: what is typed behind an Enter stands in the line that it led to, however fast it comes.
    """

    def __init__(self, lines: "AnswerLines", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines = lines

    async def _on_key(self, event: events.Key) -> None:
        """Enter, the arrows up and down and Del over a whole text belong to the lines."""
        if self._lines.take_key(event.key):
            event.stop()
            event.prevent_default()


class AnswerLines(Vertical, LaidOutOnce):
    """Lines that are drawn, but for the present one, which has the field.

    A subclass says what the keys do: `entered`, `moved`, `removed`, `typed`; it draws with `draw`. Given and left with
    messages.
    """

    DEFAULT_CSS = """
    AnswerLines { height: auto; }
    AnswerLines .answer-line { height: 1; }
    AnswerLines Static { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    AnswerLines .answer-line--tail { width: 1fr; padding: 0 0 0 1; }
    """

    class Given(Message):
        """Enter was pressed where nothing is left to be typed."""

    class Changed(Message):
        """Something was typed, or another line is the present one."""

    class BelowLast(Message):
        """Down was pressed on the last line."""

    def __init__(self, *, id: str | None = None, field_id: str | None = None) -> None:
        super().__init__(id=id)
        self.field = LineField(self, id=field_id)

    def compose(self) -> ComposeResult:
        """What stands above, the present line, what stands below."""
        yield AnswerRows(classes="answer-lines--above")
        with Horizontal(classes="answer-line"):
            yield Static("", markup=False, classes="answer-line--label")
            yield self.field
            yield Static("", markup=False, classes="answer-line--tail")
        yield AnswerRows(classes="answer-lines--below")

    @property
    def room(self) -> int:
        """Cells of a line: as many as what holds it has, which is known before this was ever laid out; 0 if neither."""
        parent = self.parent
        return parent.size.width if isinstance(parent, Widget) else self.size.width

    # Keys

    def take_key(self, key: str) -> bool:
        """Do what a key does between lines; False where it belongs to the field."""
        self.read_field()
        if key == "enter":
            self.entered()
        elif key in ("up", "down"):
            self.moved(-1 if key == "up" else 1)
        elif key == "delete" and self.field.replaces:
            return self.removed()
        else:
            return False
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Follow what is typed, key by key."""
        event.stop()
        self.read_field()

    def read_field(self) -> None:
        """Tell what stands in the field now."""
        self.typed(self.field.value)

    def entered(self) -> None:
        """Enter."""
        raise NotImplementedError

    def moved(self, by: int) -> None:
        """Up or Down."""
        raise NotImplementedError

    def removed(self) -> bool:
        """Del over all that stands in the field; whether a line was taken away."""
        return False

    def typed(self, text: str) -> None:
        """Something may stand in the field that did not before."""
        raise NotImplementedError

    def give(self) -> None:
        """Say that everything was typed."""
        self.post_message(self.Given())

    # Drawing

    def put_text(self, text: str, placeholder: str = "") -> None:
        """Put the present line's text into the field, selected: typing replaces it."""
        with self.prevent(Input.Changed):
            self.field.value = text
        self.field.placeholder = placeholder
        self.field.select_everything()

    def draw(
        self, above: Sequence[Content], label: tuple[str, int], tail: Content, below: Sequence[Content], *, field: int
    ) -> None:
        """Draw the lines.

        Args:
            above: The lines before the present one.
            label: What the present line is called, and the cells for that.
            tail: What stands behind its field.
            below: What stands after it.
            field: The cells of the field.
        """
        text, cells = label
        self.query_one(".answer-lines--above", AnswerRows).show(tuple(above))
        line = self.query_one(".answer-line--label", Static)
        line.styles.width = cells
        line.update(plain(pad(clip(text, cells), cells), "bold"), layout=False)
        self.field.styles.width = field
        self.query_one(".answer-line--tail", Static).update(tail, layout=False)
        self.query_one(".answer-lines--below", AnswerRows).show(tuple(below))
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        """Where the present line has moved to, the pane follows."""
        if self.field.has_focus:
            self.field.scroll_visible(animate=False)
