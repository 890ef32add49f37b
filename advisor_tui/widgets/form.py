"""A form: labelled fields one under the other, the complaint under its field, Ctrl+S saves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from advisor_tui.base.languages import mark, translate
from advisor_tui.widgets.fields import ChoiceField, Field, Kind
from advisor_tui.widgets.plain import plain


@dataclass(frozen=True)
class FieldSpec:
    """A field of a form.

    Attributes:
        name: Its name in `Form.values` and, as `field-NAME`, its widget id.
        label: A message id.
        value: What stands there at first.
        kind: See `Field`.
        required: Whether it must not stay empty.
        options: Value and shown text of each; a field with options is a choice.
        check: A complaint in the language in use about what was typed, or None; not called for an empty field.
        hint: A message id, shown under the field while it has no complaint.
        max_length: Code points at most.
    """

    name: str
    label: str
    value: str = ""
    kind: Kind = "text"
    required: bool = False
    options: Sequence[tuple[str, str]] = ()
    check: Callable[[str], str | None] | None = None
    hint: str = ""
    max_length: int = 200


class Form(VerticalScroll, can_focus=False):
    """The fields of one record; the screen holds it and saves on `Form.Saved`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "submit", mark("Save"), id="form.save"),
        Binding("down", "app.focus_next", mark("Next field"), id="form.next", show=False),
        Binding("up", "app.focus_previous", mark("Previous field"), id="form.previous", show=False),
    ]
    DEFAULT_CSS = """
    Form { height: 1fr; padding: 0 1; }
    Form .form--row { height: 1; }
    Form .form--label { width: 22; }
    Form .form--label.-required { text-style: bold; }
    Form .form--row > Field, Form .form--row > ChoiceField { width: 1fr; max-width: 60; }
    Form .form--note { height: auto; padding: 0 0 0 23; color: $text-muted; display: none; }
    Form .form--note.-shown { display: block; }
    Form .form--note.-complaint { color: $text-error; }
    """

    class Saved(Message):
        """Every check passed and the user wants to save."""

        def __init__(self, form: "Form", values: Mapping[str, str]) -> None:
            super().__init__()
            self.form, self.values = form, values

        @property
        def control(self) -> "Form":
            """The form, for `@on(..., "#id")`."""
            return self.form

    def __init__(self, specs: Sequence[FieldSpec], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.specs = tuple(specs)
        self._saved: dict[str, str] | None = None

    def compose(self) -> ComposeResult:
        """A row and a note line per field."""
        for spec in self.specs:
            with Horizontal(classes="form--row"):
                label = translate(spec.label) + ("*" if spec.required else "")
                yield Static(label, markup=False, classes="form--label")
                if spec.options:
                    yield ChoiceField(spec.options, spec.value, id=f"field-{spec.name}")
                else:
                    yield Field(spec.value, kind=spec.kind, max_length=spec.max_length, id=f"field-{spec.name}")
            note = Static("", markup=False, classes="form--note", id=f"note-{spec.name}")
            yield note

    def on_mount(self) -> None:
        """Show the hints and remember what counts as unchanged."""
        self.mark_saved()
        for spec in self.specs:
            self._note(spec.name, translate(spec.hint) if spec.hint else "")

    def field(self, name: str) -> Field | ChoiceField:
        """The widget of a field."""
        widget = self.query_one(f"#field-{name}")
        assert isinstance(widget, Field | ChoiceField)
        return widget

    def values(self) -> dict[str, str]:
        """What stands in every field."""
        return {spec.name: self.field(spec.name).text for spec in self.specs}

    def set_value(self, name: str, value: str) -> None:
        """Put a value into a field."""
        self.field(name).value = value

    @property
    def dirty(self) -> bool:
        """Whether something differs from what was saved last."""
        return self._saved is not None and self.values() != self._saved

    def mark_saved(self) -> None:
        """What stands here now is saved."""
        self._saved = self.values()

    def complain(self, name: str, text: str) -> None:
        """Show a complaint (a text in the language in use) under a field and go there."""
        self._note(name, text, complaint=True)
        self.field(name).focus()

    def check(self) -> bool:
        """Check every field, show the complaints, go to the first one."""
        first = ""
        for spec in self.specs:
            text = self.field(spec.name).text
            complaint: str | None = None
            if not text:
                complaint = translate(mark("This must be filled in.")) if spec.required else None
            elif spec.check:
                complaint = spec.check(text)
            if complaint:
                self._note(spec.name, complaint, complaint=True)
                first = first or spec.name
            else:
                self._note(spec.name, translate(spec.hint) if spec.hint else "")
        if first:
            self.field(first).focus()
        return not first

    def action_submit(self) -> None:
        """Check, and say `Saved` if nothing is wrong."""
        if self.check():
            self.post_message(self.Saved(self, self.values()))

    @on(Input.Submitted)
    @on(ChoiceField.Submitted)
    def _next_field(self, event: Input.Submitted | ChoiceField.Submitted) -> None:
        """Enter goes to the next field, and from the last one saves."""
        event.stop()
        widget = event.input if isinstance(event, Input.Submitted) else event.field
        names = [f"field-{spec.name}" for spec in self.specs]
        place = names.index(widget.id or "") + 1
        if place == len(names):
            self.action_submit()
        else:
            self.query_one(f"#{names[place]}").focus()

    def _note(self, name: str, text: str, *, complaint: bool = False) -> None:
        note = self.query_one(f"#note-{name}", Static)
        note.update(plain(text))
        note.set_class(bool(text), "-shown")
        note.set_class(complaint, "-complaint")
