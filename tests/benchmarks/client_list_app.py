"""The client list alone, opened with the raw key: `python -m tests.benchmarks.client_list_app HOME KEYFILE`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from advisor_tui.app import run
from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.base.settings import Settings
from advisor_tui.screens.areas import DAY, Area
from advisor_tui.screens.shell import Launch

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk


def main(root: Path, key: bytes, staff_no: str, instant: str) -> int:
    """Run it until it is left."""
    from datetime import datetime

    home, clock = Home(root), FixedClock(datetime.fromisoformat(instant))
    ids = SeededIds(1, clock)

    def opened() -> "Desk":
        from advisor_tui.desk.opening import open_with_key

        return open_with_key(home, staff_no, key, clock, ids)

    first = Area(DAY, "", "Clients", "advisor_tui.screens.client.clients:ClientsScreen")
    return run(
        Launch(home, clock, ids, Settings(lang="zh", demo=True), lambda _: opened(), unlocked=opened, areas=(first,))
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]).read_bytes(), sys.argv[3], sys.argv[4]))
