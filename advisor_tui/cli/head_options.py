"""What the commands of head office share: its folder, a terminal, an unlocked head office."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor_tui.base.clock import SystemClock
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.languages import mark, translate
from advisor_tui.cli.options import passphrase, speak
from advisor_tui.cli.output import Answer, answering

if TYPE_CHECKING:
    from advisor_tui.headoffice.office import HeadOffice

FolderOption = Annotated[
    Path,
    typer.Option("--home", help=translate(mark("Head office's folder.")), metavar="DIR", file_okay=False),
]
TerminalOption = Annotated[str, typer.Option("--terminal", help=translate(mark("Such as T0123.")), metavar="NAME")]


@contextmanager
def at_head_office(
    home: Path, lang: str | None, file: Path | None, *, json: bool, by_steps: bool = False
) -> "Iterator[tuple[Answer, HeadOffice]]":
    """Answer from a head office that is open until the block ends."""
    from advisor_tui.headoffice.office import HeadOffice

    with answering(json=json, by_steps=by_steps) as answer:
        answer.about = str(home)
        speak(lang)
        with closing(HeadOffice.open(home, passphrase(file), SystemClock(), Uuid7Source())) as office:
            yield answer, office
