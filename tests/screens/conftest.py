from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.screens.fakes import Stage
from tests.screens.svg import SvgExtension


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """An app on a fake desk that is already open, in English."""
    return Stage(tmp_path / "home")


@pytest.fixture
def locked_stage(tmp_path: Path) -> Stage:
    """An app whose desk must be unlocked first."""
    return Stage(tmp_path / "home", unlocked=False)


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compare `app.export_screenshot()` with this; `pytest --snapshot-update` writes the pictures anew."""
    return snapshot.use_extension(SvgExtension)
