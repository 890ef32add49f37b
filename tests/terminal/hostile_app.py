"""Shows one hostile string in every widget of ours; `test_hostile_text` runs it as a program on a pty.

`python -m tests.terminal.hostile_app STRINGS.json HOME`: Ctrl+N shows the next string and a notice with it,
Ctrl+F a dialog.
"""

import json
import sys
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from advisor_tui.base.settings import Settings
from advisor_tui.screens.areas import Area
from advisor_tui.screens.base import DeskScreen
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.dialog import ask_text, pick_one
from advisor_tui.widgets.form import FieldSpec, Form
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.plain import matched, plain, plain_line
from advisor_tui.widgets.status_line import StatusLine
from tests.screens.fakes import Stage


class Hostile(DeskScreen):
    """One string everywhere."""

    AREA = "day"
    strings: ClassVar[list[str]] = []
    at = 0

    @property
    def text(self) -> str:
        return self.strings[self.at]

    @property
    def heading(self) -> str:
        return self.text

    def compose_body(self) -> ComposeResult:
        yield Static("", id="count", markup=False)
        yield Static("", id="static")
        yield Static("", id="matched")
        yield LineTable(
            (Column("a", "", 22), Column("b", "", 22), Column("c", "", 22)),
            lambda text: Line("row", (text, plain_line(text), Text(text))),
        )
        yield OptionList(markup=False)
        yield Form((FieldSpec("name", ""), FieldSpec("choice", "", options=(("x", "y"),))))

    def on_mount(self) -> None:
        self.show()

    def show(self) -> None:
        text = self.text
        self.query_one("#count", Static).update(f"string {self.at} of {len(self.strings)}.")
        self.query_one("#static", Static).update(plain(text))
        self.query_one("#matched", Static).update(matched(text, [(0, 2)]))
        self.query_one(LineTable).show_rows([text])
        self.query_one(OptionList).clear_options()
        self.query_one(OptionList).add_option(Option(plain(text)))
        self.query_one(Form).set_value("name", text)
        self.query_one(Form).complain("name", text)
        self.query_one(LineTable).focus()
        self.app.title = text
        self.query_one(StatusLine).refresh()

    def action_new(self) -> None:
        self.at += 1
        self.show()
        self.app.clear_notifications()
        self.app.notify(self.text, title=self.text, timeout=60)

    def action_search(self) -> None:
        pick_one(self, "{text}", [("a", self.text), ("b", self.text)], lambda _: self.ask_again(), text=self.text)

    def ask_again(self) -> None:
        ask_text(self, "{text}", lambda _: None, value=self.text, text=self.text)


def main(strings: str, home: str) -> None:
    """Run it."""
    Hostile.strings = json.loads(Path(strings).read_text(encoding="utf-8"))
    # Under `-m` this module is `__main__`: the area must name the class that has the strings.
    stage = Stage(Path(home), Settings(lang="en"), areas=(Area("day", "", "", "__main__:Hostile"),))
    stage.app.run(mouse=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
