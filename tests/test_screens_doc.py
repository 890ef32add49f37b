"""screens.md is the contract of every screen: each has its section, and each key of a screen stands there."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from rich.cells import cell_len
from textual.binding import Binding
from textual.screen import Screen

from advisor_tui import screens
from advisor_tui.screens.areas import AREAS, GLOBAL_BINDINGS, SCREEN_BINDINGS
from advisor_tui.screens.base import DeskScreen
from advisor_tui.widgets.dialog import Dialog
from advisor_tui.widgets.key_line import key_name
from advisor_tui.widgets.path_dialog import AskPath
from tests.tools.drawings import DRAWN, PICTURES, SHOWN, fresh

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "screens.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
_SECTION = re.compile(r"^### [^\n]* · `(\w+)`\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
SECTIONS = {found[1]: found[2] for found in _SECTION.finditer(PAGE)}
MOST_BYTES = 80_000
BASES = (
    "DeskScreen",
    "QueueScreen",
    "NoteForm",
    "Dialog",
    "SavingScreen",
    "KeepingScreen",
    "FollowingScreen",
    "AnsweringScreen",
    "DraftScreen",
    "LineScreen",
    "ProposingScreen",
    "WalkScreen",
)
"""Bases that never stand on screen themselves."""
DESCRIBED_WITH_BASE = ("Ruling", "AmountQuestion")
"""Screens that look like their base and are described with it."""


def below(kind: type[Screen[Any]]) -> Iterator[type[Screen[Any]]]:
    for child in kind.__subclasses__():
        yield child
        yield from below(child)


def screen_classes() -> list[type[Screen[Any]]]:
    """Every screen of the desk."""
    for module in walk_packages(screens.__path__, f"{screens.__name__}."):
        import_module(module.name)
    assert issubclass(AskPath, Dialog)
    found = {kind for kind in below(Screen) if kind.__module__.startswith("advisor_tui.")}
    return sorted(
        (kind for kind in found if kind.__name__ not in (*BASES, *DESCRIBED_WITH_BASE)), key=lambda kind: kind.__name__
    )


def own_bindings(kind: type[Screen[Any]]) -> list[Binding]:
    """The bindings of a screen and its bases that are not the same on every screen."""
    common = {binding.id for binding in (*SCREEN_BINDINGS, *GLOBAL_BINDINGS)}
    found = [binding for base in kind.__mro__ for binding in vars(base).get("BINDINGS", ())]
    return [each for each in found if isinstance(each, Binding) and each.id and each.id not in common]


def name_of(binding: Binding) -> str:
    """The key as the key line shows it."""
    return binding.key_display or key_name(binding.key.split(",")[0])


def keys_in(section: str) -> set[str]:
    """The keys that the table of a section names; `1 … 7` stands for all seven."""
    keys: set[str] = set()
    for cell in re.findall(r"^\| (.+?) \| .* \|$", section, re.MULTILINE):
        span = re.match(r"(\d) … (\d)", cell)
        keys |= {str(digit) for digit in range(int(span[1]), int(span[2]) + 1)} if span else {cell, *cell.split()}
    return keys


@pytest.mark.parametrize("kind", screen_classes())
def test_a_screen_has_its_section_with_drawing_keys_states_reads_and_writes(kind: type[Screen[Any]]) -> None:
    section = SECTIONS[kind.__name__]
    assert DRAWN.search(section)
    for part in ("**States**: ", "**Reads**: ", "**Writes**: "):
        assert part in section
    missing = {
        name_of(binding): binding.id for binding in own_bindings(kind) if name_of(binding) not in keys_in(section)
    }
    assert not missing


def source(*folders: str) -> str:
    """All of the package's code below some folders."""
    files = [file for folder in folders for file in sorted((ROOT / "advisor_tui" / folder).rglob("*.py"))]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@pytest.mark.parametrize("name", SECTIONS)
def test_what_is_read_and_written_is_in_the_code(name: str) -> None:
    section = SECTIONS[name]
    asked = source("screens")
    assert not [call for call in re.findall(r"`(desk(?:\.\w+)+)`", section) if call not in asked]
    written = section.partition("**Writes**: ")[2]
    actions = set(re.findall(r"`([a-z_]+\.[a-z_]+)`", written)) - {"settings.toml", "bulletin.read_at"}
    known = set(re.findall(r"\"([a-z_]+\.[a-z_]+)\"", source("desk", "sync")))
    known |= {f"{kind}.delete" for kind in ("contact", "life_event")}
    assert not actions - known


def test_every_section_is_about_a_screen_that_is_there() -> None:
    assert SECTIONS.keys() == {kind.__name__ for kind in screen_classes()}


@pytest.mark.parametrize("binding", [*GLOBAL_BINDINGS, *SCREEN_BINDINGS], ids=lambda binding: binding.id)
def test_a_key_that_acts_everywhere_is_explained(binding: Binding) -> None:
    everywhere = re.search(r"### Keys everywhere\n(.*?)\n### ", PAGE, re.DOTALL)
    assert everywhere
    named = everywhere[1].replace("F2 … F9", ", ".join(f"F{number}" for number in range(2, 10)))
    assert re.search(rf"(?<!\w){re.escape(name_of(binding))}(?!\w)", named)


@pytest.mark.parametrize("drawing", [found[2] for found in DRAWN.finditer(PAGE)])
def test_a_drawing_is_a_screen_of_eighty_columns(drawing: str) -> None:
    text = next(found[0] for found in DRAWN.finditer(PAGE) if found[2] == drawing)
    lines = text.split("```text\n")[1].split("```")[0].splitlines()
    assert any(lines)
    assert len(lines) <= 24
    assert all(cell_len(line) <= 80 for line in lines)


def test_a_drawing_takes_the_lines_it_asks_for_and_nothing_else_changes() -> None:
    page = "a\n<!-- drawing: x 2-3 -->\n```text\nold\n```\n<!-- end -->\nb\n"
    assert fresh(page, {"x": "1\n2\n3\n4"}) == "a\n<!-- drawing: x 2-3 -->\n```text\n2\n3\n```\n<!-- end -->\nb\n"
    with pytest.raises(KeyError):
        fresh(page, {})


def test_the_readme_shows_a_picture_of_every_area() -> None:
    shown = re.findall(r"!\[([^\]]+)\]\(docs/pictures/([\w-]+)\.png\)", README)
    assert sorted(name for _, name in shown) == sorted(SHOWN)
    captions = " ".join(caption for caption, _ in shown)
    for area in AREAS:
        assert (area.key.upper() or "Today") in captions, area.name


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_is_there_and_small(name: str) -> None:
    size = (PICTURES / f"{name}.png").stat().st_size
    assert 0 < size <= MOST_BYTES


def test_the_menu_of_more_is_checked_like_every_screen() -> None:
    menu = next(area for area in AREAS if area.name == "more").load()
    assert issubclass(menu, DeskScreen)
    assert len(own_bindings(menu)) > 1
