"""`init`, `doctor` and `audit verify`: what they answer, and what they refuse."""

from pathlib import Path

import pytest

from advisor_tui.base.home import Home
from advisor_tui.store.connect import connect
from advisor_tui.store.keys import read_keys
from tests.cli.runner import init, passphrase_file, run
from tests.support import PASSPHRASE

WHO = ("--staff", "1001", "--name", "王敏", "--branch", "BJ01")


def test_init_makes_a_home_that_works_alone_and_says_so(tmp_path: Path) -> None:
    options = ("--home", tmp_path / "h", "--passphrase-file", passphrase_file(tmp_path))
    made = run("init", *WHO, *options, "--json")
    assert made.code == 0
    assert made.json["enrolled"] is False
    assert made.json["keys_file"] is None
    assert "export is off" in run("init", *WHO, "--home", tmp_path / "g", *options[2:], "--lang", "en").out
    assert "不能导出" in run("init", *WHO, "--home", tmp_path / "k", *options[2:], "--lang", "zh").out


def test_init_twice_is_refused_with_a_reason(tmp_path: Path) -> None:
    options = init(tmp_path)
    again = run("init", *WHO, *options, "--json", "--lang", "en")
    assert again.code == 1
    assert again.json == {
        "error": {"code": "home_exists", "message": "There is already a desk here.", "where": str(tmp_path / "home")}
    }


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("init", "--staff", "1"), 2, "Missing option"),
        (("doctor", "--lang", "fr"), 2, "--lang"),
        (("audit", "verify", "--home", "/nowhere/at/all", "--lang", "en"), 1, "There is no desk"),
        (("--home", "/nowhere/at/all", "--lang", "en"), 1, "There is no desk"),
        (("nonsense",), 2, "No such command"),
    ],
)
def test_refusals_have_exit_code_1_and_wrong_usage_2(words: tuple[str, ...], code: int, said: str) -> None:
    answer = run(*words)
    assert answer.code == code
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_nobody_is_asked_where_nobody_sits(tmp_path: Path) -> None:
    init(tmp_path)
    asked = run("audit", "verify", "--home", tmp_path / "home", "--json")
    assert (asked.code, asked.json["error"]["code"]) == (1, "no_passphrase")


@pytest.mark.parametrize("words", ["wrong passphrase", ""])
def test_a_wrong_passphrase_file(tmp_path: Path, words: str) -> None:
    options = init(tmp_path)
    passphrase_file(tmp_path, words)
    assert run("audit", "verify", *options, "--json").json["error"]["code"] == "wrong_passphrase"


def test_audit_verify_counts_entries_and_names_the_first_bad_one(tmp_path: Path) -> None:
    options = init(tmp_path)
    whole = run("audit", "verify", *options, "--json")
    assert (whole.code, whole.json) == (0, {"entries": 2, "ok": True, "first_bad": None})
    home = Home(tmp_path / "home")
    connection = connect(home.database, read_keys(home.keys).unwrap(PASSPHRASE)[1])
    connection.execute("UPDATE journal SET payload = replace(payload, 'BJ01', 'BJ02') WHERE seq = 1")
    connection.close()
    broken = run("audit", "verify", *options, "--json")
    assert (broken.code, broken.json) == (1, {"entries": 1, "ok": False, "first_bad": 1})
    assert "内容被改动" in run("audit", "verify", *options, "--lang", "zh").out


def test_doctor_looks_at_everything_that_it_names(tmp_path: Path) -> None:
    options = init(tmp_path)
    found = run("doctor", *options, "--json", "--lang", "en").json
    names = {check["name"] for check in found["checks"]}
    assert names >= {
        "Terminal size", "Colours", "UTF-8", "Wide characters", "Encrypted pages", "Database structure", "Journal",
        "Table digests", "Clock",
    }  # fmt: skip
    assert all(check["ok"] for check in found["checks"] if check["name"] != "Terminal size")


def test_doctor_finds_a_flipped_bit_in_the_middle_of_the_file(tmp_path: Path) -> None:
    options = init(tmp_path)
    path = Home(tmp_path / "home").database
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    found = run("doctor", *options, "--json", "--lang", "en")
    assert found.code == 1
    assert {check["name"] for check in found.json["checks"] if not check["ok"]} & {"Encrypted pages", "Database"}


def test_doctor_rebuilds_what_is_derived(tmp_path: Path) -> None:
    options = init(tmp_path)
    book = tmp_path / "book.csv"
    book.write_text("客户号,姓名\nA1,张三丰\n", encoding="utf-8")
    assert run("import", book, *options, "--json").json["created"] == 1
    home = Home(tmp_path / "home")
    key = read_keys(home.keys).unwrap(PASSPHRASE)[1]
    connection = connect(home.database, key)
    connection.execute("DELETE FROM client_card")
    connection.close()
    assert run("doctor", "--rebuild", *options, "--json").json["checks"]
    connection = connect(home.database, key)
    cards = "SELECT client.name FROM client_card JOIN client ON client.id = client_card.client_id"
    assert connection.execute(cards).fetchall() == [("张三丰",)]
    connection.close()


def test_doctor_never_calls_a_database_well_that_it_could_not_open(tmp_path: Path) -> None:
    options = init(tmp_path)
    for words in (options[:2], (*options[:2], "--passphrase-file", passphrase_file(tmp_path, "wrong passphrase"))):
        found = run("doctor", *words, "--json", "--lang", "en")
        assert (found.code, found.json["ok"]) == (1, False)
        assert [check["ok"] for check in found.json["checks"] if check["name"] == "Database"] == [False]


def test_an_unfinished_home_is_not_there(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.make()
    (home.root / "desk.part").write_bytes(b"half")
    init(tmp_path)
    assert not list(home.root.glob("desk.part*"))
