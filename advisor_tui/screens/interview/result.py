"""The result of a completed interview: level, needs, goals, facts, each with the answers it came from."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.desk.views.doubt_words import numbers_of
from advisor_tui.desk.views.interview_result import InterviewResult, LevelView
from advisor_tui.desk.views.interview_words import UNASSESSED, level_name
from advisor_tui.rules.credit_look import LOAN_KINDS
from advisor_tui.rules.interview import refuses
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.interview.evidence import EvidenceScreen
from advisor_tui.screens.interview.found import Found, found
from advisor_tui.screens.interview.header import InterviewHeader
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.dialog import confirm
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.line_events import RowChosen, RowHighlighted
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.paths import shown_path
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose


class ResultScreen(DeskScreen):
    """Reads a result; writes only the client's confirmation of a changed level."""

    AREA = "interview"
    HEADING = mark("Interview")
    HELP = mark(
        "What the interview gave. Enter on a line shows the answers it came from. If the level differs from the last "
        "one, the client has to confirm it: press 1. 2 begins a proposal, 3 opens the client, 4 prints the record to "
        "sign, 5 shows what changed since the last interview. Where the client asked about a loan, 6 shows the first "
        "credit look."
    )
    ENTER = mark("The answers behind it")
    FIRST_FOCUS = "LineTable"
    CSS_PATH = "result.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(digit_key(1), "confirm_level", mark("Confirm the level"), id="result.confirm"),
        Binding(digit_key(2), "proposal", mark("Proposal"), id="result.proposal"),
        Binding(digit_key(3), "client", mark("Client"), id="result.client"),
        Binding(digit_key(4), "print_record", mark("Print"), id="result.print"),
        Binding(digit_key(5), "compare", mark("Compare"), id="result.compare"),
        Binding(digit_key(6), "credit", mark("Credit look"), id="result.credit"),
    ]

    def __init__(self, interview_id: str) -> None:
        super().__init__()
        self._interview = interview_id
        self._result: InterviewResult | None = None

    def compose_body(self) -> ComposeResult:
        """Header, the level, what was found, and the sentence of the line under the cursor."""
        yield InterviewHeader()
        yield Prose("", id="result-level")
        columns = (
            Column("kind", "", 6),
            Column("title", mark("Found"), 22, flex=2),
            Column("amount", mark("Amount or answer"), 20, flex=3, align="right"),
        )
        yield LineTable(columns, self._draw)
        yield Prose("", id="result-sentence")

    @property
    def about(self) -> str:
        """Whose interview it was."""
        return "" if self._result is None else self._result.head.client.id

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
        self.query_one("#result-level", Static).update(Content("\n").join([_level(result), *_left_open(result)]))
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
            answers = self._result.evidence(row.evidence)
            self.app.push_screen(
                EvidenceScreen(row.title, row.sentence, answers, holdings=row.holdings, members=row.members)
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the confirmation only where one is missing."""
        if action == "confirm_level":
            level = None if self._result is None else self._result.level
            return level is not None and not level.confirmed
        if action == "credit":
            return self._result is not None and asks_for_loan(self._result)
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

    def action_print_record(self) -> None:
        """Write the record as PDF, to be printed and signed."""
        interview = self._interview
        self.act(lambda desk: desk.interview_papers.record(interview), self._printed)

    def _printed(self, path: Path) -> None:
        self.say(
            mark("The record is printed, until the desk locks; the print is in the access log:\n{path}"),
            path=shown_path(path),
        )

    def action_compare(self) -> None:
        """What changed since the last interview."""
        from advisor_tui.screens.interview.comparison import ComparisonScreen

        self.app.push_screen(ComparisonScreen(self._interview))

    def action_credit(self) -> None:
        """The first look at the loan that the client asked about."""
        from advisor_tui.screens.interview.credit import CreditScreen

        self.app.push_screen(CreditScreen(self._interview))


def asks_for_loan(result: InterviewResult) -> bool:
    """Whether the client asked about a loan that there is a first look at."""
    return any(row.name == "loan_kind" and row.value in LOAN_KINDS for row in result.facts)


def _level(result: InterviewResult) -> Content:
    level = result.level
    if level is None:
        if any(refuses(row.question, {row.question.id: row.answer}) for row in result.answers if row.answer):
            text = translate(mark("The client does not consent. Only the refusal is recorded; nothing was assessed."))
            return plain(f"! {text}")
        if result.unassessed:
            return plain(f"! {translate(UNASSESSED)}")
        numbers = numbers_of(result.informal, result.answers)
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


def _left_open(result: InterviewResult) -> list[Content]:
    """That some answers do not fit; the lines of the list tell which."""
    questions = [
        row.question.id for row in result.answers if any(row.question.id in r.questions for r in result.remarks)
    ]
    if not questions:
        return []
    text = translate(mark("Left open, since it does not fit: question {numbers}. The result counts what was answered."))
    return [plain("? " + text.format(numbers=numbers_of(questions, result.answers)), "$text-warning")]


def _validity(level: LevelView) -> str:
    text = translate(mark("score {score}   valid through {until} (that day included)"))
    return text.format(score=level.score, until=level.valid_until.isoformat())
