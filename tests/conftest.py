"""Fixtures that all tests share."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.ids import SeededIds
from advisor_tui.base.languages import language, use_language
from advisor_tui.desk.desk import Desk
from tests.searching import keep_examples, register_profiles
from tests.stylesheets import keep_parsed
from tests.support import NOW, make_desk

register_profiles()


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """After Hypothesis has taken the profile that the command line names."""
    patch = pytest.MonkeyPatch()
    keep_examples(patch)
    keep_parsed(patch)


@pytest.fixture(autouse=True)
def _same_language() -> Iterator[None]:
    """A test that switches the language leaves it as it was."""
    before = language()
    yield
    use_language(before)


@pytest.fixture
def clock() -> FixedClock:
    """2026-11-24 09:41 in UTC+8."""
    return FixedClock(NOW)


@pytest.fixture
def ids(clock: FixedClock) -> SeededIds:
    """Ids that repeat."""
    return SeededIds(7, clock)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A real, unlocked desk with five clients."""
    opened = make_desk(tmp_path / "home")
    yield opened
    opened.close()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MiB of its own, where root is refused too."""
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(tmp_path)]
    if os.geteuid() != 0 or subprocess.run(command).returncode:
        pytest.skip("a file system of its own can only be mounted by root")
    yield tmp_path
    subprocess.run(["umount", "-l", str(tmp_path)], check=True)
