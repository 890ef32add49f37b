"""`advisor-tui import`: an advisor's real client book."""

from pathlib import Path
from typing import Annotated

import typer

from advisor_tui.base.languages import mark, translate
from advisor_tui.cli.options import HomeOption, JsonOption, LangOption, PassphraseOption, home_of, speak, unlocked
from advisor_tui.cli.output import answering, heading


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
    with answering(json=json) as answer:
        from advisor_tui.desk.imports import Imports, known_kind
        from advisor_tui.reference.imports import KINDS

        place = home_of(home)
        speak(lang, place)
        known_kind(kind, list(KINDS))
        desk = unlocked(place, passphrase_file)
        try:
            with answer.progress(translate(mark("Importing"))) as progress:
                result = Imports(desk.office).run(file, kind=kind, mapping=mapping, dry_run=dry_run, progress=progress)
        finally:
            desk.close()
        counts = {
            "read": result.read,
            "created": result.created,
            "updated": result.updated,
            "unchanged": result.unchanged,
            "rejected": result.rejected,
        }
        message = mark("{read} rows: {created} created, {updated} updated, {unchanged} unchanged, {rejected} rejected.")
        told = [heading(message, **counts)]
        if dry_run:
            told.append(translate(mark("Dry run: nothing was changed.")))
        if result.unknown:
            told.append(heading(mark("Columns left out: {names}"), names=", ".join(result.unknown)))
        if result.reject_file:
            told.append(heading(mark("Rejected rows, with the reason for each: {file}"), file=result.reject_file))
        answer.result(
            {
                "kind": result.kind,
                **counts,
                "reject_file": str(result.reject_file) if result.reject_file else None,
                "left_out": list(result.unknown),
            },
            *told,
        )
