from pathlib import Path

import pytest

from tests.screens.fakes import Stage


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """An app on a fake desk that is already open, in English."""
    return Stage(tmp_path / "home")


@pytest.fixture
def locked_stage(tmp_path: Path) -> Stage:
    """An app whose desk must be unlocked first."""
    return Stage(tmp_path / "home", unlocked=False)
