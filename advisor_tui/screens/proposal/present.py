"""The proposal before the client: page by page, calm, without the bank's own lines."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.views.proposals import Sheet
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.proposal.pages import ClientPage, pages_of
from advisor_tui.screens.proposal.words import status_name
from advisor_tui.widgets.dialog import confirm
from advisor_tui.widgets.key_line import KeyLine
from advisor_tui.widgets.plain import plain, width

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk


class ProposalPresentScreen(DeskScreen):
    """Reads a presented proposal as it was frozen; records which products' texts the client has seen to the end."""

    AREA = "proposals"
    HEADING = mark("Shown to the client")
    HELP = mark(
        "Turn the screen to the client. PgDn goes on to the end of a page and then to the next one; a product's "
        "risks and disclosure count as shown once you go on from the end of its page. Then 1 records the decision. "
        "Ctrl+Z withdraws the proposal as long as nothing is decided; 3 makes a new version."
    )
    FIRST_FOCUS = "#present-body"
    CSS_PATH = "present.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "pagedown,enter,right,space", "forward", mark("Go on"), id="present.next", priority=True, key_display="PgDn"
        ),
        Binding("pageup,left", "backward", mark("Page before"), id="present.previous", show=False, priority=True),
        Binding(
            digit_key(1) + ",ctrl+o", "decide", mark("The client's decision"), id="present.decide", key_display="1"
        ),
        Binding(digit_key(2), "correct", mark("Correct the entry"), id="present.correct"),
        Binding(digit_key(3), "version", mark("New version"), id="present.version"),
        Binding("ctrl+z", "withdraw", mark("Withdraw"), id="present.withdraw"),
    ]

    def __init__(self, proposal_id: str) -> None:
        super().__init__()
        self.proposal_id = proposal_id
        self._sheet: Sheet | None = None
        self._pages: list[ClientPage] = []
        self._place = 0

    def compose(self) -> ComposeResult:
        """A page and the keys; the bank's line of state is not for the client's eyes."""
        yield from self.compose_body()
        yield KeyLine()

    def compose_body(self) -> ComposeResult:
        """Heading and page."""
        yield Static("", markup=False, id="present-head")
        with VerticalScroll(id="present-body"):
            yield Static("", markup=False, id="present-text")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the proposal's status allows."""
        status = "" if self._sheet is None else self._sheet.proposal.status
        if action in ("decide", "withdraw"):
            return status == "presented"
        if action == "correct":
            return status in ("accepted", "declined")
        if action == "version":
            return bool(status)
        return super().check_action(action, parameters)

    def refresh_data(self) -> None:
        """Read what was presented."""
        self.ask(lambda desk: desk.proposals.presentations.sheet(self.proposal_id), self._arrived)

    def _arrived(self, sheet: Sheet) -> None:
        decided = self._sheet is not None and len(sheet.decisions) > len(self._sheet.decisions)
        self._sheet, self._pages = sheet, pages_of(sheet)
        self._place = len(self._pages) - 1 if decided else min(self._place, len(self._pages) - 1)
        self._show()
        self.refresh_bindings()

    def _show(self) -> None:
        page, sheet = self._pages[self._place], self._sheet
        if sheet is None:
            return
        seen = ""
        if page.product_id:
            unshown = any(line.product_id == page.product_id for line in sheet.unshown)
            seen = translate(mark("to be read")) if unshown else translate(mark("has been read"))
        status = sheet.proposal.status
        state = "" if status == "presented" else f"{status_name(status)}   "
        right = f"{state}{self._place + 1} / {len(self._pages)}"
        cells = self.size.width - 8
        left = Content.assemble(plain(page.heading, "bold"), "   ", (seen, "dim"))
        space = " " * max(2, cells - width(left.plain) - width(right))
        self.query_one("#present-head", Static).update(Content.assemble(left, space, (right, "dim")))
        self.query_one("#present-text", Static).update(page.body)

    @property
    def _body(self) -> VerticalScroll:
        return self.query_one("#present-body", VerticalScroll)

    def action_forward(self) -> None:
        """To the end of the page, then to the next one; a product's texts are recorded as shown."""
        body = self._body
        if not self._pages:
            return
        if body.scroll_y < body.max_scroll_y:
            body.scroll_page_down(animate=False)
            return
        page, place, sheet = self._pages[self._place], self._place, self._sheet
        if sheet is None or all(line.product_id != page.product_id for line in sheet.unshown):
            self._go(place + 1)
            return

        def onward(_: None) -> None:
            self.refresh_data()
            self._go(place + 1)

        self.act(lambda desk: desk.proposals.presentations.shown(self.proposal_id, page.product_id), onward)

    def action_backward(self) -> None:
        """Back in the page, then to the one before."""
        if self._body.scroll_y > 0:
            self._body.scroll_page_up(animate=False)
        else:
            self._go(self._place - 1)

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._pages):
            self._place = place
            self._body.scroll_home(animate=False)
            self._show()
        elif place >= len(self._pages) and self._sheet is not None and self._sheet.proposal.status == "presented":
            self.action_decide()

    def action_decide(self) -> None:
        """Record the client's decision."""
        from advisor_tui.screens.proposal.confirmation import ConfirmationScreen

        self.app.push_screen(ConfirmationScreen(self.proposal_id))

    def action_correct(self) -> None:
        """Correct what was written down of the decision, by a new entry."""
        from advisor_tui.screens.proposal.confirmation import ConfirmationScreen

        self.app.push_screen(ConfirmationScreen(self.proposal_id, correcting=True))

    def action_version(self) -> None:
        """Make a new version of it."""

        def build(proposal_id: str) -> None:
            from advisor_tui.screens.proposal.proposal import ProposalScreen

            self.app.switch_screen(ProposalScreen(proposal_id))

        def start(desk: "Desk") -> str:
            return desk.proposals.new_version(self.proposal_id)

        self.act(start, build)

    def action_withdraw(self) -> None:
        """Take the presentation back."""
        confirm(
            self,
            mark("Withdraw this proposal? The client can then no longer decide on it."),
            lambda: self.act(lambda desk: desk.proposals.withdraw(self.proposal_id)),
        )
