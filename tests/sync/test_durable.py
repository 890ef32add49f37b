"""A file is there whole or not at all, whoever else writes it, and whatever a killed process left beside it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from advisor_tui.sync.durable import write_durably

WRITER = """
import sys
from pathlib import Path
from advisor_tui.sync.durable import write_durably
path, mark = Path(sys.argv[1]), sys.argv[2].encode()
sys.stdin.readline()
for number in range(150):
    write_durably(path, mark * (1000 + number))
    found = path.read_bytes()
    assert len(found) >= 1000 and len(set(found)) == 1, len(found)
"""


def test_processes_that_write_one_file_do_not_disturb_each_other(tmp_path: Path) -> None:
    path = tmp_path / "file"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), mark], stdin=subprocess.PIPE, text=True)
        for mark in "abc"
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=120)
        assert writer.returncode == 0
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_what_a_killed_process_left_beside_it_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "file.part").write_bytes(b"half")
    write_durably(tmp_path / "file", b"whole", 0o640)
    assert (tmp_path / "file").read_bytes() == b"whole"
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("planted", ["link", "dangling", "pipe"])
def test_what_somebody_planted_beside_it_is_not_written_through(tmp_path: Path, planted: str) -> None:
    folder, other = tmp_path / "share", tmp_path / "other"
    folder.mkdir()
    other.write_bytes(b"mine")
    part = folder / "file.part"
    if planted == "pipe":
        os.mkfifo(part)
    else:
        part.symlink_to(other if planted == "link" else tmp_path / "nowhere")
    write_durably(folder / "file", b"whole")
    assert (folder / "file").read_bytes() == b"whole"
    assert not (folder / "file").is_symlink()
    assert other.read_bytes() == b"mine"
    assert not (tmp_path / "nowhere").exists()
