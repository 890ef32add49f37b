"""Properties look at the same examples in every run, and at others and more of them where a search asks for it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.searching import CHOICE, GATE, SEARCH

TESTS = Path(__file__).parent
OF_THEIR_OWN = {"conftest.py", "searching.py", "test_searching.py"}
"""Files that may say how Hypothesis looks, beside the machines: their steps are counted otherwise than examples."""
FIGURES = range(10**15, 10**15 + 1_000)
"""As many as Hypothesis takes from one module, and none of those that it would draw without that."""
PROPERTY = """
import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import figures
from tests.searching import examples

SEEN = []


@examples(60)
@given(st.integers())
def test_property(number):
    SEEN.append(number)


def test_told():
    of = test_property._hypothesis_internal_use_settings
    told = {"seen": SEEN, "database": str(of.database), "deadline": str(of.deadline)}
    Path(__file__).with_name("seen.json").write_text(json.dumps(told))
"""


def looked_at(folder: Path, *, figures: range = FIGURES, profile: str = "", option: str = "") -> dict[str, Any]:
    """What a property is shown by a run of pytest, beside a module that has these figures."""
    folder.mkdir()
    (folder / "test_it.py").write_text(PROPERTY)
    (folder / "figures.py").write_text("FIGURES = [" + ", ".join(map(str, figures)) + "]\n")
    environment = {name: value for name, value in os.environ.items() if name != CHOICE and "PYTEST" not in name}
    environment |= {CHOICE: profile} if profile else {}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "tests.conftest"]
    command += ["-c", os.devnull, "--rootdir", str(folder), *([f"--hypothesis-profile={option}"] if option else [])]
    run = subprocess.run(
        [*command, str(folder / "test_it.py")], cwd=TESTS.parent, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
    told: dict[str, Any] = json.loads((folder / "seen.json").read_text())
    return told


def test_the_examples_are_the_same_whatever_figures_the_code_has(tmp_path: Path) -> None:
    first, second = looked_at(tmp_path / "a"), looked_at(tmp_path / "b", figures=range(10**14, 10**14 + 1_000))
    assert first == second
    assert not set(FIGURES) & set(first["seen"])
    assert (len(first["seen"]), first["database"], first["deadline"]) == (60, "None", "None")


@pytest.mark.parametrize(("profile", "option"), [(SEARCH, ""), (GATE, SEARCH)])
def test_a_search_looks_at_others_and_at_ten_times_as_many(tmp_path: Path, profile: str, option: str) -> None:
    first, second = (looked_at(tmp_path / name, profile=profile, option=option) for name in "ab")
    assert first["seen"] != second["seen"]
    assert (len(first["seen"]), first["database"], first["deadline"]) == (600, "None", "None")
    assert set(FIGURES) & set(first["seen"]), "figures of the code too"


def test_no_property_says_for_itself_how_it_is_looked_at() -> None:
    own = re.compile(
        r"^from hypothesis import .*\b(settings|seed|Phase|HealthCheck)\b|^import hypothesis", re.MULTILINE
    )
    files = [file for file in TESTS.rglob("*.py") if own.search(file.read_text(encoding="utf-8"))]
    named = {file.relative_to(TESTS).as_posix() for file in files if "machine" not in file.name}
    assert named <= OF_THEIR_OWN
