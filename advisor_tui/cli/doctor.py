"""`advisor-tui doctor`: is this terminal, this home and this clock fit for the desk?"""

import io
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from advisor_tui.base.clock import SystemClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.languages import mark, translate
from advisor_tui.cli.options import HomeOption, JsonOption, LangOption, PassphraseOption, home_of, speak, unlocked
from advisor_tui.cli.output import REFUSED, Answer, answering
from advisor_tui.cli.terminal_checks import check_process, check_terminal
from advisor_tui.desk.views.diagnosis import Check


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
        if isinstance(sys.stdout, io.TextIOWrapper):
            # The command that finds out that a terminal cannot write Chinese must not fail of it.
            sys.stdout.reconfigure(errors="backslashreplace")
        checks = [*check_terminal(), *check_process()]
        _check_home(place, passphrase_file, answer, checks, rebuild=rebuild)
        ok = all(check.ok for check in checks)
        answer.result({"ok": ok, "checks": [check.told() for check in checks]}, _table(checks))
    if not ok:
        raise typer.Exit(REFUSED)


def _check_home(place: Home, file: Path | None, answer: Answer, checks: list[Check], *, rebuild: bool) -> None:
    """Add what is found in the home; what was found before something went wrong stays told."""
    from advisor_tui.desk.diagnosis import advice_for, check_clock, diagnose, rebuild_derived
    from advisor_tui.store.presence import missing

    name, unseen = mark("Database"), mark("It was not looked into.")
    try:
        if place.keys.exists():
            with unlocked(place, file) as desk:
                if rebuild:
                    rebuild_derived(desk.office)
                with answer.progress(translate(mark("Checking the database"))) as progress:
                    checks.extend(diagnose(desk.office, progress))
        else:
            told = missing(place)
            checks.append(Check("database", name, told.code == "no_home", str(told), advice_for(told)))
    except DeskError as error:
        checks.append(Check("database", name, False, str(error), advice_for(error) or unseen))
    if not any(check.code == "clock" for check in checks):
        checks.append(check_clock(SystemClock()))


def _table(checks: list[Check]) -> Table:
    table = Table(box=None, show_header=False)
    for _ in range(4):
        table.add_column(overflow="fold")  # Chinese has no blanks to break at
    for check in checks:
        told = check.told()
        table.add_row("OK" if check.ok else "!!", str(told["name"]), check.found, str(told["advice"]))
    return table
