"""What can be done with one line of a draft, and adding a product from the catalogue."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.proposal import draft as drafts
from advisor_tui.screens.proposal.findings import FindingsScreen
from advisor_tui.screens.proposal.words import origin_name, paid, purpose_name
from advisor_tui.widgets.dialog import pick_one

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.bench import Workbench
    from advisor_tui.desk.proposal.check import Offer
    from advisor_tui.desk.proposal.draft import Draft, DraftLine
    from advisor_tui.screens.proposal.proposal import ProposalScreen


@dataclass(frozen=True)
class Row:
    """A line of the builder's table: a proposed product, or a position that is only held.

    Attributes:
        product: Its id in the catalogue, or "" for a position that is in none.
    """

    key: str
    name: str
    level: int | None
    held: int
    product: str
    line: "DraftLine | None"


def rows_of(bench: "Workbench", draft: "Draft") -> list[Row]:
    """The proposed lines in their order, then what is held beside them."""
    rows = []
    for line in draft.lines:
        product = bench.product(line.product)
        level = None if product is None else product.level
        rows.append(Row(line.product, bench.name(line.product), level, line.held, line.product, line))
    rows += [
        Row(f"held {position.key}", position.name, position.level, position.value, position.product, None)
        for position in bench.positions
        if draft.find(position.product) is None
    ]
    return rows


def take_positions(screen: "ProposalScreen", bench: "Workbench", known: drafts.History | None) -> drafts.History:
    """The history of a draft with what the client has today, and a notice where that is more or less than before."""
    if known is None:
        history, moved = drafts.History(bench.draft), bench.moved
    else:
        history = known.with_held({line.product: line.held for line in bench.draft.lines})
        pairs = zip(known.now.lines, history.now.lines, strict=True)
        moved = tuple(line.product for before, line in pairs if line.held != before.held)
    if moved:
        names = ", ".join(bench.name(code) for code in moved)
        screen.say(mark("The client's positions changed since this draft was saved: {names}"), names=names)
    return history


def add_product(screen: "ProposalScreen", bench: "Workbench", offer: "Offer") -> None:
    """Add a product with its least amount; one that does not suit says why, and whether the client may ask for it."""
    from advisor_tui.desk.proposal.check import first_line

    product = offer.product
    if screen.draft.find(product.id) is not None:
        screen.added(screen.draft, product.id)
        return
    line = first_line(product, bench.held(product.id))
    if offer.suits:
        screen.added(_with(screen.draft, line), product.id)
        return
    possible = [
        origin for origin in drafts.ORIGINS[1:] if not _forbidden(bench, screen.draft, replace(line, origin=origin))
    ]
    options = [("read", translate(mark("Read why not")))]
    options += [(origin, origin_name(origin)) for origin in possible]

    def chosen(answer: str) -> None:
        if answer == "read":
            said = [(bench.name(product.id), bench.show(finding)) for finding in offer.decision.findings]
            screen.app.push_screen(FindingsScreen(said))
        else:
            added = replace(line, origin=next(origin for origin in possible if origin == answer))
            screen.added(_with(screen.draft, added), product.id)

    reason = offer.reason
    pick_one(
        screen,
        mark("{product} may not be proposed: {why}"),
        options,
        chosen,
        product=bench.name(product.id),
        why="" if reason is None else bench.show(reason).text,
    )


def _with(draft: "Draft", line: "DraftLine") -> "Draft":
    return drafts.keep_holding(draft, line) if line.held else drafts.add_line(draft, line)


def _forbidden(bench: "Workbench", draft: "Draft", line: "DraftLine") -> bool:
    judged = bench.judge(replace(draft, lines=(line,)))
    return judged.lines[line.product].verdict == "forbidden"


class LineMenu:
    """The choices of one line: amount, purpose, who brought it up, way of payment, removal."""

    def __init__(self, screen: "ProposalScreen", bench: "Workbench", product: str) -> None:
        self._screen, self._bench, self._product = screen, bench, product

    def open(self) -> None:
        """Ask what to do."""
        product = self._bench.product(self._product)
        options = [
            ("amount", translate(mark("Set the amount"))),
            ("purpose", translate(mark("What it is for"))),
            ("origin", translate(mark("Who brought it up"))),
        ]
        if product is not None and product.pays:
            options.append(("pay", translate(mark("How the premium is paid"))))
        options.append(("remove", translate(mark("Remove from the proposal"))))
        name = self._bench.name(self._product)
        pick_one(self._screen, mark("What about {product}?"), options, self._do, product=name)

    def _do(self, what: str) -> None:
        screen = self._screen
        if what == "amount":
            screen.action_amount()
        elif what == "remove":
            screen.change(drafts.remove_line(screen.draft, self._product))
        elif what == "purpose":
            self._purpose()
        elif what == "origin":
            options = [(origin, origin_name(origin)) for origin in drafts.ORIGINS]
            line = screen.draft.find(self._product)
            chosen = "" if line is None else line.origin
            pick_one(screen, mark("Who brought it up?"), options, self._origin, chosen=chosen)
        else:
            self._pay()

    def _change(self, **values: object) -> None:
        self._screen.change(drafts.change_line(self._screen.draft, self._product, **values))

    def _origin(self, origin: str) -> None:
        self._change(origin=origin)

    def _purpose(self) -> None:
        purposes = {purpose.id: purpose for purpose in self._bench.purposes}
        options = [("", translate(mark("Nothing in particular")))]
        options += [(purpose.id, purpose_name(purpose)) for purpose in purposes.values()]

        def chosen(answer: str) -> None:
            table = purposes[answer].table if answer else ""
            self._change(goal=answer if table == "goal" else "", need=answer if table == "need" else "")

        line = self._screen.draft.find(self._product)
        current = "" if line is None else line.goal or line.need
        pick_one(self._screen, mark("What is it for?"), options, chosen, chosen=current)

    def _pay(self) -> None:
        product = self._bench.product(self._product)
        if product is None:
            return
        ways = [(pay, years) for pay in product.pays for years in ((1,) if pay == "single" else product.pay_years)]
        options = [(f"{pay} {years}", paid(pay, years)) for pay, years in ways]

        def chosen(answer: str) -> None:
            pay, _, years = answer.partition(" ")
            self._change(pay=pay, pay_years=int(years))

        pick_one(self._screen, mark("How is the premium paid?"), options, chosen)
