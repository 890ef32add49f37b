"""The first credit look: what the client asks for, both ways of paying it back, flags, and what is missing."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from advisor_tui.base.languages import labelled, mark, pick, translate
from advisor_tui.base.money import yuan
from advisor_tui.desk.views.credit import CreditLookView, InterviewCredit
from advisor_tui.desk.views.credit_words import (
    asked_lines,
    finding_text,
    method_table,
    paper_text,
    prime_rate_text,
    remark_texts,
    unknown_text,
)
from advisor_tui.desk.views.loan_words import METHODS, word
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.interview.header import InterviewHeader
from advisor_tui.screens.more.facts import fact_lines
from advisor_tui.widgets.curves import draw_curves
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import pad, pad_left, plain, width
from advisor_tui.widgets.prose import Prose

_MARKS = {"allowed": "✓", "warn": "!", "forbidden": "✗"}
_CURVES = {"equal_payment": "─", "equal_principal": "×"}
_LINES = 6
_WIDEST = 60


class CreditScreen(DeskScreen):
    """Reads the look; opens a loan case from it."""

    AREA = "interview"
    HEADING = mark("First credit look")
    HELP = mark(
        "A preliminary view of the loan that the client asked about: both ways of paying it back, the shares of the "
        "income with their caps, flags by rule of thumb, what is missing and which question tells it, and the papers "
        "to bring. The risk department decides. 1 opens a loan case with these papers and a task to collect them, or "
        "goes to the one under way."
    )
    FIRST_FOCUS = "#credit-page"
    CSS_PATH = "credit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(digit_key(1), "case", mark("Loan case"), id="credit.case"),
    ]

    def __init__(self, interview_id: str) -> None:
        super().__init__()
        self._interview = interview_id
        self._found: InterviewCredit | None = None

    def compose_body(self) -> ComposeResult:
        """The label that always stands, and the page to scroll."""
        yield InterviewHeader()
        yield Prose("", id="credit-label")
        with VerticalScroll(id="credit-page", can_focus=True):
            yield Prose("", id="credit-text")

    @property
    def shown(self) -> InterviewCredit | None:
        """What is shown now."""
        return self._found

    def refresh_data(self) -> None:
        """Look again, by today's figures."""
        interview = self._interview
        self.ask(lambda desk: desk.credit_cases.look(interview), self._show)

    def _show(self, found: InterviewCredit) -> None:
        self._found = found
        self.query_one(InterviewHeader).show(found.head)
        label = found.view.label
        self.query_one("#credit-label", Static).update(plain(f"! {pick(label.sentence)}", "bold"))
        self.query_one("#credit-text", Static).update(_page(found, max(40, self.size.width - 5)))

    def on_resize(self) -> None:
        """Draw for the new width."""
        if self._found is not None:
            self._show(self._found)

    def action_case(self) -> None:
        """Open a loan case, or the one that is under way."""
        interview = self._interview
        known = self._found is not None and bool(self._found.case_id)

        def opened(case: str) -> None:
            from advisor_tui.screens.loan.loan import LoanScreen

            if not known:
                self.say(mark("Opened the loan case with its papers; the task to collect them stands in F5."))
            self.app.push_screen(LoanScreen(case))

        self.act(lambda desk: desk.credit_cases.open_case(interview), opened)


def _page(found: InterviewCredit, cells: int) -> Content:
    view = found.view
    prime = prime_rate_text(view)
    parts = [
        plain(fact_lines(asked_lines(found), cells)),
        _part(mark("Repayment"), [*_table(method_table(view)), _drawing(view, cells)]),
        _part(mark("Income and flags"), [*_remarks(found), *_findings(view)]),
        _part(mark("Loan prime rate"), [prime]),
        _part(mark("Still to be asked"), [unknown_text(figure) for figure in found.unknown]),
        _part(_papers_title(view), [f"{signs('·')} {paper_text(paper)}" for paper in view.papers]),
    ]
    return Content("\n\n").join([part for part in parts if part.plain])


def _part(title: str, lines: Iterable[str]) -> Content:
    """A heading with what stands below it; nothing where nothing does."""
    text = "\n".join(line for line in lines if line)
    return Content("\n").join([plain(translate(title), "bold"), plain(text)]) if text else Content("")


def _table(lines: list[tuple[str, ...]]) -> list[str]:
    """Columns as wide as their widest value, figures at the right."""
    widest = [max(width(line[place]) for line in lines) for place in range(len(lines[0]))] if lines else []
    return ["  ".join((pad(line[0], widest[0]), *map(pad_left, line[1:], widest[1:]))) for line in lines]


def _remarks(found: InterviewCredit) -> list[str]:
    return [f"{signs(_MARKS['warn'])} {text}" for text in remark_texts(found)]


def _findings(view: CreditLookView) -> list[str]:
    lines = []
    for shown in view.repayments:
        for finding in shown.findings:
            said = labelled(word(METHODS, shown.repayment.method), finding_text(finding))
            lines.append(f"{signs(_MARKS[finding.verdict])} {said}")
    return [*lines, *(f"{signs(_MARKS[finding.verdict])} {finding_text(finding)}" for finding in view.findings)]


def _drawing(view: CreditLookView, cells: int) -> str:
    """What is paid month by month, with the highest and lowest payment at the side."""
    curves = [(signs(_CURVES[s.repayment.method]), s.repayment.payments_fen) for s in view.repayments]
    if not curves:
        return ""
    payments = [fen for _, values in curves for fen in values]
    ends = (yuan(max(payments)), yuan(min(payments)))
    side = max(width(end) for end in ends)
    drawn = draw_curves(curves, min(_WIDEST, cells - side - 2), _LINES)
    labels = [ends[0], *[""] * (_LINES - 2), ends[1]]
    legend = "   ".join(
        f"{sign} {word(METHODS, shown.repayment.method)}"
        for (sign, _), shown in zip(curves, view.repayments, strict=True)
    )
    lines = [f"{pad_left(label, side)} {line}".rstrip() for label, line in zip(labels, drawn, strict=True)]
    return "\n".join(["", *lines, f"{' ' * side} {legend}"])


def _papers_title(view: CreditLookView) -> str:
    return mark("Papers to bring") if view.papers_confirmed else mark("Papers to bring (to be checked by the bank)")
