"""An older copy that was killed while it began anew begins anew when the same bundle comes again, or has begun.

Of the desk the database alone was put back: the sealed files and the memory of the last seal are of the lost state.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.exchange_support import Exchanging, desk_key, identity_of, make_exchange
from tests.faults.kill_at import kill_each
from tests.faults.night import agree, night, reopened
from tests.support import refused

RESTORING = "advisor_tui.sync.restoring:"


@dataclass(frozen=True)
class Kill:
    """Where the beginning is killed, and what was done of it by then.

    Attributes:
        place: The function at which it ends.
        when: Before or after.
        count: At which of its calls.
        emptied: The outbox.
        begun: The new epoch, in which nothing may be changed.
        forgotten: The memory of the last seal.
    """

    place: str
    when: str
    count: int
    emptied: bool = False
    begun: bool = False
    forgotten: bool = False


KILLS = (
    Kill("advisor_tui.sync.receive:begin_anew", "before", 1),
    Kill(RESTORING + "write_note", "after", 1),
    Kill(RESTORING + "write_note", "after", 2),
    Kill("advisor_tui.sync.outbox:clear", "after", 1, emptied=True),
    Kill("advisor_tui.store.store:Store.look_again", "before", 1, emptied=True, begun=True),
    Kill(RESTORING + "forget_head", "before", 1, emptied=True, begun=True),
    Kill(RESTORING + "forget_head", "after", 1, emptied=True, begun=True, forgotten=True),
)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[Kill, Path]]]:
    """The epoch of the copy, and the folder of both sides after each kill."""
    root = tmp_path_factory.mktemp("killed")
    before = root / "before"
    both = make_exchange(before)
    night(both, before)
    epoch, home = identity_of(both).epoch, both.desk.office.home
    both.close()
    copy = home.database.read_bytes()
    both = reopened(before, desk_key())
    both.edit("C0001", "搬家了")
    both.send()
    both.ingest()
    both.head_office.publish(None, before / "from-hq")  # acknowledges what the copy has never sent
    both.edit("C0002", "没有交出")
    both.desk.exchange.seal()
    both.close()
    for beside in home.root.glob("desk.db-*"):
        beside.unlink()
    home.database.write_bytes(copy)
    folders = {kill: root / str(number) for number, kill in enumerate(KILLS)}
    for folder in folders.values():
        shutil.copytree(before, folder)
    kill_each([("receive", folder, kill.place, kill.when, kill.count) for kill, folder in folders.items()], desk_key())
    yield epoch, folders
    shutil.rmtree(root)


def remarks(both: Exchanging) -> dict[str, str]:
    with both.desk.office.rows() as connection:
        found = connection.exec_driver_sql("SELECT number, remark FROM client WHERE remark <> ''")
        return {row.number: row.remark for row in found}


@pytest.mark.parametrize("kill", KILLS, ids=lambda kill: f"{kill.when} {kill.place} {kill.count}")
def test_an_older_copy_killed_while_it_begins_anew_gets_everything_back(
    killed: tuple[str, dict[Kill, Path]], kill: Kill
) -> None:
    former, folders = killed
    root = folders[kill]
    both = reopened(root, desk_key())
    home, exchange = both.desk.office.home, both.desk.exchange
    assert (not list(home.outbox.glob("*.age")), not home.head.exists()) == (kill.emptied, kill.forgotten)
    assert (identity_of(both).epoch != former) is both.desk.office.store.read_only is kill.begun
    if kill.begun:
        refused("restored_copy", lambda: both.edit("C0001", "x"))
    else:
        refused("journal_cut", exchange.seal)  # nothing leaves it before it knows
    begun = identity_of(both).epoch
    arrived = sorted((root / "from-hq").glob("*.age"))
    if not kill.begun:
        refused("restored_copy", lambda: exchange.receive(arrived))
        assert identity_of(both).epoch != begun
    for path in (*both.carried.iterdir(), *(root / "from-hq").iterdir()):
        path.unlink()
    assert remarks(both) == {}
    for _ in range(3):
        night(both, root)
    assert not both.desk.office.store.read_only
    assert remarks(both) == {"C0001": "搬家了"}
    assert not list((root / "hq/quarantine").iterdir())
    agree(both)
    both.close()
