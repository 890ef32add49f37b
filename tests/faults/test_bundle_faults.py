"""No fault of a bundle gets past its receiver: each is refused for its own reason, and changes nothing."""

from collections.abc import Iterator, Sequence

import pytest

from tests.faults.bundle_table import ARCHIVES, BAGS, BOTH, PACKAGES, Fault
from tests.faults.content_table import CHAIN, HEADERS, JSON, PUBLISHED, ROWS
from tests.faults.receivers import Side, make_sides

GROUPS: dict[str, Sequence[Fault]] = {
    "archive": ARCHIVES, "bag": BAGS, "package": PACKAGES, "json": JSON, "header": HEADERS, "rows": ROWS,
    "journal": CHAIN, "published": PUBLISHED,
}  # fmt: skip
TABLE = {f"{group}: {fault.name}": fault for group, faults in GROUPS.items() for fault in faults}
CASES = [(to, name) for name, fault in TABLE.items() for to in fault.to]


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Side]]:
    """Both receivers, for all tests here: what is refused changes neither of them, and at the end it is shown."""
    made = make_sides(tmp_path_factory.mktemp("sides"))
    yield made
    for side in made.values():
        side.lay_good()
        assert side.take() == "applied"
    made[BOTH[0]].both.close()


def test_every_fault_has_a_name_of_its_own() -> None:
    assert len(TABLE) == sum(map(len, GROUPS.values()))


@pytest.mark.parametrize(("to", "name"), CASES)
def test_a_fault_is_refused_outside_and_inside(sides: dict[str, Side], to: str, name: str) -> None:
    side, fault = sides[to], TABLE[name]
    before, hostile = side.state(), fault.change(side.packed)
    side.lay(hostile, side.good[1])
    assert side.take() == "signature_wrong"
    side.lay_signed(hostile)
    assert side.take() == "decrypt_failed"
    side.lay_sealed(hostile)
    assert side.take() == fault.code
    assert side.state() == before
