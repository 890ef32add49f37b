"""The lines of the projection's screen: head, chart, summary, goals, stress tests."""

from dataclasses import dataclass

from textual.content import Content

from advisor_tui.base.languages import join_sentences, mark, pick, translate
from advisor_tui.base.money import wan
from advisor_tui.desk.views import projection_words as words
from advisor_tui.desk.views.projection import ProjectedGoal, ProjectionPage, ProjectionView, StressRow
from advisor_tui.rules.projection.outcome import Outcome, WantOutcome
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.fan_chart import BESIDE, INNER, MIDDLE, OUTER, Fan, draw_fan, scale_bottom
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import clip, plain, width

TWO_CHARTS = 110
"""Cells from which what is held has a chart of its own beside that of the proposal."""
_GAP = 3
_BETWEEN = "  "
"""Between two stress tests on a line."""
COLUMNS = (
    Column("goal", mark("Goal"), 8, flex=1),
    Column("year", mark("Year"), 4),
    Column("needs", mark("Needs (10k)"), 11, align="right", min_screen_width=100),
    Column("held", mark("As held"), 7, align="right"),
    Column("proposed", mark("Proposed"), 8, align="right"),
    Column("stressed", mark("Stressed"), 8, align="right"),
    Column("short", mark("Short (10k)"), 11, align="right"),
    Column("cause", mark("Chiefly"), 16),
)


@dataclass(frozen=True)
class GoalRow:
    """A goal with how it fares as held, as proposed, and in the stress test that is shown."""

    key: str
    goal: ProjectedGoal | None
    held: WantOutcome | None
    proposed: WantOutcome | None
    stressed: WantOutcome | None

    @property
    def told(self) -> WantOutcome | None:
        """What the words are about: the stress test where one is shown."""
        return self.stressed or self.proposed


def head(page: ProjectionPage, row: StressRow | None, cells: int) -> Content:
    """Whose proposal, which case, and when it was computed."""
    left = [page.client.name, translate(mark("proposal {number}")).format(number=page.number), f"v{page.version}"]
    if page.base is None:
        return plain(signs(" · ").join(left), "bold")
    case = translate(mark("base case")) if row is None else signs(pick(row.name))
    right = words.computed(page.base if row is None or row.found is None else row.found)
    start = clip(signs(" · ").join([case, *left]), cells - width(right) - 2)
    return Content.assemble(
        plain(start, "bold"), " " * max(2, cells - width(start) - width(right)), plain(right, "dim")
    )


