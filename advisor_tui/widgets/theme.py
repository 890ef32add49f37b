"""The two looks: dark and light, one accent, readable in sixteen colours and in none."""

from typing import ClassVar

from textual.scrollbar import ScrollBarRender
from textual.theme import Theme

# Muted text has a colour of its own: the stock one is mixed from the ground and too faint on a panel.
# The cursor row and the panels are chosen so that their nearest of sixteen colours is blue and grey, not black.
# A scroll bar is grey: the accent is the cursor's alone. The field that has the focus stands on `panel-lighten-1`, in
# each look further from the ground than the other fields; the stock one would be white on white in sixteen colours.
_DARK = Theme(
    name="desk-dark",
    primary="#5fafd7",
    accent="#5fafd7",
    foreground="#d0d0d0",
    background="#121212",
    surface="#1c1c1c",
    panel="#303030",
    warning="#d7af5f",
    error="#ff8787",
    success="#87af87",
    dark=True,
    variables={
        "text-muted": "#a8a8a8",
        "scrollbar": "#6c6c6c",
        "scrollbar-background": "#121212",
        "panel-lighten-1": "#3a3a3a",
        "input-selection-background": "#0a50a0",
        "input-selection-foreground": "#ffffff",
        "block-cursor-background": "#0a50a0",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#262626",
        "block-cursor-blurred-foreground": "#ffffff",
        "block-cursor-blurred-text-style": "bold",
    },
)
_LIGHT = Theme(
    name="desk-light",
    primary="#005f87",
    accent="#005f87",
    foreground="#1c1c1c",
    background="#f5f5f5",
    surface="#ffffff",
    panel="#d0d0d0",
    warning="#875f00",
    error="#af0000",
    success="#005f00",
    dark=False,
    variables={
        "text-muted": "#4e4e4e",
        "scrollbar": "#767676",
        "scrollbar-background": "#f5f5f5",
        "panel-lighten-1": "#c0c0c0",
        "input-selection-background": "#0a50a0",
        "input-selection-foreground": "#ffffff",
        "block-cursor-background": "#0a50a0",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#e4e4e4",
        "block-cursor-blurred-foreground": "#000000",
        "block-cursor-blurred-text-style": "bold",
    },
)
THEMES = {"dark": _DARK, "light": _LIGHT}
"""By the word of `settings.theme`."""


class WholeCells(ScrollBarRender):
    """A scroll bar of whole cells: the eighths of the stock one are block characters, which not every console has."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]
