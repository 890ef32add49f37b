"""What the desk needs from a terminal."""

import os
import sys
from dataclasses import dataclass
from shutil import get_terminal_size

from rich.cells import cell_len
from rich.console import Console

from advisor_tui.base.languages import mark

MIN_COLUMNS, MIN_ROWS = 80, 24


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: a message id for its name, what was found, and what to do about it."""

    name: str
    ok: bool
    found: str
    advice: str = ""


def check_terminal() -> list[Check]:
    """Look at size, colours, encoding and wide characters."""
    size = get_terminal_size()
    colours = Console().color_system or "none"
    encoding = (sys.stdout.encoding or "").lower()
    utf8 = encoding.replace("-", "") == "utf8"
    return [
        Check(
            mark("Terminal size"),
            size.columns >= MIN_COLUMNS and size.lines >= MIN_ROWS,
            f"{size.columns}×{size.lines}",
            mark("The desk needs 80×24 characters or more."),
        ),
        Check(mark("Colours"), True, f"{colours} (TERM={os.environ.get('TERM', '')})", mark("16 colours are enough.")),
        Check(mark("UTF-8"), utf8, encoding, mark("Set the terminal and the locale to UTF-8.")),
        Check(
            mark("Wide characters"),
            cell_len("张三丰") == 6,
            "张三丰 | ─│· ✓",
            mark("If the signs overlap, switch on ASCII borders in F9 Settings."),
        ),
    ]
