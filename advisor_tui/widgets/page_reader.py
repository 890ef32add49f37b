"""How a line table reads its list: at once from memory, else in a thread; one jump, and one page on either side."""

from collections.abc import Callable
from typing import Generic, TypeVar

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.views.common import Anchor, Page
from advisor_tui.widgets.jobs import JobRunner
from advisor_tui.widgets.pager import ListPager, Pager
from advisor_tui.widgets.window import Window

R = TypeVar("R")
AHEAD = 8
"""Rows read beyond the screen when a list is shown; more follow once the cursor moves."""
_LEAST = 64
"""Rows of a page that follows or precedes, where the screen is small."""


class PageReader(Generic[R]):
    """Asks a pager for what a window lacks.

    Args:
        jobs: What runs the reading in a thread.
        window: The rows at hand; who receives a page puts it there.
        arrived: Called with each page that is still wanted, and the anchor it was asked for by.
        refused: Called where the list could not be read.
    """

    def __init__(
        self,
        jobs: JobRunner,
        window: Window[R],
        arrived: Callable[[Anchor, Page[R] | None], None],
        refused: Callable[[DeskError], None],
    ) -> None:
        self._jobs = jobs
        self._window = window
        self._arrived = arrived
        self._refused = refused
        self.pager: Pager[R] | None = None

    @property
    def waiting(self) -> bool:
        """Whether the first page has yet to come."""
        return self.pager is not None and not self._window.answered

    def fetch(self, anchor: Anchor, lines: int) -> None:
        """Ask for the rows at an anchor, for a screen of so many lines.

        A jump makes every earlier request stale; a side that is being read already is not asked again.
        """
        pager = self.pager
        if pager is None:
            return
        if isinstance(pager, ListPager):
            self._arrived(anchor, pager.page(anchor, len(pager)))
            return
        count, group = max(_LEAST, lines * 4), str(anchor.kind)
        if anchor.kind in ("start", "end", "around"):
            # What the screen needs and a little more: a letter typed must not wait for rows that nobody looks at.
            count, group = lines * (2 if anchor.kind == "around" else 1) + AHEAD, "jump"
            self._jobs.cancel_jobs("after")
            self._jobs.cancel_jobs("before")
        elif not self._window.claim(group):
            return
        self._jobs.start_job(
            lambda: pager.page(anchor, count),
            lambda page: self._arrived(anchor, page),
            failed=self._failed,
            group=group,
            newest_only=True,
            current=lambda: pager is self.pager,
        )

    def read_on(self, place: int, lines: int) -> None:
        """Ask for the next page on a side whose end is within two screens of a place."""
        window, margin = self._window, lines * 2
        if place + margin > window.last and window.last < window.total - 1:
            self.fetch(Anchor("after", window.key_at(window.last) or ""), lines)
        if place - margin < window.first and window.first > 0:
            self.fetch(Anchor("before", window.key_at(window.first) or ""), lines)

    def _failed(self, error: DeskError) -> None:
        self._window.release()
        self._refused(error)
