"""How every command answers: one JSON object on stdout, or text for a person; progress and errors on stderr."""

import json as jsonlib
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import safe_text

REFUSED = 1
"""Exit code: refused with a reason."""
WRONG_USAGE = 2
INTERRUPTED = 130
_DO_NOT_FIT = ("usage", "case_invalid")
"""Refusals of what was given and not of what was found: the words of the command line, and the cases to be judged."""


def _writes_unicode() -> bool:
    """Whether stdout takes every character; where it does not, JSON has escapes for them."""
    return (sys.stdout.encoding or "").lower().startswith("utf")


class Answer:
    """What a command has to say.

    Attributes:
        json: In JSON; else for a person.
        about: The home or the file that the command is about: the place of a refusal that names none.
    """

    def __init__(self, *, json: bool) -> None:
        self.json = json
        self.about = ""
        self.console = Console(highlight=False, markup=False, emoji=False)
        self.errors = Console(stderr=True, highlight=False, markup=False, emoji=False)

    def result(self, values: Mapping[str, Any], *human: RenderableType) -> None:
        """Give the result: the values as one JSON object, or the human form of them."""
        if self.json:
            sys.stdout.write(jsonlib.dumps(values, ensure_ascii=not _writes_unicode()) + "\n")
            sys.stdout.flush()
            return
        for part in human:
            if isinstance(part, str):
                self.console.print(safe_text(part, lines=True), soft_wrap=True)
            else:
                self.console.print(part)

    def note(self, text: str) -> None:
        """Say something beside the result, on stderr."""
        self.errors.print(safe_text(text, lines=True), soft_wrap=True)

    def fail(self, error: DeskError) -> None:
        """Say why nothing was done."""
        message, where = str(error), safe_text(error.where or self.about)
        if self.json:
            failure = {"code": error.code, "message": message, "where": where}
            sys.stdout.write(jsonlib.dumps({"error": failure}, ensure_ascii=not _writes_unicode()) + "\n")
        else:
            self.errors.print(message if where in message else f"{message}\n  {where}", soft_wrap=True)

    @contextmanager
    def progress(self, message: str) -> Iterator[Callable[[int, int], None]]:
        """Show a bar on stderr; the value given takes done and total (0 while unknown)."""
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        quiet = not self.errors.is_terminal
        with Progress(*columns, console=self.errors, transient=True, disable=quiet) as bar:
            task = bar.add_task(message, total=None)

            def advance(done: int, total: int) -> None:
                bar.update(task, completed=done, total=total or None)

            yield advance


@contextmanager
def answering(*, json: bool, by_steps: bool = False) -> Iterator[Answer]:
    """Run a command's body: a refusal becomes exit code 1, Ctrl+C exit code 130.

    Args:
        json: Answer in JSON.
        by_steps: The command commits file by file, so that stopping it keeps what was done before.
    """
    answer = Answer(json=json)
    try:
        yield answer
    except DeskError as error:
        answer.fail(error)
        raise typer.Exit(WRONG_USAGE if error.code in _DO_NOT_FIT else REFUSED) from error
    except KeyboardInterrupt as error:
        whole, part = mark("Stopped. Nothing was changed."), mark("Stopped. What was done before stands.")
        answer.fail(DeskError("interrupted", part if by_steps else whole))
        raise typer.Exit(INTERRUPTED) from error


def heading(message: str, **params: object) -> str:
    """A translated sentence for a person."""
    return translate(message).format(**params)
