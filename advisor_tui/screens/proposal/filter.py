"""Filters of the catalogue: which products of it are listed, and the screen that chooses."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from advisor_tui.base.languages import join_list, mark, translate
from advisor_tui.base.text import half_width
from advisor_tui.desk.views.proposal_words import liquidity_name, type_name
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.proposal.product_words import currency_name
from advisor_tui.widgets.fields import ChoiceField
from advisor_tui.widgets.form import FieldSpec, Form
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.plain import plain_line

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.check import Offer

Spelled = Mapping[str, tuple[str, ...]]
"""Every way to type a product's name, by its id."""
_TERMS: Mapping[str, tuple[int, int]] = {
    "quarter": (1, 92),
    "year": (93, 366),
    "three_years": (367, 1096),
    "longer": (1097, 10**6),
}
_TERM_WORDS: Mapping[str, str] = {
    "none": mark("No term"),
    "quarter": mark("Up to 3 months"),
    "year": mark("Up to 1 year"),
    "three_years": mark("Up to 3 years"),
    "longer": mark("Longer than 3 years"),
}
_FITS: Mapping[str, str] = {
    "fits": mark("What suits"),
    "clear": mark("What suits without a warning"),
    "unfit": mark("What does not suit"),
}
_AFFORDABLE = mark("Within the money, in yuan")
_LEAST_PINYIN = 3
"""Letters from which a part of the pinyin finds a name; fewer are initials."""


@dataclass(frozen=True)
class CatalogueFilter:
    """Which products are listed; an empty field leaves all of them.

    Attributes:
        level: `1` to `5`, `own` for up to the client's, `none` for what has none.
        term: A span of `_TERMS`, or `none`.
        affordable: Whether only what takes no more yuan than there are to invest is listed; an amount in another
            currency cannot be held against them.
        fit: `fits`, `clear` or `unfit`; any of them leaves out loans, of which no rule says whether they suit.
        text: Part of a name, a pinyin or initials.
    """

    kind: str = ""
    level: str = ""
    currency: str = ""
    term: str = ""
    liquidity: str = ""
    affordable: bool = False
    fit: str = ""
    text: str = ""

    def keeps(self, offer: "Offer", money: int, client_level: int | None, spelled: Spelled) -> bool:
        """Whether a product is listed.

        Args:
            offer: The product with what the rules say of it.
            money: What there is to invest, in 分.
            client_level: The client's risk level, None where there is none.
            spelled: How names may be typed; without it only what stands there is found.
        """
        product = offer.product
        return (
            self.kind in ("", product.type)
            and self._keeps_level(product.level, client_level)
            and self.currency in ("", product.currency)
            and self._keeps_term(product.term_days)
            and self.liquidity in ("", product.liquidity)
            and (not self.affordable or (product.currency == "CNY" and product.min_amount <= money))
            and self._keeps_fit(offer)
            and self._keeps_text(offer, spelled)
        )

    def _keeps_level(self, level: int | None, client_level: int | None) -> bool:
        if self.level == "own":
            return level is None or (client_level is not None and level <= client_level)
        return self.level in ("", "none" if level is None else str(level))

    def _keeps_term(self, days: int | None) -> bool:
        if self.term in ("", "none"):
            return not self.term or days is None
        first, last = _TERMS[self.term]
        return days is not None and first <= days <= last

    def _keeps_fit(self, offer: "Offer") -> bool:
        if not self.fit:
            return True
        if offer.product.loan is not None:
            return False
        return offer.reason is None if self.fit == "clear" else offer.suits is (self.fit == "fits")

    def _keeps_text(self, offer: "Offer", spelled: Spelled) -> bool:
        typed = half_width(self.text).lower().replace(" ", "")
        product = offer.product
        ways = spelled.get(product.id, (product.name["zh"].lower(), product.name["en"].lower().replace(" ", "")))
        letters = typed.isascii() and typed.isalpha() and len(typed) < _LEAST_PINYIN
        return any(way.startswith(typed) if letters else typed in way for way in (*ways, product.id))

    def words(self) -> str:
        """What is chosen beside the type, in the language in use; "" for nothing."""
        return join_list(self._words())

    def _words(self) -> Iterator[str]:
        if self.level:
            yield dict(level_options())[self.level]
        if self.currency:
            yield currency_name(self.currency)
        if self.term:
            yield translate(_TERM_WORDS[self.term])
        if self.liquidity:
            yield liquidity_name(self.liquidity)
        if self.affordable:
            yield translate(_AFFORDABLE)
        if self.fit:
            yield translate(_FITS[self.fit])
        if self.text:
            yield f"{signs('“')}{self.text}{signs('”')}"


