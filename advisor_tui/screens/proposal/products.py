"""The catalogue beside a draft: what suits is offered, the rest is greyed and says why."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.money import yuan
from advisor_tui.screens.proposal.words import (
    VERDICT_SIGNS,
    VERDICT_STYLES,
    in_yuan,
    liquidity_name,
    risk,
    type_name,
)
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.line_events import PageShown, RowChosen, RowHighlighted
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.plain import plain

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.bench import Workbench
    from advisor_tui.desk.proposal.check import Offer
    from advisor_tui.desk.proposal.draft import Draft


class Catalogue(Vertical):
    """Products of today for one client; the screen gives it a workbench and a draft."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "filter(1)", mark("Next type"), id="catalogue.next", key_display="←/→"),
        Binding("left", "filter(-1)", mark("Previous type"), id="catalogue.previous", show=False),
    ]
    DEFAULT_CSS = """
    Catalogue { height: 1fr; }
    Catalogue > #catalogue-filter { height: 1; padding: 0 2; color: $text-muted; }
    Catalogue > #catalogue-detail { height: 4; padding: 0 2; margin-top: 1; }
    """

    class Chosen(Message):
        """Enter on a product."""

        def __init__(self, offer: "Offer") -> None:
            super().__init__()
            self.offer = offer

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._bench: Workbench | None = None
        self._taken: frozenset[str] = frozenset()
        self._asked: tuple[tuple[str, int | bool], ...] = ()
        self._offers: tuple[Offer, ...] = ()
        self._kind = ""

    def compose(self) -> ComposeResult:
        """The type, the products, and what is known of the one under the cursor."""
        columns = (
            Column("sign", "", 1),
            Column("name", mark("Product"), 16, flex=3),
            Column("level", mark("Risk"), 4),
            Column("least", mark("From (yuan)"), 11, align="right", min_screen_width=60),
            Column("why", mark("Why"), 16, flex=3, min_screen_width=70),
        )
        yield Static("", markup=False, id="catalogue-filter")
        yield LineTable(columns, self._draw, empty=mark("No product of this type"), id="catalogue-table")
        yield Static("", markup=False, id="catalogue-detail")

    @property
    def table(self) -> "LineTable[Offer]":
        """The products."""
        return self.query_one("#catalogue-table", LineTable)

    def show(self, bench: "Workbench", draft: "Draft") -> None:
        """Show the catalogue as it stands for a draft; amounts change nothing in it."""
        taken = frozenset(line.product for line in draft.lines)
        if bench is not self._bench or draft.asked != self._asked:
            self._bench, self._asked = bench, draft.asked
            self._offers = bench.offers(draft)
        elif taken == self._taken:
            return
        self._taken = taken
        self._list()

    def action_filter(self, by: int) -> None:
        """Show another type of products."""
        present = {offer.product.type for offer in self._offers}
        kinds = ["", *dict.fromkeys(kind for kind in _kinds() if kind in present)]
        place = kinds.index(self._kind) if self._kind in kinds else 0
        self._kind = kinds[(place + by) % len(kinds)]
        self._list()

    def _list(self) -> None:
        shown = [offer for offer in self._offers if self._kind in ("", offer.product.type)]
        suits = sum(1 for offer in shown if offer.suits)
        text = translate(mark("{type}: {suits} of {all} suit")).format(
            type=type_name(self._kind), suits=suits, all=len(shown)
        )
        self.query_one("#catalogue-filter", Static).update(plain(signs(f"← {text} →")))
        self.table.show_rows(shown)
        self._detail(self.table.cursor_row)

    def _draw(self, offer: "Offer") -> Line:
        product = offer.product
        why = ""
        if self._bench is not None and offer.reason is not None:
            why = self._bench.show(offer.reason).text
        sign = "=" if product.id in self._taken else signs(VERDICT_SIGNS[self._verdict(offer)])
        cells = (sign, pick(product.name), risk(product.level), yuan(product.min_amount), why)
        return Line(product.id, cells, dim=not offer.suits)

    def _verdict(self, offer: "Offer") -> str:
        return "allowed" if offer.reason is None else offer.reason.verdict.value

    def on_line_table_row_highlighted(self, event: RowHighlighted) -> None:
        """Say more of the product under the cursor."""
        event.stop()
        self._detail(event.row)

    @on(PageShown)
    def _page(self, event: PageShown) -> None:
        event.stop()
        self._detail(self.table.cursor_row)

    def on_line_table_row_chosen(self, event: RowChosen) -> None:
        """Enter on a product."""
        event.stop()
        self.post_message(self.Chosen(event.row))

    def _detail(self, offer: "Offer | None") -> None:
        self.query_one("#catalogue-detail", Static).update(Content("") if offer is None else self.describe(offer))

    def describe(self, offer: "Offer") -> Content:
        """A product in a few lines, the strongest finding with its article among them."""
        product = offer.product
        terms = [
            type_name(product.type),
            translate(mark("{days} days")).format(days=product.term_days) if product.term_days else "",
            translate(mark("money back {when}")).format(when=liquidity_name(product.liquidity)),
            translate(mark("from {amount}, steps of {step}")).format(
                amount=in_yuan(product.min_amount), step=in_yuan(product.step)
            ),
        ]
        parts = [Content.assemble(plain(pick(product.name), "bold"), "  ", plain(pick(product.issuer), "dim"))]
        if self._bench is not None and offer.reason is not None:
            view = self._bench.show(offer.reason)
            sign = Content.styled(f"{signs(VERDICT_SIGNS[view.verdict])} ", VERDICT_STYLES.get(view.verdict, ""))
            parts.append(Content.assemble(sign, plain(view.text), " ", plain(view.source, "dim")))
        parts.append(plain("  ".join(filter(None, terms))))
        return Content("\n").join(parts)


def _kinds() -> tuple[str, ...]:
    from advisor_tui.reference.products import PRODUCT_TYPES

    return PRODUCT_TYPES
