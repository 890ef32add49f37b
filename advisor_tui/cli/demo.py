"""`advisor-tui demo`: a throw-away desk."""

import shlex
import shutil
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor_tui.base.clock import CHINA, Clock, FixedClock, OffsetClock, SystemClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.languages import locale_language, mark, translate
from advisor_tui.base.settings import Settings
from advisor_tui.cli.options import LangOption, speak
from advisor_tui.cli.output import answering, heading

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk

PASSPHRASE = "demo-desk-2026"  # noqa: S105  (shown on the lock screen: there is nothing to protect)
MAX_CLIENTS = 1_000_000
OPENING_HOUR = 9


def demo(
    clients: Annotated[int, typer.Option("--clients", help=translate(mark("How many clients.")), min=1)] = 200,
    seed: Annotated[int, typer.Option("--seed", help=translate(mark("The same seed makes the same people.")))] = 1,
    date_: Annotated[
        str | None,
        typer.Option("--date", help=translate(mark("The business date, such as 2026-11-24.")), metavar="DATE"),
    ] = None,
    keep: Annotated[
        Path | None, typer.Option("--keep", help=translate(mark("Keep the desk in this folder.")), metavar="DIR")
    ] = None,
    lang: LangOption = None,
) -> None:
    """Open a throw-away desk with its own head office; the screen stands before the people are made."""
    with answering(json=False) as answer:
        language = speak(lang) if lang else locale_language()
        clock = _clock(date_)
        if keep is not None and keep.exists() and any(keep.iterdir()):
            raise DeskError("folder_not_empty", mark("This folder is not empty."), where=str(keep))
        root = keep or Path(tempfile.mkdtemp(prefix="advisor-tui-demo-"))
        home = Home(root / "desk")

        def open_again(passphrase: str) -> "Desk":
            from advisor_tui.desk.opening import open_home

            return open_home(home, passphrase, clock, Uuid7Source())

        def make() -> "Desk":
            from advisor_tui.cli.demo_branch import make_demo

            return make_demo(root, PASSPHRASE, clock, clients, seed, language)

        from advisor_tui.app import run
        from advisor_tui.screens.shell import Launch

        try:
            code = run(
                Launch(
                    home=home,
                    clock=clock,
                    ids=Uuid7Source(),
                    settings=Settings(lang=language, demo=True),
                    open_desk=open_again,
                    unlocked=make,
                    demo_passphrase=PASSPHRASE,
                )
            )
        finally:
            if keep is None:
                shutil.rmtree(root, ignore_errors=True)
        if keep is not None:
            answer.note(heading(mark("Open this desk again with (passphrase {words}):"), words=PASSPHRASE))
            answer.note("  " + shlex.join(["advisor-tui", "--home", str(home.root)]))
            answer.note(heading(mark("Head office reads the desk's bundles with:")))
            words = ["advisor-tui", "head-office", "ingest", str(home.outbox), "--home", str(root / "head-office")]
            answer.note("  " + shlex.join([*words, "--passphrase-file", str(root / "passphrase.txt")]))
        if code:
            raise typer.Exit(code)


def _clock(text: str | None) -> Clock:
    if text is None:
        return SystemClock()
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise DeskError("usage", mark("{text} is not a date such as 2026-11-24."), text=text, where="--date") from error
    return OffsetClock(datetime(day.year, day.month, day.day, OPENING_HOUR, tzinfo=CHINA))


def standing(clock: Clock) -> FixedClock:
    """The opening hour of the clock's day, standing still: what the demo is made at."""
    day = clock.today()
    return FixedClock(datetime(day.year, day.month, day.day, OPENING_HOUR, tzinfo=CHINA))
