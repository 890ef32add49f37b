"""`advisor-tui`: the desk, and the commands around it."""

import sys

from advisor_tui.base.languages import LANGUAGES, locale_language, use_language


def main() -> None:
    """Run the program: the language first, since the help texts are made while the commands are imported."""
    _speak_early(sys.argv[1:])
    from advisor_tui.cli.commands import app

    app()


def _speak_early(arguments: list[str]) -> None:
    asked = ""
    for place, word in enumerate(arguments):
        if word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
        elif word == "--lang" and place + 1 < len(arguments):
            asked = arguments[place + 1]
    use_language(next((lang for lang in LANGUAGES if lang == asked), locale_language()))
