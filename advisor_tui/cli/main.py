"""`advisor-tui`: the desk, and the commands around it."""

import sys
from collections.abc import Sequence

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import LANGUAGES, locale_language, use_language
from advisor_tui.base.process import forbid_core_dumps
from advisor_tui.cli.crashes import CrashReporter


def main() -> None:
    """Run the program: the language first, since the help texts are made while the commands are imported."""
    forbid_core_dumps()
    arguments = sys.argv[1:]
    CrashReporter(arguments).install()
    _speak_early(arguments)
    _open_desk_at_once(arguments)
    from typer.main import get_command

    from advisor_tui.cli.commands import app
    from advisor_tui.cli.usage import run_command

    # Not `app()`, which puts Typer's own hook in the place of ours.
    sys.exit(run_command(get_command(app), arguments))


def _open_desk_at_once(arguments: Sequence[str]) -> None:
    """Open the desk without importing the commands, a third of the way to the first screen; then end.

    Comes back when a command is asked for, and when the desk cannot be opened: the command line says why.
    """
    from advisor_tui.cli.launching import desk_alone, prepare

    asked = desk_alone(arguments)
    if asked is None:
        return
    try:
        launch = prepare(asked)
    except DeskError:
        return
    from advisor_tui.app import run

    sys.exit(run(launch))


def _speak_early(arguments: Sequence[str]) -> None:
    asked = ""
    for place, word in enumerate(arguments):
        if word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
        elif word == "--lang" and place + 1 < len(arguments):
            asked = arguments[place + 1]
    use_language(next((lang for lang in LANGUAGES if lang == asked), locale_language()))
