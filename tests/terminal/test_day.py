"""One whole client's day on a real terminal, by keys alone: from a client book to a bundle that head office reads.

The program is the installed command at the machine's own time; it is killed once in the middle of the interview.
"""

import re
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.rules.questionnaire import Answer, Questionnaire
from tests.cli.runner import Ran, passphrase_file, run
from tests.support import PASSPHRASE
from tests.terminal.harness import Terminal
from tests.terminal.test_interview import answer, at

ROOT = Path(__file__).parents[2]
BOOK = """客户号,姓名,手机号,身份证号,出生日期,职业
A1,张三丰,13800138000,11010519491231002X,,退休
A2,单雄信,13900139001,440524188001010014,,
A3,李慧敏,13700137002,,1984-05-06,工程师
"""
HOLDINGS = """客户号,产品名称,类型,余额
A3,一年定期,定期存款,500000
A3,活期存款,活期,300000
"""


@dataclass(frozen=True)
class Bank:
    """A desk that is enrolled with a head office, and both their folders."""

    root: Path

    def command(self, *words: object, at_head_office: bool = False) -> Ran:
        """Run a command at the desk or at head office."""
        home = self.root / ("head-office" if at_head_office else "home")
        return run(*words, "--home", home, "--passphrase-file", self.root / "passphrase.txt", "--json", cwd=self.root)

    def desk(self, lang: str = "zh") -> Terminal:
        """The desk on a terminal, unlocked by its passphrase."""
        words = [sys.executable, "-m", "advisor_tui", "--home", str(self.root / "home"), "--lang", lang]
        terminal = Terminal(words, cwd=str(ROOT))
        terminal.wait_for("口令" if lang == "zh" else "Passphrase")
        terminal.settle()
        terminal.keys(PASSPHRASE, "enter")
        terminal.wait_for("王敏")
        terminal.wait_for(re.compile("待封存|unsealed"))
        return terminal


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    """A head office, and a desk with an advisor's own client book."""
    passphrase_file(tmp_path)
    bank = Bank(tmp_path)
    office = {"at_head_office": True}
    assert bank.command("head-office", "init", **office).code == 0
    enrol = bank.command(
        "head-office", "enrol", "--terminal", "T0123", "--branch", "HZ001", "--out", "T0123.enrolment", **office
    )
    assert enrol.code == 0
    made = bank.command(
        "init", "--staff", "1001", "--name", "王敏", "--branch", "HZ001", "--branch-name", "滨江支行",
        "--enrolment", "T0123.enrolment",
    )  # fmt: skip
    assert made.json["enrolled"] is True
    assert bank.command("head-office", "accept", "T0123.keys", **office).code == 0
    (tmp_path / "clients.csv").write_bytes(BOOK.encode("gb18030"))
    (tmp_path / "holdings.csv").write_text(HOLDINGS, encoding="utf-8")
    assert bank.command("import", "clients.csv").json["created"] == 3
    assert bank.command("import", "holdings.csv").json["created"] == 2
    return bank


@pytest.fixture
def quick() -> Questionnaire:
    """The questionnaire that the day's interview is held with."""
    from advisor_tui.base.clock import SystemClock

    return load_reference(data_root()).questionnaires.latest("quick-2026", SystemClock().today())


def test_a_client_goes_from_the_list_to_a_bundle_that_head_office_reads(bank: Bank, quick: Questionnaire) -> None:
    said: dict[str, Answer] = {}
    with bank.desk() as terminal:
        find_client(terminal)
        begin_interview(terminal)
        answer(terminal, quick, said, 8)
        terminal.wait_for(at(9))
        terminal.kill()

    with bank.desk() as terminal:
        resume_interview(terminal)
        answer(terminal, quick, said, len(quick.questions))
        confirm_answers(terminal)
        propose(terminal)
        present(terminal)
        confirm_proposal(terminal)
        see_the_tasks(terminal)
        log_the_follow_up(terminal)
        seal_and_export(terminal, bank.root / "out")
        terminal.keys("ctrl+q")
        assert terminal.wait_exit() == 0

    assert bank.command("audit", "verify").json["ok"] is True
    first = bank.command("head-office", "ingest", "out", at_head_office=True).json
    assert (first["bundles"], first["applied"], first["quarantined"], first["parked"]) == (1, 1, 0, 0)
    again = bank.command("head-office", "ingest", "out", at_head_office=True).json
    assert (again["applied"], again["duplicates"], again["rows"]) == (0, 1, 0)
    (row,) = bank.command("head-office", "report", at_head_office=True).json["terminals"]
    assert (row["clients"], row["interviews"], row["confirmations"]) == (3, 1, 1)


def find_client(terminal: Terminal) -> None:
    """The client list, by the initials of the name."""
    terminal.keys("f2")
    terminal.wait_for("3 位")
    terminal.keys("lhm")
    terminal.wait_for("1 位")
    terminal.keys("enter")
    terminal.wait_for("137****7002")


