"""The client list and a form in every look a terminal may give: light, sixteen colours, no colours, ASCII signs.

After a wanted change: `pytest -n 0 tests/screens/test_looks.py --snapshot-update`, and look at what differs.
"""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from rich.color import ColorSystem
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from syrupy.assertion import SnapshotAssertion

from advisor_tui.base.languages import use_language
from advisor_tui.screens.areas import AREAS
from tests.screens.cells import CellsExtension, drawn, painted
from tests.screens.work_stage import WorkStage, press, settle
from tests.widgets.test_theme import contrast


@dataclass(frozen=True)
class Look:
    """The settings and the terminal."""

    choices: dict[str, Any] = field(default_factory=dict)
    no_color: bool = False
    sixteen: bool = False

    @property
    def least(self) -> float:
        """The contrast from which on text is readable; of sixteen colours none is nearer."""
        return 3 if self.sixteen else 4.5

    def seen(self, style: Style) -> Style:
        """What the terminal makes of a style."""
        if not self.sixteen:
            return style
        downgraded = (
            None if one is None else one.downgrade(ColorSystem.STANDARD) for one in (style.color, style.bgcolor)
        )
        return style + Style.from_color(*downgraded)

    @property
    def bar(self) -> str:
        """The cursor's bar."""
        return ">" if self.choices.get("ascii_borders") else "▌"


LOOKS = {
    "light": Look({"theme": "light"}),
    "sixteen": Look(sixteen=True),
    "sixteen-light": Look({"theme": "light"}, sixteen=True),
    "no-colour": Look(no_color=True),
    "no-colour-sixteen": Look(no_color=True, sixteen=True),
    "ascii": Look({"ascii_borders": True}),
}
Run = tuple[str, Style]


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Look:
    """Each look in turn, in Chinese."""
    use_language("zh")
    chosen = LOOKS[request.param]
    if chosen.no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "standard" if chosen.sixteen else "truecolor")
    return chosen


def line_with(lines: list[list[Run]], text: str) -> list[Run]:
    """The line in which a text stands.

    Raises:
        AssertionError: There is none.
    """
    for line in lines:
        if text in "".join(piece for piece, _ in line):
            return line
    raise AssertionError(f"nowhere: {text}")


def run_with(line: list[Run], text: str) -> Style:
    """The style in which a text of a line is painted."""
    return next(style for piece, style in line if text in piece)


def readable(style: Style) -> float:
    """The contrast of a style's text with its ground."""
    assert style.color is not None
    assert style.bgcolor is not None
    return contrast(
        style.color.get_truecolor(DEFAULT_TERMINAL_THEME), style.bgcolor.get_truecolor(DEFAULT_TERMINAL_THEME)
    )


async def test_the_cursor_and_the_marks_of_the_client_list_are_seen(
    snapshot: SnapshotAssertion, tmp_path: Path, look: Look
) -> None:
    """A bar and a ground of its own for the cursor's row, a `*` for each marked one, the rest as it is without."""
    stage = WorkStage(tmp_path / "home", "zh", AREAS, **look.choices)
    stage.app.animation_level = "none"
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, lambda: stage.app.desk is not None, "unlocked")
        await press(pilot, "f2", "insert", "insert", "tab")
        await settle(pilot, lambda: type(stage.app.screen).__name__ == "ClientsScreen", "the list")
        stage.app.clear_notifications()
        await settle(pilot)
        lines = painted(stage.app, look.seen)
        rows = [line for line in lines if "".join(text for text, _ in line)[:2] in (f"{look.bar} ", " *", "  ")]
        cursor = line_with(lines, f"{look.bar} ")
        marked = [line for line in rows if line[0][0] == " *"]
        assert len(marked) == 2
        ground = cursor[1][1].bgcolor
        assert ground is not None
        assert all(style.bgcolor != ground for line in marked for _, style in line)
        assert all(readable(style) >= look.least for text, style in cursor if text.strip())
        assert drawn(stage.app, look.seen) == snapshot.use_extension(CellsExtension)
    stage.desk.close()


async def test_the_focus_and_the_examples_of_a_form_are_seen(
    snapshot: SnapshotAssertion, tmp_path: Path, look: Look
) -> None:
    """The fields stand out from the page, the caret from its field, and every example in an empty field is read."""
    stage = WorkStage(tmp_path / "home", "zh", AREAS, **look.choices)
    stage.app.animation_level = "none"
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, lambda: stage.app.desk is not None, "unlocked")
        await press(pilot, "f2", "ctrl+n")
        await settle(pilot, lambda: type(stage.app.screen).__name__ == "ClientFormScreen", "the form")
        await press(pilot, *"abc", "home")
        await settle(pilot, partial(lambda: "abc" in stage.text()), "typed")
        lines = painted(stage.app, look.seen)
        name, kind = line_with(lines, "abc"), line_with(lines, "居民身份证")
        page, typed = name[0][1].bgcolor, run_with(name, "bc")
        assert run_with(name, "a").bgcolor not in (typed.bgcolor, page)
        for style in (typed, run_with(kind, "居民身份证"), run_with(line_with(lines, "2030-06-01"), "2030-06-01")):
            assert style.bgcolor != page
            assert readable(style) >= look.least
        assert drawn(stage.app, look.seen) == snapshot.use_extension(CellsExtension)
    stage.desk.close()
