"""Two versions of a proposal side by side: lines added, removed and changed, findings that appeared or went."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from advisor_tui.base.languages import labelled, mark, pick, translate
from advisor_tui.desk.views.versions import FindingChange, LineChange, Version, Versions
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.proposal.words import (
    VERDICT_SIGNS,
    VERDICT_STYLES,
    day,
    risk,
    status_name,
    ten_thousands,
)
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.dialog import pick_one
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose

_SIGNS = {"added": "+", "removed": "-", "changed": "*", "same": ""}


class VersionsScreen(DeskScreen):
    """Reads two versions of a proposal; writes nothing."""

    AREA = "proposals"
    HEADING = mark("Versions")
    HELP = mark(
        "An earlier version at the left, a later one at the right, line by line: + came in, - went out, * changed. "
        "Below stand the findings that appeared or went: a draft is judged by today's rules, what the client was shown "
        "by those of that day. 1 and 2 choose the versions; left and right step through the earlier ones."
    )
    FIRST_FOCUS = "LineTable"
    CSS_PATH = "versions.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(digit_key(1), "choose(0)", mark("Version at the left"), id="versions.before"),
        Binding(digit_key(2), "choose(1)", mark("Version at the right"), id="versions.after"),
        Binding("left", "step(1)", mark("Earlier"), id="versions.earlier", key_display="←/→"),
        Binding("right", "step(-1)", mark("Later"), id="versions.later", show=False),
    ]

    def __init__(self, after_id: str, before_id: str = "") -> None:
        super().__init__()
        self._after, self._before = after_id, before_id
        self._found: Versions | None = None

    def compose_body(self) -> ComposeResult:
        """Which versions, the lines, and what the rules say now and did not say before."""
        yield Static("", markup=False, id="versions-head")
        columns = (
            Column("sign", "", 1),
            Column("name", mark("Product"), 20, flex=1),
            Column("level", mark("Risk"), 4),
            Column("before", mark("Before"), 10, align="right"),
            Column("after", mark("After"), 10, align="right"),
            Column("more", mark("Difference"), 11, align="right"),
            Column("terms", mark("Terms"), 7),
        )
        yield LineTable(columns, self._draw, empty=mark("Neither version has a line."), id="versions-lines")
        with VerticalScroll(id="versions-findings"):
            yield Prose("")

    def refresh_data(self) -> None:
        """Read both versions."""
        self.ask(lambda desk: desk.proposals.versions.compare(self._after, self._before), self._arrived)

    def _arrived(self, found: Versions) -> None:
        self._found, self._before = found, found.before.id
        title = translate(mark("{client}: proposal {number}")).format(client=found.client, number=found.number)
        pair = f"{_told(found.before)}  {signs('→')}  {_told(found.after)}"
        self.query_one("#versions-head", Static).update(Content.assemble(plain(title, "bold"), "\n", plain(pair)))
        self.query_one(LineTable).show_rows(found.lines)
        self.query_one(Prose).update(_findings(found.findings))

    def _draw(self, line: LineChange) -> Line:
        before, after = (
            signs("—") if amount is None else ten_thousands(amount) for amount in (line.before, line.after)
        )
        more = (line.after or 0) - (line.before or 0)
        change = f"{'+' if more > 0 else ''}{ten_thousands(more)}" if more else ""
        terms = translate(mark("changed")) if line.terms else ""
        cells = (_SIGNS[line.change], pick(line.name), risk(line.level), before, after, change, terms)
        return Line(line.code, cells, dim=line.change == "same")

    def action_choose(self, side: int) -> None:
        """Choose the version of one side."""
        found = self._found
        if found is None:
            return
        options = [(each.id, _told(each)) for each in found.all]
        chosen = found.after.id if side else found.before.id
        question = mark("Which version stands at the right?") if side else mark("Which version stands at the left?")
        pick_one(self, question, options, lambda key: self._take(side, key), chosen=chosen)

    def _take(self, side: int, version: str) -> None:
        if side:
            self._after = version
        else:
            self._before = version
        self.refresh_data()

    def action_step(self, by: int) -> None:
        """An earlier (1) or later (-1) version at the left."""
        found = self._found
        if found is None:
            return
        ids = [each.id for each in found.all]
        place = ids.index(self._before) + by
        if 0 <= place < len(ids):
            self._take(0, ids[place])


def _told(version: Version) -> str:
    parts = (f"v{version.version}", status_name(version.status), day(version.moment), ten_thousands(version.amount))
    return "  ".join(parts)


def _findings(changes: tuple[FindingChange, ...]) -> Content:
    if not changes:
        return plain(translate(mark("The rules say the same of both.")), "dim")
    parts = []
    for change in changes:
        view = change.view
        word = translate(mark("new")) if change.appeared else translate(mark("gone"))
        sign = Content.styled(signs(VERDICT_SIGNS[view.verdict]), VERDICT_STYLES.get(view.verdict, ""))
        text = labelled(pick(change.name), view.text) if change.name else view.text
        head = f"{'+' if change.appeared else '-'} {word} "
        parts.append(Content.assemble(plain(head, "bold"), sign, " ", plain(text), "  ", plain(view.source, "dim")))
    return Content("\n").join(parts)