def level_options() -> list[tuple[str, str]]:
    """Levels to choose from, in the language in use."""
    own, none = translate(mark("Up to the client's level")), translate(mark("Without a level"))
    levels = [(str(level), f"R{level}") for level in range(1, 6)]
    return [("", translate(mark("All levels"))), ("own", own), *levels, ("none", none)]


class CatalogueFilterScreen(DeskScreen):
    """Chooses what the catalogue lists.

    Args:
        chosen: What it lists now.
        offers: The whole catalogue for this client.
        counted: How many of it a filter leaves, where names are typed as given.
        then: Called with the new filter and with how names may be typed.
    """

    AREA = "proposals"
    HEADING = mark("Filter products")
    HELP = mark(
        "Every condition that is chosen must hold. The arrows left and right or a digit choose, up and down go from "
        "one condition to the next; the name takes Chinese, pinyin, initials or English. Ctrl+S shows the products, "
        "Ctrl+T all of them again."
    )
    FIRST_FOCUS = "#field-text"
    CSS_PATH = "filter.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "clear", mark("All products"), id="catalogue-filter.clear"),
    ]

    def __init__(
        self,
        chosen: CatalogueFilter,
        offers: "Sequence[Offer]",
        counted: Callable[[CatalogueFilter, Spelled], int],
        then: Callable[[CatalogueFilter, Spelled], None],
    ) -> None:
        super().__init__()
        self._chosen, self._offers, self._counted, self._then = chosen, tuple(offers), counted, then
        self._spelled: Spelled = {}

    def compose_body(self) -> ComposeResult:
        """How many are left, and the conditions."""
        chosen = self._chosen
        products = [offer.product for offer in self._offers]
        kinds = dict.fromkeys(product.type for product in products)
        currencies = dict.fromkeys(product.currency for product in products)
        liquid = dict.fromkeys(product.liquidity for product in products)
        every = translate(mark("All"))
        yield Static("", markup=False, id="catalogue-filter-count")
        yield Form(
            (
                FieldSpec("text", mark("Product name"), chosen.text, form=mark("Chinese, pinyin, initials")),
                FieldSpec(
                    "kind", mark("Type"), chosen.kind, options=[(kind, type_name(kind)) for kind in ("", *kinds)]
                ),
                FieldSpec("level", mark("Risk level"), chosen.level, options=level_options()),
                FieldSpec("fit", mark("Suitability"), chosen.fit, options=[("", every), *_translated(_FITS)]),
                FieldSpec("term", mark("Term"), chosen.term, options=[("", every), *_translated(_TERM_WORDS)]),
                FieldSpec(
                    "liquidity",
                    mark("Money back"),
                    chosen.liquidity,
                    options=[("", every), *((each, liquidity_name(each)) for each in liquid)],
                ),
                FieldSpec(
                    "currency",
                    mark("Currency"),
                    chosen.currency,
                    options=[("", every), *((each, currency_name(each)) for each in currencies)],
                ),
                FieldSpec(
                    "affordable",
                    mark("Least amount"),
                    "yes" if chosen.affordable else "",
                    options=[("", every), ("yes", translate(_AFFORDABLE))],
                ),
            ),
            id="catalogue-filter-form",
        )

    def keys(self) -> list[KeyHint]:
        """Ctrl+S saves nothing: it shows what is left."""
        hints, shows = super().keys(), translate(mark("Show the products"))
        return [replace(hint, text=shows) if hint.key == "Ctrl+S" else hint for hint in hints]

    def refresh_data(self) -> None:
        """Read how names may be typed."""
        self.ask(lambda desk: desk.catalogue.spelled(), self._know)

    def _know(self, spelled: Spelled) -> None:
        self._spelled = spelled
        self._count()

    @on(Input.Changed)
    @on(ChoiceField.Changed)
    def _count(self) -> None:
        """Say how many products the conditions leave."""
        left = self._counted(self._filter(self.query_one(Form).values()), self._spelled)
        text = translate(mark("{left} of {all} products")).format(left=left, all=len(self._offers))
        self.query_one("#catalogue-filter-count", Static).update(plain_line(text))

    def _filter(self, values: Mapping[str, str]) -> CatalogueFilter:
        chosen = {name: value for name, value in values.items() if name != "affordable"}
        return replace(CatalogueFilter(**chosen), affordable=values["affordable"] == "yes")  # type: ignore[arg-type]  # texts

    @on(Form.Saved)
    def _apply(self, event: Form.Saved) -> None:
        self._use(self._filter(event.values))

    def action_clear(self) -> None:
        """List everything again."""
        self._use(CatalogueFilter())

    def _use(self, chosen: CatalogueFilter) -> None:
        self.close()
        self._then(chosen, self._spelled)


def _translated(words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, translate(word)) for name, word in words.items()]
