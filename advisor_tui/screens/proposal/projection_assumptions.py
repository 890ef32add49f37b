"""Everything that a projection takes for granted, whose assumption it is, and what repeats it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.desk.views import projection_words as words
from advisor_tui.desk.views.projection import ProjectionPage
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.more.facts import fact_lines
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import pad, pad_left, plain, width
from advisor_tui.widgets.prose import Prose


class ProjectionAssumptionsScreen(DeskScreen):
    """Reads nothing: shows what the projection was stored with."""

    AREA = "proposals"
    HEADING = mark("Assumptions")
    HELP = mark(
        "What the projection takes for granted: returns and their fluctuation by class of assets, inflation, the "
        "household's figures, how it is computed, and what was not known. None of it is a forecast or a promise; "
        "every figure names whose assumption it is. Seed and library repeat the result to the last fen."
    )
    FIRST_FOCUS = "#assumptions-text"
    CSS_PATH = "projection.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "back", mark("Back to the projection"), id="assumptions.back"),
    ]

    def __init__(self, page: ProjectionPage) -> None:
        super().__init__()
        self._page = page

    def compose_body(self) -> ComposeResult:
        """The warning that always stands, and the text to scroll."""
        yield Prose("", id="assumptions-head")
        with VerticalScroll(id="assumptions-text", can_focus=True):
            yield Prose("", id="assumptions-body")

    def refresh_data(self) -> None:
        """Show it in the language in use."""
        base = self._page.base
        if base is None:
            return
        self.query_one("#assumptions-head", Static).update(plain(words.whose(base.assumed), "$text-warning"))
        self.query_one("#assumptions-body", Static).update(_text(self._page, self.size.width - 5))

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.refresh_data()


def _text(page: ProjectionPage, cells: int) -> Content:
    base = page.base
    assert base is not None
    assumed = base.assumed
    prices = [
        (translate(mark("Inflation a year")), words.hundredths(assumed.inflation)),
        (translate(mark("Growth of property a year")), words.hundredths(assumed.property_growth)),
    ]
    parts = [
        _part(mark("Classes of assets"), _classes(words.class_rows(assumed))),
        _part(mark("Prices and property"), fact_lines(prices, cells)),
        _part(mark("The household"), fact_lines(words.figure_rows(assumed), cells)),
        _part(mark("Not known or left out"), _list(words.gap_sentences(assumed))),
        _part(mark("How it is computed"), _list([translate(sentence) for sentence in words.MODEL])),
        _part(mark("Stress tests"), _list(_stress(page))),
        _part(mark("To repeat it"), f"{words.computed(base)}\n{words.seeded(base)}"),
    ]
    return Content("\n\n").join([part for part in parts if part.plain])


def _part(title: str, text: str) -> Content:
    return Content("\n").join([plain(translate(title), "bold"), plain(text)]) if text else Content("")


def _list(sentences: list[str]) -> str:
    return "\n".join(f"{signs('·')} {sentence}" for sentence in sentences)


def _classes(rows: list[tuple[str, str, str, str]]) -> str:
    """Name, return, volatility as columns, below each whose figures they are."""
    heads = ("", translate(mark("Return a year")), translate(mark("Volatility")))
    wide = max(width(row[0]) for row in rows) if rows else 0
    lines = [f"{pad('', wide)}  {heads[1]}  {heads[2]}"] if rows else []
    for name, expected, volatility, source in rows:
        figures = f"{pad_left(expected, width(heads[1]))}  {pad_left(volatility, width(heads[2]))}"
        lines += [f"{pad(name, wide)}  {figures}", f"  {source}"]
    return "\n".join(lines)


def _stress(page: ProjectionPage) -> list[str]:
    return [signs(f"{pick(row.name)} — {pick(row.about)}") for row in page.stresses]
