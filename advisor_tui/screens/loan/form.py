"""A new loan case for the client at the desk."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from advisor_tui.base.languages import labelled, mark, pick, translate
from advisor_tui.base.money import parse_amount
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.loan_words import KINDS as KIND_WORDS
from advisor_tui.desk.views.loan_words import rate_text, word
from advisor_tui.desk.views.loans import KINDS, NewLoan
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.entry import AMOUNT, amount_understood
from advisor_tui.screens.loan.words import parse_rate
from advisor_tui.widgets.form import FieldSpec, Form
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose

if TYPE_CHECKING:
    from advisor_tui.desk.views.catalogue import LoanStart
    from advisor_tui.screens.jump import Target


def amount_complaint(typed: str) -> str | None:
    """What is wrong with a typed amount, in the language in use, or None."""
    try:
        amount = parse_amount(typed)
    except ValueError:
        amount = 0
    return None if amount > 0 else translate(mark("An amount such as 500000, 500k or 1.2m"))


def rate_complaint(typed: str) -> str | None:
    """What is wrong with a typed rate, in the language in use, or None."""
    try:
        parse_rate(typed)
    except ValueError:
        return translate(mark("A yearly rate in percent such as 3.5, at most four decimals"))
    return None


def term_complaint(typed: str) -> str | None:
    """What is wrong with a typed term, in the language in use, or None."""
    if typed.isdecimal() and 1 <= int(typed) <= 480:
        return None
    return translate(mark("Months from 1 to 480"))


class LoanFormScreen(DeskScreen):
    """Writes a new case; of a loan product of the catalogue (`product`, its id) it takes over the terms."""

    AREA = "loans"
    HEADING = mark("New loan case")
    HELP = mark(
        "What the client asks for. The papers that this kind of loan needs come with the case; term and rate may stay "
        "empty until they are known. Enter goes to the next field, Ctrl+S saves, Ctrl+R chooses another client."
    )
    FIRST_FOCUS = "#field-kind"
    CSS_PATH = "../records.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "choose_client", mark("Choose client"), id="loan-form.client"),
    ]

    def __init__(self, product: str = "") -> None:
        super().__init__()
        self._product = product

    def compose_body(self) -> ComposeResult:
        """The client and the form."""
        yield Prose("", classes="compliance--head", id="loan-client")
        yield Form(
            (
                FieldSpec("kind", mark("Kind"), options=[(kind, word(KIND_WORDS, kind)) for kind in KINDS]),
                FieldSpec(
                    "amount",
                    mark("Amount"),
                    kind="amount",
                    required=True,
                    check=amount_complaint,
                    read=amount_understood,
                    form=AMOUNT,
                ),
                FieldSpec("months", mark("Term in months"), kind="digits", check=term_complaint),
                FieldSpec("rate", mark("Yearly rate (%)"), kind="amount", check=rate_complaint),
                FieldSpec("purpose", mark("Purpose")),
            )
        )

    def on_mount(self) -> None:
        """Ask who it is for."""
        super().on_mount()
        self._show_client()
        if self._product:
            self.ask(lambda desk: desk.catalogue.loan(self._product), self._begin, group="product")
        if self.shell.current_client is None:
            self.call_after_refresh(self.action_choose_client)

    def _begin(self, start: "LoanStart") -> None:
        """Fill in what the product says, where nothing was typed yet."""
        form = self.query_one(Form)
        if form.dirty:
            return
        form.set_value("kind", start.kind)
        form.set_value("months", str(start.months))
        form.set_value("rate", rate_text(start.rate).removesuffix("%").strip())
        form.set_value("purpose", labelled(pick(start.name), pick(start.purpose)))

    def _show_client(self) -> None:
        client = self.shell.current_client
        text = f"{one_line(client.name)}  {client.number}" if client else ""
        self.query_one("#loan-client", Static).update(plain(text))

    def action_choose_client(self) -> None:
        """Choose for whom."""
        from advisor_tui.screens.jump import JumpScreen

        self.app.push_screen(JumpScreen(clients_only=True), self._chosen)

    def _chosen(self, target: "Target | None") -> None:
        if target is not None and target.client is not None:
            self.shell.current_client = target.client.ref
            self._show_client()
        elif self.shell.current_client is None:
            self.close()

    def unsaved(self) -> bool:
        """Whether something was typed."""
        return any(form.dirty for form in self.query(Form))

    def on_form_saved(self, event: Form.Saved) -> None:
        """Write it and open it."""
        client = self.shell.current_client
        if client is None:
            self.action_choose_client()
            return
        values = event.values
        new = NewLoan(
            client.id,
            values["kind"],
            parse_amount(values["amount"]),
            int(values["months"]) if values["months"] else None,
            parse_rate(values["rate"]) if values["rate"] else None,
            values["purpose"],
        )
        self.act(lambda desk: desk.loans.add(new), partial(self._opened, event.form))

    def _opened(self, form: Form, loan: str) -> None:
        from advisor_tui.screens.loan.loan import LoanScreen

        form.mark_saved()
        self.app.switch_screen(LoanScreen(loan))
