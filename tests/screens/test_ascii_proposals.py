"""The ASCII setting on the pages of proposals, and that no code forgets it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor_tui import screens
from advisor_tui.base.languages import LANGUAGES, Lang
from advisor_tui.desk.desk import Desk
from advisor_tui.widgets.glyphs import _ASCII, signs, use_ascii
from tests.desk.proposal_case import add_goal, assess, build, hold, start
from tests.screens.proposal_stage import proposal_stage
from tests.screens.test_ascii import foreign

FOLDER = Path(screens.__file__).parent
WALKS = (
    ("enter",), ("enter", "plus", "ctrl+n"), ("enter", "ctrl+n", "ctrl+r"), ("enter", "pagedown"),
    ("enter", "backslash"), ("enter", "f12"), ("enter", "f12", "5"), ("enter", "ctrl+g"), ("enter", "ctrl+o", "1"),
    ("enter", "ctrl+n", "home", "insert", "insert", "ctrl+g"), ("enter", "f1"), ("enter", "equals_sign", "5"),
)  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_pages_of_proposals_paint_ascii_signs_alone(tmp_path: Path, desk: Desk, lang: Lang) -> None:
    client = assess(desk, "C0001", 3)
    add_goal(desk, client)
    hold(desk, client, "wmp-fixed-180", 500_000_00)
    build(desk, start(desk, client), wmp_cash_a=600_000_00, fund_index_300=400_000_00)
    for keys in WALKS:
        async with proposal_stage(tmp_path, desk, lang) as stage:
            use_ascii(True)
            await stage.press(*keys)
            assert foreign(stage.text) == set(), (keys, stage.text)
            use_ascii(False)


def raw(code: str) -> Iterator[int]:
    """Lines of functions where a sign that has a twin stands outside `signs()`; docstrings do not count."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            shown = node.body[1:] if ast.get_docstring(node) is not None else node.body
            for statement in shown:
                yield from _raw(statement)


def _raw(node: ast.AST) -> Iterator[int]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "signs":
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and set(map(ord, node.value)) & _ASCII.keys():
        yield node.lineno
    for child in ast.iter_child_nodes(node):
        yield from _raw(child)


def test_what_is_looked_for_in_code_is_found() -> None:
    code = 'def shown(text):\n    """A — dash."""\n    a = signs(f"→ {text}")\n    return f"“{a}”"\n'
    assert list(raw(code)) == [4, 4]


def test_every_sign_of_a_screen_goes_through_the_setting() -> None:
    found = [f"{path.name}:{line}" for path in sorted(FOLDER.rglob("*.py")) for line in raw(path.read_text("utf-8"))]
    assert found == []


def test_every_sign_is_one_cell_and_so_is_its_twin() -> None:
    use_ascii(True)
    assert signs("“5 – 6” −1 …") == '"5 - 6" -1 ~'
