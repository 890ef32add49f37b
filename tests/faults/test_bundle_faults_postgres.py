"""The faults of a bundle where head office's warehouse is on PostgreSQL: refused for the same reasons, and unchanged.

The default run takes one fault of each reason, `-m slow` the others.
"""

from collections.abc import Iterator

import pytest

from tests.faults.bundle_table import HEAD_OFFICE
from tests.faults.receivers import Side, make_sides
from tests.faults.test_bundle_faults import TABLE
from tests.postgres import need_server

FAULTS = {name: fault for name, fault in TABLE.items() if HEAD_OFFICE in fault.to}
FIRST = {fault.code: name for name, fault in reversed(FAULTS.items())}
"""The first fault of each reason, by the reason."""


@pytest.fixture(scope="module")
def side(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Side]:
    """Head office on a server, for all tests here: at the end it takes the bundle as it was sealed."""
    server = need_server()
    made = make_sides(tmp_path_factory.mktemp("sides"), server=server)[HEAD_OFFICE]
    dialect = made.both.head_office.context.warehouse.dialect
    assert dialect.place.startswith("postgresql")
    yield made
    before = made.state()
    made.lay_good()
    assert made.take() == "applied"
    assert made.state() != before
    made.both.close()
    server.drop(dialect.place)


def refuse(side: Side, name: str) -> None:
    """Outside, the signature no longer fits; inside, the layer refuses that the fault concerns."""
    fault = FAULTS[name]
    before, hostile = side.state(), fault.change(side.packed)
    side.lay(hostile, side.good[1])
    assert side.take() == "signature_wrong"
    side.lay_sealed(hostile)
    assert side.take() == fault.code
    assert side.state() == before


@pytest.mark.parametrize("name", FIRST.values(), ids=FIRST)
def test_a_fault_of_each_reason_is_refused_by_a_server_too(side: Side, name: str) -> None:
    refuse(side, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FAULTS.keys() - set(FIRST.values())))
def test_every_other_fault_is_refused_by_a_server_too(side: Side, name: str) -> None:
    refuse(side, name)
