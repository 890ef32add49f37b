"""Makes the database of a released schema that `tests/store/test_migrate.py` opens for good: once a release.

    python -m tests.tools.released_database

The key lies beside the file: there is nothing in it but the five clients of `tests.support.BOOK`.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.desk.opening import NewHome, make_home, open_with_key
from advisor_tui.store.schema import SCHEMA_VERSION
from tests.support import NOW, PASSPHRASE, STAFF_NO, add_book

FOLDER = Path(__file__).parents[1] / "data" / "released"


def make(folder: Path = FOLDER) -> Path:
    """Write `schema-NNNN.db` and its key, unless that release has its file already."""
    target = folder / f"schema-{SCHEMA_VERSION:04d}.db"
    if target.exists():
        sys.exit(f"{target} is there already: a released database never changes")
    with tempfile.TemporaryDirectory() as temporary:
        clock = FixedClock(NOW)
        ids, home = SeededIds(1, clock), Home(Path(temporary) / "home")
        key = make_home(home, NewHome(STAFF_NO, "王敏", "BJ01", "滨江支行"), PASSPHRASE, clock, ids)
        desk = open_with_key(home, STAFF_NO, key, clock, ids)
        add_book(desk)
        desk.close()
        shutil.copyfile(home.database, target)
    target.with_suffix(".key").write_text(key.hex() + "\n", encoding="ascii")
    return target


if __name__ == "__main__":
    print(make())
