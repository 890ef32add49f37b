"""`advisor-tui head-office publish`: what goes to the terminals, and what could not go."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from advisor_tui.base.languages import mark, translate
from advisor_tui.cli.exchange import ToOption
from advisor_tui.cli.head_options import FolderOption, at_head_office
from advisor_tui.cli.options import JsonOption, LangOption, PassphraseOption
from advisor_tui.cli.output import REFUSED, heading


def register(app: typer.Typer) -> None:
    """Add the command to `head-office`."""
    app.command(
        "publish",
        help=translate(
            mark(
                "Seal for terminals what they do not have: files and orders of a folder, orders, keys, "
                "acknowledgements."
            )
        ),
    )(publish)


def publish(
    home: FolderOption,
    to: ToOption,
    folder: Annotated[
        Path | None, typer.Argument(help=translate(mark("A folder laid out like data/.")), metavar="DIR")
    ] = None,
    terminal: Annotated[
        list[str] | None, typer.Option("--terminal", help=translate(mark("Only for this one.")), metavar="NAME")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help=translate(mark("Also copy what was sealed before and not acknowledged.")))
    ] = False,
    effective: Annotated[
        datetime | None,
        typer.Option("--effective", help=translate(mark("Holds from this date.")), formats=["%Y-%m-%d"]),
    ] = None,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Publish to all terminals, or to some; exit code 1 where one of them could not be served."""
    from advisor_tui.headoffice.publish import Remarks

    with at_head_office(home, lang, passphrase_file, json=json, by_steps=True) as (answer, office):
        day, remarks = effective.date() if effective else None, Remarks()
        bundles = office.publish(folder, to, terminals=terminal, effective=day, again=again, remarks=remarks)
        told = [
            heading(mark("{file}: sealed before, and copied now"), file=name) for name in remarks.earlier
        ] + [
            heading(
                mark("{file} for {terminal}: files {files}, orders {orders}, rows {rows}"), file=one.file,
                terminal=one.terminal, files=one.files, orders=one.orders, rows=one.rows,
            )
            for one in bundles
        ]  # fmt: skip
        failures = [
            {"terminal": name, "code": error.code, "message": str(error), "where": error.where}
            for name, error in remarks.failures.items()
        ]
        for failure in failures:
            answer.note(heading(mark("! Nothing could be sealed for {terminal}: {message}"), **failure))
        if not failures:
            told = told or [translate(mark("Nothing to publish: every terminal has it already."))]
        values = {"bundles": [asdict(one) for one in bundles], "earlier": remarks.earlier, "failures": failures}
        answer.result(values, *told)
        if failures:
            raise typer.Exit(REFUSED)
