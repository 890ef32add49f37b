"""docs/head-office.md is typed in, block by block, as a bank's IT would: every command in it works."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pexpect
import pytest

from tests.cli.runner import run
from tests.postgres import Server, need_server

DOCUMENT = Path(__file__).parents[2] / "docs/head-office.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
PROGRAMS = Path(sys.executable).parent
NEEDED = ("age", "ssh-keygen", "unzip", "sha256sum", "psql")
KINDS = {"sh", "cron", "ini", "bat", "toml", "csv", "sql"}


@dataclass(frozen=True)
class Block:
    """A block of the document, and the heading that it stands under."""

    heading: str
    kind: str
    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


def blocks() -> Iterator[Block]:
    heading = ""
    for found in re.finditer(r"^## ([^\n]+)$|^```(\w*)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL):
        if found[1]:
            heading = found[1]
        else:
            yield Block(heading, found[2], found[3])


def test_every_block_is_of_a_kind_that_is_tried() -> None:
    assert {block.kind for block in blocks()} == KINDS
    assert "\n    advisor-tui" not in TEXT  # no command stands outside of them


class Walk:
    """One folder with the document's environment: head office, a terminal's home, an exchange folder, a server."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder, self.server = folder, server
        self.environment = {
            **os.environ, "PATH": f"{PROGRAMS}:{os.environ['PATH']}", "HOME": str(folder), "LANG": "C.UTF-8",
            "XDG_DATA_HOME": str(folder / "terminal"), "CREDENTIALS_DIRECTORY": str(folder),
        }  # fmt: skip

    def here(self, text: str) -> str:
        """The places of a real machine, in this folder."""
        for there, place in (("/mnt/exchange", "SHARE"), ("/srv", "."), ("X:\\exchange\\", "SHARE/")):
            text = text.replace(
                there, str(self.folder / place) if not place.endswith("/") else f"{self.folder}/{place}"
            )
        return text.replace("/run/postgresql", str(self.server.folder))

    def sh(self, script: str) -> str:
        """Run a script on a terminal; age asks for head office's passphrase."""
        command = ["-e", "-o", "pipefail", "-c", self.here(script)]
        child = pexpect.spawn(
            "bash", command, cwd=str(self.folder), env=self.environment, timeout=300, encoding="utf-8", echo=False
        )  # fmt: skip
        said = ""
        while child.expect([r"Enter passphrase[^\n]*: ?", pexpect.EOF]) == 0:
            said += str(child.before)
            child.sendline((self.folder / "hq.pass").read_text().strip())
        said += str(child.before)
        child.wait()
        child.close()
        assert child.exitstatus == 0, f"{script}\n{said}"
        return said

    def unattended(self, command: str) -> str:
        """Run a command as a scheduler does: without a terminal, and stopped by SIGINT if it only watches."""
        done = subprocess.Popen(
            ["bash", "-c", f"exec {self.here(command)}"], cwd=self.folder, env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert done.stdout is not None
        said = ""
        if "--watch" in command:
            said = done.stdout.readline()
            done.send_signal(signal.SIGINT)
        out, err = done.communicate(timeout=300)
        assert done.returncode == (130 if "--watch" in command else 0), f"{command}\n{out}{err}"
        return said + out

    def write(self, block: Block) -> None:
        """A file that begins with its name."""
        name = block.lines[0].removeprefix("# ")
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in block.lines[1:]), encoding="utf-8")


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    missing = [tool for tool in NEEDED if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"NOT TESTED, these tools are not installed: {', '.join(missing)}")
    return Walk(tmp_path, need_server())


