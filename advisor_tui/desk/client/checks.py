"""From what was typed into the client form to checked columns."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.checks.fields import check_choice, check_date, check_name, check_text
from advisor_tui.desk.checks.identity import CheckedIdentity, check_identity
from advisor_tui.desk.checks.phone import check_phone
from advisor_tui.desk.views.clients import ClientForm
from advisor_tui.store.tables.client import CAPACITIES, CLIENT_STATUSES, DOCUMENT_KINDS, SEXES

ALL = frozenset(field.name for field in fields(ClientForm))
PAPER_FIELDS = frozenset({"id_kind", "id_number", "id_expires", "id_long_term"})
_NUMBER = frozenset({"id_kind", "id_number", "born_on", "sex"})
"""What is compared with the number of the paper: changing one of them asks whether they agree."""
_CLIENT_FIELDS = ALL - PAPER_FIELDS
_CHOICES = {"sex": ("", *SEXES), "status": CLIENT_STATUSES, "capacity": CAPACITIES}
_LONGEST = {"number": 40, "remark": 1000}


@dataclass(frozen=True)
class CheckedForm:
    """Columns of the client and of the main identity paper; no paper where no number was given."""

    client: dict[str, Any]
    paper: dict[str, Any] | None
    warnings: tuple[str, ...]


def check_form(
    form: ClientForm, *, today: date, tiers: tuple[str, ...], demo: bool, only: frozenset[str] = ALL
) -> CheckedForm:
    """Check the fields of the client form.

    A resident identity number fills birth date and sex where they were left empty, and must agree with them.

    Args:
        form: As typed.
        today: The business date.
        tiers: The bank's tiers.
        demo: Whether impossible numbers of the demo pass.
        only: The fields that changed: a client from an old system may hold what would not be accepted today, and
            correcting another field must not be refused for it.

    Raises:
        DeskError: Its `where` is the field.
    """
    client = {name: _field(name, form, today, tiers, demo) for name in sorted(only & _CLIENT_FIELDS)}
    if "capacity" in client and client["capacity"] != "full" and not form.guardian.strip():
        raise DeskError(
            "guardian_missing", mark("A client without full legal capacity needs a guardian."), where="guardian"
        )
    identity = _identity(form, today, demo) if only & _NUMBER else None
    if identity is not None and identity.born_on:
        _agree(client, form, identity)
    paper = _paper(form, identity.number if identity else form.id_number) if only & PAPER_FIELDS else None
    return CheckedForm(client, paper, identity.warnings if identity else ())


def _field(name: str, form: ClientForm, today: date, tiers: tuple[str, ...], demo: bool) -> Any:
    value: str = getattr(form, name)
    if name in _CHOICES:
        return check_choice(value, _CHOICES[name], where=name) or None
    if name == "tier":
        return check_choice(value, ("", *tiers), where=name)
    if name in ("born_on", "opened_on"):
        day = _date(value, name)
        if day and day > today:
            raise DeskError("date_future", mark("This date lies in the future."), where=name)
        return day
    if name == "phone":
        return check_phone(value, demo=demo) if value.strip() else ""
    if name == "name":
        return check_name(value, where=name)
    return check_text(value, where=name, longest=_LONGEST.get(name, 200), lines=name == "remark")


def _agree(client: dict[str, Any], form: ClientForm, identity: CheckedIdentity) -> None:
    """Take birth date and sex from the number, unless something else was typed."""
    typed = form.born_on.strip()
    if typed and check_date(typed, where="born_on") != identity.born_on:
        raise DeskError("born_on_differs", mark("The ID number says {day}."), where="born_on", day=identity.born_on)
    if form.sex and form.sex != identity.sex:
        raise DeskError("sex_differs", mark("The ID number says otherwise."), where="sex")
    client |= {"born_on": identity.born_on, "sex": identity.sex}


def _identity(form: ClientForm, today: date, demo: bool) -> CheckedIdentity | None:
    if not form.id_number.strip():
        return None
    kind = check_choice(form.id_kind, DOCUMENT_KINDS, where="id_kind")
    try:
        return check_identity(kind, form.id_number, today=today, demo=demo)
    except DeskError as error:
        raise DeskError(error.code, error.message, where="id_number", **error.params) from error


def _paper(form: ClientForm, number: str) -> dict[str, Any] | None:
    if not number.strip():
        return None
    expires_on = None if form.id_long_term else _date(form.id_expires, "id_expires")
    return {"kind": form.id_kind, "number": number, "expires_on": expires_on, "long_term": form.id_long_term}


def _date(text: str, where: str) -> date | None:
    return check_date(text, where=where) if text.strip() else None
