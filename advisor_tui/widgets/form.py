"""A form: labelled fields one under the other, what was understood beside, the complaint below, Ctrl+S saves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from advisor_tui.base.languages import mark, translate
from advisor_tui.widgets.fields import ChoiceField, Field, Kind
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import plain, plain_line
from advisor_tui.widgets.prose import Prose


@dataclass(frozen=True)
class FieldSpec:
    """A field of a form.

    Attributes:
        name: Its name in `Form.values` and, as `field-NAME`, its widget id.
        label: A message id.
        value: What stands there at first.
        kind: See `Field`.
        required: Whether it must not stay empty.
        required_if: The same where it depends on what stands in the other fields.
        options: Value and shown text of each; a field with options is a choice.
        check: A complaint in the language in use about what was typed, or None; not called for an empty field.
        hint: A message id, shown under the field while it has no complaint.
        read: What is understood of what was typed, in the language in use, shown beside the field as it is typed; ""
            while it cannot be read.
        form: Message id of how it may be written, shown in the field while it is empty.
        max_length: Code points at most.
    """

    name: str
    label: str
    value: str = ""
    kind: Kind = "text"
    required: bool = False
    required_if: Callable[[Mapping[str, str]], bool] | None = None
    options: Sequence[tuple[str, str]] = ()
    check: Callable[[str], str | None] | None = None
    hint: str = ""
    read: Callable[[str], str] | None = None
    form: str = ""
    max_length: int = 200


class Form(VerticalScroll, can_focus=False):
    """The fields of one record; the screen holds it and saves on `Form.Saved`.

    The keys that lead from field to field have priority: a terminal delivers fast typing in one piece, and each key
    has to arrive in the field that has the focus after the key before it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", mark("Next field"), id="form.tab", priority=True),
        Binding("down", "app.focus_next", mark("Next field"), id="form.next", show=False, priority=True),
        Binding("up", "app.focus_previous", mark("Previous field"), id="form.previous", priority=True),
        Binding("shift+tab", "app.focus_previous", mark("Previous field"), id="form.back", show=False, priority=True),
        Binding("enter", "advance", mark("Next field"), id="form.enter", show=False, priority=True),
        Binding("ctrl+s", "submit", mark("Save"), id="form.save"),
    ]
    DEFAULT_CSS = """
    Form { height: 1fr; padding: 0 1; }
    Form .form--legend { color: $text-muted; height: 1; }
    Form .form--row { height: 1; }
    Form .form--label { width: 22; }
    Form .form--label.-required { text-style: bold; }
    Form .form--row > Field, Form .form--row > ChoiceField { width: 1fr; max-width: 60; }
    Form .form--row > Field.-read { max-width: 26; }
    Form .form--read { width: 1fr; height: 1; padding: 0 1; color: $text-muted; }
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
        self._refused: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The legend, and a row and a note line per field."""
        if any(spec.required or spec.required_if for spec in self.specs):
            yield Static(translate(mark("* must be filled in")), markup=False, classes="form--legend")
        for spec in self.specs:
            with Horizontal(classes="form--row"):
                label = translate(spec.label) + ("*" if spec.required else "")
                yield Static(label, markup=False, classes="form--label", id=f"label-{spec.name}")
                yield from self._compose_field(spec)
            yield Prose("", classes="form--note", id=f"note-{spec.name}")

    def _compose_field(self, spec: FieldSpec) -> ComposeResult:
        name = f"field-{spec.name}"
        if spec.options:
            yield ChoiceField(spec.options, spec.value, id=name)
            return
        yield Field(
            spec.value,
            kind=spec.kind,
            max_length=spec.max_length,
            placeholder=translate(spec.form) if spec.form else "",
            id=name,
            classes="-read" if spec.read else "",
        )
        if spec.read:
            yield Static("", markup=False, classes="form--read", id=f"read-{spec.name}")

    def on_mount(self) -> None:
        """Show the hints and what the values mean, and remember what counts as unchanged."""
        self.mark_saved()
        for spec in self.specs:
            self._note(spec.name, translate(spec.hint) if spec.hint else "")
            self._tell(spec)
        self._mark_required()

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
        self.screen.set_focus(self.field(name))

    def check(self) -> bool:
        """Check every field, show the complaints, go to the first one."""
        first, values = "", self.values()
        for spec in self.specs:
            text = values[spec.name]
            complaint: str | None = None
            if not text:
                complaint = translate(mark("This must be filled in.")) if _required(spec, values) else None
            elif spec.check:
                complaint = spec.check(text)
            if complaint:
                self._note(spec.name, complaint, complaint=True)
                first = first or spec.name
            else:
                self._note(spec.name, translate(spec.hint) if spec.hint else "")
        if first:
            self.screen.set_focus(self.field(first))
        return not first

    # Keys

    def action_advance(self) -> None:
        """Enter goes to the next field, and from the last one saves."""
        widgets = self._widgets()
        focused = self.screen.focused
        place = next((at for at, widget in enumerate(widgets) if widget is focused), len(widgets) - 1) + 1
        if place < len(widgets):
            self.screen.set_focus(widgets[place])
        else:
            self.action_submit()

    def action_submit(self) -> None:
        """Check, and say `Saved` if nothing is wrong; the keys typed before this one come first."""
        self._after_keys(self._widgets(), self._submit)

    def _after_keys(self, widgets: Sequence[Field | ChoiceField], then: Callable[[], None]) -> None:
        """Do something when every field has taken the keys that wait for it."""
        if widgets:
            widgets[0].call_later(self._after_keys, widgets[1:], then)
        else:
            then()

    def _submit(self) -> None:
        if self.check():
            self.post_message(self.Saved(self, self.values()))

    def _widgets(self) -> list[Field | ChoiceField]:
        return [self.field(spec.name) for spec in self.specs]

    # Telling

    @on(Input.Changed)
    @on(ChoiceField.Changed)
    def _mark_required(self) -> None:
        """Keep the stars of fields whose need depends on the others."""
        depending = [spec for spec in self.specs if spec.required_if]
        values = self.values() if depending else {}
        for spec in depending:
            star = "*" if _required(spec, values) else ""
            self.query_one(f"#label-{spec.name}", Static).update(plain_line(translate(spec.label) + star))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Say what is understood with every key; a complaint is over as soon as the text is another one."""
        spec = next((spec for spec in self.specs if event.input.id == f"field-{spec.name}"), None)
        if spec is not None:
            self._tell(spec)
            # A complaint about this very text may have come before the message about its being typed.
            text = self.field(spec.name).text
            if self._refused.get(spec.name, text) != text:
                self._note(spec.name, translate(spec.hint) if spec.hint else "")

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """What cannot be read is said when its field is left, not while it is typed."""
        spec = next((spec for spec in self.specs if event.widget.id == f"field-{spec.name}"), None)
        text = "" if spec is None else self.field(spec.name).text
        if spec is not None and spec.check and text:
            complaint = spec.check(text)
            if complaint:
                self._note(spec.name, complaint, complaint=True)

    def _tell(self, spec: FieldSpec) -> None:
        if spec.read:
            text = self.field(spec.name).text
            understood = spec.read(text) if text else ""
            self.query_one(f"#read-{spec.name}", Static).update(
                plain_line(signs(f"→ {understood}") if understood else "")
            )

    def _note(self, name: str, text: str, *, complaint: bool = False) -> None:
        note = self.query_one(f"#note-{name}", Static)
        note.update(plain(text))
        note.set_class(bool(text), "-shown")
        note.set_class(complaint, "-complaint")
        if complaint:
            self._refused[name] = self.field(name).text
        else:
            self._refused.pop(name, None)


def _required(spec: FieldSpec, values: Mapping[str, str]) -> bool:
    return spec.required or (spec.required_if is not None and spec.required_if(values))
