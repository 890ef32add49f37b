"""`advisor-tui doctor`: is this terminal, this home and this clock fit for the desk?"""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.languages import mark, translate
from advisor_tui.cli.options import HomeOption, JsonOption, LangOption, PassphraseOption, home_of, speak, unlocked
from advisor_tui.cli.output import REFUSED, Answer, answering
from advisor_tui.cli.terminal_checks import Check, check_terminal


def doctor(
    home: HomeOption = None,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help=translate(mark("Rebuild the search index and the client lines.")))
    ] = False,
    json: JsonOption = False,
) -> None:
    """Check terminal size, colours, UTF-8, wide characters, the database (with its passphrase) and the clock."""
    with answering(json=json) as answer:
        place = home_of(home)
        speak(lang, place)
        checks = check_terminal()
        if place.keys.exists():
            try:
                checks += _check_home(place, passphrase_file, answer, rebuild=rebuild)
            except DeskError as error:
                # What the terminal is fit for is told all the same.
                checks.append(Check(mark("Database"), False, str(error), mark("It was not looked into.")))
        answer.result({"ok": all(c.ok for c in checks), "checks": [c.__dict__ for c in checks]}, _table(checks))
    if not all(check.ok for check in checks):
        raise typer.Exit(REFUSED)


def _check_home(place: Home, file: Path | None, answer: Answer, *, rebuild: bool) -> list[Check]:
    from advisor_tui.desk.diagnosis import diagnose, rebuild_derived

    desk = unlocked(place, file)
    try:
        if rebuild:
            rebuild_derived(desk.office)
        with answer.progress(translate(mark("Checking the database"))) as progress:
            return [Check(*row) for row in diagnose(desk.office, progress)]
    finally:
        desk.close()


def _table(checks: list[Check]) -> Table:
    table = Table(box=None, show_header=False)
    for check in checks:
        table.add_row(
            "OK" if check.ok else "!!", translate(check.name), check.found, "" if check.ok else translate(check.advice)
        )
    return table