def begin_interview(terminal: Terminal) -> None:
    """F3 on the client's page."""
    terminal.keys("f3")
    terminal.wait_for("还没有访谈")
    terminal.keys("ctrl+n")
    terminal.wait_for("与李慧敏访谈")
    terminal.keys("2")
    terminal.wait_for(at(1))


def resume_interview(terminal: Terminal) -> None:
    """After the kill: the very question at which it stood."""
    terminal.keys("f3")
    terminal.wait_for("快速访谈 2026 版")
    terminal.keys("enter")
    terminal.wait_for(at(9))


def confirm_answers(terminal: Terminal) -> None:
    """The review, and the level only after the client has confirmed."""
    terminal.wait_for("必答题均已作答")
    terminal.keys("2")
    terminal.wait_for("客户本人作答并确认无误")
    terminal.keys("2")
    terminal.wait_for(re.compile(r"C[1-5] \S+型   得分 \d+"))


def propose(terminal: Terminal) -> None:
    """F4: an amount (assessed today: no question about changes), a product, 200,000 yuan of it; typed in one breath."""
    terminal.keys("2")
    terminal.wait_for("打算投资多少")
    terminal.keys("enter")
    terminal.wait_for("方案中还没有产品")
    terminal.keys("ctrl+n")
    terminal.wait_for("原因")
    go_down_to(terminal, r"▌ ✓\s+澄湖日日盈现金管理")
    terminal.keys("enter")
    terminal.wait_for(re.compile(r"▌ 澄湖日日盈现金管理 A"))
    terminal.settle()
    terminal.keys("20万", "enter")
    terminal.wait_for("20.00*")


def go_down_to(terminal: Terminal, row: str) -> None:
    """Move the cursor down, a painted row at a time, until it stands on this one."""
    for _ in range(40):
        here = cursor_row(terminal.settle(0.2))
        if re.match(row, here):
            return
        terminal.keys("down")
        terminal.wait_until(partial(_moved, here), "the next row")
    raise AssertionError(terminal.screen())


def _moved(before: str, screen: str) -> bool:
    return cursor_row(screen) != before


def cursor_row(screen: str) -> str:
    """The row under the cursor, from its mark on."""
    return next((line[line.index("▌") :] for line in screen.splitlines() if "▌ ✓" in line or "▌ ✗" in line), "")


def present(terminal: Terminal) -> None:
    """What the client sees, page by page to the end."""
    terminal.keys("ctrl+o")
    terminal.wait_for("定为第 1 版")
    terminal.keys("enter")
    terminal.wait_for("致李慧敏")
    terminal.keys("pagedown")
    terminal.wait_for("理财非存款")
    terminal.keys("pagedown")
    terminal.wait_for("匹配意见与提示")


def confirm_proposal(terminal: Terminal) -> None:
    """The client's written confirmation."""
    terminal.keys("1")
    terminal.wait_for("确认书编号")
    terminal.settle()
    terminal.keys("enter", "F-20261124-1", "enter", "赵六", "enter", "LX-0001", "enter", "ctrl+s")
    terminal.wait_for("已接受")
    terminal.wait_for("后续安排")


def see_the_tasks(terminal: Terminal) -> None:
    """F5: what carries the proposal out; the first is done."""
    terminal.keys("f5")
    terminal.wait_for("共 5 项")
    assert "双录" in terminal.screen()
    terminal.keys("1")
    terminal.wait_for("（可不填）")
    terminal.keys("已签署", "enter")
    terminal.wait_for("共 4 项")


def log_the_follow_up(terminal: Terminal) -> None:
    """F6: the follow-up that the confirmation planned is carried out, and the next one proposed by the cadence."""
    terminal.keys("f6")
    terminal.wait_for("工作日")
    terminal.keys("3")
    terminal.wait_for("[议程]")
    terminal.wait_for("李慧敏")
    terminal.keys("tab", "enter")
    terminal.wait_for("客户原话")
    terminal.settle()
    terminal.keys("已说明到账时间", "ctrl+s")
    terminal.wait_for("已保存。下次联系李慧敏（白金）")
    terminal.keys("1")
    terminal.wait_for("[议程]")


def seal_and_export(terminal: Terminal, folder: Path) -> None:
    """F9, Exchange: seal, and copy to a folder."""
    folder.mkdir()
    terminal.keys("f9")
    terminal.wait_for("数据交换")
    terminal.keys("1")
    terminal.wait_for("1 立即封存")
    terminal.keys("1")
    terminal.wait_for(re.compile(r"T0123-HQ-00000001 .*已封存"))
    terminal.keys("2")
    terminal.wait_for("导出到哪个目录")
    terminal.keys(str(folder), "enter")
    terminal.wait_for("已导出")
    assert len(list(folder.glob("T0123-HQ-*"))) == 2
