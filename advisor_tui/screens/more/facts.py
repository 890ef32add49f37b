"""Facts as lines: a label, then what is known."""

from collections.abc import Iterable

from rich.cells import cell_len

from advisor_tui.widgets.plain import pad, width

LEAST = 12


def fact_lines(facts: Iterable[tuple[str, str]], cells: int) -> str:
    """One line a fact, the values under each other; a long value goes on below itself, an unknown one is left out.

    Args:
        facts: Label and value of each.
        cells: The width that there is.
    """
    known = [(label, value) for label, value in facts if value]
    left = max([LEAST, *(width(label) for label, _ in known)])
    lines = []
    for label, value in known:
        first, *more = folded(value, max(10, cells - left - 2))
        lines.append(f"{pad(label, left)}  {first}")
        lines += [" " * (left + 2) + rest for rest in more]
    return "\n".join(lines)


def folded(text: str, cells: int) -> list[str]:
    """Text in lines of at most so many cells: broken at spaces, or between any two signs of Chinese."""
    lines, line = [], ""
    for sign in text:
        if cell_len(line + sign) <= cells:
            line += sign
            continue
        head, space, tail = line.rpartition(" ")
        if space and sign != " " and line[-1].isascii() and head:
            lines.append(head)
            line = tail + sign
        else:
            lines.append(line.rstrip(" "))
            line = sign.lstrip(" ")
    return [*lines, line]
