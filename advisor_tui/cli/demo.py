"""`advisor-tui demo`: a throw-away desk."""

import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor_tui.base.clock import CHINA, Clock, FixedClock, OffsetClock, SystemClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.languages import language, mark, translate
from advisor_tui.base.settings import Settings, read_settings
from advisor_tui.cli.asking import need_terminal
from advisor_tui.cli.interrupt import stopping_between
from advisor_tui.cli.options import LangOption, home_of, speak
from advisor_tui.cli.output import Answer, answering, heading

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk

PASSPHRASE = "demo-desk-2026"  # noqa: S105  (shown on the lock screen: there is nothing to protect)
MAX_CLIENTS = 1_000_000
BEHIND_SCREEN = 1_000
"""So many clients are made behind the first screen; more are made before it, with a bar."""
OPENING_HOUR = 9
Progress = Callable[[int, int], None]
"""Takes how many clients are done, and how many there will be."""


def demo(
    clients: Annotated[
        int, typer.Option("--clients", help=translate(mark("How many clients.")), min=1, max=MAX_CLIENTS)
    ] = 200,
    seed: Annotated[int, typer.Option("--seed", help=translate(mark("The same seed makes the same people.")))] = 1,
    date_: Annotated[
        str | None,
        typer.Option("--date", help=translate(mark("The business date, such as 2026-11-24.")), metavar="DATE"),
    ] = None,
    keep: Annotated[
        Path | None, typer.Option("--keep", help=translate(mark("Keep the desk in this folder.")), metavar="DIR")
    ] = None,
    home_: Annotated[
        Path | None,
        typer.Option(
            "--home",
            help=translate(mark("Use the settings of this home; nothing in it is opened or changed.")),
            metavar="DIR",
            file_okay=False,
        ),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Open a throw-away desk with its own head office; the screen stands before the people are made."""
    with answering(json=False) as answer:
        spoken = speak(lang, home_of(home_) if home_ else None)
        chosen = read_settings(home_of(home_).settings) if home_ else Settings()
        clock = _clock(date_)
        if keep is not None:
            _check_free(keep)
        need_terminal()
        there = keep is not None and keep.exists()
        root = _made_folder(keep) if keep is not None else Path(tempfile.mkdtemp(prefix="advisor-tui-demo-"))
        home = Home(root / "desk")

        def open_again(passphrase: str) -> "Desk":
            from advisor_tui.desk.opening import open_home

            return open_home(home, passphrase, clock, Uuid7Source())

        def make(progress: Progress = lambda *_: None) -> "Desk":
            from advisor_tui.cli.demo_branch import make_demo

            return make_demo(root, PASSPHRASE, clock, clients, seed, spoken, progress)

        from advisor_tui.app import run
        from advisor_tui.screens.shell import Launch

        try:
            unlocked: Callable[[], Desk] = (
                make if clients <= BEHIND_SCREEN else _made_before(make, answer, root, there=there)
            )
            code = run(
                Launch(
                    home=home,
                    clock=clock,
                    ids=Uuid7Source(),
                    settings=replace(chosen, lang=spoken, demo=True),
                    open_desk=open_again,
                    unlocked=unlocked,
                    demo_passphrase=PASSPHRASE,
                )
            )
        finally:
            if keep is None:
                shutil.rmtree(root, ignore_errors=True)
        if keep is not None and home.database.exists():
            _tell_kept(answer, root, home)
        if code:
            raise typer.Exit(code)


def _check_free(folder: Path) -> None:
    """Refuse a folder in which there is something already.

    Raises:
        DeskError: `folder_not_empty`, `folder_unusable`.
    """
    try:
        taken = any(folder.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        message = mark("This is not a folder that can be used.")
        raise DeskError("folder_unusable", message, where=str(folder)) from error
    if taken:
        raise DeskError("folder_not_empty", mark("This folder is not empty."), where=str(folder))


def _made_folder(folder: Path) -> Path:
    """Make the folder to keep a demo in before a screen opens, and see that it can be written to.

    Raises:
        DeskError: `read_only`, `disk_full`, `cannot_write`.
    """
    from advisor_tui.store.failures import explain

    root = folder.absolute()
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=root):
            pass
    except OSError as error:
        raise explain(error, root) or error from error
    return root


def _made_before(
    make: "Callable[[Progress], Desk]", answer: Answer, root: Path, *, there: bool
) -> "Callable[[], Desk]":
    """Make a large demo before the screen opens, with a bar; Ctrl+C ends it and leaves nothing behind.

    Args:
        make: Makes it.
        answer: Shows the bar.
        root: The folder of it.
        there: The folder was there before, and stays.
    """
    root = root.resolve()  # a link to a folder is emptied where it leads
    try:
        with answer.progress(translate(mark("Making the clients"))) as advance, stopping_between() as stop:

            def progress(done: int, total: int) -> None:
                advance(done, total)
                stop()

            desk = make(progress)
    except BaseException:
        shutil.rmtree(root, ignore_errors=True)
        if there:
            root.mkdir(exist_ok=True)
        raise
    return lambda: desk


def _tell_kept(answer: Answer, root: Path, home: Home) -> None:
    """The commands that go on with a kept demo, as they can be pasted."""
    from advisor_tui.desk.export_folder import last_folder
    from advisor_tui.sync.outbox import waiting

    answer.note(heading(mark("Open this desk again with (passphrase {words}):"), words=PASSPHRASE))
    answer.note("  " + shlex.join([*_program(), "--home", str(home.root)]))
    answer.note(heading(mark("Head office reads the desk's bundles with:")))
    exported = last_folder(home)
    if exported is not None:
        answer.note(_ingest(root, exported))
    if exported is None or waiting(home):
        if exported is not None:
            answer.note(heading(mark("What was sealed after the export lies in the outbox:")))
        answer.note(_ingest(root, home.outbox))


def _ingest(root: Path, folder: Path) -> str:
    words = ["head-office", "ingest", str(folder), "--home", str(root / "head-office")]
    passphrase = ["--passphrase-file", str(root / "passphrase.txt")]
    return "  " + shlex.join([*_program(), *words, *passphrase, "--lang", language()])


def _program() -> list[str]:
    """How this very program is called here: by its name where the shell finds it, else by its place."""
    name, place = "advisor-tui", Path(sys.argv[0]).absolute()
    if shutil.which(name):
        return [name]
    return [str(place)] if place.name == name else [sys.executable, "-m", "advisor_tui"]


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
