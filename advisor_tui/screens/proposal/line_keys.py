"""Keys that act on the line under the cursor: more and less, an amount, moving money to another line, taking out."""

from textual import events, on

from advisor_tui.base.languages import mark
from advisor_tui.base.text import half_width
from advisor_tui.desk.proposal import draft as drafts
from advisor_tui.desk.proposal.draft import Draft, DraftLine
from advisor_tui.screens.proposal.amount import GONE, ask_amount, ask_money, say_joined
from advisor_tui.screens.proposal.drafting import DraftScreen
from advisor_tui.screens.proposal.keys import stride_of
from advisor_tui.screens.proposal.line import LineMenu
from advisor_tui.screens.proposal.moving import ask_move
from advisor_tui.screens.proposal.table import Row
from advisor_tui.widgets.line_events import RowChosen
from advisor_tui.widgets.line_table import LineTable

BEGINNINGS = frozenset("余剩其r")
"""What begins an amount beside a digit: 余, 剩余, 其余 and rest."""


class LineScreen(DraftScreen):
    """A draft with its table, `#draft-table`."""

    @property
    def table(self) -> "LineTable[Row]":
        """The lines of the draft, and what is only held."""
        return self.query_one("#draft-table", LineTable)

    def subject(self) -> tuple[Draft, DraftLine] | None:
        """The line under the cursor and the draft with it: a position that is only held is in it, as it is kept.

        The draft of the screen stays: what is done with the line changes it in one act.
        """
        row = self.table.cursor_row
        if row is None or not self.ready:
            return None
        if not row.product:
            self.say(
                mark(
                    "This holding is none of the products that the bank offers today (held elsewhere, or no longer "
                    "sold). It counts as what the client has; a proposal cannot add to it or sell it."
                )
            )
            return None
        draft = self.draft_with(row.product)
        line = None if draft is None else draft.find(row.product)
        return None if draft is None or line is None else (draft, line)

    def draft_with(self, *products: str) -> Draft | None:
        """The draft as it stands now, with a line of each product: of a position that is only held, as it is kept.

        A dialog asks for it when it is answered: the draft may have become another one while it was open. None where
        a line has gone meanwhile and the client has nothing of its product.
        """
        draft, positions = self.draft, {position.product for position in self.bench.positions}
        for product in products:
            if draft.find(product) is None and product in positions:
                held = self.bench.held(product)
                draft = drafts.keep_holding(draft, DraftLine(product, held, held))
        return draft if all(draft.find(product) is not None for product in products) else None

    def change_line(self, product: str, **values: object) -> None:
        """Change some fields of the line of a product, in the draft as it stands now."""
        draft = self.draft_with(product)
        if draft is None:
            self.say(GONE)
        else:
            self.change(drafts.change_line(draft, product, **values))

    def action_step(self, by: int, far: bool = False) -> None:
        """The next round amount that the product takes; `far` goes ten times as far."""
        subject = self.subject()
        product = None if subject is None else self.bench.product(subject[1].product)
        if subject is not None and product is not None:
            draft, line = subject
            by_fen = stride_of(draft, product, far=far)
            amount = drafts.stepped(line.amount, by, product.min_amount, product.step, by_fen)
            before = self.draft
            self.change(drafts.change_line(draft, line.product, amount=amount))
            say_joined(self, before, line.product)

    def action_amount(self, first: str = "") -> None:
        """Type an amount for the line under the cursor."""
        subject = self.subject()
        if subject is not None:
            ask_amount(self, subject[1].product, first)

    def action_move(self) -> None:
        """Move an amount from the line under the cursor to another one."""
        subject = self.subject()
        if subject is not None:
            ask_move(self, subject[1].product)

    def action_remove(self) -> None:
        """Take the line under the cursor out of the draft; what is held stays held."""
        row = self.table.cursor_row
        if row is not None and row.line is not None and self.table.has_focus:
            self.change(drafts.remove_line(self.draft, row.line.product))

    def action_money(self) -> None:
        """Change the money that the lines share out."""
        if self.ready:
            ask_money(self)

    def on_key(self, event: events.Key) -> None:
        """A digit, 余 or the r of rest on a line begins an amount."""
        typed = half_width(event.character or "")
        if self.table.has_focus and (typed.isdecimal() or typed in BEGINNINGS):
            event.stop()
            self.action_amount(typed)

    @on(RowChosen, "#draft-table")
    def _chosen(self, event: RowChosen) -> None:
        subject = self.subject()
        if subject is not None:
            LineMenu(self, subject[1].product).open()
