"""The drawings of screens.md and the pictures of the README, made by playing keys to the demo.

`python -m tests.tools.drawings` writes them anew; it needs Debian's fonts-noto-cjk for the pictures.
"""

import asyncio
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from advisor_tui.base.languages import Lang
from tests.tools import tour
from tests.tools.drawing_stage import Drawing, drawing_stage
from tests.tools.pictures import save_png
from tests.tools.tour import Script

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "screens.md"
PICTURES = ROOT / "docs" / "pictures"
SHOWN = (
    "day", "clients", "client", "question", "result", "proposal", "catalogue", "present", "tasks", "calendar",
    "loan", "bulletin", "exchange", "proposal-wide", "day-en", "client-en",
    "lock", "help", "jump", "clients-preview", "client-filters", "client-form", "interviews", "review", "comparison",
    "findings", "confirmation", "proposals", "calendar-week", "followup-outcome", "loans", "market", "more",
    "complaints", "complaint", "training", "agreements", "journal", "access-log", "settings", "scorecard",
    "projection", "compare", "versions", "reasons",
)  # fmt: skip
"""Drawings that are pictures too."""
DRAWN = re.compile(r"(<!-- drawing: ([\w-]+)(?: (\d+)-(\d+))? -->\n```text\n).*?(```\n<!-- end -->)", re.DOTALL)
"""A drawing in the page; two numbers take only these lines of it, counted from 1, without empty ones at the end."""


def fresh(page: str, drawings: Mapping[str, str]) -> str:
    """The page with its drawings as they are now.

    Raises:
        KeyError: The page names a drawing that no script makes.
    """

    def drawn(found: re.Match[str]) -> str:
        lines = drawings[found[2]].splitlines()
        if found[3]:
            lines = lines[int(found[3]) - 1 : int(found[4])]
        while lines and not lines[-1]:
            lines.pop()
        return found[1] + "".join(f"{line}\n" for line in lines) + found[5]

    return DRAWN.sub(drawn, page)


async def play(scripts: tuple[Script, ...], lang: Lang = "zh", size: tuple[int, int] = (80, 24)) -> list[Drawing]:
    """Every drawing of some scripts, played one after the other to one demo."""
    with tempfile.TemporaryDirectory() as folder:
        async with drawing_stage(Path(folder), lang, size) as stage:
            return [drawing for script in scripts async for drawing in script(stage)]


async def play_all() -> list[Drawing]:
    """The day in Chinese, two screens in English, one on a wide terminal."""
    return [
        *await play(tour.DAY),
        *await play((tour.english,), lang="en"),
        *await play((tour.wide,), size=(120, 40)),
    ]


def main() -> int:
    """Write the page and the pictures."""
    drawings = asyncio.run(play_all())
    texts = {drawing.name: drawing.text for drawing in drawings}
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(fresh(page, texts), encoding="utf-8")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for drawing in drawings:
        if drawing.name in SHOWN:
            save_png(drawing.svg, PICTURES / f"{drawing.name}.png")
    drawn = {found[2] for found in DRAWN.finditer(page)}
    print(f"{len(drawn)} of {len(texts)} drawings, {len(SHOWN)} pictures")
    for name in sorted(texts.keys() - drawn - set(SHOWN)):
        print(f"nowhere shown: {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
