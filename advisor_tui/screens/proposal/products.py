"""The catalogue beside a draft: what suits is offered, the rest is greyed and says why."""

from dataclasses import replace
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
from advisor_tui.desk.views.proposal_words import liquidity_name, type_name
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.proposal.filter import CatalogueFilter, CatalogueFilterScreen, Spelled
from advisor_tui.screens.proposal.product_words import loan_terms, nature_name, rate_text, term_text
from advisor_tui.screens.proposal.words import VERDICT_SIGNS, VERDICT_STYLES, in_yuan, risk
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.line_events import PageShown, RowChosen, RowHighlighted
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.plain import plain, plain_line
from advisor_tui.widgets.prose import Prose

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.bench import Workbench
    from advisor_tui.desk.proposal.check import Offer
    from advisor_tui.desk.proposal.draft import Draft


class Catalogue(Vertical):
    """Products of today for one client; the screen gives it a workbench and a draft."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step_type(1)", mark("Next type"), id="catalogue.next", key_display="←/→"),
        Binding("left", "step_type(-1)", mark("Previous type"), id="catalogue.previous", show=False),
        Binding("ctrl+r", "filter", mark("Filter"), id="catalogue.filter"),
        Binding("insert", "mark", mark("Mark"), id="catalogue.mark", priority=True),
        Binding("ctrl+g", "compare", mark("Compare"), id="catalogue.compare"),
    ]
    DEFAULT_CSS = """
    Catalogue { height: 1fr; }
    Catalogue > #catalogue-filter { height: auto; max-height: 2; padding: 0 2; color: $text-muted; }
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
        self._investable = 0
        self._filter = CatalogueFilter()
        self._spelled: Spelled = {}

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
        empty = mark("No product is like that; Ctrl+R changes the filter.")
        yield LineTable(columns, self._draw, empty=empty, marking=True, id="catalogue-table")
        yield Prose("", id="catalogue-detail")

    @property
    def table(self) -> "LineTable[Offer]":
        """The products."""
        return self.query_one("#catalogue-table", LineTable)

    def show(self, bench: "Workbench", draft: "Draft") -> None:
        """Show the catalogue as it stands for a draft; amounts change nothing in it."""
        taken = frozenset(line.product for line in draft.lines)
        moved = self._filter.affordable and draft.investable != self._investable
        if bench is not self._bench or draft.asked != self._asked:
            self._bench, self._asked = bench, draft.asked
            self._offers = bench.offers(draft)
        elif taken == self._taken and not moved:
            self._investable = draft.investable
            return
        self._taken, self._investable = taken, draft.investable
        self._list()

    def action_step_type(self, by: int) -> None:
        """Show another type of products."""
        present = {offer.product.type for offer in self._offers}
        kinds = ["", *dict.fromkeys(kind for kind in _kinds() if kind in present)]
        place = kinds.index(self._filter.kind) if self._filter.kind in kinds else 0
        self._filter = replace(self._filter, kind=kinds[(place + by) % len(kinds)])
        self._list()

    def action_filter(self) -> None:
        """Choose what is listed."""
        if self._bench is not None:
            self.app.push_screen(CatalogueFilterScreen(self._filter, self._offers, self._count, self._filtered))

    def _count(self, chosen: CatalogueFilter, spelled: Spelled) -> int:
        return len(self._kept(chosen, spelled))

    def _filtered(self, chosen: CatalogueFilter, spelled: Spelled) -> None:
        self._filter, self._spelled = chosen, spelled
        self._list()

    def _kept(self, chosen: CatalogueFilter, spelled: Spelled) -> "list[Offer]":
        if self._bench is None:
            return []
        level = self._bench.basis.client.risk_level
        return [offer for offer in self._offers if chosen.keeps(offer, self._investable, level, spelled)]

    def action_mark(self) -> None:
        """Mark or unmark the product under the cursor; no more than can be compared."""
        from advisor_tui.screens.proposal.compare import MOST

        if len(self.table.marked) < MOST or self.table.cursor_key in self.table.marked:
            self.table.action_mark()
            self._head()
        else:
            self.notify(translate(mark("At most {most} products can be compared.")).format(most=MOST))

    def action_compare(self) -> None:
        """Compare the marked products; with one marked, that one with the one under the cursor."""
        from advisor_tui.screens.proposal.compare import LEAST, MOST, CompareScreen

        wanted = set(self.table.marked)
        if len(wanted) == 1 and self.table.cursor_key is not None:
            wanted.add(self.table.cursor_key)
        chosen = [offer for offer in self._offers if offer.product.id in wanted]
        if self._bench is None or not LEAST <= len(chosen) <= MOST:
            self.notify(translate(mark("Mark two to four products with Insert.")))
            return
        self.app.push_screen(CompareScreen(self._bench, chosen, self._compared))

    def _compared(self, offer: "Offer") -> None:
        """One was taken: the marks have done their work."""
        self.table.set_marked(())
        self._head()
        self._take(offer)

    def _list(self) -> None:
        shown = self._kept(self._filter, self._spelled)
        self._head()
        self.table.show_rows(shown)
        self._detail(self.table.cursor_row)

    def _head(self) -> None:
        """The type with how much of it suits, what is marked, what else is chosen."""
        shown = self._kept(self._filter, self._spelled)
        advised = [offer for offer in shown if offer.product.loan is None]
        text = translate(mark("{type}: {suits} of {all} suit")).format(
            type=type_name(self._filter.kind), suits=sum(offer.suits for offer in advised), all=len(advised)
        )
        if shown and not advised:
            text = translate(mark("Loans: {all}; Enter opens a loan case (F7)")).format(all=len(shown))
        count = len(self.table.marked)
        marked = translate(mark("marked: {count}")).format(count=count) if count else ""
        words = "   ".join(filter(None, (marked, self._filter.words())))
        head = Content.assemble(plain(signs(f"← {text} →")), *(("   ", plain_line(words, "bold")) if words else ()))
        self.query_one("#catalogue-filter", Static).update(head)

    def _draw(self, offer: "Offer") -> Line:
        product = offer.product
        why = ""
        if product.loan is not None:
            why = f"{rate_text(product.rate)}  {pick(product.loan.purpose)}"
            return Line(product.id, (signs("→"), pick(product.name), risk(None), yuan(product.min_amount), why))
        if self._bench is not None and offer.reason is not None:
            why = self._bench.show(offer.reason).text
        sign = "=" if product.id in self._taken else signs(VERDICT_SIGNS[self._verdict(offer)])
        least = yuan(product.min_amount) + ("" if product.currency == "CNY" else f" {product.currency}")
        return Line(product.id, (sign, pick(product.name), risk(product.level), least, why), dim=not offer.suits)

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
        self._take(event.row)

    def _take(self, offer: "Offer") -> None:
        """Add a product to the draft, or begin the case of a loan."""
        if offer.product.loan is None:
            self.post_message(self.Chosen(offer))
        elif isinstance(self.screen, DeskScreen):
            self.screen.shell.open_area("loans", "new", offer.product.id)

    def _detail(self, offer: "Offer | None") -> None:
        self.query_one("#catalogue-detail", Static).update(Content("") if offer is None else self.describe(offer))

    def describe(self, offer: "Offer") -> Content:
        """A product in a few lines, the strongest finding with its article among them."""
        product = offer.product
        terms = [
            nature_name(product),
            term_text(product.term_days),
            "" if product.loan else translate(mark("money back {when}")).format(when=liquidity_name(product.liquidity)),
            translate(mark("from {amount}, steps of {step}")).format(
                amount=in_yuan(product.min_amount), step=in_yuan(product.step)
            ),
        ]
        parts = [Content.assemble(plain(pick(product.name), "bold"), "  ", plain(pick(product.issuer), "dim"))]
        if product.loan is not None:
            parts.append(plain(loan_terms(product)))
        elif self._bench is not None and offer.reason is not None:
            view = self._bench.show(offer.reason)
            sign = Content.styled(f"{signs(VERDICT_SIGNS[view.verdict])} ", VERDICT_STYLES.get(view.verdict, ""))
            parts.append(Content.assemble(sign, plain(view.text), " ", plain(view.source, "dim")))
        parts.append(plain("  ".join(filter(None, terms))))
        return Content("\n").join(parts)


def _kinds() -> tuple[str, ...]:
    from advisor_tui.reference.products import PRODUCT_TYPES

    return PRODUCT_TYPES
