"""One complaint: its term with law and article, what was said, and what is done with it."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from advisor_tui.base.languages import labelled, mark, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.complaints import ComplaintView
from advisor_tui.desk.views.followup_words import channel_name
from advisor_tui.desk.views.tasks import Undone
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.entry import DayEntry
from advisor_tui.screens.more.complaints import grade_name, left_text
from advisor_tui.screens.more.facts import fact_lines
from advisor_tui.screens.work import text as work_text
from advisor_tui.widgets.dialog import ask_text, confirm
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose


class ComplaintScreen(DeskScreen):
    """Reads one complaint; writes grade, extension, decision, withdrawal."""

    AREA = "more"
    HEADING = mark("Complaint")
    HELP = mark(
        "1 decides it: facts, grounds and what is done, then the day on which the complainant was told. 2 treats a "
        "simple complaint as a complex one, 3 extends a complex one once; both need a reason and who approved it. 4 "
        "writes down that it was withdrawn. Ctrl+Z takes the last of these back. The days are calendar days and the "
        "last one is included."
    )
    FIRST_FOCUS = "#complaint"
    CSS_PATH = "../records.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(digit_key(1), "decide", mark("Decide"), id="complaint.decide"),
        Binding(digit_key(2), "make_complex", mark("Complex"), id="complaint.complex"),
        Binding(digit_key(3), "extend", mark("Extend"), id="complaint.extend"),
        Binding(digit_key(4), "withdraw", mark("Complaint withdrawn"), id="complaint.withdraw"),
        Binding(digit_key(5), "client", mark("Client"), id="complaint.client"),
        Binding("ctrl+z", "undo", mark("Undo"), id="complaint.undo"),
    ]

    def __init__(self, complaint_id: str) -> None:
        super().__init__()
        self._complaint = complaint_id
        self._shown: ComplaintView | None = None

    def compose_body(self) -> ComposeResult:
        """The facts and the text."""
        with VerticalScroll(id="complaint", can_focus=True):
            yield Prose("", classes="compliance--body", id="complaint-facts")
            yield Prose("", classes="compliance--body", id="complaint-text")

    def refresh_data(self) -> None:
        """Read it."""
        self.ask(lambda desk: desk.complaints.get(self._complaint), self._show)

    def _show(self, view: ComplaintView) -> None:
        self._shown = view
        row = view.row
        due = translate(mark("{day} ({days} calendar days)")).format(day=row.due_on, days=view.days)
        lines = [
            (translate(mark("Complaint")), f"{row.number}  {one_line(row.subject)}"),
            (translate(mark("Client")), f"{row.client.name}  {row.client.number}" if row.client else ""),
            (translate(mark("Received on")), f"{row.received_on}  {channel_name(view.channel)}"),
            (translate(mark("Grade")), grade_name(row.grade)),
            (translate(mark("Decide by")), f"{due}   {left_text(row)}"),
            (translate(mark("Law")), view.law),
            (translate(mark("Handler")), row.handler),
        ]
        if view.can_extend:
            asked = translate(mark("3 extends it once, to {day}")).format(day=view.extended_due)
            lines.append((translate(mark("Extension")), asked))
        if view.decided_on:
            lines.append((translate(mark("Decided on")), str(view.decided_on)))
        if view.row.status == "decided":
            told = str(view.told_on) if view.told_on else translate(mark("! not told yet"))
            lines.append((translate(mark("Told on")), told))
        if view.review_until:
            asked = translate(mark("the complainant may ask until {day}")).format(day=view.review_until)
            lines.append((translate(mark("Review")), asked))
        self.query_one("#complaint-facts", Static).update(plain(fact_lines(lines, self.size.width - 4)))
        parts = [view.text, labelled(translate(mark("Decision")), view.decision) if view.decision else ""]
        self.query_one("#complaint-text", Static).update(plain("\n\n".join(part for part in parts if part)))

    def action_decide(self) -> None:
        """Ask for the decision, then for the day on which the complainant was told."""
        today = self.shell.clock.today()
        entry = DayEntry(today, most=today)

        def told(decision: str, typed: str) -> None:
            day = entry.read(typed) if typed.strip() else None
            self.act(lambda desk: desk.complaints.decide(self._complaint, decision, told_on=day))

        def decided(decision: str) -> None:
            ask_text(
                self,
                mark("On which day was the complainant told? (empty: not yet)"),
                lambda typed: told(decision, typed),
                value=today.isoformat(),
                check=lambda typed: entry.complaint(typed) if typed.strip() else None,
                read=entry.understood,
            )

        ask_text(self, mark("Decision: facts, grounds, what is done"), decided, check=_needed)

    def action_make_complex(self) -> None:
        """Treat it as a complex one."""
        self._with_reason(
            mark("Complex: why, and who approved it?"),
            lambda reason: self.act(lambda desk: desk.complaints.make_complex(self._complaint, reason)),
        )

    def action_extend(self) -> None:
        """Extend it once."""
        self._with_reason(
            mark("Extend: why, and who approved it?"),
            lambda reason: self.act(
                lambda desk: desk.complaints.extend(self._complaint, reason), lambda _: self.refresh_data()
            ),
        )

    def action_withdraw(self) -> None:
        """The complainant withdraws."""

        def ask() -> None:
            self._with_reason(
                mark("Withdrawn: what did the complainant say?"),
                lambda reason: self.act(lambda desk: desk.complaints.withdraw(self._complaint, reason)),
            )

        confirm(self, mark("Does the complainant withdraw the complaint?"), ask)

    def _with_reason(self, question: str, then: Callable[[str], None]) -> None:
        ask_text(self, question, then, check=_needed)

    def action_client(self) -> None:
        """Go to the client."""
        if self._shown is not None and self._shown.row.client is not None:
            self.shell.current_client = self._shown.row.client
            self.shell.open_area("clients", "open", self._shown.row.client.id)

    def action_undo(self) -> None:
        """Take the last action back."""
        self.act(lambda desk: desk.undo_log.undo(), self._undone)

    def _undone(self, undone: Undone | None) -> None:
        self.notify(work_text.undone_text(undone.action) if undone else translate(mark("Nothing to take back.")))
        self.refresh_data()


def _needed(typed: str) -> str | None:
    return None if typed.strip() else translate(mark("This must be filled in."))
