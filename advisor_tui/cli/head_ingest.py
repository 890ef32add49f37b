"""`advisor-tui head-office ingest`: once, or as long as the folder is watched."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.cli.head_options import FolderOption, at_head_office
from advisor_tui.cli.interrupt import pause, stopping_between
from advisor_tui.cli.options import JsonOption, LangOption, PassphraseOption
from advisor_tui.cli.output import Answer, heading

if TYPE_CHECKING:
    from advisor_tui.headoffice.ingest import IngestResult, Outcome
    from advisor_tui.headoffice.office import HeadOffice


def register(app: typer.Typer) -> None:
    """Add the command to `head-office`."""
    app.command("ingest", help=translate(mark("Take in a folder of sealed bundles.")))(ingest)


def ingest(
    home: FolderOption,
    folders: Annotated[
        list[Path],
        typer.Argument(help=translate(mark("Folders of sealed files, or of such folders.")), metavar="DIR"),
    ],
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
    with at_head_office(home, lang, passphrase_file, json=json, by_steps=True) as (answer, office):
        if watch:
            _keep_watching(answer, office, folders, every)
        with stopping_between() as ask, _progress(answer, ask) as progress:
            result = office.ingest(folders[0], progress, more=folders[1:], processes=processes)
        _tell(answer, result)


def _keep_watching(answer: Answer, office: "HeadOffice", folders: list[Path], every: float) -> NoReturn:
    """Ingest what comes, one answer for each round with something new; Ctrl+C ends it between two bundles."""
    from advisor_tui.headoffice.watching import Watch

    watch = Watch(*folders)
    with stopping_between() as ask:
        while True:
            with _progress(answer, ask) as progress:
                result = office.ingest_new(watch, progress)
            if result.outcomes:
                _tell(answer, result)
            pause(every, ask)


@contextmanager
def _progress(answer: Answer, ask: "Callable[[], None]") -> "Iterator[Callable[[int, int], None]]":
    """The bar of an ingest, which also asks after each bundle whether Ctrl+C was pressed."""
    with answer.progress(translate(mark("Taking in bundles"))) as show:

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
