"""When something stands on the screen, and when one can work: CPU beside a bare Textual app's, in the same run."""

import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.conftest import Book
from tests.benchmarks.starts import MIB, ROOT, Seen, bare_start, median_cpu, watch
from tests.support import NOW, PASSPHRASE, STAFF_NO, make_desk

pytestmark = pytest.mark.benchmark
RUNS = 7
MORE_CPU = 0.15
"""Seconds that the first paint may cost more than the bare app's."""
MOST_MEMORY = 70 * MIB
LINES_AFTER = 1.0
"""Seconds from the first paint to today's real lines."""
LIST_RATIO = 1.35
IMPORTS = """
import time
import textual.app, textual.widgets
start = time.process_time()
import advisor_tui.store.tables, advisor_tui.desk.opening, advisor_tui.desk.clients
print(time.process_time() - start)
"""
"""What the data layer costs a program that has Textual already, tables included; the list does without them."""
FIRST_ROW = re.compile(r"▌\s*\S*\s*[一-鿿]")


def advisor_tui(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "advisor_tui", "--home", str(home), "--lang", "zh", *words]


def test_the_first_paint_costs_little_more_than_a_bare_app_and_todays_lines_follow_at_once(tmp_path: Path) -> None:
    make_desk(tmp_path / "home").close()
    (tmp_path / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    unlocked = advisor_tui(tmp_path / "home", "--passphrase-file", str(tmp_path / "passphrase"))
    bare: list[Seen] = []
    lock: list[Seen] = []
    day: list[Seen] = []
    lines: list[Seen] = []
    for _ in range(RUNS):
        bare.append(bare_start())
        lock += watch(advisor_tui(tmp_path / "home"), "口令")
        first, then = watch(unlocked, "今日", "张三丰")
        day.append(first)
        lines.append(then)
    after_cpu = statistics.median(then.cpu - first.cpu for first, then in zip(day, lines, strict=True))
    after_wall = min(then.wall - first.wall for first, then in zip(day, lines, strict=True))
    memory = max(seen.rss for seen in (*lock, *day))
    print(
        f"\nbare app {median_cpu(bare):.2f} s CPU; lock screen +{median_cpu(lock) - median_cpu(bare):.2f} s; "
        f"day page +{median_cpu(day) - median_cpu(bare):.2f} s; {memory / MIB:.0f} MiB; "
        f"today's lines {after_cpu:.2f} s CPU later, {after_wall:.2f} s on the clock at best"
    )
    assert median_cpu(lock) <= median_cpu(bare) + MORE_CPU
    assert median_cpu(day) <= median_cpu(bare) + MORE_CPU
    assert memory <= MOST_MEMORY
    assert after_wall <= LINES_AFTER, "the best of the runs: the clock goes on while others use the processor"


def test_todays_lines_follow_at_once_whatever_the_book(book_1k: Book, book_100k: Book) -> None:
    after: dict[int, list[float]] = {book_1k.clients: [], book_100k.clients: []}
    for _ in range(RUNS):
        for book in (book_1k, book_100k):
            words = ["--passphrase-file", str(book.passphrase)]
            first, then = watch(advisor_tui(book.home.root, *words), "今日", FIRST_ROW)
            after[book.clients].append(then.wall - first.wall)
    print(
        "\ntoday's lines after the first paint, on the clock: "
        + ", ".join(f"{min(t):.2f} s at best, {statistics.median(t):.2f} s at {n:,}" for n, t in after.items())
    )
    assert all(min(times) <= LINES_AFTER for times in after.values()), after


def import_cost() -> float:
    """CPU seconds of importing the data layer."""
    done = subprocess.run([sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True, cwd=ROOT)
    return float(done.stdout)


def test_a_usable_client_list_costs_the_imports_and_little_else_whatever_the_book(
    book_1k: Book, book_100k: Book
) -> None:
    floors: list[float] = []
    lists: dict[int, list[float]] = {book_1k.clients: [], book_100k.clients: []}
    for _ in range(RUNS):
        floors.append(bare_start().cpu + import_cost())
        for book in (book_1k, book_100k):
            key = book.home.root.parent / "key"
            module = [sys.executable, "-m", "tests.benchmarks.client_list_app"]
            command = [*module, str(book.home.root), str(key), STAFF_NO, NOW.isoformat()]
            lists[book.clients].append(watch(command, FIRST_ROW)[0].cpu)
    floor = statistics.median(floors)
    ratios = {clients: statistics.median(cost) / floor for clients, cost in lists.items()}
    print(
        f"\nbare app and imports {floor:.2f} s CPU; client list "
        + ", ".join(f"{ratio:.2f} times at {clients:,}" for clients, ratio in ratios.items())
    )
    assert all(ratio <= LIST_RATIO for ratio in ratios.values()), ratios
