"""A lock while something is computed, looked for or saved: after the unlocking the screen goes on."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from advisor_tui.desk.desk import Desk
from tests.screens.proposal_stage import ProposalStage
from tests.support import make_desk
from tests.waiting import LONGEST


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path / "home")


class Gate:
    """Holds a method of the desk back until the test lets it go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, kind: type, name: str) -> None:
        self.reached, self._go, real = threading.Event(), threading.Event(), getattr(kind, name)

        def held(*args: Any, **values: Any) -> Any:
            self.reached.set()
            self._go.wait(LONGEST)
            return real(*args, **values)

        monkeypatch.setattr(kind, name, held)
        monkeypatch.setattr(Desk, "lock", lambda _: ())

    async def lock_over_it(self, stage: ProposalStage) -> None:
        """Lock while the method runs, let it end behind the lock, and unlock."""
        while not self.reached.is_set():
            await stage.pilot.pause()
        stage.app.lock_desk()
        await stage.pilot.pause()
        assert stage.app.locked
        self._go.set()
        await stage.settle()
        stage.app.launch = replace(stage.app.launch, open_desk=lambda _: stage.desk)
        stage.app.unlock("", _never)
        await stage.settle()
        assert not stage.app.locked


def _never(error: Exception) -> None:
    raise error