def progress(page: ProjectionPage, done: int, paths: int) -> Content:
    """How far a run is."""
    said = translate(mark("Computing: {share}%   Esc stops it")).format(share=done * 100 // max(1, paths))
    return plain(signs(" · ").join([page.client.name, said]), "bold")


def source_line(page: ProjectionPage, row: StressRow | None, cells: int) -> Content:
    """Whose assumptions, on one line; of a stress test what happens in it; or that it would not be computed so now."""
    assert page.base is not None
    if page.outdated:
        told = translate(mark("! The client's figures or the proposal changed since: Ctrl+N computes again."))
    elif row is not None:
        told = pick(row.about)
        if row.found is not None and unchanged(page.base.proposed, row.found.proposed):
            nothing = translate(mark("Changes nothing here: the client has nothing that it strikes. {about}"))
            told = nothing.format(about=told)
    else:
        told = words.whose(page.base.assumed)
    return plain(clip(told, cells), "$text-warning")


def unchanged(base: Outcome, stressed: Outcome) -> bool:
    """Whether a stress test finds the same as the base case, such as job loss without an income of one's own."""
    return (base.fan, base.property_fen, base.debt_fen, base.wants) == (
        stressed.fan,
        stressed.property_fen,
        stressed.debt_fen,
        stressed.wants,
    )


def chart(base: ProjectionView, row: StressRow | None, cells: int, lines: int) -> Content:
    """The fan of what is shown; beside it, or as a line of marks in it, what it is compared with."""
    found = row.found if row is not None else None
    shown = base.proposed if found is None else found.proposed
    other = base.current if found is None else base.proposed
    wide = cells >= TWO_CHARTS
    room = (cells - _GAP) // 2 if wide else cells
    top = max(1, *shown.fan[-1], *(other.fan[-1] if wide else other.fan[2]))
    titles = _titles(found is not None)
    bottom = scale_bottom(min(*shown.fan[0], *(other.fan[0] if wide else other.fan[2])), top)
    scale = (bottom, max(top, bottom + 1))
    right = _one(shown, other.fan[2], base.first_year, scale, room, lines, titles[1], titles[0])
    if not wide:
        return right
    left = _one(other, (), base.first_year, scale, room, lines, titles[0], "")
    rows = [
        Content.assemble(one.pad_right(max(0, room - one.cell_length)), " " * _GAP, two)
        for one, two in zip(left.split("\n", allow_blank=True), right.split("\n", allow_blank=True), strict=True)
    ]
    return Content("\n").join(rows)


def _titles(stressed: bool) -> tuple[str, str]:
    """What is compared with, and what is shown."""
    if stressed:
        return translate(mark("base case")), translate(mark("stressed"))
    return translate(mark("as held now")), translate(mark("as proposed"))


def _one(
    outcome: Outcome,
    beside: tuple[int, ...],
    first: int,
    scale: tuple[int, int],
    cells: int,
    lines: int,
    title: str,
    other: str,
) -> Content:
    legend = [
        Content.assemble(plain(title, "bold"), "  "),
        Content(f"{signs(OUTER)} {translate(mark('8 of 10'))}  {signs(INNER)} {translate(mark('half'))}  "),
        Content(f"{signs(MIDDLE)} {translate(mark('middle'))}"),
    ]
    if beside:
        legend.append(Content.assemble("  ", (signs(BESIDE), "$text-warning bold"), f" {other}"))
    unit = translate(mark("10k yuan of today"))
    if sum(part.cell_length for part in legend) + width(unit) + 3 <= cells:
        legend.append(plain(f"   {unit}", "dim"))
    bottom, top = scale
    amounts = (wan(top, 0), wan((top + bottom) // 2, 0), wan(bottom, 0))
    drawn = draw_fan(Fan(outcome.fan, beside, top, bottom), first, cells, max(5, lines - 1), amounts)
    return Content.assemble(*legend, "\n", drawn)


def summary(base: ProjectionView, row: StressRow | None) -> Content:
    """What the money and the net worth come to at the end, each beside what it is compared with."""
    found = row.found if row is not None else None
    shown = base.proposed if found is None else found.proposed
    other = base.current if found is None else base.proposed
    compared = _titles(found is not None)[0]
    told = (
        words.range_sentence(shown, other, compared, base.first_year), words.worth_sentence(shown, other, compared)
    )  # fmt: skip
    return plain(signs(join_sentences(sentence for sentence in told if sentence)))


def goal_rows(base: ProjectionView, stressed: ProjectionView | None) -> list[GoalRow]:
    """The goals in the order in which they fall due, last what the household itself lacks."""
    wants = {want.id: want for want in base.proposed.wants}
    if stressed is not None:
        wants |= {want.id: want for want in stressed.proposed.wants}
    wants |= {want.id: want for want in base.current.wants if want.id not in wants}
    return [
        GoalRow(
            want.id,
            words.goal_of(base, want),
            base.fate(want.id, proposed=False),
            base.fate(want.id),
            None if stressed is None else stressed.fate(want.id),
        )
        for want in wants.values()
    ]


def goal_line(row: GoalRow) -> Line:
    """A goal as it is drawn."""
    told = row.told
    short = "" if told is None or told.met == told.paths else wan(told.median_short_fen)
    cells = (
        words.goal_name(row.goal),
        "" if row.goal is None else str(row.goal.year),
        "" if row.goal is None else wan(row.goal.amount_fen * row.goal.months),
        _share(row.held),
        _share(row.proposed),
        _share(row.stressed),
        short,
        "" if told is None else words.cause(told),
    )
    return Line(row.key, cells)


def _share(want: WantOutcome | None) -> str:
    return signs(words.success(want)) if want is not None else ""


def why(row: GoalRow) -> Content:
    """How often a goal falls short, by how much, and what would help."""
    want = row.told
    if want is None:
        return plain("")
    told = [words.short_sentence(want), words.cause_sentence(want), words.saving_sentence(want)]
    return plain(join_sentences([sentence for sentence in told if sentence]), "dim")


def stress_keys(page: ProjectionPage, shown: str, cells: int) -> Content:
    """The stress tests by key; the one that is shown is bold, a computed one says what is left of the middle.

    A line is broken between two of them only: a key stands before its name.
    """
    lines: list[list[Content]] = [[]]
    room = cells
    for key, row in enumerate(page.stresses, start=1):
        text = f"{key} {signs(pick(row.name))}"
        if row.found is not None and page.base is not None:
            before, after = (words.worth(view.proposed, view.proposed.years) for view in (page.base, row.found))
            text += f" {_change(before, after)}"
        room -= width(text)
        if room < 0 and lines[-1]:
            lines.append([])
            room = cells - width(text)
        room -= len(_BETWEEN)
        lines[-1].append(plain(text, "bold reverse" if row.id == shown else "dim"))
    return Content("\n").join(Content(_BETWEEN).join(line) for line in lines)


def _change(before: int, after: int) -> str:
    """By how many percent something fell or grew."""
    if before <= 0:
        return ""
    return f"{(after - before) * 100 / before:+.0f}%"
