"""Which pages of a proposal the client has read to the end and how long, for the decision waits for all of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from textual.message import Message

from advisor_tui.base.clock import Clock
from advisor_tui.desk.views.proposals import Sheet
from advisor_tui.screens.proposal.client_page import ClientPage
from advisor_tui.widgets.prose import Prose


class PageText(Prose):
    """The text of a page, which tells when its height is known: before that nobody can say where it ends."""

    class Sized(Message):
        """The text was laid out in another size."""

    @property
    def whole(self) -> bool:
        """Whether it has the height that its text takes at its width."""
        width, height = self.size
        return width > 0 and height == self.get_content_height(self.container_size, self.app.size, width)

    def on_resize(self) -> None:
        """Tell the screen."""
        self.post_message(self.Sized())


class Reading:
    """What was read in one showing and how long each page was before the client, joined with what is on record."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: set[str] = set()
        self._refused: set[str] = set()
        self._spent: dict[str, timedelta] = {}
        self._open = ""
        self._since: datetime | None = None

    def turn_to(self, page: ClientPage) -> None:
        """A page comes before the client; the one before it goes, and its time stops."""
        self.stop()
        self._open, self._since = _key(page), self._clock.now()

    def stop(self) -> None:
        """No page is before the client: the desk is locked, or another screen lies over it."""
        if self._since is not None:
            self._spent[self._open] = self._spent.get(self._open, timedelta()) + (self._clock.now() - self._since)
        self._since = None

    def seconds(self, page: ClientPage) -> int:
        """Whole seconds that a page has been before the client, all visits together."""
        spent = self._spent.get(_key(page), timedelta())
        if self._since is not None and self._open == _key(page):
            spent += self._clock.now() - self._since
        return max(0, int(spent.total_seconds()))

    def note(self, page: ClientPage) -> None:
        """A page was read to its end."""
        self._seen.add(_key(page))

    def forget(self, page: ClientPage) -> None:
        """Nobody knows whether a page was recorded: the sheet tells it, and else it counts as unread again."""
        self._seen.discard(_key(page))

    def refuse(self, page: ClientPage) -> None:
        """A page counts as unread again, because it could not be recorded; by itself that is not tried again."""
        self.forget(page)
        self._refused.add(_key(page))

    def refused(self, page: ClientPage) -> bool:
        """Whether a page could not be recorded since the advisor last pressed a key for it."""
        return _key(page) in self._refused

    def try_again(self) -> None:
        """The advisor goes on: what could not be recorded is tried once more."""
        self._refused.clear()

    def has_read(self, page: ClientPage, sheet: Sheet) -> bool:
        """Whether a page was read to its end, now or on an earlier day."""
        step = sheet.step(page.step, page.product_id)
        return step is None or step.read or _key(page) in self._seen

    def unread(self, pages: Sequence[ClientPage], sheet: Sheet) -> list[int]:
        """The places of the pages that the client has still to read; none once nothing is to be decided."""
        if sheet.proposal.status != "presented":
            return []
        return [place for place, page in enumerate(pages) if not self.has_read(page, sheet)]


def _key(page: ClientPage) -> str:
    """What a page is in every language: its heading is a translated one."""
    return f"{page.step} {page.product_id}"
