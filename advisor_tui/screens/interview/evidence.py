"""What a need, a goal or a fact came from: answers, and holdings and family members on file."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from advisor_tui.base.languages import join_list, mark, pick, translate
from advisor_tui.desk.views.interview_words import shown_answer
from advisor_tui.desk.views.interviews import AnswerRow
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose


class EvidenceScreen(ModalScreen[None]):
    """Reads nothing: shows what it is given. Esc or Enter closes it."""

    CSS_PATH = "evidence.tcss"
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "close", mark("Close"), id="evidence.close"),
    ]

    def __init__(
        self,
        heading: str,
        sentence: str,
        answers: Sequence[AnswerRow],
        *,
        holdings: Sequence[str] = (),
        members: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._heading, self._sentence, self._answers = heading, sentence, tuple(answers)
        self._on_file = ((mark("Holdings on file"), tuple(holdings)), (mark("Family on file"), tuple(members)))

    def compose(self) -> ComposeResult:
        """What was found, then question by question what was said, then what is on file."""
        with Vertical(id="evidence-box"):
            yield Static(plain(self._heading, "bold"), markup=False)
            yield Prose(plain(self._sentence), id="evidence-sentence")
            with VerticalScroll():
                for row in self._answers:
                    yield Prose(_said(row), classes="evidence--answer")
                for label, names in self._on_file:
                    if names:
                        told = Content.assemble(f"{translate(label)}\n   ", plain(join_list(names), "bold"))
                        yield Prose(told, classes="evidence--answer")
            yield Static(translate(mark("Esc Close")), markup=False, id="evidence-keys")

    def action_close(self) -> None:
        """Back to the result."""
        self.dismiss(None)


def _said(row: AnswerRow) -> Content:
    lines = [
        Content.assemble(f"{row.place}. ", plain(pick(row.question.text))),
        Content.assemble("   ", plain(shown_answer(row.question, row.answer), "bold")),
    ]
    if row.note:
        note = translate(mark("Note: {note}")).format(note=row.note)
        lines.append(Content.assemble("   ", plain(note)))
    return Content("\n").join(lines)
