"""`advisor-tui head-office`: keys, enrolment, ingest, publishing and reports."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from advisor_tui.base.clock import CHINA, SystemClock, parse_instant
from advisor_tui.base.errors import DeskError
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.languages import mark, translate, translate_in
from advisor_tui.base.money import wan
from advisor_tui.base.text import safe_text
from advisor_tui.cli.exchange import ToOption
from advisor_tui.cli.options import JsonOption, LangOption, PassphraseOption, passphrase, speak
from advisor_tui.cli.output import Answer, answering, heading

if TYPE_CHECKING:
    from advisor_tui.headoffice.ingest import Outcome
    from advisor_tui.headoffice.office import HeadOffice
    from advisor_tui.headoffice.report import Report, TerminalReport

FolderOption = Annotated[
    Path,
    typer.Option("--home", help=translate(mark("Head office's folder.")), metavar="DIR", file_okay=False),
]
app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@contextmanager
def _opened(home: Path, file: Path | None) -> "Iterator[HeadOffice]":
    from advisor_tui.headoffice.office import HeadOffice

    office = HeadOffice.open(home, passphrase(file), SystemClock(), Uuid7Source())
    try:
        yield office
    finally:
        office.close()


@app.command(help=translate(mark("Make a head office: its keys, its lists and its warehouse.")))
def init(
    home: FolderOption, lang: LangOption = None, passphrase_file: PassphraseOption = None, json: JsonOption = False
) -> None:
    """Make a head office."""
    from advisor_tui.headoffice.office import HeadOffice
    from advisor_tui.sync.sshsig import fingerprint, parse_public_line

    with answering(json=json) as answer:
        speak(lang)
        office = HeadOffice.create(home, passphrase(passphrase_file, new=True), SystemClock(), Uuid7Source())
        try:
            keys = office.context.keys
            mine = fingerprint(parse_public_line(keys.public("root"), "root"))
            values = {"home": str(home), "fingerprint": mine, "month_key": keys.months()[-1]}
        finally:
            office.close()
        answer.result(
            values,
            heading(mark("Head office is ready in {folder}."), folder=home),
            heading(mark("Fingerprint of head office: {fingerprint}"), fingerprint=mine),
            translate(mark("Keep keys/recovery.key and the passphrase apart: they open every terminal's database.")),
        )


@app.command(help=translate(mark("Write the enrolment file of a terminal; it counts once and for 72 hours.")))
def enrol(
    home: FolderOption,
    terminal: Annotated[str, typer.Option("--terminal", help=translate(mark("Such as T0123.")), metavar="NAME")],
    branch: Annotated[str, typer.Option("--branch", help=translate(mark("The branch's code.")), metavar="CODE")],
    out: Annotated[
        Path, typer.Option("--out", help=translate(mark("The file to write.")), metavar="FILE", dir_okay=False)
    ],
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Offer an enrolment."""
    with answering(json=json) as answer:
        speak(lang)
        with _opened(home, passphrase_file) as office:
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
    with answering(json=json) as answer:
        speak(lang)
        with _opened(home, passphrase_file) as office:
            keys = office.accept(file)
        values = {"terminal": keys.terminal, "branch": keys.branch, "fingerprint": keys.fingerprint}
        answer.result(
            values,
            heading(mark("{terminal} is registered."), terminal=keys.terminal),
            heading(mark("Fingerprint of this terminal: {fingerprint}"), fingerprint=keys.fingerprint),
        )


