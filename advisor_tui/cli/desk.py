"""`advisor-tui` without a command: the desk itself."""

from dataclasses import replace

import typer

from advisor_tui.base.clock import SystemClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.languages import mark
from advisor_tui.base.settings import read_settings
from advisor_tui.cli.options import HomeOption, LangOption, PassphraseOption, home_of, passphrase, speak
from advisor_tui.cli.output import answering


def open_desk(
    context: typer.Context, home: HomeOption = None, lang: LangOption = None, passphrase_file: PassphraseOption = None
) -> None:
    """Open the desk; nothing of the data layer is imported before the first screen has painted."""
    if context.invoked_subcommand is not None:
        return
    with answering(json=False):
        place = home_of(home)
        language = speak(lang, place)
        if not place.keys.exists():
            raise DeskError(
                "no_home", mark("There is no desk in {folder}. Make one with: advisor-tui init"), folder=place.root
            )
        given = passphrase(passphrase_file) if passphrase_file else None
        from advisor_tui.app import desk_opener, run
        from advisor_tui.screens.shell import Launch

        clock, ids = SystemClock(), Uuid7Source()

        unlock = desk_opener(place, clock, ids)
        launch = Launch(
            home=place,
            clock=clock,
            ids=ids,
            settings=replace(read_settings(place.settings), lang=language),
            open_desk=unlock,
            unlocked=None if given is None else lambda: unlock(given),
        )
        raise typer.Exit(run(launch))
