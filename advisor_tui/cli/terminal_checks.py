"""What the desk needs from a terminal."""

import os
import sys
from shutil import get_terminal_size

from rich.cells import cell_len
from rich.console import Console

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.process import core_dump_handler, core_dumps_forbidden
from advisor_tui.desk.views.diagnosis import Check

MIN_COLUMNS, MIN_ROWS = 80, 24
_UNFIT = {"dumb", "unknown"}


def check_terminal() -> list[Check]:
    """Look at the kind of terminal, size, colours, encoding and wide characters."""
    size = get_terminal_size()
    colours = Console().color_system or "none"
    encoding = (sys.stdout.encoding or "").lower()
    utf8 = encoding.replace("-", "") == "utf8"
    term = os.environ.get("TERM", "")
    return [
        Check(
            "terminal",
            mark("Terminal"),
            term not in _UNFIT,
            f"TERM={term}"
            if sys.stdout.isatty()
            else f"TERM={term} " + translate(mark("(the output is not a terminal)")),
            mark("This kind of terminal cannot place the cursor. Use another one, such as xterm-256color."),
        ),
        Check(
            "terminal_size",
            mark("Terminal size"),
            size.columns >= MIN_COLUMNS and size.lines >= MIN_ROWS,
            f"{size.columns}×{size.lines}",
            mark("The desk needs 80×24 characters or more."),
        ),
        Check("colours", mark("Colours"), True, colours, mark("16 colours are enough.")),
        Check("utf8", mark("UTF-8"), utf8, encoding, mark("Set the terminal and the locale to UTF-8.")),
        Check(
            "wide_characters",
            mark("Wide characters"),
            cell_len("张三丰") == 6,
            "张三丰 | ─│· ✓",
            mark("If the signs overlap, switch on ASCII borders in F9 Settings."),
        ),
    ]


def check_process() -> list[Check]:
    """Look at what a crash would write to the disk."""
    forbidden, handler = core_dumps_forbidden(), core_dump_handler()
    if not forbidden:
        found = translate(mark("A crash leaves a core file"))
    elif handler:
        found = translate(mark("A crash leaves no core file, but {program} is handed its content")).format(
            program=handler
        )
    else:
        found = translate(mark("A crash leaves no core file"))
    advice = mark("It would hold clients and the key in clear. Run ulimit -c 0 before the program.")
    return [Check("core_dumps", mark("Core dumps"), forbidden, found, advice)]
