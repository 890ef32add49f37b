"""A step of the night that is killed before any one of its changes on the disk loses nothing and does nothing twice.

The default run tries a few places of each step, another few for each change of the seed; `-m slow` tries every one.
"""

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.exchange_support import desk_key, make_exchange
from tests.faults.kill_anywhere import can_trace
from tests.faults.night import STEPS, agree, night, reopened

NEVER = 1 << 30
FEW = 1


def traced(jobs: Sequence[tuple[str, Path, int]]) -> list[int]:
    """See `kill_anywhere`."""
    if not can_trace():
        pytest.skip("NOT TESTED: killing a step anywhere needs Linux on x86-64 or ARM64")
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.kill_anywhere", desk_key().hex()],
        input=json.dumps([(step, str(root), count) for step, root, count in jobs]), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: list[int] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module", params=list(STEPS))
def before(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A step, and a folder in which every step before it was done."""
    root, step = tmp_path_factory.mktemp("before"), str(request.param)
    both = make_exchange(root)
    night(both, root)
    both.edit("C0001", "搬家了")
    for name, job in STEPS.items():
        if name == step:
            break
        job(both, root)
    both.close()
    yield step, root
    shutil.rmtree(root)


@pytest.mark.parametrize("how", ["few", pytest.param("every", marks=pytest.mark.slow)])
def test_a_step_killed_anywhere_and_the_night_repeated_end_alike(
    before: tuple[str, Path], tmp_path: Path, how: str
) -> None:
    step, root = before
    shutil.copytree(root, tmp_path / "whole")
    [changes] = traced([(step, tmp_path / "whole", NEVER)])
    assert changes > FEW
    places = list(range(1, changes + 1))
    if how == "few":
        places = random.Random(step).sample(places, FEW)
    jobs = []
    for place in places:
        shutil.copytree(root, tmp_path / str(place))
        jobs.append((step, tmp_path / str(place), place))
    killed = traced(jobs)
    assert sum(count == place for count, place in zip(killed, places, strict=True)) > len(places) // 2
    for place in places:
        check(tmp_path / str(place))
        shutil.rmtree(tmp_path / str(place))


def check(root: Path) -> None:
    """It opens again, and after the night is repeated nothing is left over and both sides have the same."""
    both = reopened(root, desk_key())
    night(both, root)
    both.edit("C0002", "电话已改")
    night(both, root)
    agree(both)
    assert both.head_office.status().to_json()["terminals"]
    home, hq = both.desk.office.home, both.head_office.context.home
    for folder in (hq.parked, hq.quarantine):
        assert not list(folder.iterdir())
    assert not list(home.outbox.glob("*.age"))
    assert not list(root.rglob("*.part"))
    both.close()
