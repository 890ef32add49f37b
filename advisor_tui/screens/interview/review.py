"""Everything that was said, before the client confirms it; no score is shown here."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.desk.views.doubt_words import doubt_text, numbers_of, remark_texts
from advisor_tui.desk.views.interview_result import InterviewResult
from advisor_tui.desk.views.interview_words import shown_answer, sources_of
from advisor_tui.desk.views.interviews import AnswerRow, InterviewReview
from advisor_tui.rules.plausibility import Doubt
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.interview.header import InterviewHeader
from advisor_tui.screens.interview.side import in_order
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.dialog import pick_one
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.line_events import RowChosen, RowHighlighted
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk

_NOBODY = "nobody"
_TOLD = 3
"""How many points that do not fit the question before completing tells: it has to fit a low terminal."""


class ReviewScreen(DeskScreen):
    """Reads all answers; completes the interview once the client has confirmed them.

    Attributes:
        question: The question to go back to, "" where the interview is parked here.
        completed: It was completed.
    """

    AREA = "interview"
    HEADING = mark("Interview")
    HELP = mark(
        "All answers, to read through with the client; below the list stands the answer of the line in full. "
        "Enter goes back to a question. Marked with ! is what still "
        "has to be answered or declined, with ? what was put off. 1 shows only what is open, 2 completes the interview "
        "after the client has confirmed the answers; only then is the risk level computed and shown. 3 compares with "
        "the last interview. 6 shows the numbers of papers and telephones in full, which is logged; or masks them "
        "again."
    )
    ENTER = mark("To the question")
    FIRST_FOCUS = "LineTable"
    CSS_PATH = "review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(digit_key(1), "only_open", mark("Open ones / all"), id="review.open"),
        Binding(digit_key(2), "confirm", mark("Client confirms"), id="review.confirm"),
        Binding(digit_key(3), "compare", mark("Compare"), id="review.compare"),
        Binding(digit_key(6), "reveal", mark("Numbers"), id="review.reveal"),
        Binding("ctrl+s", "save", mark("Park"), id="review.park"),
    ]

    def __init__(self, interview_id: str) -> None:
        super().__init__()
        self._interview = interview_id
        self._review: InterviewReview | None = None
        self._only_open = False
        self._revealed = False
        self.question = ""
        self.completed = False

    def compose_body(self) -> ComposeResult:
        """Header, what stands in the way, the answers, and the one of the line in full."""
        yield InterviewHeader()
        yield Prose("", id="review-state")
        columns = (
            Column("mark", "", 1),
            Column("place", "", 3, align="right"),
            Column("question", mark("Question"), 26, flex=3),
            Column("answer", mark("What was said"), 18, flex=2),
            Column("note", mark("Note"), 4, flex=1, min_screen_width=100),
        )
        yield LineTable(columns, self._draw, empty=mark("Nothing is open."))
        yield Prose("", id="review-whole")

    @property
    def shown(self) -> InterviewReview | None:
        """What is shown now."""
        return self._review

    def keys(self) -> list[KeyHint]:
        """What leads on first."""
        return in_order(super().keys(), "Enter", "2", "1", "3", "Ctrl+S")

    # Reading

    def refresh_data(self) -> None:
        """Read all answers."""
        interview = self._interview
        self.ask(lambda desk: desk.interviews.review(interview), self._show)

    def _show(self, review: InterviewReview) -> None:
        first = self._review is None
        self._review = review
        if first:
            self._only_open = any(row.open for row in review.rows)
        self.query_one(InterviewHeader).show(review.head, review.progress)
        self.query_one("#review-state", Static).update(plain(_standing(review)))
        self._list()

    def _list(self) -> None:
        if self._review is not None:
            rows = [row for row in self._review.rows if not self._only_open or _sign(row)]
            table = self.query_one(LineTable)
            table.show_rows(rows)
            self._tell(table.cursor_row)

    def on_line_table_row_highlighted(self, event: RowHighlighted) -> None:
        """Tell the question of the line, its answer and its note in full."""
        self._tell(event.row)

    def _tell(self, row: AnswerRow | None) -> None:
        parts: list[Content] = []
        if row is not None:
            parts = [
                plain(pick(row.question.text)),
                plain(shown_answer(row.question, row.answer, revealed=self._revealed), "bold"),
            ]
            if sources := sources_of(row.question, row.answer):
                parts.append(plain(signs(" · ").join(sources), "dim"))
            parts.extend(plain(f"? {doubt_text(doubt)}", "$text-warning") for doubt in self._doubts_about(row))
            if row.note:
                parts.append(plain(translate(mark("Note: {note}")).format(note=row.note)))
        self.query_one("#review-whole", Prose).update(Content("\n").join(parts))

    def _doubts_about(self, row: AnswerRow) -> list[Doubt]:
        remarks = () if self._review is None else self._review.remarks
        return [remark.doubt for remark in remarks if row.question.id in remark.questions]

    def _said(self, row: AnswerRow) -> str:
        return shown_answer(row.question, row.answer, revealed=self._revealed)

    def _draw(self, row: AnswerRow) -> Line:
        cells = (_sign(row), str(row.place), pick(row.question.text), self._said(row), row.note)
        return Line(row.question.id, cells)

    # Doing

    def action_only_open(self) -> None:
        """Show only what is open, or everything."""
        if not self._only_open and self._review is not None and not any(_sign(row) for row in self._review.rows):
            self.say(mark("Nothing is open."))
            return
        self._only_open = not self._only_open
        self._list()

    def on_line_table_row_chosen(self, event: RowChosen) -> None:
        """Enter: back to that question."""
        self.question = event.key
        self.close()

    def action_compare(self) -> None:
        """What the client says otherwise than last time, before anything is confirmed."""
        from advisor_tui.screens.interview.comparison import ComparisonScreen

        self.app.push_screen(ComparisonScreen(self._interview))

    def action_reveal(self) -> None:
        """Show the numbers in full, which is logged, or mask them again."""
        interview = self._interview
        if self._revealed:
            self._turn(False)
            return

        def reveal(desk: "Desk") -> None:
            desk.interviews.reveal(interview)

        self.act(reveal, lambda _: self._turn(True))

    def _turn(self, revealed: bool) -> None:
        self._revealed = revealed
        self._list()

    def action_save(self) -> None:
        """Park the interview at the review."""
        self.say(mark("Parked. It goes on at the review."))
        self.close()

    def action_confirm(self) -> None:
        """Ask who confirms the answers, then complete."""
        review = self._review
        if review is None:
            return
        if not review.ready:
            count = sum(1 for row in review.rows if row.open)
            if not count:
                self.say(mark("It cannot be completed: what stops it stands above the list."))
                return
            self.say(mark("Still to be answered or declined: {count}"), count=count)
            self._only_open = True
            self._list()
            return
        options = [
            (_NOBODY, translate(mark("Not yet"))),
            ("client", translate(mark("The client answered in person and confirms"))),
        ]
        if review.guardian:
            options.append(("guardian", translate(mark("The legal representative answered and confirms"))))
        asked = mark("Are all answers right, and whose are they?")
        if review.unassessed:
            asked = mark(
                "Are all answers right, and whose are they? Goals and needs are kept; no risk assessment is made."
            )
        if not review.consent:
            asked = mark(
                "Record that the client does not consent? The other answers leave the record and are used for nothing; "
                "the tamper-evident journal keeps them until erased by order."
            )
        if not (review.remarks and review.consent):
            pick_one(self, asked, options, self._complete)
            return
        told = list(remark_texts(review.remarks, review.rows))
        if len(told) > _TOLD:
            more = translate(mark("{count} more stand on this review."))
            told[_TOLD:] = [more.format(count=len(told) - _TOLD)]
        doubts = "\n".join(f"? {text}" for text in told)
        open_points = mark("{asked}\nWhat does not fit stays open; the answers count as they were given:\n{doubts}")
        pick_one(self, open_points, options, self._complete, asked=translate(asked), doubts=doubts)

    def _complete(self, by: str) -> None:
        if by == _NOBODY:
            self.say(mark("Not confirmed: the interview stays open."))
            return
        interview = self._interview
        without = self._review is not None and self._review.unassessed
        self.act(
            lambda desk: desk.interviews.complete(interview, answered_by=by, without_assessment=without),
            self._completed,
        )

    def _completed(self, _: InterviewResult) -> None:
        self.completed = True
        self.close()


def _sign(row: AnswerRow) -> str:
    if row.answer is not None and row.answer.status == "later":
        return "!" if row.open else "?"
    if row.answer is None:
        return "!" if row.open else "?"
    return ""


def _standing(review: InterviewReview) -> str:
    """What stands in the way of completing, or of a formal result."""
    lines = []
    if review.head.form_number:
        text = translate(mark("Keyed in from form {number}: read it beside the form; the client signed that."))
        lines.append(text.format(number=review.head.form_number))
    count = sum(1 for row in review.rows if row.open)
    if count:
        text = translate(mark("Still to be answered or declined: {count}"))
        lines.append("! " + text.format(count=count))
    elif review.stopped:
        lines.append("! " + translate(mark("Everything required has an answer, but it cannot be completed now:")))
        if review.lacking is not None:
            lines.append(f"! {review.lacking}")
    else:
        lines.append(
            signs("✓ ") + translate(mark("Everything required has an answer. Read it through with the client."))
        )
    lines.extend(f"! {pick(refusal.sentence)} {pick(refusal.article)}" for refusal in review.refusals)
    if review.unassessed:
        lines.append("! " + translate(mark("It can be completed without a risk assessment.")))
    lines.extend(f"? {pick(warning.sentence)} {pick(warning.article)}" for warning in review.warnings)
    if review.doubtful:
        text = translate(mark("Worth asking again, since it does not fit: question {numbers}."))
        lines.append("? " + text.format(numbers=numbers_of(review.doubtful, review.rows)))
    if not count and not review.formal and review.informal:
        numbers = numbers_of(review.informal, review.rows)
        text = translate(mark("There will be no risk level: see the answers to question {numbers}."))
        lines.append("! " + text.format(numbers=numbers))
    return "\n".join(lines)
