"""What the rules say of a draft: the lines at the bottom of the builder, and the page that has them in full."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from advisor_tui.base.languages import join_list, labelled, mark, translate
from advisor_tui.desk.views.proposals import FindingView
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.proposal.words import VERDICT_SIGNS, VERDICT_STYLES
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import clip, plain, width
from advisor_tui.widgets.prose import Prose

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.bench import Workbench
    from advisor_tui.desk.proposal.check import Judged

_ORDER = ("forbidden", "warn", "missing", "allowed")
_TOLD = ("deposit_not_covered",)
"""Rules whose consent stands among the lines at the bottom: else a draft of deposits alone would say nothing."""
_LAW = re.compile(r"《[^》]*》[(（]([^)）]*)[)）]")
Said = tuple[str, FindingView]
"""A product's name ("" for the whole proposal) and a finding about it."""


def said_of(bench: "Workbench", judged: "Judged") -> list[Said]:
    """Every finding, the ones that decide first, the same one about several products once for each.

    Of an empty draft also which key adds a product, of an empty line how it gets an amount, which the desk does not
    know.
    """
    found = [
        (bench.name(code), _with_key(bench.show(finding)))
        for code, decision in judged.lines.items()
        for finding in decision.findings
    ]
    found += [("", _with_key(bench.show(finding))) for finding in judged.whole.findings]
    return sorted(found, key=lambda said: _ORDER.index(said[1].verdict))


def _with_key(view: FindingView) -> FindingView:
    if view.rule == "no_lines":
        return replace(view, text=translate(mark("No product yet: Ctrl+N adds one.")))
    if view.rule == "no_amount":
        return replace(view, text=translate(mark("No amount yet: type it on the line, such as 200k or 30%.")))
    return view


def counts(said: Sequence[Said]) -> Content:
    """How many findings of each verdict: `✗ 0  ! 2  ? 1  ✓ 12`."""
    parts = []
    for verdict in _ORDER:
        count = sum(1 for _, view in said if view.verdict == verdict)
        text = f"{signs(VERDICT_SIGNS[verdict])} {count}"
        parts.append(Content.styled(text, VERDICT_STYLES.get(verdict, "")) if count else Content(text))
    return Content("   ").join(parts)


def summary(said: Sequence[Said], lines: int, cells: int, legend: str = "") -> Content:
    """The counts and the strongest findings on so many lines; the source stands at the right edge.

    `legend` explains the lines above, in the language in use.
    """
    head = Content.assemble(" ", counts(said), "   ", (translate(mark("PgDn reads them in full")), "dim"))
    if legend and width(head.plain) + width(legend) + 4 <= cells:
        head = Content.assemble(head, "   ", plain(legend, "dim"))
    shown: list[Content] = [head]
    seen: set[tuple[str, str]] = set()
    for name, view in said:
        if (view.verdict == "allowed" and view.rule not in _TOLD) or (view.rule, view.text) in seen:
            continue
        if len(shown) == lines:
            break
        seen.add((view.rule, view.text))
        shown.append(_line(name, view, cells))
    return Content("\n").join(shown)


def _line(name: str, view: FindingView, cells: int) -> Content:
    source = clip(short_source(view.source), cells * 2 // 5)
    room = cells - width(source) - 5
    text = clip(labelled(name, view.text) if name else view.text, room)
    space = " " * max(1, cells - 3 - width(text) - width(source) - 1)
    sign = Content.styled(f" {signs(VERDICT_SIGNS[view.verdict])} ", VERDICT_STYLES.get(view.verdict, ""))
    return Content.assemble(sign, plain(text), space, plain(source, "dim"))


def short_source(source: str) -> str:
    """A source whose laws go by their document number alone, so that the article still fits on a line."""
    return _LAW.sub(r"\1", source)


def in_full(said: Sequence[Said]) -> Content:
    """Every finding with its whole text, its source and what must be done."""
    parts: list[Content] = []
    for name, view in said:
        sign = Content.styled(signs(VERDICT_SIGNS[view.verdict]), VERDICT_STYLES.get(view.verdict, ""))
        head = plain(f"{view.title}  {name}" if name else view.title, "bold")
        body = [Content.assemble(sign, " ", head), Content.assemble("  ", plain(view.text))]
        if view.must_do:
            todo = translate(mark("To do: {what}")).format(what=join_list(view.must_do))
            body.append(Content.assemble("  ", plain(todo)))
        body.append(Content.assemble("  ", plain(view.source, "dim")))
        parts.append(Content("\n").join(body))
    return Content("\n\n").join(parts)


class FindingsScreen(DeskScreen):
    """Reads nothing: shows what the builder has judged already."""

    AREA = "proposals"
    HEADING = mark("Findings")
    HELP = mark(
        "Everything that the rules say of this proposal: what is forbidden first, then what needs a warning or a "
        "paper, then what has to be asked, then what is in order. Each names its law and article."
    )
    FIRST_FOCUS = "#findings-text"
    CSS_PATH = "findings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "back", mark("Back to the draft"), id="findings.back"),
    ]

    def __init__(self, said: Sequence[Said], before: Content | None = None) -> None:
        """`before` stands above the findings."""
        super().__init__()
        self._said, self._before = tuple(said), before

    def compose_body(self) -> ComposeResult:
        """The counts and the text."""
        yield Static(counts(self._said), markup=False, id="findings-head")
        with VerticalScroll(id="findings-text"):
            if self._before is not None:
                yield Prose(Content("\n").join([self._before, Content("")]), hanging=True)
            yield Prose(in_full(self._said), hanging=True)
