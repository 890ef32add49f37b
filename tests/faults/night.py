"""One night of the exchange, step by step, and what must be true after it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.desk.diagnosis import verify_journal
from advisor_tui.desk.opening import open_with_key
from advisor_tui.headoffice.tables import COPIES, DESK_COLUMNS
from advisor_tui.sync.outbox import deliver
from tests.exchange_support import Exchanging, open_head_office
from tests.support import NOW, STAFF_NO

STEPS: Mapping[str, Callable[[Exchanging, Path], object]] = {
    "seal": lambda both, root: both.desk.exchange.seal_if_needed(),
    "deliver": lambda both, root: deliver(both.desk.office.home, both.carried, both.clock),
    "ingest": lambda both, root: both.head_office.ingest(both.carried),
    "publish": lambda both, root: both.head_office.publish(None, root / "from-hq"),
    "receive": lambda both, root: both.desk.exchange.receive(sorted((root / "from-hq").glob("*.age"))),
}


def night(both: Exchanging, root: Path) -> None:
    """Every step once."""
    for step in STEPS.values():
        step(both, root)


def reopened(root: Path, key: bytes) -> Exchanging:
    """Both sides of a folder that `make_exchange` made, as another process opens them; `key` is the desk's."""
    clock = FixedClock(NOW)
    desk = open_with_key(Home(root / "home"), STAFF_NO, key, clock, Uuid7Source())
    return Exchanging(clock, desk, open_head_office(root / "hq", clock), root / "carried")


def agree(both: Exchanging) -> None:
    """The journal is whole, head office has every row of the desk, and the desk knows that it has.

    Bulletins are head office's own: it gets no copy of them back.
    """
    assert verify_journal(both.desk.office).ok
    for table in sorted(COPIES.keys() - {"bulletin"}):
        columns = ", ".join(f'"{name}"' for name in DESK_COLUMNS[table])
        sql = f'SELECT {columns} FROM "{table}" ORDER BY id'
        with both.desk.office.rows() as connection:
            own = [tuple(row) for row in connection.exec_driver_sql(sql)]
        with both.head_office.context.warehouse.write() as session:
            assert [tuple(row) for row in session.connection().exec_driver_sql(sql)] == own, table
    assert {row.state for row in both.desk.exchange.view().sent} == {"acknowledged"}
