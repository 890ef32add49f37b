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


@pytest.fixture
def known(both: Exchanging) -> Exchanging:
    """Head office has the book, and a loan case in it."""
    with both.desk.office.write("test.loan") as session:
        session.connection().exec_driver_sql(
            "INSERT INTO loan_case (id, client_id, advisor_id, number, kind, amount, purpose, status, applied_on) "
            "SELECT ?, id, advisor_id, 1, 'mortgage', 100000000, '', 'submitted', '2026-11-20' FROM client "
            "WHERE number = 'C0001'",
            (both.desk.office.ids.new(),),
        )
        session.commit()
    both.send()
    both.ingest()
    return both
