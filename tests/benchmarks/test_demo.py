"""The demo: what it costs until it is on the screen, and that a large one costs its rows and no more memory."""

import statistics
import subprocess
import sys

import pytest

from tests.benchmarks.starts import MIB, ROOT, Seen, bare_start, median_cpu, watch

pytestmark = pytest.mark.benchmark
RUNS = 5
SCREEN_RATIO = 2.6
"""Of the bare app's start and the imports together: nothing can be made with less."""
LARGE, LARGER = 4_000, 12_000
GROWTH = 1.25
"""What a client more may cost in the larger book, as a multiple of one in the smaller."""
MORE_MEMORY = 90 * MIB
IMPORTS = """
import time
import textual.app, textual.widgets
start = time.process_time()
import advisor_tui.cli.demo_branch, advisor_tui.headoffice.office, advisor_tui.desk.day
print(time.process_time() - start)
"""
MAKE = """
import resource, sys, tempfile, time
from pathlib import Path
from advisor_tui.base.clock import FixedClock
from advisor_tui.cli.demo_branch import make_demo
from tests.support import NOW
start = time.process_time()
with tempfile.TemporaryDirectory() as folder:
    make_demo(Path(folder), "demo-desk-2026", FixedClock(NOW), int(sys.argv[1]), 1, "zh").close()
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""
TODAYS_LINE = "例行联系"
"""What every day of the demo holds: a contact by the rhythm."""


def _answers(program: str, *words: str) -> list[float]:
    """The figures that a program prints."""
    command = [sys.executable, "-c", program, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return [float(word) for word in done.stdout.split()]


def test_the_demo_costs_a_small_multiple_of_the_bare_app_and_the_imports() -> None:
    command = [sys.executable, "-m", "advisor_tui", "demo", "--lang", "zh", "--date", "2026-11-24"]
    floors: list[float] = []
    demos: list[Seen] = []
    for _ in range(RUNS):
        floors.append(bare_start().cpu + _answers(IMPORTS)[0])
        demos += watch(command, TODAYS_LINE)
    floor, wall = statistics.median(floors), min(seen.wall for seen in demos)
    ratio = median_cpu(demos) / floor
    print(
        f"\nbare app and imports {floor:.2f} s CPU; demo of 200 clients with today's lines {median_cpu(demos):.2f} s, "
        f"{ratio:.2f} times; {wall:.2f} s on the clock at best"
    )
    assert ratio <= SCREEN_RATIO


def test_a_large_demo_costs_its_rows_and_no_more_memory() -> None:
    base = _answers(MAKE, "2000")
    large, larger = _answers(MAKE, str(LARGE)), _answers(MAKE, str(LARGER))
    first = (large[0] - base[0]) / (LARGE - 2_000)
    then = (larger[0] - large[0]) / (LARGER - LARGE)
    print(
        f"\na thin client costs {first * 1e3:.2f} ms CPU up to {LARGE:,} clients, {then * 1e3:.2f} ms up to "
        f"{LARGER:,}; {base[1] / MIB:.0f}, {large[1] / MIB:.0f} and {larger[1] / MIB:.0f} MiB"
    )
    assert then <= GROWTH * first
    assert larger[1] - base[1] <= MORE_MEMORY
