"""Holding the desk back while a screen waits for it, to see what happens meanwhile."""

import threading
from typing import Any

import pytest

from tests.screens.proposal_stage import ProposalStage
from tests.waiting import LONGEST


class Gate:
    """Holds a method of the desk back until the test lets it go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, kind: type, name: str) -> None:
        self._reached, self._go, real = threading.Event(), threading.Event(), getattr(kind, name)
        self._monkeypatch = monkeypatch

        def held(*args: Any, **values: Any) -> Any:
            self._reached.set()
            self._go.wait(LONGEST)
            return real(*args, **values)

        monkeypatch.setattr(kind, name, held)

    async def reached(self, stage: ProposalStage) -> None:
        """Wait until the screen has asked for it."""
        while not self._reached.is_set():
            await stage.pilot.pause()

    def open(self) -> None:
        """Let it go on, now and from now on."""
        self._go.set()

    async def lock_over_it(self, stage: ProposalStage) -> None:
        """Lock while the method runs, let it end behind the lock, and unlock."""
        await self.reached(stage)
        await stage.lock(self._monkeypatch)
        self.open()
        await stage.unlock()
