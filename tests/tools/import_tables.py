"""The tables of recognised headers in docs/import.md, made from data/imports/.

`python -m tests.tools.import_tables` writes them anew.
"""

import re
import sys
from pathlib import Path

from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.imports import KINDS, ImportTable

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "import.md"
_TABLE = re.compile(r"(<!-- headers: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def header_table(table: ImportTable) -> str:
    """One kind's fields, their headers and the words of their cells, as Markdown."""
    lines = ["| field | headers | words in the cells |", "|---|---|---|"]
    for field in table.fields:
        meanings: dict[str, list[str]] = {}
        for word, meaning in field.words.items():
            if word != meaning:
                meanings.setdefault(meaning, []).append(word)
        words = "; ".join(f"{meaning}: {', '.join(found)}" for meaning, found in meanings.items())
        lines.append(f"| `{field.name}` | {', '.join(field.headers)} | {words} |")
    return "\n".join(lines) + "\n"


def fresh(page: str) -> str:
    """The page with its tables as data/imports/ gives them now."""
    tables = load_reference(ROOT / "data").imports
    return _TABLE.sub(lambda found: found[1] + header_table(tables[found[2]]) + found[3], page)


def kinds_in(page: str) -> tuple[str, ...]:
    """The kinds that the page has a table for, in its order."""
    return tuple(found[2] for found in _TABLE.finditer(page))


def main() -> int:
    """Write the page's tables."""
    page = PAGE.read_text(encoding="utf-8")
    if kinds_in(page) != KINDS:
        print(f"{PAGE.name} needs a table for each of {KINDS}", file=sys.stderr)
        return 1
    PAGE.write_text(fresh(page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
