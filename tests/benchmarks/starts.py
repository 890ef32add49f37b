"""Starting a program on a pty and reading what it has used when a text stands on the screen."""

import re
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.terminal.harness import Terminal

ROOT = Path(__file__).parents[2]
MIB = 2**20
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App[None]):
    def compose(self):
        yield Static("bare")
Bare().run(mouse=False)
"""
"""The least that a Textual program can be: it paints one word."""


@dataclass(frozen=True)
class Seen:
    """What a program had used when a text was first on its screen.

    Attributes:
        cpu: Seconds of all its threads.
        wall: Seconds since it was started.
        rss: Bytes in memory, the highest so far.
    """

    cpu: float
    wall: float
    rss: int


def watch(command: Sequence[str], *texts: str | re.Pattern[str], size: tuple[int, int] = (80, 24)) -> list[Seen]:
    """Start a program, wait for the texts one after the other, end it."""
    start = time.monotonic()
    seen = []
    with Terminal(command, *size, cwd=str(ROOT)) as terminal:
        process = psutil.Process(terminal.pid)
        for text in texts:
            terminal.wait_for(text, timeout=60)
            times = process.cpu_times()
            seen.append(Seen(times.user + times.system, time.monotonic() - start, peak(process.pid)))
    return seen


def peak(pid: int) -> int:
    """The most memory that a process has held so far, in bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise LookupError(pid)


def bare_start() -> Seen:
    """Start the bare Textual app once."""
    return watch([sys.executable, "-c", BARE], "bare")[0]


def median_cpu(runs: Sequence[Seen]) -> float:
    """The middle CPU time of several runs."""
    return statistics.median(seen.cpu for seen in runs)
