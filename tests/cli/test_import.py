"""`advisor-tui import`: its answer, its exit codes, Ctrl+C."""

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.cli.imports import import_file
from advisor_tui.desk.opening import open_home
from tests.desk.importing.files import write_csv
from tests.support import NOW, PASSPHRASE, make_desk

app = typer.Typer()
app.command()(import_file)
HEADER = ("客户号", "姓名", "手机号码", "备用")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make_desk(tmp_path / "home").close()
    (tmp_path / "pass").write_text(PASSPHRASE + "\n")
    (tmp_path / "pass").chmod(0o600)
    return tmp_path / "home"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    rows = [HEADER, ("B1", "赵", "13811112222", ""), ("C0001", "张三丰", "", ""), ("B2", "[red]坏\x1b[2J", "12", "")]
    return write_csv(tmp_path / "book.csv", rows)


def run(home: Path, *arguments: str | Path) -> tuple[int, str, str]:
    given = [*map(str, arguments), "--home", str(home), "--passphrase-file", str(home.parent / "pass")]
    done = CliRunner().invoke(app, given)
    return done.exit_code, done.stdout, done.stderr


def journal(home: Path) -> tuple[int, int]:
    """Entries and clients."""
    clock = FixedClock(NOW)
    desk = open_home(Home(home), PASSPHRASE, clock, SeededIds(3, clock))
    with desk.office.rows() as connection:
        found = connection.exec_driver_sql("SELECT (SELECT count(*) FROM journal), count(*) FROM client").one()
    desk.close()
    return int(found[0]), int(found[1])


def test_json_is_one_object_with_the_counts_and_the_file_of_rejects(home: Path, book: Path) -> None:
    code, out, err = run(home, book, "--json", "--lang", "en")
    assert code == 0
    assert json.loads(out) == {
        "read": 3, "created": 1, "updated": 0, "unchanged": 1, "rejected": 1,
        "reject_file": str(book.with_name("book.rejected.csv")),
    }  # fmt: skip
    assert "Line 4, 手机号码: ** is not a telephone number" in err
    assert "Columns left out: 备用" in err
    entries = journal(home)
    code, out, _ = run(home, book, "--json", "--lang", "en")
    assert (code, json.loads(out)["unchanged"]) == (0, 2)
    assert journal(home) == entries


_NUMBERS = ("110105194912310021", "11010519491331002X", "1380013800", "13800138000123", "0000000000000001", "G12345678")


@pytest.mark.parametrize("given", [(), ("--json",), ("--dry-run",)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_number_of_a_person_stands_on_the_terminal(home: Path, given: tuple[str, ...], lang: str) -> None:
    """Neither where it is wrong, nor where another column's cell should stand; the file of rejects has them whole."""
    identity, born, phone, long_phone, card, passport = _NUMBERS
    header = ("客户号", "姓名", "手机号码", "证件号码", "出生日期", "备用 13911112222")
    rows = [
        header, ("B1", "赵", "", identity, "", ""), ("B2", "钱", "", born, "", ""), ("B3", "孙", phone, "", "", ""),
        ("B4", "李", long_phone, "", "", ""), ("B5", "周", "", "", card, ""), ("B6", "吴", "", passport, "", ""),
        ("B7", "郑", "", "", "138 0013-8001", ""),
    ]  # fmt: skip
    file = write_csv(home.parent / "wrong.csv", rows)
    code, out, err = run(home, file, *given, "--lang", lang)
    assert code == 0
    assert len([line for line in err.splitlines() if ": " in line or "：" in line]) >= 7
    for number in (*_NUMBERS, "138 0013-8001", "13911112222"):
        assert number not in out + err
    if "--dry-run" not in given:
        kept = file.with_name("wrong.rejected.csv").read_text(encoding="utf-8-sig")
        assert all(number in kept for number in (*_NUMBERS, "138 0013-8001"))


def test_a_table_without_headers_is_refused_without_its_first_row_in_clear(home: Path) -> None:
    file = write_csv(home.parent / "bare.csv", [("赵", "13811112222", "11010519491231002X")])
    code, out, err = run(home, file, "--json", "--lang", "en")
    assert (code, json.loads(out)["error"]["code"]) == (1, "columns_missing")
    assert "13811112222" not in out + err
    assert "11010519491231002X" not in out + err


@pytest.mark.parametrize(("lang", "words"), [("zh", "不是有效的电话号码"), ("en", "is not a telephone number")])
def test_reasons_are_in_the_language_that_was_asked_for(home: Path, book: Path, lang: str, words: str) -> None:
    code, out, err = run(home, book, "--lang", lang)
    assert code == 0
    assert words in err
    assert words in book.with_name("book.rejected.csv").read_text(encoding="utf-8-sig")
    assert "\x1b" not in out + err


def test_a_dry_run_says_so_and_changes_nothing(home: Path, book: Path) -> None:
    before = journal(home)
    code, out, _ = run(home, book, "--dry-run", "--lang", "en")
    assert code == 0
    assert "3 rows: 1 created, 0 updated, 1 unchanged, 1 rejected." in out
    assert "nothing was changed" in out
    assert journal(home) == before
    assert json.loads(run(home, book, "--dry-run", "--json")[1])["reject_file"] is None


@pytest.mark.parametrize(
    ("arguments", "exit_code", "code"),
    [
        (["none.csv"], 1, "import_unreadable"),
        (["book.csv", "--kind", "people"], 2, "usage"),
        (["book.csv", "--mapping", "none.toml"], 1, "mapping_invalid"),
        (["book.csv", "--lang", "fr"], 2, "usage"),
        (["pass"], 1, "columns_missing"),
    ],
)
def test_a_refusal_is_one_object_with_code_message_and_where(
    home: Path, book: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], exit_code: int, code: str
) -> None:
    monkeypatch.chdir(book.parent)
    before = journal(home)
    found, out, _ = run(home, *arguments, "--json")
    error = json.loads(out)["error"]
    assert (found, error["code"]) == (exit_code, code)
    assert error["message"]
    assert error["where"]
    assert journal(home) == before


def test_no_file_and_an_unknown_option_are_wrong_usage(home: Path, book: Path) -> None:
    assert run(home)[0] == 2
    assert run(home, book, "--force")[0] == 2


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    ends = pty.openpty()
    yield ends
    for end in ends:
        os.close(end)


def test_ctrl_c_in_the_middle_of_a_large_import_leaves_everything_as_it_was(
    home: Path, tmp_path: Path, terminal: tuple[int, int]
) -> None:
    large = [HEADER, ("C0001", "坏", "12", ""), *((f"B{n}", f"客户{n}", "", "") for n in range(60_000))]
    file = write_csv(tmp_path / "large.csv", large)
    before = journal(home)
    watched, shown = terminal
    command = "from advisor_tui.cli.main import main; main()"
    arguments = [str(file), "--json", "--lang", "en", "--home", str(home), "--passphrase-file", str(tmp_path / "pass")]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(
        [sys.executable, "-c", command, "import", *arguments], stdout=subprocess.PIPE, stderr=shown, env=environment
    ) as process:
        seen = b""
        while b"000/" not in seen:  # the bar stands at some thousand of all: the transaction has begun
            seen += os.read(watched, 4096)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=120)
    assert process.returncode == 130
    assert json.loads(out)["error"]["code"] == "interrupted"
    assert not file.with_name("large.rejected.csv").exists()
    assert journal(home) == before