@app.command(help=translate(mark("Revoke a terminal's signing key.")))
def revoke(
    home: FolderOption,
    terminal: Annotated[str, typer.Option("--terminal", help=translate(mark("Such as T0123.")), metavar="NAME")],
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Let a terminal's key count no more."""
    with answering(json=json) as answer:
        speak(lang)
        with _opened(home, passphrase_file) as office:
            office.revoke(terminal)
        answer.result({"terminal": terminal}, heading(mark("{terminal} may no longer sign."), terminal=terminal))


@app.command(help=translate(mark("Take in a folder of sealed bundles.")))
def ingest(
    home: FolderOption,
    folder: Annotated[Path, typer.Argument(help=translate(mark("A folder of sealed files.")), metavar="DIR")],
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Ingest; running it twice changes nothing."""
    with answering(json=json, by_steps=True) as answer:
        speak(lang)
        told = translate(mark("Taking in bundles"))
        with _opened(home, passphrase_file) as office, answer.progress(told) as progress:
            result = office.ingest(folder, progress)
        for outcome in result.outcomes:
            _note(answer, outcome)
        counts = result.to_json()
        answer.result(
            counts,
            heading(
                mark("{bundles} bundles: {applied} applied, {duplicates} known already, {parked} waiting, "
                     "{quarantined} refused; {rows} changes."), **counts,
            ),
        )  # fmt: skip


@app.command(help=translate(mark("Seal data files for terminals; without a folder, acknowledgements only.")))
def publish(
    home: FolderOption,
    to: ToOption,
    folder: Annotated[
        Path | None, typer.Argument(help=translate(mark("A folder laid out like data/.")), metavar="DIR")
    ] = None,
    terminal: Annotated[
        list[str] | None, typer.Option("--terminal", help=translate(mark("Only for this one.")), metavar="NAME")
    ] = None,
    effective: Annotated[
        datetime | None,
        typer.Option("--effective", help=translate(mark("Holds from this date.")), formats=["%Y-%m-%d"]),
    ] = None,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Publish to all terminals, or to some."""
    with answering(json=json, by_steps=True) as answer:
        speak(lang)
        with _opened(home, passphrase_file) as office:
            day = effective.date() if effective else None
            bundles = office.publish(folder, to, terminals=terminal, effective=day)
        told = [
            heading(mark("{file}: {files} files for {terminal}"), file=one.file, files=one.files, terminal=one.terminal)
            for one in bundles
        ] or [translate(mark("Nothing to publish: every terminal has it already."))]
        answer.result({"bundles": [asdict(one) for one in bundles]}, *told)


@app.command(help=translate(mark("Show what the terminals have sent.")))
def report(
    home: FolderOption, lang: LangOption = None, passphrase_file: PassphraseOption = None, json: JsonOption = False
) -> None:
    """Report by branch and terminal."""
    with answering(json=json) as answer:
        speak(lang)
        with _opened(home, passphrase_file) as office:
            found = office.report()
        answer.result(found.to_json(), _table(found), _tail(found))


def _note(answer: Answer, outcome: "Outcome") -> None:
    refusal: DeskError | None = outcome.refusal
    if refusal is not None:
        where = f" ({refusal.where})" if refusal.where and refusal.where != outcome.file else ""
        answer.note(heading(mark("{file} was refused: {reason}"), file=outcome.file, reason=f"{refusal}{where}"))
    elif outcome.status == "parked":
        answer.note(heading(mark("{file} waits for the bundles before it."), file=outcome.file))


def _table(found: "Report") -> Table:
    table = Table(title=heading(mark("Terminals on {date}"), date=found.today), title_justify="left", expand=False)
    for title in (mark("Branch"), mark("Terminal"), mark("Heard")):
        table.add_column(translate(title), no_wrap=True)
    for title in (
        translate(mark("Clients")), translate(mark("Assets (10,000)")), translate(mark("Interviews")),
        translate_in("report", "Presented"), translate_in("report", "Confirmed"), translate(mark("Tasks (overdue)")),
        translate(mark("Complaints (overdue)")),
    ):  # fmt: skip
        table.add_column(title, justify="right")
    for terminal in found.terminals:
        table.add_row(*_cells(terminal))
    return table


def _cells(row: "TerminalReport") -> list[Text]:
    heard = _when(row.heard_at) if row.heard_at else translate(mark("never"))
    texts = [
        row.branch, f"{row.terminal} !" if row.stopped else row.terminal, heard, f"{row.clients:,}", wan(row.assets),
        str(row.interviews), str(row.presented), str(row.confirmations), f"{row.tasks_open} ({row.tasks_overdue})",
        f"{row.complaints_open} ({row.complaints_overdue})",
    ]  # fmt: skip
    return [Text(safe_text(text)) for text in texts]


def _tail(found: "Report") -> str:
    line = heading(
        mark("{parked} bundles wait, {quarantined} were refused."), parked=found.parked, quarantined=found.quarantined
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
