"""`advisor-tui head-office`: keys, enrolment, ingest, publishing, status and reports."""

from contextlib import closing
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor_tui.base.clock import CHINA, SystemClock, parse_instant
from advisor_tui.base.errors import DeskError
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.languages import mark, translate
from advisor_tui.base.reasons import reason_of
from advisor_tui.cli import head_ingest, head_orders, head_publish, head_recovery
from advisor_tui.cli.groups import group
from advisor_tui.cli.head_options import FolderOption, TerminalOption, at_head_office
from advisor_tui.cli.options import BranchOption, JsonOption, LangOption, PassphraseOption, passphrase, speak
from advisor_tui.cli.output import answering, heading

if TYPE_CHECKING:
    from advisor_tui.headoffice.report import Report

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.callback()(group)


@app.command(help=translate(mark("Make a head office: its keys, its lists and its warehouse.")))
def init(
    home: FolderOption,
    warehouse: Annotated[
        str,
        typer.Option(
            "--warehouse",
            help=translate(
                mark(
                    "A PostgreSQL database for the warehouse; without it, an encrypted file. One with a "
                    "password: in the environment, as ADVISOR_TUI_WAREHOUSE."
                )
            ),
            metavar="URL",
            envvar="ADVISOR_TUI_WAREHOUSE",
            show_envvar=False,
        ),
    ] = "",
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Make a head office."""
    from advisor_tui.headoffice.office import HeadOffice
    from advisor_tui.sync.sshsig import fingerprint, parse_public_line

    with answering(json=json) as answer:
        answer.about = str(home)
        speak(lang)
        secret = passphrase(passphrase_file, new=True)
        with closing(HeadOffice.create(home, secret, SystemClock(), Uuid7Source(), address=warehouse)) as office:
            place = office.context.warehouse.dialect.place
            keys = office.context.keys
            mine = fingerprint(parse_public_line(keys.public("root"), "root"))
            values = {"home": str(home), "warehouse": place, "fingerprint": mine, "month_key": keys.months()[-1]}
        answer.result(
            values,
            heading(mark("Head office is ready in {folder}."), folder=home),
            heading(mark("The warehouse: {place}"), place=place),
            heading(mark("Fingerprint of head office: {fingerprint}"), fingerprint=mine),
            translate(mark("Keep keys/recovery.key and the passphrase apart: they open every terminal's database.")),
        )


@app.command(help=translate(mark("Write the enrolment file of a terminal; it counts once and for 72 hours.")))
def enrol(
    home: FolderOption,
    terminal: TerminalOption,
    branch: BranchOption,
    out: Annotated[
        Path, typer.Option("--out", help=translate(mark("The file to write.")), metavar="FILE", dir_okay=False)
    ],
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Offer an enrolment."""
    with at_head_office(home, lang, passphrase_file, json=json) as (answer, office):
        offer = office.enrol(terminal, branch, out)
        values = {
            "terminal": offer.terminal, "branch": offer.branch, "file": str(out), "expires": offer.expires,
            "fingerprint": offer.fingerprint,
        }  # fmt: skip
        answer.result(
            values,
            heading(mark("{file} enrols {terminal} until {when}; hand it over safely."), file=out,
                    terminal=offer.terminal, when=_when(offer.expires)),
            heading(mark("Fingerprint of head office: {fingerprint}"), fingerprint=offer.fingerprint),
        )  # fmt: skip


@app.command(help=translate(mark("Register the keys that a terminal made from its enrolment.")))
def accept(
    home: FolderOption,
    file: Annotated[Path, typer.Argument(help=translate(mark("The terminal's .keys file.")), metavar="FILE")],
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Register a terminal."""
    with at_head_office(home, lang, passphrase_file, json=json) as (answer, office):
        keys = office.accept(file)
        values = {"terminal": keys.terminal, "branch": keys.branch, "fingerprint": keys.fingerprint}
        answer.result(
            values,
            heading(mark("{terminal} is registered."), terminal=keys.terminal),
            heading(
                mark("Fingerprint of {terminal}'s key: {fingerprint}"),
                terminal=keys.terminal,
                fingerprint=keys.fingerprint,
            ),
            translate(mark("Compare it by telephone with the one that the terminal shows; if it differs, revoke it.")),
        )


@app.command(help=translate(mark("Revoke a terminal's signing key.")))
def revoke(
    home: FolderOption,
    terminal: TerminalOption,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Let a terminal's key count no more."""
    with at_head_office(home, lang, passphrase_file, json=json) as (answer, office):
        office.revoke(terminal)
        answer.result({"terminal": terminal}, heading(mark("{terminal} may no longer sign."), terminal=terminal))


@app.command("rotate-key", help=translate(mark("Make a new key for bundles of terminals before the month ends.")))
def rotate_key(
    home: FolderOption, lang: LangOption = None, passphrase_file: PassphraseOption = None, json: JsonOption = False
) -> None:
    """Make a new age key; publish makes the one of a new month by itself."""
    with at_head_office(home, lang, passphrase_file, json=json) as (answer, office):
        name = office.rotate_key()
        told = mark("The new key is {name}; terminals are told with the next publish.")
        answer.result({"month_key": name}, heading(told, name=name))


@app.command(help=translate(mark("Let a terminal go on whose bundle contradicted an applied one.")))
def settle(
    home: FolderOption,
    terminal: TerminalOption,
    reason: head_orders.ReasonOption,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Settle a stopped stream."""
    with at_head_office(home, lang, passphrase_file, json=json) as (answer, office):
        done = office.settle(terminal, reason)
        told = [heading(mark("{terminal} may go on; bundles applied that had been refused: {count}"),
                        terminal=terminal, count=done.applied)]  # fmt: skip
        if done.stopped:
            told = [heading(mark("{terminal} goes on from another state than ours: enrol it anew."), terminal=terminal)]
        answer.result(asdict(done), *told)


@app.command(help=translate(mark("Show how the exchange with each terminal stands.")))
def status(
    home: FolderOption,
    silent_hours: Annotated[
        int, typer.Option("--silent-hours", help=translate(mark("Hours after which one is silent.")), min=1)
    ] = 36,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Last night, gaps, forks, quarantine, schema, stale and silent terminals."""
    from advisor_tui.cli.status_table import status_table

    with at_head_office(home, lang, passphrase_file, json=json) as (answer, office):
        found = office.status(timedelta(hours=silent_hours))
        told = [heading(mark("Refused files that name no terminal of ours: {count}"), count=found.strangers)]
        kept = [heading(mark("Bundles kept as they came: {count}, since {when}"), count=found.archived,
                        when=_when(found.archived_since))] if found.archived else []  # fmt: skip
        no_room = mark("! quarantine/ is full: what is refused now is only noted. Look into it and remove it.")
        full = [translate(no_room)]
        told = [*(told if found.strangers else []), *(full if found.quarantine_full else [])]
        answer.result(found.to_json(), status_table(found), *told, *kept)


@app.command(help=translate(mark("Show what the terminals have sent.")))
def report(
    home: FolderOption,
    html: Annotated[
        Path | None,
        typer.Option("--html", help=translate(mark("Write it into this file too.")), metavar="FILE", dir_okay=False),
    ] = None,
    start: Annotated[
        datetime | None,
        typer.Option("--from", help=translate(mark("Advisors and exceptions from this day.")), formats=["%Y-%m-%d"]),
    ] = None,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Report by branch and terminal: the book, advisors, overdue complaints, suitability exceptions."""
    from advisor_tui.cli.report_table import advisors_table, complaints_table, exceptions_table, report_table

    with at_head_office(home, lang, passphrase_file, json=json) as (answer, office):
        found = office.report(start.date() if start else None)
        if html is not None:
            _write_html(html, found)
            answer.note(heading(mark("The report was written to {file}, unencrypted; clients are masked."), file=html))
        tables = [report_table(found), advisors_table(found)]
        tables += [complaints_table(found)] if found.complaints else []
        tables += [exceptions_table(found)] if found.exceptions else []
        answer.result(found.to_json(), *tables, _tail(found))


def _write_html(path: Path, found: "Report") -> None:
    from advisor_tui.headoffice.html import report_html
    from advisor_tui.sync.durable import write_durably

    try:
        write_durably(path, report_html(found).encode())
    except OSError as error:
        message = mark("This place cannot be used: {reason}")
        raise DeskError("cannot_write", message, where=str(path), reason=reason_of(error)) from error


def _tail(found: "Report") -> str:
    line = heading(
        mark("Bundles waiting: {parked}, refused: {quarantined}."), parked=found.parked, quarantined=found.quarantined
    )
    stopped = [row.terminal for row in found.terminals if row.stopped]
    if stopped:
        line += "\n" + heading(
            mark("! {terminals}: a bundle contradicts an applied one; nothing more is taken until this is settled."),
            terminals=", ".join(stopped),
        )
    return line


def _when(instant: str) -> str:
    return f"{parse_instant(instant).astimezone(CHINA):%Y-%m-%d %H:%M}"


# Behind the commands of this file: the help lists them in this order, and who begins reads `init` first.
head_ingest.register(app)
head_publish.register(app)
head_orders.register(app)
head_recovery.register(app)
