"""Facts as lines: a label, then what is known."""

from collections.abc import Iterable

from advisor_tui.widgets.plain import pad, width
from advisor_tui.widgets.wrapping import wrapped

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
        first, *more = wrapped(value, max(10, cells - left - 2))
        lines.append(f"{pad(label, left)}  {first}")
        lines += [" " * (left + 2) + rest for rest in more]
    return "\n".join(lines)
