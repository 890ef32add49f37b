"""An enrolment that was killed anywhere is finished by enrolling with it again; it costs no new one of head office."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from advisor_tui.store.keys import read_keys
from advisor_tui.sync.enrolling import load_offer
from tests.exchange_support import TERMINAL, Exchanging, desk_key, identity_of, make_exchange
from tests.faults.kill_at import AGAIN, kill_each
from tests.faults.night import agree, night, reopened
from tests.support import refused

ENROLLING = "advisor_tui.desk.exchanging.enrolling:"
REPLACE = "pathlib:Path.replace"


@dataclass(frozen=True)
class Kill:
    """Where an enrolment is killed, and what was done of it by then, step by step.

    Attributes:
        place: The function at which it ends.
        when: Before or after.
        count: At which of its calls.
        done: How many of `STEPS` were done.
    """

    place: str
    when: str
    count: int
    done: int


STEPS = ("new epoch", "empty outbox", "no memory of the last seal", "recovery key", "file of keys")
KILLS = (
    Kill(ENROLLING + "enrol_store", "before", 1, 0),
    Kill(ENROLLING + "enrol_store", "after", 1, 1),
    Kill("advisor_tui.sync.outbox:clear", "after", 1, 2),
    Kill(ENROLLING + "forget_head", "after", 1, 3),
    Kill(REPLACE, "before", 1, 3),
    Kill(ENROLLING + "add_recovery", "after", 1, 4),
    Kill(REPLACE, "before", 2, 4),
    Kill(ENROLLING + "write_keys_file", "after", 1, 5),
    Kill(ENROLLING + "forget_notes", "after", 1, 5),
    Kill(ENROLLING + "_finish", "after", 1, 6),
)


@dataclass(frozen=True)
class Before:
    """What the desk had before it was enrolled anew."""

    epoch: str
    keys_file: str
    recovery: str


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Before, dict[Kill, Path]]]:
    """What was before, and the folder of both sides after each kill.

    The desk's memory of the last seal is damaged: head office has to enrol it anew, and nothing that it sealed before
    may stay.
    """
    root = tmp_path_factory.mktemp("killed")
    before = root / "before"
    both = make_exchange(before)
    night(both, before)
    shutil.rmtree(before / "from-hq")
    both.edit("C0001", "搬家了")
    both.desk.exchange.seal()
    home = both.desk.office.home
    home.head.write_bytes(b"damaged")
    refused("head_damaged", both.desk.exchange.seal)
    both.head_office.enrol(TERMINAL, both.desk.office.me.branch_code, before / AGAIN)
    had = Before(identity_of(both).epoch, (home.root / f"{TERMINAL}.keys").read_text(), read_keys(home.keys).recovery)
    both.close()
    folders = {kill: root / str(number) for number, kill in enumerate(KILLS)}
    for folder in folders.values():
        shutil.copytree(before, folder)
    kill_each([("enrol", folder, kill.place, kill.when, kill.count) for kill, folder in folders.items()], desk_key())
    yield had, folders
    shutil.rmtree(root)


def done(both: Exchanging, before: Before) -> list[bool]:
    """Which of `STEPS` were done."""
    home = both.desk.office.home
    return [
        identity_of(both).epoch != before.epoch,
        not list(home.outbox.glob("*.age")),
        not home.head.exists(),
        read_keys(home.keys).recovery != before.recovery,
        (home.root / f"{TERMINAL}.keys").read_text() != before.keys_file,
    ]


@pytest.mark.parametrize("kill", KILLS, ids=lambda kill: f"{kill.when} {kill.place} {kill.count}")
def test_an_enrolment_anew_that_was_killed_is_finished_by_doing_it_again(
    killed: tuple[Before, dict[Kill, Path]], kill: Kill
) -> None:
    before, folders = killed
    root = folders[kill]
    both = reopened(root, desk_key())
    offer, home = load_offer(root / AGAIN, both.clock), both.desk.office.home
    assert done(both, before) == [number < kill.done for number in range(len(STEPS))]
    epoch = identity_of(both).epoch
    if kill.done <= len(STEPS):
        assert both.desk.exchange.enrol(offer, bytes(32)).keys_file == str(home.root / f"{TERMINAL}.keys")
        assert all(done(both, before))
    assert (identity_of(both).epoch == epoch) is (kill.done > 0)
    refused("already_enrolled", lambda: both.desk.exchange.enrol(offer, bytes(32)))
    both.head_office.accept(home.root / f"{TERMINAL}.keys")
    for path in both.carried.iterdir():
        path.unlink()
    for _ in range(2):
        night(both, root)
    assert not list((root / "hq/quarantine").iterdir())
    assert not list(root.rglob("*.part"))
    agree(both)
    both.close()
