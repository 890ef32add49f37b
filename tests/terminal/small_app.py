"""The shell on a fake desk as a program: `python -m tests.terminal.small_app HOME [locked]`."""

import sys
from pathlib import Path

from advisor_tui.base.settings import Settings
from tests.screens.fakes import Stage


def main(home: str, state: str = "open") -> None:
    """Run it; when it has ended, say how often the desk was locked and which heavy modules were imported."""
    stage = Stage(Path(home), Settings(lang="zh"), unlocked=state == "open")
    stage.app.run(mouse=False)
    (Path(home) / "locked").write_text(str(stage.desk.locked))
    (Path(home) / "modules").write_text("\n".join(sorted(sys.modules)))


if __name__ == "__main__":
    main(*sys.argv[1:])
