"""The result of a completed interview: level, needs, goals, facts, each with the answers it came from."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.desk.views.interviews import FactRow, GoalRow, InterviewResult, LevelView, NeedRow
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.interview.evidence import EvidenceScreen
from advisor_tui.screens.interview.header import InterviewHeader
from advisor_tui.screens.interview.text import FACT_LABELS, level_name, money, shown_answer
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.dialog import confirm
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.line_events import RowChosen, RowHighlighted
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.plain import plain


@dataclass(frozen=True)
class Found:
    """One line of the result: what kind, what, how much, and the questions behind it."""

    key: str
    kind: str
    title: str
    sentence: str
    amount: str
    evidence: tuple[str, ...]


class ResultScreen(DeskScreen):
    """Reads a result; writes only the client's confirmation of a changed level."""

    AREA = "interview"
    HEADING = mark("Interview")
    HELP = mark(
        "What the interview gave. Enter on a line shows the answers it came from. If the level differs from the last "
        "one, the client has to confirm it: press 1. 2 begins a proposal, 3 opens the client."
    )
    ENTER = mark("The answers behind it")
    FIRST_FOCUS = "LineTable"
    CSS_PATH = "result.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(digit_key(1), "confirm_level", mark("Confirm the level"), id="result.confirm"),
        Binding(digit_key(2), "proposal", mark("Proposal"), id="result.proposal"),
        Binding(digit_key(3), "client", mark("Client"), id="result.client"),
    ]

    def __init__(self, interview_id: str) -> None:
        super().__init__()
        self._interview = interview_id
        self._result: InterviewResult | None = None

    def compose_body(self) -> ComposeResult:
        """Header, the level, what was found, and the sentence of the line under the cursor."""
        yield InterviewHeader()
        yield Static("", markup=False, id="result-level")
        columns = (
            Column("kind", "", 6),
            Column("title", mark("Found"), 22, flex=2),
            Column("amount", mark("Amount or answer"), 20, flex=3, align="right"),
        )
        yield LineTable(columns, self._draw)
        yield Static("", markup=False, id="result-sentence")

    @property
    def shown(self) -> InterviewResult | None:
        """What is shown now."""
        return self._result

    # Reading

    def refresh_data(self) -> None:
        """Read the result."""
        interview = self._interview
        self.ask(lambda desk: desk.interviews.result(interview), self._show)

    def _show(self, result: InterviewResult) -> None:
        self._result = result
        self.query_one(InterviewHeader).show(result.head)
        self.query_one("#result-level", Static).update(_level(result))
        rows = found(result)
        self.query_one(LineTable).show_rows(rows)
        self._tell(self.query_one(LineTable).cursor_row)
        self.refresh_bindings()

    def _draw(self, row: Found) -> Line:
        return Line(row.key, (row.kind, row.title, row.amount))

    def on_line_table_row_highlighted(self, event: RowHighlighted) -> None:
        """Tell the whole sentence of the line."""
        self._tell(event.row)

    def _tell(self, row: Found | None) -> None:
        self.query_one("#result-sentence", Static).update(plain("" if row is None else row.sentence))

    # Doing

    def on_line_table_row_chosen(self, event: RowChosen) -> None:
        """Enter: the answers behind the line."""
        row: Found = event.row
        if self._result is not None:
            self.app.push_screen(EvidenceScreen(row.title, row.sentence, self._result.evidence(row.evidence)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the confirmation only where one is missing."""
        if action == "confirm_level":
            level = None if self._result is None else self._result.level
            return level is not None and not level.confirmed
        return super().check_action(action, parameters)

    def action_confirm_level(self) -> None:
        """The client confirms the changed level."""
        level = None if self._result is None else self._result.level
        if level is None or level.previous is None:
            return
        interview = self._interview
        confirm(
            self,
            mark("The last level was {last}, this one is {new}. Does the client confirm it?"),
            lambda: self.act(lambda desk: desk.interviews.confirm_level(interview), self._show),
            last=level_name(level.previous),
            new=level_name(level.level),
        )

    def action_proposal(self) -> None:
        """Begin a proposal for the client."""
        if self._result is not None:
            self.shell.current_client = self._result.head.client
            self.shell.open_area("proposals", "new", self._result.head.client.id)

    def action_client(self) -> None:
        """Open the client's page."""
        if self._result is not None:
            self.shell.current_client = self._result.head.client
            self.shell.open_area("clients", "open", self._result.head.client.id)


def found(result: InterviewResult) -> list[Found]:
    """The lines of a result: needs, goals, facts."""
    return [
        *(_need(row) for row in result.needs),
        *(_goal(row) for row in result.goals),
        *(_fact(row) for row in result.facts),
    ]


def _need(row: NeedRow) -> Found:
    amount = "" if row.size_fen is None else money(row.size_fen)
    return Found(row.id, translate(mark("Need")), pick(row.title), pick(row.sentence), amount, row.evidence)


def _goal(row: GoalRow) -> Found:
    amount = signs("—") if row.amount_fen is None else money(row.amount_fen)
    if row.due_on is not None:
        sentence = translate(mark("{goal}: {amount} in today's money by {due}, {saved} set aside."))
    else:
        sentence = translate(mark("{goal}: {amount} in today's money, {saved} set aside."))
    text = sentence.format(goal=_capital(pick(row.title)), amount=amount, due=row.due_on, saved=money(row.saved_fen))
    year = "" if row.due_on is None else f"{row.due_on.year}  "
    return Found(row.id, translate(mark("Goal")), _capital(pick(row.title)), text, f"{year}{amount}", row.evidence)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _fact(row: FactRow) -> Found:
    label = translate(FACT_LABELS[row.name])
    said = shown_answer(row.question, row.answer)
    return Found(f"fact {row.name}", translate(mark("Fact")), label, pick(row.question.text), said, (row.question.id,))


def _level(result: InterviewResult) -> Content:
    level = result.level
    if level is None:
        places = {row.question.id: row.place for row in result.answers}
        numbers = ", ".join(str(places[name]) for name in result.informal if name in places)
        text = translate(mark("No risk level: not formal because of the answers to question {numbers}."))
        return plain(
            "! " + text.format(numbers=numbers) if numbers else translate(mark("This interview gives no level."))
        )
    lines = [Content.assemble((level_name(level.level), "bold"), "   ", _validity(level))]
    if level.lowest_class:
        lines.append(plain("! " + translate(mark("Lowest class: nothing above R1 may be sold to this client."))))
    if level.changed and not level.confirmed:
        law = "" if level.confirm_article is None else pick(level.confirm_article)
        text = translate(mark("The last level was {last}: the client has to confirm the change, press 1. {law}"))
        lines.append(plain("! " + text.format(last=level_name(level.previous or level.level), law=law), "bold"))
    elif level.changed:
        text = translate(mark("The last level was {last}; the client has confirmed the change."))
        lines.append(plain(signs("✓ ") + text.format(last=level_name(level.previous or level.level))))
    return Content("\n").join(lines)


def _validity(level: LevelView) -> str:
    text = translate(mark("score {score}   valid through {until} (that day included)"))
    return text.format(score=level.score, until=level.valid_until.isoformat())
