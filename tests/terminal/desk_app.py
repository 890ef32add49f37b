"""The real desk on a real home, as the command starts it, but at a fixed instant: `python -m … HOME LANG`."""

import sys
from pathlib import Path

from advisor_tui.app import run
from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.languages import Lang
from advisor_tui.base.settings import Settings
from advisor_tui.desk.desk import Desk
from advisor_tui.screens.shell import Launch
from tests.support import NOW


def main(root: Path, lang: Lang) -> int:
    """Run the desk until it is left."""
    home, clock, ids = Home(root), FixedClock(NOW), Uuid7Source()

    def open_desk(passphrase: str) -> Desk:
        from advisor_tui.desk.opening import open_home

        return open_home(home, passphrase, clock, ids)

    return run(Launch(home, clock, ids, Settings(lang=lang), open_desk))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), "en" if sys.argv[2] == "en" else "zh"))
