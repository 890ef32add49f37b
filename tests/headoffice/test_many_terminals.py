"""However the bundles of many terminals come, the warehouse ends the same; and they are checked side by side."""

import multiprocessing
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest
from sqlmodel import select

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice.checking import Rules, checker
from advisor_tui.headoffice.office import HeadOffice
from advisor_tui.headoffice.tables import Stream, Terminal
from advisor_tui.headoffice.watching import Watch
from advisor_tui.sync.names import parse_bundle_name
from tests.exchange_support import make_head_office, open_head_office
from tests.headoffice.many import Sender, contents, register
from tests.postgres import need_server
from tests.support import NOW

BUNDLES = 3


@pytest.fixture
def offices() -> Iterator[list[HeadOffice]]:
    """Head offices that are closed at the end."""
    made: list[HeadOffice] = []
    yield made
    for one in made:
        one.close()


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """In memory where there is such a place: what is awaited here is not the disk."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir=memory, prefix="hq-") as folder:
        yield Path(folder)


def two_offices(offices: list[HeadOffice], folder: Path, number: int) -> list[Sender]:
    """The same terminals registered at two head offices with the same keys."""
    first = make_head_office(folder / "hq", FixedClock(NOW))
    senders = register(first, number)
    first.close()
    shutil.copytree(folder / "hq", folder / "hq2")
    offices.extend(open_head_office(folder / name, FixedClock(NOW)) for name in ("hq", "hq2"))
    return senders


def an_office_on_each_database(offices: list[HeadOffice], folder: Path, number: int) -> list[Sender]:
    """The same terminals registered at a head office with SQLCipher and at another with PostgreSQL."""
    server = need_server()
    for name, address in (("hq", ""), ("hq2", server.address(server.database()))):
        offices.append(make_head_office(folder / name, FixedClock(NOW), address))
    first, second = offices
    senders = register(first, number)
    keys = second.context.keys
    with first.context.warehouse.read() as there, second.context.warehouse.write() as here:
        for table in (Terminal, Stream):
            for row in there.exec(select(table)):
                here.add(table(**row.model_dump()))
        here.commit()
    for sender in senders:  # each office opens them with a key of its own
        sender.recipients += [keys.public(keys.months()[-1]), keys.public("recovery")]
    return senders


def carried(folder: Path, senders: list[Sender]) -> list[Path]:
    folder.mkdir()
    return [folder / one.send(folder, 3) for _ in range(BUNDLES) for one in senders]


def bring(paths: list[Path], folder: Path) -> Path:
    """Put copies of some bundles on a stick."""
    folder.mkdir()
    for path in paths:
        for source in (path, path.with_name(path.name + ".sig")):
            shutil.copy(source, folder)
    return folder


MAKERS = pytest.mark.parametrize("make", [two_offices, an_office_on_each_database], ids=["sqlcipher", "postgres"])
"""What came at random lies in SQLCipher too, or in PostgreSQL; what came in order is in SQLCipher both times."""


@MAKERS
@pytest.mark.slow
def test_200_terminals_in_random_order_each_twice_end_as_in_order_once(
    offices: list[HeadOffice], tmp_path: Path, make: Callable[[list[HeadOffice], Path, int], list[Sender]]
) -> None:
    senders = make(offices, tmp_path, 200)
    check_random_order(offices, tmp_path, carried(tmp_path / "all", senders), sticks=12)


@MAKERS
def test_some_terminals_in_random_order_each_twice_end_as_in_order_once(
    offices: list[HeadOffice], tmp_path: Path, make: Callable[[list[HeadOffice], Path, int], list[Sender]]
) -> None:
    senders = make(offices, tmp_path, 8)
    check_random_order(offices, tmp_path, carried(tmp_path / "all", senders), sticks=6)


def check_random_order(offices: list[HeadOffice], tmp_path: Path, paths: list[Path], sticks: int) -> None:
    in_order, at_random = offices
    assert in_order.ingest(tmp_path / "all").to_json()["applied"] == len(paths)
    chance = random.Random(20261124)
    dealt: list[list[Path]] = [[] for _ in range(sticks)]
    for path in paths:
        for stick in chance.sample(range(sticks), 2):
            dealt[stick].append(path)
    counts = [at_random.ingest(bring(some, tmp_path / f"stick{n}")).to_json() for n, some in enumerate(dealt)]
    assert sum(one["applied"] for one in counts) == len(paths)
    assert sum(one["parked"] for one in counts) > len(paths) / sticks
    assert sum(one["quarantined"] for one in counts) == 0
    assert contents(at_random) == contents(in_order)
    assert not list(at_random.context.home.parked.iterdir())


@pytest.mark.parametrize("processes", [0, 2])
@pytest.mark.parametrize("database", ["sqlcipher", "postgres"])
def test_processes_beside_make_no_difference(
    offices: list[HeadOffice], tmp_path: Path, processes: int, database: str
) -> None:
    """Also for what is refused, and its reason."""
    server = need_server() if database == "postgres" else None
    address = server.address(server.database()) if server else ""
    office = make_head_office(tmp_path / "hq", FixedClock(NOW), address)
    offices.append(office)
    senders = register(office, 5)
    paths = carried(tmp_path / "all", senders)
    damaged, swapped = paths[3], paths[-1]
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")
    shutil.copy(paths[0].with_name(paths[0].name + ".sig"), swapped.with_name(swapped.name + ".sig"))
    done: list[tuple[int, int]] = []
    result = office.ingest(tmp_path / "all", lambda *at: done.append(at), processes=processes)
    refused = {outcome.file: outcome.refusal.code for outcome in result.outcomes if outcome.refusal}
    assert refused == {damaged.name: "signature_wrong", swapped.name: "signature_wrong"}
    assert [outcome.file for outcome in result.outcomes if outcome.missing] == ["T0004-HQ-00000002.zip.age",
                                                                               "T0004-HQ-00000003.zip.age"]  # fmt: skip
    assert done == [(n, 15) for n in range(1, 16)]
    assert result.to_json()["applied"] == 11
    again = office.ingest(tmp_path / "all", processes=processes).to_json()
    assert (again["applied"], again["duplicates"], again["quarantined"]) == (0, 11, 2)


def test_a_bundle_for_an_older_months_key_is_opened_here(offices: list[HeadOffice], tmp_path: Path) -> None:
    """The processes get the keys that were unlocked so far; an older one is unlocked when it is asked for."""
    office = make_head_office(tmp_path / "hq", FixedClock(NOW))
    offices.append(office)
    [sender] = register(office, 1)
    old = sender.recipients[0]
    office.context.keys._write_age("hq-2026-12")
    sender.recipients = [old]
    carried(tmp_path / "all", [sender])
    assert office.ingest(tmp_path / "all", processes=1).to_json()["applied"] == BUNDLES
    assert len(office.context.keys.unlocked()) == 2


def test_work_goes_on_when_a_process_is_ended_from_outside(offices: list[HeadOffice], tmp_path: Path) -> None:
    office = make_head_office(tmp_path / "hq", FixedClock(NOW))
    offices.append(office)
    carried(tmp_path / "all", register(office, 4))

    def kill(done: int, _total: int) -> None:
        if done == 2:
            for child in multiprocessing.active_children():
                child.kill()
                child.join()

    assert office.ingest(tmp_path / "all", kill, processes=2).to_json()["applied"] == 4 * BUNDLES


def test_ctrl_c_keeps_what_was_applied_and_leaves_no_process(offices: list[HeadOffice], tmp_path: Path) -> None:
    office = make_head_office(tmp_path / "hq", FixedClock(NOW))
    offices.append(office)
    carried(tmp_path / "all", register(office, 3))

    def press(done: int, _total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.ingest(tmp_path / "all", press, processes=2)
    assert multiprocessing.active_children() == []
    counts = office.ingest(tmp_path / "all").to_json()
    assert (counts["duplicates"], counts["applied"]) == (4, 5)


def test_keys_reach_a_process_by_no_argument_environment_or_file(offices: list[HeadOffice], tmp_path: Path) -> None:
    office = make_head_office(tmp_path / "hq", FixedClock(NOW))
    offices.append(office)
    carried(tmp_path / "all", register(office, 1))
    [secret] = list(office.context.keys.identities())
    seen: list[str] = []

    def look(_done: int, _total: int) -> None:
        for child in multiprocessing.active_children():
            process = psutil.Process(child.pid)
            seen.append(" ".join([*process.cmdline(), *process.environ().values()]))

    office.ingest(tmp_path / "all", look, processes=1)
    assert seen
    assert not [words for words in seen if secret in words or secret[15:40] in words]


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    """kill -9 leaves nothing running that holds keys."""
    script = (
        "import sys, time, multiprocessing\n"
        "from datetime import datetime, UTC\n"
        "from advisor_tui.headoffice.checking import Rules, checker\n"
        "from advisor_tui.sync.revocation import Revoked\n"
        "if __name__ == '__main__':\n"
        "    with checker(Rules([], Revoked(1, frozenset()), datetime.now(UTC)), [], 1) as check:\n"
        "        check._pool.submit(int).result()\n"
        "        print(multiprocessing.active_children()[0].pid, flush=True)\n"
        "        time.sleep(600)\n"
    )
    (tmp_path / "parent.py").write_text(script)
    parent = subprocess.Popen([sys.executable, tmp_path / "parent.py"], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    watched = psutil.Process(child)
    parent.kill()
    parent.communicate()
    assert not psutil.wait_procs([watched], timeout=30)[1]


def test_the_number_of_processes_follows_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    from advisor_tui.sync.revocation import Revoked

    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: range(4))
    rules = Rules([], Revoked(1, frozenset()), NOW)
    for sizes, processes in (([20_000], 0), ([20_000] * 50, 0), ([20_000] * 500, 4), ([10_000_000], 4)):
        with checker(rules, sizes) as check:
            assert check.processes == processes


def test_a_watched_folder_gives_out_what_has_come_whole(offices: list[HeadOffice], tmp_path: Path) -> None:
    office = make_head_office(tmp_path / "hq", FixedClock(NOW))
    offices.append(office)
    paths = carried(tmp_path / "all", register(office, 1))
    folder = tmp_path / "share"
    folder.mkdir()
    watch = Watch(folder)

    def copy(path: Path, ending: str = "", size: int | None = None) -> None:
        data = path.with_name(path.name + ending).read_bytes()
        (folder / (path.name + ending)).write_bytes(data[:size])

    copy(paths[1])
    assert [watch.look() for _ in range(3)] == [[], [], []]  # without its signature
    copy(paths[1], ".sig", 20)
    assert watch.look() == []
    copy(paths[1], ".sig")  # it grew since the look before
    assert watch.look() == []
    assert office.ingest_new(watch).to_json()["parked"] == 1
    assert office.ingest_new(watch).outcomes == []
    copy(paths[0])
    copy(paths[0], ".sig")
    assert watch.look() == []
    counts = office.ingest_new(watch).to_json()
    assert (counts["applied"], counts["parked"]) == (2, 0)
    assert parse_bundle_name(paths[0].name).seq == 1


def test_a_folder_that_is_not_there_is_refused(offices: list[HeadOffice], tmp_path: Path) -> None:
    office = make_head_office(tmp_path / "hq", FixedClock(NOW))
    offices.append(office)
    with pytest.raises(DeskError) as caught:
        office.ingest(tmp_path / "none")
    assert caught.value.code == "folder_missing"
