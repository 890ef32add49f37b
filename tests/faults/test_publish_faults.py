"""What head office seals reaches the folder whole, or with the next publish: no number of a stream is left a gap."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice.publish import Remarks
from tests.exchange_support import desk_key, make_exchange
from tests.faults.kill_at import kill_each
from tests.faults.night import agree, night, reopened
from tests.faults.receivers import BULLETIN
from tests.faults.test_disk_faults import only

PUBLISH, WRITE = "advisor_tui.headoffice.publish:", "advisor_tui.headoffice.delivering:write_durably"
BUNDLE = "HQ-T0123-00000001.zip.age"
SIGNATURE = f"{BUNDLE}.sig"
NO_ROOM = {"disk_full", "not_put"}


@dataclass(frozen=True)
class Kill:
    """Where publish is killed, and what is to be found then.

    Attributes:
        place: The function at which it ends.
        when: Before or after.
        count: At which of its calls.
        sealed: Whether the bundle's number is taken.
        there: What lies in the folder that is carried.
        put: Whether the bundle counts as put, so that the next publish does not write it again.
    """

    place: str
    when: str
    count: int
    sealed: bool
    there: Sequence[str] = ()
    put: bool = False


KILLS = (
    Kill("os:fsync", "before", 1, sealed=False),  # the folder is being tried
    Kill("os:fsync", "after", 2, sealed=False),  # head office's own
    Kill(PUBLISH + "seal_bundle", "before", 1, sealed=False),
    Kill(PUBLISH + "_seal", "after", 1, sealed=False),
    Kill(PUBLISH + "put", "before", 1, sealed=True),
    Kill(WRITE, "before", 1, sealed=True),
    Kill("pathlib:Path.replace", "before", 1, sealed=True, there=(f"{SIGNATURE}.part",)),
    Kill(WRITE, "after", 1, sealed=True, there=(SIGNATURE,)),
    Kill("pathlib:Path.replace", "before", 2, sealed=True, there=(f"{BUNDLE}.part", SIGNATURE)),
    Kill(WRITE, "after", 2, sealed=True, there=(BUNDLE, SIGNATURE)),
    Kill(WRITE, "after", 3, sealed=True, there=(BUNDLE, SIGNATURE)),
    Kill(WRITE, "after", 4, sealed=True, there=(BUNDLE, SIGNATURE), put=True),
)


def bulletin(root: Path, body: str) -> Path:
    """A folder with something to publish."""
    data = root / "data/bulletins"
    data.mkdir(parents=True, exist_ok=True)
    (data / "rates.toml").write_text(BULLETIN.format(body=body), encoding="utf-8")
    return data.parent


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> dict[Kill, Path]:
    """The folder of both sides after each kill."""
    root = tmp_path_factory.mktemp("killed")
    both = make_exchange(root / "before")
    both.send()
    both.ingest()
    both.close()
    bulletin(root / "before", "一")
    folders = {kill: root / str(number) for number, kill in enumerate(KILLS)}
    for folder in folders.values():
        shutil.copytree(root / "before", folder)
    kill_each([("publish", folder, kill.place, kill.when, kill.count) for kill, folder in folders.items()], desk_key())
    return folders


@pytest.mark.parametrize("kill", KILLS, ids=lambda kill: f"{kill.when} {kill.place} {kill.count}")
def test_publish_killed_anywhere_and_run_again_leaves_no_gap(killed: dict[Kill, Path], kill: Kill) -> None:
    root = killed[kill]
    carried, remarks = root / "from-hq", Remarks()
    assert sorted(path.name for path in carried.glob("*")) == sorted(kill.there)
    both = reopened(root, desk_key())
    sealed = both.head_office.publish(bulletin(root, "二"), carried, remarks=remarks)
    assert [one.seq for one in sealed] == [2 if kill.sealed else 1]
    assert remarks.earlier == ([BUNDLE] if kill.sealed and not kill.put else [])
    both.clock.move(timedelta(minutes=1))
    lying = sorted(carried.glob("*.age"))
    assert {path.name for path in carried.iterdir()} == {
        name for one in lying for name in (one.name, f"{one.name}.sig")
    }
    results = both.desk.exchange.receive(lying)
    assert [result.status for result in results] == ["applied"] * (1 + kill.sealed)
    night(both, root)
    agree(both)
    both.close()


@pytest.mark.parametrize("half", ["key", pytest.param("pub", marks=pytest.mark.slow)])
def test_a_month_whose_key_was_made_by_half_is_served(tmp_path: Path, half: str) -> None:
    both = make_exchange(tmp_path)
    both.close()
    place = "advisor_tui.headoffice.keys:write_durably"  # first the private half, then the public one
    kill_each([("publish-later", tmp_path, place, "after", 1 if half == "key" else 2)], desk_key())
    keys = {path.name for path in (tmp_path / "hq/keys").glob("hq-2026-12.*")}
    assert keys == {"hq-2026-12.key"} | ({"hq-2026-12.pub"} if half == "pub" else set())
    both = reopened(tmp_path, desk_key())
    both.clock.move(timedelta(days=20))
    night(both, tmp_path)
    assert both.head_office.context.keys.months()[-1] == "hq-2026-12"
    both.edit("C0001", "搬家了")
    night(both, tmp_path)
    agree(both)
    both.close()


def test_a_full_disk_leaves_no_gap_in_what_is_published(disk: Path) -> None:
    """With each amount of room between none and enough a number is not taken, or the next publish writes its bundle."""
    both = make_exchange(disk)
    both.send()
    both.ingest()
    refused, done = set(), 0
    for number, free in enumerate(range(0, 160 * 1024, 16 * 1024)):
        data = bulletin(disk, f"{number}")
        try:
            with only(disk, free):
                both.head_office.publish(data, disk / "from-hq")
            done += 1
        except DeskError as refusal:
            refused.add(refusal.code)
            assert not list(disk.rglob(".advisor-tui*"))
        finally:
            (disk / "filler").unlink(missing_ok=True)
    assert done
    assert refused
    assert refused <= NO_ROOM
    night(both, disk)
    assert {row.status for row in both.desk.exchange.view().received} == {"applied"}
    night(both, disk)
    agree(both)
    both.close()


@contextmanager
def without_room(to: Path, code: str) -> Iterator[None]:
    """The folder that is published to is a file, as of a stick that was pulled out: it cannot be written to."""
    to.write_bytes(b"")
    with pytest.raises(DeskError) as refused:
        yield
    assert refused.value.code == code
    to.unlink()


def test_a_folder_that_cannot_be_written_to_costs_no_number(tmp_path: Path) -> None:
    both, to = make_exchange(tmp_path), tmp_path / "from-hq"
    both.send()
    both.ingest()
    with without_room(to, "cannot_write"):
        both.head_office.publish(None, to)
    [first] = both.head_office.publish(bulletin(tmp_path, "一"), to)
    assert (first.file, first.kind) == (BUNDLE, "delta")
    assert sorted(path.name for path in to.iterdir()) == [BUNDLE, SIGNATURE]
    both.close()
