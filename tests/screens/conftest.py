from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from advisor_tui.base.languages import LANGUAGES, Lang, use_language
from advisor_tui.widgets.glyphs import use_ascii
from tests.screens.fakes import Stage
from tests.screens.gate import Gate
from tests.screens.svg import SvgExtension


@pytest.fixture(autouse=True)
def _signs_again() -> Iterator[None]:
    """A test of the ASCII setting leaves the signs as every other test expects them."""
    yield
    use_ascii(False)


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> Lang:
    """Each language in turn, which is then the one in use."""
    chosen: Lang = request.param
    use_language(chosen)
    return chosen


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


@pytest.fixture
def gates(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[type, str], Gate]]:
    """Makes gates, and opens them at the end, so that a failing test leaves no thread waiting."""
    made: list[Gate] = []

    def gate(kind: type, name: str) -> Gate:
        made.append(Gate(monkeypatch, kind, name))
        return made[-1]

    yield gate
    for each in made:
        each.open()
