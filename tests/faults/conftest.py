"""Both sides of the exchange."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange_support import Exchanging, make_exchange


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Exchanging]:
    """A desk with five clients, enrolled with a head office."""
    made = make_exchange(tmp_path)
    yield made
    made.close()
