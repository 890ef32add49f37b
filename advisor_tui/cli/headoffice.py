"""`advisor-tui head-office`: keys, enrolment, ingest, publishing and reports."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from advisor_tui.base.clock import CHINA, SystemClock, parse_instant
from advisor_tui.base.errors import DeskError
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.languages import mark, translate
from advisor_tui.cli.exchange import ToOption
from advisor_tui.cli.interrupt import stopping_between
from advisor_tui.cli.options import BranchOption, JsonOption, LangOption, PassphraseOption, passphrase, speak
from advisor_tui.cli.output import Answer, answering, heading

if TYPE_CHECKING:
    from advisor_tui.headoffice.ingest import IngestResult, Outcome
    from advisor_tui.headoffice.office import HeadOffice
    from advisor_tui.headoffice.report import Report

FolderOption = Annotated[
    Path,
    typer.Option("--home", help=translate(mark("Head office's folder.")), metavar="DIR", file_okay=False),
]
TerminalOption = Annotated[str, typer.Option("--terminal", help=translate(mark("Such as T0123.")), metavar="NAME")]
app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@contextmanager
def _answering(
    home: Path, lang: str | None, file: Path | None, *, json: bool, by_steps: bool = False
) -> "Iterator[tuple[Answer, HeadOffice]]":
    """Answer from a head office that is open until the block ends."""
    from advisor_tui.headoffice.office import HeadOffice

    with answering(json=json, by_steps=by_steps) as answer:
        answer.about = str(home)
        speak(lang)
        with closing(HeadOffice.open(home, passphrase(file), SystemClock(), Uuid7Source())) as office:
            yield answer, office


@app.command(help=translate(mark("Make a head office: its keys, its lists and its warehouse.")))
def init(
    home: FolderOption,
    warehouse: Annotated[
        str,
        typer.Option(
            "--warehouse",
            help=translate(mark("A PostgreSQL database for the warehouse; without it, an encrypted file.")),
            metavar="URL",
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
    with _answering(home, lang, passphrase_file, json=json) as (answer, office):
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
    with _answering(home, lang, passphrase_file, json=json) as (answer, office):
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
    terminal: TerminalOption,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Let a terminal's key count no more."""
    with _answering(home, lang, passphrase_file, json=json) as (answer, office):
        office.revoke(terminal)
        answer.result({"terminal": terminal}, heading(mark("{terminal} may no longer sign."), terminal=terminal))


@app.command(help=translate(mark("Take in a folder of sealed bundles.")))
def ingest(
    home: FolderOption,
    folder: Annotated[Path, typer.Argument(help=translate(mark("A folder of sealed files.")), metavar="DIR")],
    watch: Annotated[
        bool, typer.Option("--watch", help=translate(mark("Go on: take in what comes, until Ctrl+C.")))
    ] = False,
    every: Annotated[
        float, typer.Option("--every", help=translate(mark("Seconds between two looks.")), min=0.1, max=3600)
    ] = 30,
    processes: Annotated[
        int | None,
        typer.Option("--processes", help=translate(mark("How many processes check bundles beside.")), min=0, max=64),
    ] = None,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Ingest; running it twice changes nothing."""
    with _answering(home, lang, passphrase_file, json=json, by_steps=True) as (answer, office):
        if watch:
            _keep_watching(answer, office, folder, every)
        with _progress(answer) as progress:
            result = office.ingest(folder, progress, processes=processes)
        _tell(answer, result)


def _keep_watching(answer: Answer, office: "HeadOffice", folder: Path, every: float) -> NoReturn:
    """Ingest what comes, one answer for each round with something new; Ctrl+C ends it between two bundles."""
    from advisor_tui.headoffice.watching import Watch

    if not folder.is_dir():
        raise DeskError("folder_missing", mark("There is no such folder"), where=str(folder))
    watch = Watch(folder)
    while True:
        with _progress(answer) as progress:
            result = office.ingest_new(watch, progress)
        if result.outcomes:
            _tell(answer, result)
        time.sleep(every)


@contextmanager
def _progress(answer: Answer) -> "Iterator[Callable[[int, int], None]]":
    """The bar of an ingest, which also asks after each bundle whether Ctrl+C was pressed."""
    with answer.progress(translate(mark("Taking in bundles"))) as show, stopping_between() as ask:

        def advance(done: int, total: int) -> None:
            show(done, total)
            ask()

        yield advance


def _tell(answer: Answer, result: "IngestResult") -> None:
    for outcome in result.outcomes:
        _note(answer, outcome)
    counts = result.to_json()
    answer.result(
        counts,
        heading(
            mark("Bundles read: {bundles}; applied {applied}, known already {duplicates}, waiting {parked}, "
                 "refused {quarantined}; changes taken over: {rows}."), **counts,
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
    with _answering(home, lang, passphrase_file, json=json, by_steps=True) as (answer, office):
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
    from advisor_tui.cli.report_table import report_table

    with _answering(home, lang, passphrase_file, json=json) as (answer, office):
        found = office.report()
        answer.result(found.to_json(), report_table(found), _tail(found))


def _note(answer: Answer, outcome: "Outcome") -> None:
    refusal: DeskError | None = outcome.refusal
    if refusal is not None:
        where = f" ({refusal.where})" if refusal.where and refusal.where != outcome.file else ""
        answer.note(heading(mark("{file} was refused: {reason}"), file=outcome.file, reason=f"{refusal}{where}"))
    elif outcome.update_needed:
        told = mark("{file} waits: this program is too old for it and must be updated first.")
        answer.note(heading(told, file=outcome.file))
    elif outcome.missing:
        first, last = outcome.missing
        told = mark("{file} waits for the bundles before it: {numbers}")
        numbers = str(first) if first == last else f"{first}–{last}"
        answer.note(heading(told, file=outcome.file, numbers=numbers))


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
