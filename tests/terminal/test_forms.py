"""Forms on a real pty: fast typing delivered in one piece, what was understood, what a filled field does."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import PASSPHRASE, make_desk
from tests.terminal.harness import Terminal

ROOT = Path(__file__).parents[2]


@pytest.fixture
def task_form(tmp_path: Path) -> Iterator[Terminal]:
    """A new task's form, its first field in focus."""
    make_desk(tmp_path / "home").close()
    command = [sys.executable, "-m", "tests.terminal.desk_app", str(tmp_path / "home"), "zh"]
    with Terminal(command, cwd=str(ROOT)) as terminal:
        terminal.wait_for("口令")
        terminal.settle()
        terminal.keys(PASSPHRASE, "enter")
        terminal.wait_for("王敏   今日")
        terminal.keys("f5")
        terminal.wait_for("F5 任务")
        terminal.settle()
        terminal.keys("ctrl+n")
        terminal.wait_for("期限")
        terminal.settle()
        yield terminal


def field(screen: str, label: str) -> str:
    """What stands in a field and beside it."""
    line = next(line for line in screen.splitlines() if line.strip().startswith(label))
    return re.sub(r"\s+", " ", line.split(label, 1)[1].lstrip("* ")).strip()


@pytest.mark.parametrize("leads_on", ["tab", "enter", "down"])
def test_a_whole_form_typed_in_one_piece_arrives_field_by_field(task_form: Terminal, leads_on: str) -> None:
    on = leads_on
    task_form.burst("买礼品", on, "12月1日", on, "9点半", on, on, "2", on, "生日 abc")
    screen = task_form.wait_for("生日 abc")
    assert field(screen, "事项") == "买礼品"
    assert field(screen, "期限") == "12月1日 → 2026-12-01 周二"
    assert field(screen, "时间") == "9点半 → 09:30"
    assert field(screen, "优先级") == "高"
    assert field(screen, "备注") == "生日 abc"


def test_saving_in_the_same_piece_saves_every_key_before_it(task_form: Terminal) -> None:
    task_form.burst("买礼品", "tab", "12-1", "tab", "0930", "tab", "tab", "2", "tab", "生日", "ctrl+s")
    task_form.wait_for("已新建")
    screen = task_form.wait_for("买礼品")
    assert re.search(r"12-01.*买礼品", screen)


def test_a_filled_field_says_how_to_keep_its_text(task_form: Terminal) -> None:
    assert "保留原文" not in task_form.screen()
    task_form.keys("tab")
    assert "→ 保留原文" in task_form.wait_for("→ 保留原文").splitlines()[-1]
    task_form.keys("right")
    task_form.wait_gone("保留原文")
    task_form.keys("up", "down", "下周五")
    assert field(task_form.wait_for("2026-12-04"), "期限") == "下周五 → 2026-12-04 周五"


def test_the_keys_of_a_form_stand_in_its_key_line(task_form: Terminal) -> None:
    line = task_form.screen().splitlines()[-1]
    for hint in ("Tab 下一项", "↑ 上一项", "Ctrl+S 保存", "Esc 关闭"):
        assert hint in line
    assert "* 为必填项" in task_form.screen()
