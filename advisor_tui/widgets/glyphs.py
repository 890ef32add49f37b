"""Signs of the interface, and their ASCII twins for consoles that draw ambiguous-width signs two cells wide."""

_ASCII = str.maketrans(
    {
        "─": "-",
        "│": "|",
        "·": "-",
        "…": "~",
        "—": "-",
        "–": "-",
        "−": "-",
        "“": '"',
        "”": '"',
        "▌": ">",
        "▏": "|",
        "▇": "#",
        "█": "#",
        "▓": "%",
        "▒": "=",
        "░": ".",
        "✓": "+",
        "✗": "x",
        "●": "*",
        "○": "o",
        "×": "x",
        "▸": ">",
        "▲": "^",
        "▼": "v",
        "→": ">",
        "←": "<",
        "↑": "^",
        "↓": "v",
    }
)
"""Each sign is one cell wide and so is its twin: a layout does not move when the setting changes."""


class _Signs:
    """Which of the two sets this terminal draws: like the language, one choice of one process."""

    ascii = False


def use_ascii(on: bool) -> None:
    """Draw ASCII twins from now on (the `ascii_borders` setting)."""
    _Signs.ascii = on


def signs(text: str) -> str:
    """Text of the interface's own with its signs as this terminal can draw them; never for outside text."""
    return text.translate(_ASCII) if _Signs.ascii else text
