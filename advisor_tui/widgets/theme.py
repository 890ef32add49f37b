"""The two looks: dark and light, one accent, readable in sixteen colours."""

from textual.theme import Theme

# The cursor row and the panels are chosen so that their nearest of sixteen colours is blue and grey, not black.
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
