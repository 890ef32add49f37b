"""Both sides of the exchange."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange_support import Exchanging, make_exchange
from tests.postgres import need_server


@pytest.fixture(params=["sqlcipher", "postgres"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Exchanging]:
    """A desk with five clients, enrolled with a head office; every test of it runs on both databases."""
    server = need_server() if request.param == "postgres" else None
    made = make_exchange(tmp_path, server)
    yield made
    made.close()
    if server is not None:
        server.drop(made.head_office.context.warehouse.dialect.place)
