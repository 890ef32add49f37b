"""The locked requirements: every package by version and hash, and no place that only one machine has."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_ENTRY = re.compile(r"[A-Za-z0-9._-]+==[^\s;\\]+")


@pytest.mark.parametrize("name", ["desk.txt", "dev.txt"])
def test_a_lock_names_packages_and_hashes_alone(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert len(entries) > 10
    for entry in entries:
        assert _ENTRY.match(entry), entry  # neither --index-url nor --find-links, no address, no path
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


def test_the_commands_that_write_the_locks_name_no_place() -> None:
    commands = [line for line in (ROOT / "CONTRIBUTING.md").read_text("utf-8").splitlines() if "pip-compile" in line]
    assert len(commands) == 2
    for command in commands:
        assert {"--no-emit-index-url", "--no-emit-find-links", "--generate-hashes"} <= set(command.split())
