"""The options that the commands share; what they stand for is in `asking`."""

from pathlib import Path
from typing import Annotated

import typer

from advisor_tui.base.languages import mark, translate
from advisor_tui.cli.asking import home_of, passphrase, speak, unlocked

__all__ = [
    "BranchOption",
    "HomeOption",
    "JsonOption",
    "LangOption",
    "PassphraseOption",
    "home_of",
    "passphrase",
    "speak",
    "unlocked",
]

HomeOption = Annotated[
    Path | None, typer.Option("--home", help=translate(mark("The desk's home folder.")), metavar="DIR", file_okay=False)
]
BranchOption = Annotated[str, typer.Option("--branch", help=translate(mark("The branch's code.")), metavar="CODE")]
LangOption = Annotated[str | None, typer.Option("--lang", help=translate(mark("zh or en.")), metavar="zh|en")]
JsonOption = Annotated[bool, typer.Option("--json", help=translate(mark("One JSON object on stdout.")))]
PassphraseOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        help=translate(mark("Read the passphrase from this file instead of asking.")),
        metavar="FILE",
    ),
]