def scheduled(block: Block) -> str:
    """The command that a schedule runs, of a crontab, a unit of systemd, or a task of Windows; "" for a timer."""
    if block.kind == "cron":
        return block.text.split(maxsplit=5)[5].strip()
    if block.kind == "bat":
        found = re.search(r'/TR "cmd /c (.+)"$', block.text.strip())
        assert found is not None
        return found[1].replace("%USERPROFILE%\\", "$HOME/").replace("< NUL", "< /dev/null")
    found = re.search(r"^ExecStart=/usr/bin/env (.+)$", block.text, re.MULTILINE)
    return found[1] if found else ""


def test_the_whole_page_can_be_typed_in(walk: Walk) -> None:
    said: dict[str, str] = {}
    for block in blocks():
        if block.heading.startswith("Losing a terminal") and (walk.folder / "terminal").exists() and "lost" not in said:
            said["lost"] = walk.sh("ls -A terminal")
            shutil.rmtree(walk.folder / "terminal")  # what the walk is about: it is gone
        if "mv HQ-copy HQ" in block.text:
            walk.sh(LOST_NIGHT)  # what the copy knows nothing of
        if block.kind in ("toml", "csv"):
            walk.write(block)
        elif block.kind == "sql":
            walk.server.run(*filter(None, (part.strip() for part in block.text.split(";"))))
        elif block.kind == "sh":
            said[block.heading] = said.get(block.heading, "") + walk.sh(block.text)
        elif command := scheduled(block):
            if "--watch" in command:  # something must come for it to say something
                walk.sh("advisor-tui export --passphrase-file desk.pass --to SHARE/T0123")
            walk.unattended(command)
    check_what_was_said(said)
    assert (walk.folder / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    book = walk.sh("advisor-tui head-office status --home HQ --passphrase-file hq.pass --json")
    assert '"matters": []' in book or '"matters": ["never"]' in book
    left = walk.sh("advisor-tui audit verify --passphrase-file new-desk.pass --lang en")
    assert "entries" in left


def check_what_was_said(said: dict[str, str]) -> None:
    hand = said["Checking a bundle by hand"]
    assert 'Good "bundle@bank-sync" signature for terminal-T0123' in hand
    assert "data/changes.jsonl: OK" in hand
    assert "count_star()" in hand
    back = said["Losing a terminal and getting everything back"]
    assert "HQ-T0123-00000001.zip.age" in back
    asked = said["Putting head office back from a copy"]
    assert "T0123" in asked
    assert "拒收 0" in asked or "refused 0" in asked
    assert "T0123" in said["Every night, at head office"]
    assert "branch" in said["PostgreSQL"]


LOST_NIGHT = """
advisor-tui export --passphrase-file new-desk.pass --to SHARE-LOST
advisor-tui head-office ingest --home HQ --passphrase-file hq.pass SHARE-LOST
advisor-tui head-office publish --home HQ --passphrase-file hq.pass --to BACK-LOST
advisor-tui receive --passphrase-file new-desk.pass BACK-LOST/HQ-T0123-*.zip.age
"""
COMMANDS = sorted(set(re.findall(r"`(advisor-tui [^`]+)`", TEXT)))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_in_a_sentence_has_the_options_that_it_names(command: str) -> None:
    words = shlex.split(command)[1:]
    path = words[: 2 if words[0] == "head-office" else 1]
    told = run(*path, "--help")
    assert told.code == 0, told.err
    for word in words:
        assert not word.startswith("--") or re.search(rf"^\s+{word}\b", told.out, re.MULTILINE), word


def test_the_units_are_ones_that_systemd_reads(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("NOT TESTED, systemd-analyze is not installed")
    for block in blocks():
        if block.kind != "ini":
            continue
        path = tmp_path / Path(block.lines[0].removeprefix("# ")).name
        path.write_text(block.text, encoding="utf-8")
    for path in sorted(tmp_path.iterdir()):
        done = subprocess.run(["systemd-analyze", "verify", str(path)], capture_output=True, text=True)
        said = [line for line in done.stderr.splitlines() if path.name in line]
        assert not [line for line in said if "Unknown" in line or "Failed to parse" in line or "nvalid" in line], said
