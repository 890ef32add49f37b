"""Two to four products of the catalogue side by side for one client."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from advisor_tui.base.languages import mark, translate
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.proposal.compare_rows import DIFFERS, aspects, draw, heads
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.plain import plain_line

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.bench import Workbench
    from advisor_tui.desk.proposal.check import Offer
    from advisor_tui.desk.views.catalogue import AssumedView

LEAST, MOST = 2, 4
"""Products that can be compared."""
_FRAME = 4
"""Cells at both sides of the text, the scroll bar among them."""


class CompareScreen(DeskScreen):
    """Shows what the builder has judged already; reads only what the products are projected with.

    Args:
        bench: The client's workbench.
        offers: Two to four products.
        then: Called with the one that is taken.
    """

    AREA = "proposals"
    HEADING = mark("Compare products")
    HELP = mark(
        "The products side by side; * marks what is not the same for all, and what does not suit is grey and says why "
        "in its first line. The arrows move, Ctrl+R leaves out what is the same, a digit takes that product into the "
        "proposal, Esc goes back to the catalogue."
    )
    FIRST_FOCUS = "#compare-body"
    CSS_PATH = "compare.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(digit_key(number), f"take({number})", mark("Take"), id=f"compare.take.{number}", show=False)
            for number in range(1, MOST + 1)
        ),
        Binding("ctrl+r", "only_differences", mark("Only what differs"), id="compare.differences"),
        Binding("enter", "back", mark("Back to the catalogue"), id="compare.back"),
    ]

    def __init__(self, bench: "Workbench", offers: "Sequence[Offer]", then: "Callable[[Offer], None]") -> None:
        super().__init__()
        self._bench, self._offers, self._then = bench, tuple(offers), then
        self._assumed: Mapping[str, AssumedView] = {}
        self._all = True

    def compose_body(self) -> ComposeResult:
        """What is compared, the names, the table."""
        yield Static("", markup=False, id="compare-head")
        yield Static("", markup=False, id="compare-names")
        with VerticalScroll(id="compare-body"):
            yield Static("", markup=False, id="compare-table")

    def refresh_data(self) -> None:
        """Read what the products are projected with."""
        self._show()
        self.ask(lambda desk: desk.catalogue.assumed(), self._know)

    def _know(self, assumed: "Mapping[str, AssumedView]") -> None:
        self._assumed = assumed
        self._show()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the columns out for the new width."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        cells = self.size.width - _FRAME
        found = aspects(self._bench, self._offers, self._assumed)
        shown = [aspect for aspect in found if self._all or aspect.differs]
        text = translate(mark("{differs} of {all} lines differ ({sign})")).format(
            differs=sum(aspect.differs for aspect in found), all=len(found), sign=DIFFERS
        )
        self.query_one("#compare-head", Static).update(plain_line(text))
        self.query_one("#compare-names", Static).update(heads(self._offers, cells))
        dim = [not offer.suits and offer.product.loan is None for offer in self._offers]
        self.query_one("#compare-table", Static).update(draw(shown, dim, cells))

    def keys(self) -> list[KeyHint]:
        """The digits stand for the products."""
        return [KeyHint(f"1-{len(self._offers)}", translate(mark("Take"))), *super().keys()]

    def action_only_differences(self) -> None:
        """Leave out what is the same for all, or show it again."""
        self._all = not self._all
        self._show()

    def action_take(self, number: int) -> None:
        """Take a product into the proposal, and go back."""
        if number <= len(self._offers):
            self.close()
            self._then(self._offers[number - 1])
