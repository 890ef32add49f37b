"""Makes the nights that the exchange is measured by, and brings them over in a process of its own.

`python -m tests.benchmarks.exchange_night FOLDER KEY`: export, ingest, answer and receive all that lies in the folder
of both sides, and print what it took as JSON.
"""

import json
import re
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.opening import open_with_key
from tests.exchange_support import open_head_office
from tests.support import NOW, STAFF_NO


@dataclass
class Spent:
    """What a stretch of work took.

    Attributes:
        cpu: Seconds of CPU, this process's and its finished children's.
        clock: Seconds on the clock.
    """

    cpu: float = 0.0
    clock: float = 0.0


@contextmanager
def measured() -> Iterator[Spent]:
    """Measure what happens within."""
    spent, cpu, clock = Spent(), _cpu(), time.monotonic()
    yield spent
    spent.cpu, spent.clock = _cpu() - cpu, time.monotonic() - clock


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def add_clients(desk: Desk, first: int, count: int) -> None:
    """Load new clients as an import does: driver rows in one transaction, an entry of the journal each."""
    office = desk.office
    with office.write("benchmark.fill", bulk=True) as session:
        connection = session.connection()
        template = dict(connection.exec_driver_sql("SELECT * FROM client WHERE number = 'C0004'").mappings().one())
        names = list(template)
        values = [
            tuple(
                {**template, "id": office.ids.new(), "number": f"B{number:07d}", "name": f"客户{number}"}[n]
                for n in names
            )
            for number in range(first, first + count)
        ]
        statement = f"INSERT INTO client ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        connection.exec_driver_sql(statement, values)
        session.commit()


def sync(root: Path, key: bytes) -> dict[str, object]:
    """Bring everything over and the answer back."""
    clock = FixedClock(NOW)
    desk = open_with_key(Home(root / "home"), STAFF_NO, key, clock, Uuid7Source())
    head_office = open_head_office(root / "hq", clock)
    shown: list[tuple[int, int]] = []
    before = _peak()
    with measured() as spent:
        sealed = desk.exchange.export(root / "carried")
        result = head_office.ingest(root / "carried", lambda done, of: shown.append((done, of)))
        head_office.publish(None, root / "from-hq")
        [*_, last] = desk.exchange.receive(sorted((root / "from-hq").glob("*.age")))
    counts = result.to_json()
    desk.close()
    head_office.close()
    return {
        **asdict(spent), "bundles": len(sealed), "rows": counts["rows"], "applied": counts["applied"],
        "acknowledged": last.acknowledged, "shown": len(shown), "mib": (_peak() - before) / 1024,
    }  # fmt: skip


def _peak() -> int:
    """The most memory so far, in KiB: of this process and of the largest of its children.

    Of this process not by getrusage, which counts the peak of the one that started it as its own.
    """
    [own] = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(own) + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


if __name__ == "__main__":
    print(json.dumps(sync(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))))
