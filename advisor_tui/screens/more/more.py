"""F9: the parts of the desk that are needed less often, by digit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from advisor_tui.base.languages import mark, translate
from advisor_tui.screens.areas import digit_key, load_screen
from advisor_tui.screens.base import DeskScreen
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.line_table import LineTable


@dataclass(frozen=True)
class Entry:
    """One line of the menu.

    Attributes:
        name: What other areas call it in `open_area("more", "open", name)`.
        title: A message id.
        hint: A message id: what is found there.
        path: `module:Class` of its screen.
    """

    name: str
    title: str
    hint: str
    path: str


ENTRIES: tuple[Entry, ...] = (
    Entry(
        "exchange",
        mark("Exchange"),
        mark("Seal, export, receive; what is sealed and delivered"),
        "advisor_tui.screens.more.exchange:ExchangeScreen",
    ),
    Entry(
        "complaints",
        mark("Complaints"),
        mark("Open complaints and their deadlines"),
        "advisor_tui.screens.more.complaints:ComplaintsScreen",
    ),
    Entry(
        "training",
        mark("Training"),
        mark("Training and qualifications of the staff; agreements"),
        "advisor_tui.screens.more.training:TrainingScreen",
    ),
    Entry(
        "journal",
        mark("Journal"),
        mark("Every change, who made it and when; verify the chain; access log"),
        "advisor_tui.screens.more.journal:JournalScreen",
    ),
    Entry(
        "settings",
        mark("Settings"),
        mark("Language, colours, borders, idle lock"),
        "advisor_tui.screens.more.settings:SettingsScreen",
    ),
    Entry(
        "about",
        mark("About"),
        mark("Version, home folder, licence"),
        "advisor_tui.screens.more.about:AboutScreen",
    ),
    Entry(
        "scorecard",
        mark("Scorecard"),
        mark("Targets of the period and what was reached"),
        "advisor_tui.screens.more.scorecard:ScorecardScreen",
    ),
)


class MoreScreen(DeskScreen):
    """A menu; nothing is read and nothing written here."""

    AREA = "more"
    HEADING = mark("More")
    HELP = mark("What is needed less often. Press the digit of a line, or go there with the arrows and Enter.")
    ENTER = mark("Open")
    FIRST_FOCUS = "LineTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(digit_key(number), f"open('{entry.name}')", entry.title, id=f"more.{entry.name}", show=False)
        for number, entry in enumerate(ENTRIES, start=1)
    ]
    LEADS: ClassVar[Mapping[str, str]] = {f"open('{entry.name}')": entry.path for entry in ENTRIES}

    def compose_body(self) -> ComposeResult:
        """The menu."""
        columns = (
            Column("digit", "", 2, align="right"),
            Column("title", mark("Part"), 16),
            Column("hint", mark("What is there"), 20, flex=1),
        )
        yield LineTable(columns, self._draw)

    def _draw(self, entry: Entry) -> Line:
        digit = str(ENTRIES.index(entry) + 1)
        return Line(entry.name, (digit, translate(entry.title), translate(entry.hint)))

    def refresh_data(self) -> None:
        """Show the menu in the language in use."""
        self.query_one(LineTable).show_rows(ENTRIES)

    def arrive(self, intent: str, ref: str) -> None:
        """Open a part that another area asks for."""
        if intent == "open":
            self.action_open(ref)

    def action_open(self, name: str) -> None:
        """Open a part."""
        entry = next(entry for entry in ENTRIES if entry.name == name)
        self.app.push_screen(load_screen(entry.path)())

    def on_line_table_row_chosen(self, event: LineTable.RowChosen) -> None:
        """Enter on a line."""
        self.action_open(event.key)
