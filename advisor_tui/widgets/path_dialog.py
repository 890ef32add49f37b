"""Asking for a file or a folder: Tab completes, and says what there is to choose from."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.widgets import Static

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.widgets.dialog import Dialog
from advisor_tui.widgets.fields import Field
from advisor_tui.widgets.jobs import JobRunner
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose

SHOWN = 6
"""Names shown to choose from."""
MAX_PATH = 4096


@dataclass(frozen=True)
class Completion:
    """What a typed path can become: the longest common continuation, and the names that go on from there."""

    text: str
    names: tuple[str, ...]


def complete(text: str, suffix: str = "") -> Completion:
    """Complete a path as a shell does; folders end in a slash.

    Args:
        text: What was typed; `~` is the user's folder.
        suffix: Files that do not end like this are left out.
    """
    typed = os.path.expanduser(text)
    folder, start = os.path.split(typed)
    try:
        with os.scandir(folder or ".") as entries:
            names = sorted(
                entry.name + "/" if entry.is_dir() else entry.name
                for entry in entries
                if entry.name.startswith(start) and (start or not entry.name.startswith("."))
                and (entry.is_dir() or entry.name.endswith(suffix))
            )  # fmt: skip
    except OSError:
        return Completion(text, ())
    if not names:
        return Completion(text, ())
    return Completion(os.path.join(folder, _common_start(names)), tuple(names))


def _common_start(names: list[str]) -> str:
    """What all names begin with."""
    first, last = min(names), max(names)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))
    return first[:same]


class AskPath(Dialog, JobRunner):
    """A path to type in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", mark("Complete"), id="path.complete", show=False, priority=True),
    ]

    def __init__(self, question: str, value: str, suffix: str) -> None:
        super().__init__(question)
        self._value = value
        self._suffix = suffix

    def compose_answer(self) -> ComposeResult:
        """The field, and the names to choose from."""
        yield Field(self._value, max_length=MAX_PATH)
        yield Prose("", id="names")

    def keys(self) -> list[KeyHint]:
        """The keys of this question."""
        return [KeyHint("Tab", translate(mark("Complete"))), *super().keys()]

    def action_complete(self) -> None:
        """Look in a thread: a folder may be slow or gone."""
        text = self.query_one(Field).value

        def look() -> Completion:
            return complete(text, self._suffix)

        self.start_job(look, self._show, failed=self._nothing, group="complete", newest_only=True)

    def on_input_submitted(self, event: Field.Submitted) -> None:
        """Enter: take the path."""
        event.stop()
        if event.value.strip():
            self.dismiss(os.path.expanduser(event.value.strip()))

    def _show(self, found: Completion) -> None:
        field = self.query_one(Field)
        field.value = found.text
        field.cursor_position = len(field.value)
        names = list(found.names[:SHOWN]) if len(found.names) > 1 else []
        if len(found.names) > SHOWN:
            names.append(translate(mark("and {count} more")).format(count=len(found.names) - SHOWN))
        self.query_one("#names", Static).update(plain("\n".join(names)))

    def _nothing(self, error: DeskError) -> None:
        self.query_one("#names", Static).update(plain(str(error)))


def ask_path(node: DOMNode, question: str, then: Callable[[Path], None], *, value: str = "", suffix: str = "") -> None:
    """Ask for a file or folder.

    Args:
        node: The screen that asks.
        question: A message id.
        then: Called with the path; not called when the dialog is left with Esc.
        value: What stands there at first.
        suffix: Tab offers folders, and files that end like this.
    """
    asked = AskPath(translate(question), value, suffix)
    node.app.push_screen(asked, lambda answer: None if answer is None else then(Path(answer)))
