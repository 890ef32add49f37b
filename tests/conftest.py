"""Fixtures that all tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.ids import SeededIds
from advisor_tui.base.languages import language, use_language
from advisor_tui.desk.desk import Desk
from tests.support import NOW, make_desk


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
