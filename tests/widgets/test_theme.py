"""Both looks are readable: every text on every ground it stands on, in full colour and in sixteen."""

from collections.abc import Callable
from itertools import product

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from textual.color import Color
from textual.filter import dim_color
from textual.theme import Theme

from advisor_tui.widgets.theme import THEMES

Rgb = tuple[int, int, int]
LEAST = 4.5
"""WCAG 2.1, success criterion 1.4.3, level AA."""
GROUNDS = ("background", "surface", "panel")
TEXTS = ("foreground", "text-muted", "text-error", "text-warning", "text-success", "text-accent", "accent", "primary")
CURSORS = (
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
)
FOCUSED = "panel-lighten-1"
"""The ground of the field that has the focus."""
FIELDS = (
    ("foreground", FOCUSED),
    ("text-muted", FOCUSED),
    ("input-selection-foreground", "input-selection-background"),
    ("input-cursor-foreground", "input-cursor-background"),
)
PAIRS = (*product(TEXTS, GROUNDS), *CURSORS, *FIELDS)
DIMMED = tuple(("foreground", ground) for ground in ("background", "surface", "panel"))
"""Where words are drawn dim."""


def luminance(colour: Rgb) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour(theme: Theme, name: str, ground: str) -> Rgb:
    """A variable of the look as it is painted over another one."""
    values = theme.to_color_system().generate()
    below = Color.parse(values[ground])
    text = Color.parse(values[name])
    return (below + text).rgb


def grey(rgb: Rgb) -> Rgb:
    """What a terminal with NO_COLOR shows for a colour."""
    return Color(*rgb).monochrome.rgb


def sixteen(rgb: Rgb) -> Rgb:
    """What a terminal of sixteen colours shows for a colour."""
    found = RichColor.from_rgb(*rgb).downgrade(ColorSystem.STANDARD)
    return tuple(DEFAULT_TERMINAL_THEME.ansi_colors[found.number or 0])  # type: ignore[return-value]  # three parts


def test_the_measure_is_that_of_the_standard() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((0x77, 0x77, 0x77), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_is_readable_on_its_ground(look: str, text: str, ground: str) -> None:
    theme = THEMES[look]
    ratio = contrast(colour(theme, text, ground), colour(theme, ground, ground))
    assert ratio >= LEAST, f"{text} on {ground}: {ratio:.2f}"


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize(("text", "ground"), DIMMED)
def test_dim_text_is_readable_on_its_ground(look: str, text: str, ground: str) -> None:
    theme = THEMES[look]
    below = colour(theme, ground, ground)
    dimmed = dim_color(RichColor.from_rgb(*below), RichColor.from_rgb(*colour(theme, text, ground))).triplet
    assert dimmed is not None
    assert contrast((dimmed.red, dimmed.green, dimmed.blue), below) >= LEAST


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_is_readable_without_colours(look: str, text: str, ground: str) -> None:
    theme = THEMES[look]
    assert contrast(grey(colour(theme, text, ground)), grey(colour(theme, ground, ground))) >= LEAST


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("seen", [lambda rgb: rgb, grey, sixteen])
def test_a_scroll_bar_is_seen_beside_its_way(look: str, seen: Callable[[Rgb], Rgb]) -> None:
    """3:1 is what WCAG 2.1, success criterion 1.4.11, asks of what is no text."""
    theme = THEMES[look]
    bar, way = (seen(colour(theme, name, "background")) for name in ("scrollbar", "scrollbar-background"))
    assert contrast(bar, way) >= 3


@pytest.mark.parametrize("look", THEMES)
def test_a_field_is_seen_in_sixteen_colours_with_and_without_the_focus(look: str) -> None:
    theme = THEMES[look]
    ground = sixteen(colour(theme, "background", "background"))
    for name in ("panel", FOCUSED):
        field = colour(theme, name, name)
        assert sixteen(field) != ground
        words = Color(*field).get_contrast_text(0.87)
        assert contrast(sixteen((Color(*field) + words).rgb), sixteen(field)) >= 3
    assert colour(theme, FOCUSED, FOCUSED) != colour(theme, "panel", "panel")


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize(("text", "ground"), CURSORS)
def test_the_cursor_row_is_readable_and_seen_in_sixteen_colours(look: str, text: str, ground: str) -> None:
    theme = THEMES[look]
    row = sixteen(colour(theme, ground, ground))
    assert contrast(sixteen(colour(theme, text, ground)), row) >= LEAST
    if ground == "block-cursor-background":
        assert row != sixteen(colour(theme, "background", "background"))


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_seen_in_sixteen_colours(look: str, text: str) -> None:
    theme = THEMES[look]
    ground = sixteen(colour(theme, "background", "background"))
    assert contrast(sixteen(colour(theme, text, "background")), ground) >= 3


@pytest.mark.parametrize("look", THEMES)
def test_there_is_one_accent(look: str) -> None:
    theme = THEMES[look]
    assert theme.accent == theme.primary
