"""The form of a client: a new one, or one to correct."""

from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.desk.views.clients import ClientForm, Saved, TierChoice
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.client import words
from advisor_tui.screens.entry import WRITTEN, written_day
from advisor_tui.widgets.form import FieldSpec, Form

_NUMERIC = {"born_on": "date", "id_expires": "date", "opened_on": "date", "phone": "digits"}
_LONGEST = {"name": 80, "number": 40, "remark": 1000}
_ORDER = (
    "name", "phone", "id_kind", "id_number", "id_expires", "id_long_term", "sex", "born_on", "occupation", "employer",
    "education", "address", "email", "tier", "status", "capacity", "guardian", "number", "opened_on", "remark",
)  # fmt: skip


class ClientFormScreen(DeskScreen):
    """Adds or corrects a client.

    Args:
        client_id: Whom to correct; "" adds one.
        tiers: The bank's tiers.
        before: What the record holds, when correcting.

    Attributes:
        saved: Who was saved, None until then.
    """

    AREA = "clients"
    HEADING = mark("Client form")
    HELP = mark(
        "Only the name must be filled in. A resident ID number fills birth date and sex. Enter goes to the next field, "
        "Left and Right or a digit change a choice, Ctrl+S saves, Esc closes. Someone who is a client already is "
        "found by number, ID number, or name and phone."
    )
    FIRST_FOCUS = "#field-name"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, client_id: str, tiers: tuple[TierChoice, ...], before: ClientForm | None = None) -> None:
        super().__init__()
        self._client_id = client_id
        self._tiers = tiers
        self._before = before or ClientForm()
        self.saved: ClientRef | None = None

    @property
    def heading(self) -> str:
        """New or whose."""
        return self._before.name if self._client_id else translate(mark("New client"))

    def compose_body(self) -> ComposeResult:
        """The form."""
        yield Form([self._spec(name) for name in _ORDER])

    def _spec(self, name: str) -> FieldSpec:
        value = getattr(self._before, name)
        options = self._options(name)
        kind: Any = _NUMERIC.get(name, "text")
        if name == "phone" and value.startswith("+"):
            kind = "text"
        hint = mark("Empty: the next free number") if name == "number" and not self._client_id else ""
        return FieldSpec(
            name,
            words.FIELDS[name],
            "yes" if value is True else value or "",
            kind=kind,
            required=name == "name",
            options=options,
            hint=hint,
            read=written_day if kind == "date" else None,
            form=WRITTEN if kind == "date" else "",
            max_length=_LONGEST.get(name, 200),
        )

    def _options(self, name: str) -> list[tuple[str, str]]:
        tables = {"id_kind": words.PAPERS, "status": words.STATUSES, "capacity": words.CAPACITIES}
        if name in tables:
            return [(key, translate(text)) for key, text in tables[name].items()]
        if name == "sex":
            return [("", translate(mark("not known"))), *((key, translate(text)) for key, text in words.SEXES.items())]
        if name == "tier":
            by_assets = ("", translate(mark("as their assets say")))
            return [by_assets, *((tier.id, pick(tier.name)) for tier in self._tiers)]
        if name == "id_long_term":
            return [("", translate(mark("No"))), ("yes", translate(mark("Yes")))]
        return []

    def unsaved(self) -> bool:
        """Whether something was typed."""
        return any(form.dirty for form in self.query(Form))

    def action_save(self) -> None:
        """Save, as Ctrl+S does in the form."""
        self.query_one(Form).action_submit()

    def on_form_saved(self, event: Form.Saved) -> None:
        """Check and write; a refusal stands under its field."""
        values: dict[str, Any] = dict(event.values)
        values["id_long_term"] = values["id_long_term"] == "yes"
        after = replace(self._before, **values)
        refused = partial(self._refused, event.form)
        if self._client_id:
            client_id, before = self._client_id, self._before
            self.act(lambda desk: desk.client_edit.change(client_id, before, after), self._saved, failed=refused)
        else:
            self.act(lambda desk: desk.client_edit.add(after), self._saved, failed=refused)

    def _saved(self, saved: Saved) -> None:
        self.query_one(Form).mark_saved()
        self.saved = self.shell.current_client = saved.ref
        self.say(
            mark("{name} ({number}) is saved. Ctrl+Z takes it back."), name=saved.ref.name, number=saved.ref.number
        )
        for warning in saved.warnings:
            self.say(warning)
        self.close()

    def _refused(self, form: Form, error: DeskError) -> None:
        if error.where in words.FIELDS:
            form.complain(error.where, str(error))
        else:
            self.shell.show_error(error)


def edit_client(screen: DeskScreen, client_id: str) -> None:
    """Open the form of a client; that it shows the numbers in full is logged."""

    def opened(found: tuple[ClientForm, tuple[TierChoice, ...]]) -> None:
        form, tiers = found
        screen.app.push_screen(ClientFormScreen(client_id, tiers, form))

    screen.act(lambda desk: (desk.client_edit.form(client_id), desk.clients.tiers()), opened)
