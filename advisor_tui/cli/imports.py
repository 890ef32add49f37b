"""`advisor-tui import`: an advisor's real client book."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import mask_numbers
from advisor_tui.cli.at_home import at_home
from advisor_tui.cli.interrupt import stopping_between
from advisor_tui.cli.options import HomeOption, JsonOption, LangOption, PassphraseOption, unlocked
from advisor_tui.cli.output import Answer, heading

if TYPE_CHECKING:
    from advisor_tui.desk.imports import ImportResult

SHOWN_REJECTS = 20
"""So many rejected rows are told on stderr; the file has them all."""


def import_file(
    file: Annotated[Path, typer.Argument(help=translate(mark("A CSV file or an Excel workbook.")), metavar="FILE")],
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            help=translate(mark("What the rows are; without it the headers tell.")),
            metavar="clients|holdings|liabilities|assessments",
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", help=translate(mark("TOML file: which header is which field.")), metavar="FILE"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=translate(mark("Say what would happen; change nothing.")))
    ] = False,
    home: HomeOption = None,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Import a table; answers `{read, created, updated, unchanged, rejected, reject_file}`."""
    from advisor_tui.desk.imports import Imports, known_kind

    with at_home(home, lang, json=json) as (answer, place):
        known_kind(kind)
        told = translate(mark("Importing"))
        with unlocked(place, passphrase_file) as desk, stopping_between() as stop, answer.progress(told) as show:
            result = Imports(desk.office).run(
                file, kind=kind, mapping=mapping, dry_run=dry_run, progress=_both(show, stop)
            )
        _tell(answer, result, dry_run=dry_run)


def _both(show: Callable[[int, int], None], stop: Callable[[], None]) -> Callable[[int, int], None]:
    def progress(done: int, total: int) -> None:
        show(done, total)
        stop()

    return progress


def _tell(answer: Answer, result: "ImportResult", *, dry_run: bool) -> None:
    for reject in result.rejects[:SHOWN_REJECTS]:
        message = mark("Line {line}, {column}: {reason}") if reject.column else mark("Line {line}: {reason}")
        answer.note(heading(message, line=reject.line, column=mask_numbers(reject.column), reason=reject.told))
    if len(result.rejects) > SHOWN_REJECTS:
        answer.note(heading(mark("… and {count} more"), count=len(result.rejects) - SHOWN_REJECTS))
    if result.unknown:
        answer.note(heading(mark("Columns left out: {names}"), names=", ".join(map(mask_numbers, result.unknown))))
    counts = {
        "read": result.read,
        "created": result.created,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "rejected": len(result.rejects),
    }
    message = mark("{read} rows: {created} created, {updated} updated, {unchanged} unchanged, {rejected} rejected.")
    told = [heading(message, **counts)]
    if dry_run:
        told.append(translate(mark("Dry run: nothing was changed.")))
    if result.reject_file:
        told.append(heading(mark("Rejected rows, with the reason for each: {file}"), file=result.reject_file))
    answer.result({**counts, "reject_file": str(result.reject_file) if result.reject_file else None}, *told)
