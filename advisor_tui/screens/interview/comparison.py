"""An interview beside the last one: only what changed."""

from textual.app import ComposeResult

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.desk.views.interview_result import InterviewComparison
from advisor_tui.desk.views.interview_words import shown_answer
from advisor_tui.rules.interview_changes import Change, Side
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.interview.fact_labels import FACT_LABELS
from advisor_tui.screens.interview.header import InterviewHeader
from advisor_tui.screens.interview.text import day
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.line_events import RowHighlighted
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose

_NO_DIFFERENCE = mark("Nothing differs from the last interview.")


class ComparisonScreen(DeskScreen):
    """Reads two interviews; writes nothing."""

    AREA = "interview"
    HEADING = mark("Interview")
    HELP = mark(
        "What the client says otherwise than in the last interview. A dash stands where one of the two did not ask. "
        "Below the list stands the whole question of the line, with both answers."
    )
    FIRST_FOCUS = "LineTable"
    CSS_PATH = "comparison.tcss"

    def __init__(self, interview_id: str) -> None:
        super().__init__()
        self._interview = interview_id

    def compose_body(self) -> ComposeResult:
        """Which two interviews, the changes, and the question of the line in full."""
        yield InterviewHeader()
        yield Prose("", id="comparison-which")
        columns = (
            Column("what", mark("What"), 16, flex=1),
            Column("before", mark("Last time"), 20, flex=2),
            Column("now", mark("This time"), 20, flex=2),
        )
        yield LineTable(columns, self._draw, empty=_NO_DIFFERENCE)
        yield Prose("", id="comparison-whole")

    def keys(self) -> list[KeyHint]:
        """Other lines tell other questions."""
        return [KeyHint(signs("↑/↓"), translate(mark("Another question"))), *super().keys()]

    def refresh_data(self) -> None:
        """Read both."""
        interview = self._interview
        self.ask(lambda desk: desk.interviews.compare(interview), self._show)

    def _show(self, found: InterviewComparison) -> None:
        self.query_one(InterviewHeader).show(found.now)
        if found.before is None:
            which = translate(mark("This is the client's first interview; there is nothing to compare it with."))
        else:
            which = translate(mark("Compared with interview {number} of {day}: {count} differences.")).format(
                number=found.before.number, day=day(found.before.completed_at), count=len(found.changes)
            )
        self.query_one("#comparison-which", Prose).update(plain(which))
        table = self.query_one(LineTable)
        # Of a first interview the line above says all.
        table.say_when_empty("" if found.before is None else _NO_DIFFERENCE)
        table.show_rows(found.changes)
        self._tell(table.cursor_row)

    def _draw(self, row: Change) -> Line:
        side = _either(row)
        label = FACT_LABELS.get(side.question.fact)
        what = pick(side.question.text) if label is None else translate(label)
        return Line(side.question.id, (what, _said(row.before), _said(row.now)))

    def on_line_table_row_highlighted(self, event: RowHighlighted) -> None:
        """Tell the question of the line in full."""
        self._tell(event.row)

    def _tell(self, row: Change | None) -> None:
        text = ""
        if row is not None:
            text = f"{pick(_either(row).question.text)}\n{_said(row.before)} {signs('→')} {_said(row.now)}"
        self.query_one("#comparison-whole", Prose).update(plain(text))


def _either(row: Change) -> Side:
    side = row.now or row.before
    if side is None:
        raise ValueError("a change has at least one side")
    return side


def _said(side: Side | None) -> str:
    return signs("—") if side is None else shown_answer(side.question, side.answer)
