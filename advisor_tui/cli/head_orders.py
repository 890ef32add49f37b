"""`advisor-tui head-office decide, assign, erase, wipe, withdraw, orders`: what a person orders, and its outcome."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.cli.head_options import FolderOption, TerminalOption, at_head_office
from advisor_tui.cli.options import JsonOption, LangOption, PassphraseOption
from advisor_tui.cli.output import Answer

_DAY = ["%Y-%m-%d"]
ClientOption = Annotated[
    str, typer.Option("--client", help=translate(mark("The client's number at that terminal.")), metavar="NUMBER")
]
ReasonOption = Annotated[str, typer.Option("--reason", help=translate(mark("Why, in a sentence.")), metavar="TEXT")]
ByOption = Annotated[str, typer.Option("--by", help=translate(mark("Who decided it.")), metavar="NAME")]
FromOption = Annotated[
    datetime | None, typer.Option("--from", help=translate(mark("Holds from this date.")), formats=_DAY)
]


def register(app: typer.Typer) -> None:
    """Add the commands to `head-office`."""
    app.command("decide", help=translate(mark("Decide on a client's loan case.")))(decide)
    app.command("assign", help=translate(mark("Give a client to another advisor's terminal.")))(assign)
    app.command("erase", help=translate(mark("Order the lawful erasure of a client.")))(erase)
    app.command("wipe", help=translate(mark("Let a terminal whose key was revoked give itself up.")))(wipe)
    app.command("withdraw", help=translate(mark("Take back an order that no terminal was sent yet.")))(withdraw)
    app.command("orders", help=translate(mark("Show the orders and what became of them.")))(orders)


def decide(
    home: FolderOption,
    terminal: TerminalOption,
    case: Annotated[int, typer.Option("--case", help=translate(mark("The loan case's number there.")), min=1)],
    decision: Annotated[
        str,
        typer.Option(
            "--decision", help=translate(mark("What was decided.")),
            metavar="approved|approved_with_conditions|refused|returned",
        ),
    ],
    by: ByOption,
    amount: Annotated[
        str | None, typer.Option("--amount", help=translate(mark("In yuan, such as 500000.00.")), metavar="YUAN")
    ] = None,
    term: Annotated[int | None, typer.Option("--term", help=translate(mark("In months.")), min=1)] = None,
    rate: Annotated[
        str | None, typer.Option("--rate", help=translate(mark("In percent a year, such as 3.85.")), metavar="PERCENT")
    ] = None,
    conditions: Annotated[
        str | None, typer.Option("--conditions", help=translate(mark("What must be met first.")), metavar="TEXT")
    ] = None,
    on: Annotated[
        datetime | None, typer.Option("--on", help=translate(mark("The date of the decision.")), formats=_DAY)
    ] = None,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:  # fmt: skip
    """Give a credit decision."""
    with at_head_office(home, lang, passphrase_file, json=json) as (answer, office):
        values = {
            "terminal": terminal, "case": case, "decision": decision, "amount": _scaled(amount, 100, "--amount"),
            "term_months": term, "rate": _scaled(rate, 10_000, "--rate"), "conditions": conditions, "decided_by": by,
            "decided_on": on.date() if on else office.context.clock.today(),
        }  # fmt: skip
        _tell(answer, office.decide("credit_decision", values, "head-office decide"))


def assign(
    home: FolderOption,
    terminal: TerminalOption,
    client: ClientOption,
    to_terminal: Annotated[
        str, typer.Option("--to-terminal", help=translate(mark("Where the client goes.")), metavar="NAME")
    ],
    to_staff: Annotated[
        str, typer.Option("--to-staff", help=translate(mark("The new advisor's staff number.")), metavar="NUMBER")
    ],
    to_name: Annotated[str, typer.Option("--to-name", help=translate(mark("The new advisor's name.")), metavar="NAME")],
    reason: ReasonOption,
    start: FromOption = None,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Give a client to another advisor."""
    with at_head_office(home, lang, passphrase_file, json=json) as (answer, office):
        values = {
            "terminal": terminal, "client": client, "to_terminal": to_terminal, "to_staff": to_staff,
            "to_name": to_name, "reason": reason, "from": start.date() if start else None,
        }  # fmt: skip
        _tell(answer, office.decide("assignment", values, "head-office assign"))


def erase(
    home: FolderOption,
    terminal: TerminalOption,
    client: ClientOption,
    by: ByOption,
    reason: ReasonOption,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Order an erasure; within a legal retention period the terminal restricts instead."""
    with at_head_office(home, lang, passphrase_file, json=json) as (answer, office):
        values = {"terminal": terminal, "client": client, "ordered_by": by, "reason": reason}
        _tell(answer, office.decide("erasure", values, "head-office erase"))


def wipe(
    home: FolderOption,
    terminal: TerminalOption,
    reason: ReasonOption,
    discard_unsent: Annotated[
        bool,
        typer.Option("--discard-unsent", help=translate(mark("Also where something of it never reached head office."))),
    ] = False,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Order a terminal to give itself up."""
    with at_head_office(home, lang, passphrase_file, json=json) as (answer, office):
        _tell(answer, office.wipe(terminal, reason, discard_unsent=discard_unsent))


def withdraw(
    home: FolderOption,
    order: Annotated[str, typer.Argument(help=translate(mark("Its number in the list of orders.")), metavar="ORDER")],
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Take an order back."""
    with at_head_office(home, lang, passphrase_file, json=json) as (answer, office):
        answer.result({"order": office.withdraw(order)}, translate(mark("The order is taken back; nobody gets it.")))


def orders(
    home: FolderOption, lang: LangOption = None, passphrase_file: PassphraseOption = None, json: JsonOption = False
) -> None:
    """List the orders."""
    from advisor_tui.cli.orders_table import orders_table

    with at_head_office(home, lang, passphrase_file, json=json) as (answer, office):
        found = office.orders()
        told = orders_table(found) if found else translate(mark("No order was given yet."))
        answer.result({"orders": found}, told)


def _tell(answer: Answer, made: tuple[str, bool]) -> None:
    order, new = made
    message = mark("The order is given; it travels with the next publish.")
    told = message if new else mark("The very same order was given before; it is not given twice.")
    answer.result({"order": order, "new": new}, translate(told))


def _scaled(text: str | None, scale: int, option: str) -> int | None:
    """A decimal number as a whole number of its smallest unit."""
    if text is None:
        return None
    try:
        value = Decimal(text) * scale
    except InvalidOperation as error:
        raise _no_number(text, option) from error
    if not value.is_finite() or value != value.to_integral_value() or value < 0:
        raise _no_number(text, option)
    return int(value)


def _no_number(text: str, option: str) -> DeskError:
    return DeskError("usage", mark("This is no such number: {text}"), where=option, text=text)
