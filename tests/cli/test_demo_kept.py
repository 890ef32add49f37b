"""What a kept demo says of head office's commands when it is left."""

from pathlib import Path
from typing import cast

import pytest

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.base.languages import use_language
from advisor_tui.cli.demo import _tell_kept
from advisor_tui.cli.output import Answer
from advisor_tui.sync import outbox
from tests.exchange_support import make_exchange
from tests.support import NOW


class Notes:
    """Keeps what would be said beside the result."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def note(self, text: str) -> None:
        self.said.append(text)


def ingested(root: Path, home: Home) -> list[str]:
    """The folders that the printed commands read."""
    notes = Notes()
    _tell_kept(cast(Answer, notes), root, home)
    return [line.split(" ingest ")[1].split()[0] for line in notes.said if " ingest " in line]


@pytest.mark.parametrize("later", [False, True])
def test_the_folder_that_was_exported_to_is_read_and_the_outbox_for_what_came_after(
    tmp_path: Path, *, later: bool
) -> None:
    use_language("en")
    both = make_exchange(tmp_path)
    home, folder = both.desk.office.home, tmp_path / "stick"
    both.desk.exchange.seal()
    assert ingested(tmp_path, home) == [str(home.outbox)]
    outbox.deliver(home, folder, FixedClock(NOW))
    if later:
        both.desk.exchange.seal()
    both.close()
    assert ingested(tmp_path, home) == [str(folder), *([str(home.outbox)] if later else [])]
