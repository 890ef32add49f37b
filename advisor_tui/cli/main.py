"""`advisor-tui`: the desk, and the commands around it."""

import sys
from collections.abc import Sequence

from advisor_tui.base.languages import LANGUAGES, locale_language, use_language
from advisor_tui.cli.crashes import CrashReporter


def main() -> None:
    """Run the program: the language first, since the help texts are made while the commands are imported."""
    arguments = sys.argv[1:]
    CrashReporter(arguments).install()
    _speak_early(arguments)
    from typer.main import get_command

    from advisor_tui.cli.commands import app

    get_command(app)()  # not `app()`, which puts Typer's own hook in the place of ours


def _speak_early(arguments: Sequence[str]) -> None:
    asked = ""
    for place, word in enumerate(arguments):
        if word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
        elif word == "--lang" and place + 1 < len(arguments):
            asked = arguments[place + 1]
    use_language(next((lang for lang in LANGUAGES if lang == asked), locale_language()))
