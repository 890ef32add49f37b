"""What the client list offers for the marked clients: a follow-up for each, a tier for each."""

from collections.abc import Callable

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.desk.views.clients import ClientLine, ManyDone, TierChoice
from advisor_tui.screens.base import DeskScreen
from advisor_tui.widgets.dialog import pick_one
from advisor_tui.widgets.line_table import LineTable


class MarkedClients:
    """The choice of what to do, and the doing.

    Args:
        screen: The list's screen.
        table: The list; what was done unmarks its clients.
        tiers: The bank's tiers, from the lowest up.
        changed: Called after clients were changed.
    """

    def __init__(
        self,
        screen: DeskScreen,
        table: LineTable[ClientLine],
        tiers: tuple[TierChoice, ...],
        changed: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._table = table
        self._tiers = tiers
        self._changed = changed

    def choose(self) -> None:
        """Ask what to do, unless nobody is marked."""
        if not self._table.marked:
            self._screen.say(mark("Mark clients with Insert first."))
            return
        options = [
            ("plan", translate(mark("Plan a follow-up for each"))),
            ("tier", translate(mark("Give each a tier"))),
            ("clear", translate(mark("Unmark all"))),
        ]
        count = len(self._table.marked)
        pick_one(self._screen, mark("{count} clients are marked."), options, self._do, count=count)

    def _do(self, what: str) -> None:
        if what == "plan":
            from advisor_tui.screens.client.many import PlanManyScreen

            self._screen.app.push_screen(PlanManyScreen(self._table.marked, self._done))
        elif what == "tier":
            by_assets = ("", translate(mark("as their assets say")))
            options = [by_assets, *((choice.id, pick(choice.name)) for choice in self._tiers)]
            pick_one(self._screen, mark("Which tier?"), options, self._give_tier)
        else:
            self._table.set_marked(())

    def _give_tier(self, tier: str) -> None:
        ids = self._table.marked
        self._screen.act(lambda desk: desk.clients.set_tier(ids, tier), self._done)

    def _done(self, done: ManyDone) -> None:
        self._screen.say(
            mark("{changed} clients changed, {unchanged} were so already. Ctrl+Z takes it back."),
            changed=done.changed, unchanged=done.unchanged,
        )  # fmt: skip
        self._table.set_marked(())
        self._changed()
