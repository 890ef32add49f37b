"""What can be done with one line of a draft, and adding a product from the catalogue."""

from dataclasses import replace
from typing import TYPE_CHECKING

from advisor_tui.base.languages import join_list, mark, translate
from advisor_tui.desk.proposal import draft as drafts
from advisor_tui.desk.views.proposal_words import origin_name, paid
from advisor_tui.screens.proposal.amount import GONE, ask_amount
from advisor_tui.screens.proposal.findings import FindingsScreen
from advisor_tui.screens.proposal.moving import ask_move
from advisor_tui.screens.proposal.words import purpose_told
from advisor_tui.widgets.dialog import pick_one

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.bench import Workbench
    from advisor_tui.desk.proposal.check import Offer
    from advisor_tui.desk.proposal.draft import Draft, DraftLine
    from advisor_tui.screens.proposal.drafting import DraftScreen
    from advisor_tui.screens.proposal.line_keys import LineScreen
    from advisor_tui.screens.proposal.proposal import ProposalScreen


def take_positions(screen: "DraftScreen", bench: "Workbench", known: drafts.History | None) -> drafts.History:
    """The history of a draft with what the client has today, and a notice where that is more or less than before."""
    if known is None:
        history, moved = drafts.History(bench.draft), bench.moved
    else:
        drift = bench.basis.drift
        history = known.with_held({line.product: line.held for line in bench.draft.lines}, drift)
        pairs = [
            (line.product, before.held, line.held)
            for before, line in zip(known.now.lines, history.now.lines, strict=True)
        ]
        moved = tuple(code for code, before, now in pairs if before != now and not drift.within(before, now))
    if moved:
        names = join_list(bench.name(code) for code in moved)
        screen.say(mark("The client's positions changed since this draft was saved: {names}"), names=names)
    return history


def add_product(screen: "ProposalScreen", bench: "Workbench", offer: "Offer") -> None:
    """Add a product; one that does not suit says why, and whether the client may ask for it."""
    from advisor_tui.desk.proposal.check import first_line, opening_line

    product = offer.product
    if screen.draft.find(product.id) is not None:
        screen.added(screen.draft, product.id)
        return
    line = first_line(product, bench.held(product.id))
    begun = opening_line(product, bench.held(product.id))
    if offer.suits:
        screen.added(_with(screen.draft, begun), product.id)
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
            added = replace(begun, origin=next(origin for origin in possible if origin == answer))
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
    """The choices of one line: amount, purpose, who brought it up, way of payment, moving, removal.

    What is chosen is done with the line of the product, in the draft as it stands then.
    """

    def __init__(self, screen: "LineScreen", product: str) -> None:
        """A product that is in the draft, or only held."""
        self._screen, self._product = screen, product
        self._bench = screen.bench

    @property
    def _line(self) -> "DraftLine | None":
        draft = self._screen.draft_with(self._product)
        return None if draft is None else draft.find(self._product)

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
        options.append(("move", translate(mark("Move money to another line"))))
        if self._screen.draft.find(self._product) is not None:
            options.append(("remove", translate(mark("Remove from the proposal"))))
        name = self._bench.name(self._product)
        pick_one(self._screen, mark("What about {product}?"), options, self._do, product=name)

    def _do(self, what: str) -> None:
        screen, line = self._screen, self._line
        if line is None:
            screen.say(GONE)
        elif what == "amount":
            ask_amount(screen, self._product)
        elif what == "move":
            ask_move(screen, self._product)
        elif what == "remove":
            screen.change(drafts.remove_line(screen.draft, self._product))
        elif what == "purpose":
            self._purpose(line)
        elif what == "origin":
            options = [(origin, origin_name(origin)) for origin in drafts.ORIGINS]
            pick_one(screen, mark("Who brought it up?"), options, self._origin, chosen=line.origin)
        else:
            self._pay()

    def _origin(self, origin: str) -> None:
        self._screen.change_line(self._product, origin=origin)

    def _purpose(self, line: "DraftLine") -> None:
        purposes = {purpose.id: purpose for purpose in self._bench.purposes}
        options = [("", translate(mark("Nothing in particular")))]
        options += [(purpose.id, purpose_told(purpose)) for purpose in purposes.values()]

        def chosen(answer: str) -> None:
            table = purposes[answer].table if answer else ""
            serves = {"goal": answer if table == "goal" else "", "need": answer if table == "need" else ""}
            self._screen.change_line(self._product, **serves)

        pick_one(self._screen, mark("What is it for?"), options, chosen, chosen=line.goal or line.need)

    def _pay(self) -> None:
        product = self._bench.product(self._product)
        if product is None:
            return
        ways = [(pay, years) for pay in product.pays for years in ((1,) if pay == "single" else product.pay_years)]
        options = [(f"{pay} {years}", paid(pay, years)) for pay, years in ways]

        def chosen(answer: str) -> None:
            pay, _, years = answer.partition(" ")
            self._screen.change_line(self._product, pay=pay, pay_years=int(years))

        pick_one(self._screen, mark("How is the premium paid?"), options, chosen)
