"""Walking a client through the pages of a proposal: each is read to its end, for its least time, and recorded."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.views.proposals import Sheet
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.proposal.client_page import ClientPage
from advisor_tui.screens.proposal.pages import pages_of
from advisor_tui.screens.proposal.reading import PageText, Reading
from advisor_tui.screens.proposal.words import status_name
from advisor_tui.widgets.key_line import KeyLine
from advisor_tui.widgets.plain import plain, width

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk


class WalkScreen(DeskScreen):
    """Pages before the client; a subclass offers what follows (`decide`)."""

    def __init__(self, proposal_id: str, *, at_last: bool = False) -> None:
        """The pages of a proposal; `at_last` opens the last one, where a decided one tells of its cooling-off."""
        super().__init__()
        self._at_last = at_last
        self.proposal_id = proposal_id
        self._sheet: Sheet | None = None
        self._pages: list[ClientPage] = []
        self._place = 0
        self._reading: Reading | None = None
        self._laid_out = False
        self._to_record: list[ClientPage] = []
        self._decide_next = False
        self._wait: Timer | None = None

    def compose(self) -> ComposeResult:
        """A page and the keys; the bank's line of state is not for the client's eyes."""
        yield from self.compose_body()
        yield KeyLine()

    def compose_body(self) -> ComposeResult:
        """Heading and page."""
        yield Static("", markup=False, id="present-head")
        with VerticalScroll(id="present-body"):
            # After a change of language the page stands at once: an empty one would be at its end.
            yield PageText(self._page.body if self._pages else "", id="present-text")

    def on_mount(self) -> None:
        """Follow the page as it is scrolled."""
        self._follow_scrolling()

    async def change_language(self) -> None:
        """Show the page in the language now in use."""
        self._laid_out = False
        await super().change_language()
        self._follow_scrolling()

    def _follow_scrolling(self) -> None:
        """By keys or by the wheel."""
        self.watch(self._body, "scroll_y", self._scrolled, init=False)

    @property
    def _before_client(self) -> bool:
        """Whether the page can be read: no other screen and no lock lies over it."""
        return self.app.screen is self and self.shell.desk is not None

    def on_screen_suspend(self) -> None:
        """What lies over the page stops its time."""
        self._stop_waiting()
        if self._reading is not None:
            self._reading.stop()

    def on_screen_resume(self) -> None:
        """The page is before the client again; what was recorded meanwhile is read again."""
        if self._reading is not None and self._pages:
            self._reading.turn_to(self._page)

    def after_lock(self) -> None:
        """What was being recorded is recorded, or was refused; the sheet tells it."""
        if self._reading is not None:
            for page in self._to_record:
                self._reading.forget(page)
        self._to_record.clear()
        self._decide_next = False

    def on_resize(self) -> None:
        """In another size a page may end elsewhere."""
        if self._sheet is not None:
            self._pages = pages_of(self._sheet, self.size.width - 8)
            self._show()

    @property
    def about(self) -> str:
        """Whose proposal it is."""
        return "" if self._sheet is None else self._sheet.proposal.client.id

    def refresh_data(self) -> None:
        """Read what was presented."""
        self.ask(lambda desk: desk.proposals.presentations.sheet(self.proposal_id), self._arrived)

    def _arrived(self, sheet: Sheet) -> None:
        before = self._sheet
        decided = self._at_last if before is None else len(sheet.decisions) > len(before.decisions)
        self._sheet, self._pages = sheet, pages_of(sheet, self.size.width - 8)
        if self._reading is None:
            self._reading = Reading(self.shell.clock)
        self._place = len(self._pages) - 1 if decided else min(self._place, len(self._pages) - 1)
        if self._before_client:
            self._reading.turn_to(self._page)
        self._show()
        self.refresh_bindings()

    @property
    def _page(self) -> ClientPage:
        return self._pages[self._place]

    def unread(self) -> list[int]:
        """The places of the pages that are still to be read before a decision."""
        if self._sheet is None or self._reading is None:
            return []
        return self._reading.unread(self._pages, self._sheet)

    def _show(self) -> None:
        page, sheet, reading = self._page, self._sheet, self._reading
        if sheet is None or reading is None:
            return
        step = sheet.step(page.step, page.product_id)
        seen = ""
        if step is not None and sheet.proposal.status == "presented":
            seen = translate(mark("to be read to its end: PgDn"))
            if reading.has_read(page, sheet):
                seen = translate(mark("has been read"))
            elif step.least:
                seen = translate(mark("at least {seconds} seconds, to its end")).format(seconds=step.least)
        status = sheet.proposal.status
        state = "" if status == "presented" else f"{status_name(status)}   "
        right = f"{state}{self._place + 1} / {len(self._pages)}"
        cells = self.size.width - 8
        left = Content.assemble(plain(page.heading, "bold"), "   ", (seen, "dim"))
        space = " " * max(2, cells - width(left.plain) - width(right))
        self.query_one("#present-head", Static).update(Content.assemble(left, space, (right, "dim")))
        self.query_one("#present-text", Static).update(page.body)
        self._laid_out = False
        self.call_after_refresh(self._drawn)

    # Reading to the end

    @property
    def _body(self) -> VerticalScroll:
        return self.query_one("#present-body", VerticalScroll)

    @property
    def at_end(self) -> bool:
        """Whether the end of the page is on the screen; not before the page has its height."""
        return self._laid_out and self._body.scroll_y >= self._body.max_scroll_y

    @property
    def last(self) -> bool:
        """Whether no page follows."""
        return self._place + 1 >= len(self._pages)

    @on(PageText.Sized)
    def _drawn(self) -> None:
        """The page may have its height now; one that has not tells when it has."""
        if self._sheet is None or not self.query_one(PageText).whole:
            return
        self._laid_out = True
        self._scrolled()
        self._go_on_deciding()

    def _scrolled(self) -> None:
        """A page whose end is on the screen has been read once its time is over; that is recorded."""
        sheet, reading = self._sheet, self._reading
        self._stop_waiting()
        if sheet is None or reading is None or not self.at_end or not self._before_client:
            return
        page = self._page
        step = sheet.step(page.step, page.product_id)
        unread = step is not None and not reading.has_read(page, sheet) and sheet.proposal.status == "presented"
        if step is not None and unread and not reading.refused(page):
            wait = step.least - reading.seconds(page)
            if wait > 0:
                self._wait = self.set_timer(wait, self._scrolled)
            else:
                reading.note(page)
                self._record(page)
                self._show()
        self.refresh_bindings()

    def _stop_waiting(self) -> None:
        """There is never more than one wait for the time of a page."""
        if self._wait is not None:
            self._wait.stop()
            self._wait = None

    def _record(self, page: ClientPage) -> None:
        """Record one page after the other: one may have to stand before the next."""
        self._to_record.append(page)
        if len(self._to_record) == 1:
            self._record_next()

    def _record_next(self) -> None:
        page, reading = self._to_record[0], self._reading
        assert reading is not None
        seconds = reading.seconds(page)

        def record(desk: "Desk") -> None:
            desk.proposals.presentations.walked(self.proposal_id, page.step, page.product_id, seconds)

        def recorded(_: None) -> None:
            self._to_record.pop(0)
            if self._to_record:
                self._record_next()
            else:
                self._go_on_deciding()

        def failed(error: DeskError) -> None:
            for each in self._to_record:
                reading.refuse(each)
            self._to_record.clear()
            self._decide_next = False
            self.shell.show_error(error)
            self.refresh_data()

        self.act(record, recorded, failed=failed)

    def _go_on_deciding(self) -> None:
        if self._decide_next:
            self._decide_next = False
            self.action_decide()

    def wait_for_records(self) -> bool:
        """Whether something that was read is not on record yet; `decide` then goes on once it is."""
        self._decide_next = bool(self._to_record) or not self._laid_out
        return self._decide_next

    def action_decide(self) -> None:
        """What follows the last page."""

    # Turning pages

    def action_forward(self) -> None:
        """To the end of the page, then to the next one; not before its time is over."""
        body, sheet, reading = self._body, self._sheet, self._reading
        if body.scroll_y < body.max_scroll_y:
            body.scroll_page_down(animate=False)
            return
        if sheet is None or reading is None:
            return
        reading.try_again()
        self._scrolled()
        step = sheet.step(self._page.step, self._page.product_id)
        hurried = step is not None and step.least > reading.seconds(self._page)
        if hurried and sheet.proposal.status == "presented" and not reading.has_read(self._page, sheet):
            self.say(
                mark("Give the client time: this page stays for {least} seconds at least."),
                least=step.least if step else 0,
            )
        else:
            self.turn_to(self._place + 1)

    def action_backward(self) -> None:
        """Back in the page, then to the one before."""
        if self._body.scroll_y > 0:
            self._body.scroll_page_up(animate=False)
        else:
            self.turn_to(self._place - 1)

    def turn_to(self, place: int) -> None:
        """To another page; behind the last one to the decision."""
        if 0 <= place < len(self._pages) and self._reading is not None:
            self._place = place
            self._reading.turn_to(self._page)
            # At once: a page must not be taken as read because the one before it was scrolled down.
            self._body.scroll_home(animate=False, immediate=True)
            self._show()
        elif place >= len(self._pages) and self._sheet is not None and self._sheet.proposal.status == "presented":
            self.action_decide()
