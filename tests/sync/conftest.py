"""Both sides of the exchange."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange_support import Exchanging, make_exchange
from tests.sync.hq_pen import Pen


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Exchanging]:
    """A desk with five clients, enrolled with a head office."""
    made = make_exchange(tmp_path)
    yield made
    made.close()


@pytest.fixture
def pen(both: Exchanging, tmp_path: Path) -> Pen:
    """Head office's hand."""
    return Pen(both, tmp_path / "by-hand")
