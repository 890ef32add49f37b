"""F3: the interviews of the client at the desk, or the parked ones of all clients."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.interview_words import level_name
from advisor_tui.desk.views.interviews import InterviewHead, InterviewList, InterviewRow, InterviewStep
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.interview.side import in_order
from advisor_tui.screens.interview.text import day
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.dialog import ask_text, confirm, pick_one
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.line_events import RowChosen
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.paths import shown_path
from advisor_tui.widgets.plain import plain

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk
    from advisor_tui.screens.jump import Target


class InterviewScreen(DeskScreen):
    """Reads interviews with their progress and level; starts one, goes on with one, gives one up."""

    AREA = "interview"
    HEADING = mark("Interview")
    HELP = mark(
        "The interviews of the client at the desk: parked ones first, then completed ones. Enter goes on with a "
        "parked interview at the question where it was left, or shows the result of a completed one. Without a "
        "client, the parked interviews of all clients stand here. Several may be parked at the same time. An interview "
        "that was left open stays parked when you come back for another client. 3 prints an "
        "empty form for the client, 4 keys in one that the client filled in: money and the numbers of identity papers "
        "are then typed twice."
    )
    ENTER = mark("Open")
    FIRST_FOCUS = "LineTable"
    CSS_PATH = "interviews.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new", mark("New"), id="interview.new"),
        Binding(digit_key(1), "choose_client", mark("Choose client"), id="interview.client"),
        Binding(digit_key(2), "all_parked", mark("All parked ones"), id="interview.parked"),
        Binding(digit_key(3), "paper_form", mark("Paper form"), id="interview.form"),
        Binding(digit_key(4), "key_in", mark("Key in a form"), id="interview.key_in"),
        Binding("delete", "abandon", mark("Give up"), id="interview.abandon"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._list: InterviewList | None = None
        self._client: ClientRef | None = None

    def compose_body(self) -> ComposeResult:
        """Whose interviews, and the list."""
        yield Static("", markup=False, id="interview-whose")
        columns = (
            Column("client", mark("Client"), 10, flex=1),
            Column("title", mark("Interview"), 18, flex=2),
            Column("state", mark("State"), 14, flex=1),
            Column("progress", mark("Answers"), 7, align="right"),
            Column("date", mark("Date"), 10),
        )
        yield LineTable(columns, self._draw, empty=mark("No interview yet. Ctrl+N begins one."))

    def keys(self) -> list[KeyHint]:
        """What leads on first."""
        return in_order(super().keys(), "Enter", "Ctrl+N", "1", "2", "3", "4")

    @property
    def shown(self) -> InterviewList | None:
        """What is listed now."""
        return self._list

    # Reading

    def on_screen_resume(self) -> None:
        """Follow the client at the desk."""
        self._client = self.shell.current_client
        super().on_screen_resume()

    def refresh_data(self) -> None:
        """Read the list: of the client, or of all parked interviews."""
        client = self._client
        if client is None:
            self.ask(lambda desk: desk.interviews.parked(), self._show)
        else:
            self.ask(lambda desk: desk.interviews.of_client(client.id), self._show)

    def _show(self, found: InterviewList) -> None:
        self._list = found
        whose = translate(mark("Parked interviews of all clients"))
        if found.client is not None:
            whose = f"{found.client.name}  {found.client.number}"
            if found.parked_elsewhere:
                parked = translate(mark("parked of other clients: {count}, press 2"))
                whose += "  " + parked.format(count=found.parked_elsewhere)
        self.query_one("#interview-whose", Static).update(plain(whose, "bold"))
        self.query_one(LineTable).show_rows(found.rows)

    def _draw(self, row: InterviewRow) -> Line:
        head = row.head
        date = day(head.completed_at or head.started_at)
        cells = (head.client.name, pick(head.title), _state(row), f"{row.done} / {row.total}", date)
        return Line(head.id, cells, dim=head.status == "abandoned")

    # Coming from elsewhere

    def arrive(self, intent: str, ref: str) -> None:
        """`new` and a client's id begin an interview; `open` and an interview's or a client's id show it."""
        if intent == "new" and ref:
            self.ask(lambda desk: desk.interviews.of_client(ref), self._begin, group="arrive")
        elif intent == "open" and ref:
            self.ask(lambda desk: desk.interviews.find(ref), partial(self._arrived, ref), group="arrive")

    def _arrived(self, ref: str, head: InterviewHead | None) -> None:
        if head is None:
            self.ask(lambda desk: desk.interviews.of_client(ref), self._of_client, group="arrive")
        else:
            self._set_client(head.client)
            self._open(head)

    def _of_client(self, found: InterviewList) -> None:
        if found.client is not None:
            self._set_client(found.client)
        self._show(found)

    def _set_client(self, client: ClientRef) -> None:
        self.cancel_jobs("read")  # what is still being read is of whoever was here before
        self._client = self.shell.current_client = client

    # Doing

    def action_choose_client(self) -> None:
        """Pick whose interviews are shown."""
        from advisor_tui.screens.jump import JumpScreen

        self.app.push_screen(JumpScreen(clients_only=True), partial(self._chosen, begin=False))

    def _chosen(self, target: "Target | None", *, begin: bool) -> None:
        if target is None or target.client is None:
            return
        ref = target.client.ref
        self._set_client(ref)
        then = self._begin if begin else self._show
        self.ask(lambda desk: desk.interviews.of_client(ref.id), then, group="arrive")

    def action_all_parked(self) -> None:
        """Show the parked interviews of all clients; the client at the desk stays."""
        self._client = None
        self.refresh_data()

    def action_new(self) -> None:
        """Begin an interview with the client, or pick one first."""
        from advisor_tui.screens.jump import JumpScreen

        if self._client is None or self._list is None:
            self.app.push_screen(JumpScreen(clients_only=True), partial(self._chosen, begin=True))
        else:
            self._begin(self._list)

    def _begin(self, found: InterviewList) -> None:
        self._of_client(found)
        client = found.client
        if client is None:
            return
        parked = {row.head.id: row for row in found.rows if row.head.status == "open"}
        options = [(interview, _resumed(row)) for interview, row in parked.items()]
        options += [(item.id, _offer(pick(item.title), item.questions)) for item in found.questionnaires]

        def chosen(choice: str) -> None:
            if choice in parked:
                self._open(parked[choice].head)
            else:
                self._start(client, choice)

        pick_one(self, mark("Interview with {name}"), options, chosen, name=client.name)

    def _start(self, client: ClientRef, questionnaire: str) -> None:
        self.act(lambda desk: desk.interviews.start(client.id, questionnaire), self._started)

    def _started(self, step: InterviewStep) -> None:
        self._open(step.head)

    def action_paper_form(self) -> None:
        """Print a questionnaire for the client, to be filled in by hand."""
        found, client = self._list, self._client
        if client is None or found is None:
            self.say(mark("Choose the client first: press 1."))
            return
        options = [(item.id, _offer(pick(item.title), item.questions)) for item in found.questionnaires]

        def print_form(questionnaire: str) -> None:
            self.act(lambda desk: desk.interview_papers.form(client.id, questionnaire), self._printed)

        pick_one(self, mark("Which form for {name}?"), options, print_form, name=client.name)

    def action_key_in(self) -> None:
        """Key in a paper form: its number first, then which questionnaire it is."""
        found, client = self._list, self._client
        if client is None or found is None:
            self.say(mark("Choose the client first: press 1."))
            return
        options = [(item.id, _offer(pick(item.title), item.questions)) for item in found.questionnaires]

        def which(number: str) -> None:
            pick_one(
                self,
                mark("Which form of {name} is number {number}?"),
                options,
                lambda questionnaire: self._key_in(client, questionnaire, number),
                name=client.name,
                number=number,
            )

        ask_text(
            self,
            mark("Number of the paper form of {name}"),
            which,
            check=lambda typed: None if typed.strip() else translate(mark("This must be filled in.")),
            name=client.name,
        )

    def _key_in(self, client: ClientRef, questionnaire: str, number: str) -> None:
        self.act(
            lambda desk: desk.interviews.start(client.id, questionnaire, medium="paper", form_number=number),
            self._started,
        )

    def _printed(self, path: Path) -> None:
        self.say(
            mark("The form is printed, until the desk locks; the print is in the access log:\n{path}"),
            path=shown_path(path),
        )

    def on_line_table_row_chosen(self, event: RowChosen) -> None:
        """Enter on a line."""
        row: InterviewRow = event.row
        self._set_client(row.head.client)
        self._open(row.head)

    def _open(self, head: InterviewHead) -> None:
        if head.status == "open":
            from advisor_tui.screens.interview.question import QuestionScreen

            self.app.push_screen(QuestionScreen(head.id))
        elif head.status == "completed":
            from advisor_tui.screens.interview.result import ResultScreen

            self.app.push_screen(ResultScreen(head.id))
        else:
            self.say(mark("This interview was given up; it has no result."))

    def action_abandon(self) -> None:
        """Give a parked interview up, after asking."""
        row = self.query_one(LineTable).cursor_row
        if not isinstance(row, InterviewRow) or row.head.status != "open":
            return
        interview = row.head.id

        def give_up(desk: "Desk") -> None:
            desk.interviews.abandon(interview)

        confirm(
            self,
            mark(
                "Give this interview with {name} up? Its answers stay on record, without a result; "
                "after a refused consent, only the refusal does."
            ),
            lambda: self.act(give_up),
            name=row.head.client.name,
        )


def _offer(title: str, questions: int) -> str:
    return translate(mark("{title} (up to {count} questions)")).format(title=title, count=questions)


def _resumed(row: InterviewRow) -> str:
    text = translate(mark("Go on: {title}, {done} / {total}, parked since {day}"))
    return text.format(title=pick(row.head.title), done=row.done, total=row.total, day=day(row.head.started_at))


def _state(row: InterviewRow) -> str:
    if row.head.status == "abandoned":
        return translate(mark("given up"))
    if row.head.status == "open":
        return signs("▸ ") + translate(mark("parked"))
    if row.level is None:
        return translate(mark("completed"))
    return level_name(row.level) + (" !" if row.unconfirmed else "")
