"""`init`, `doctor` and `audit verify`: what they answer, and what they refuse."""

import errno
from pathlib import Path
from typing import Any

import pytest
import typer

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.cli.home import init as make_home_by_command
from advisor_tui.store.connect import connect
from advisor_tui.store.keys import read_keys
from tests.cli.runner import Ran, init, passphrase_file, run
from tests.exchange_support import make_exchange, make_head_office
from tests.support import NOW, PASSPHRASE

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


def test_init_never_writes_over_the_keys_of_a_database_that_is_missing(tmp_path: Path) -> None:
    options = init(tmp_path)
    home = Home(tmp_path / "home")
    keys = home.keys.read_bytes()
    home.database.rename(tmp_path / "elsewhere.db")
    for words in (("init", *WHO), ("audit", "verify"), ("export", "--to", tmp_path / "out"), ("import", __file__)):
        answer = run(*words, *options, "--json", "--lang", "en")
        assert (answer.code, answer.json["error"]["code"]) in {(1, "database_missing"), (1, "not_enrolled")}, words
        assert "advisor-tui init" not in answer.json["error"]["message"]
    assert home.keys.read_bytes() == keys


def test_init_leaves_nothing_when_the_enrolment_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FixedClock(NOW)
    offer = tmp_path / "offer"
    head_office = make_head_office(tmp_path / "hq", clock)
    head_office.enrol("T0123", "BJ01", offer)
    head_office.close()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "T0123.keys"))

    monkeypatch.setattr("advisor_tui.cli.home.SystemClock", lambda: clock)
    monkeypatch.setattr("advisor_tui.desk.exchanging.enrolling.write_keys_file", full)
    with pytest.raises(typer.Exit) as ended:
        make_home_by_command(
            "1001", "王敏", "BJ01", enrolment=offer, home=tmp_path / "a" / "home", lang="zh",
            passphrase_file=passphrase_file(tmp_path), json=True,
        )  # fmt: skip
    assert ended.value.exit_code == 1
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("place", ["/proc/foo", "/proc/foo/bar"])
def test_init_where_no_folder_can_be_made_says_why(tmp_path: Path, place: str) -> None:
    options = ("--home", place, "--passphrase-file", passphrase_file(tmp_path))
    answer = run("init", *WHO, *options, "--json", "--lang", "en")
    assert answer.code == 1
    told = answer.json["error"]
    assert (told["code"], told["where"]) == ("cannot_write", "/proc/foo")
    assert "such file or" in told["message"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("init", "--staff", "1", "--lang", "en"), 2, "--name is missing."),
        (("doctor", "--lang", "fr"), 2, "--lang"),
        (("audit", "verify", "--home", "/nowhere/at/all", "--lang", "en"), 1, "There is no desk"),
        (("--home", "/nowhere/at/all", "--lang", "en"), 1, "There is no desk"),
        (("nonsense", "--lang", "en"), 2, "There is no command nonsense here."),
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


LOOKED_AT = [
    "terminal", "terminal_size", "colours", "utf8", "wide_characters", "core_dumps", "pages", "structure", "journal",
    "last_seal", "digests", "enrolment", "clock",
]  # fmt: skip
"""What the doctor looks at, in its order."""


def checks(answer: Ran) -> dict[str, dict[str, Any]]:
    """The doctor's rows by their codes, each there once."""
    found = {check["code"]: check for check in answer.json["checks"]}
    assert len(found) == len(answer.json["checks"])
    return found


def test_doctor_looks_at_everything_that_it_names(tmp_path: Path) -> None:
    options = init(tmp_path)
    found = checks(run("doctor", *options, "--json", "--lang", "en"))
    assert list(found) == LOOKED_AT
    assert all(check["ok"] for code, check in found.items() if not code.startswith("terminal"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_doctor_speaks_one_language_and_advises_where_something_is_wrong(tmp_path: Path, lang: str) -> None:
    options = init(tmp_path)
    home = Home(tmp_path / "home")
    connection = connect(home.database, read_keys(home.keys).unwrap(PASSPHRASE)[1])
    connection.execute("UPDATE journal SET payload = replace(payload, 'BJ01', 'BJ02') WHERE seq = 1")
    connection.close()
    found = checks(run("doctor", *options, "--json", "--lang", lang))
    assert {code for code, check in found.items() if not check["ok"]} >= {"journal"}
    for code, check in found.items():
        assert bool(check["advice"]) is not check["ok"], code
        said = check["name"] + check["advice"] + ("" if code in ("colours", "utf8") else check["found"])
        if code == "journal":
            assert check["found"] == ("1：内容被改动" if lang == "zh" else "1: its content was changed")
        assert code == "utf8" or any("一" <= sign <= "龥" for sign in said) is (lang == "zh" or "张三丰" in said), code


def _damage(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset : offset + 64] = bytes(sign ^ 0xFF for sign in data[offset : offset + 64])
    path.write_bytes(data)


@pytest.mark.parametrize("part", [0.2, 0.35, 0.5, 0.65, 0.8])
def test_doctor_tells_all_it_can_of_a_damaged_database(tmp_path: Path, part: float) -> None:
    options = init(tmp_path)
    path = Home(tmp_path / "home").database
    _damage(path, int(path.stat().st_size * part))
    answer = run("doctor", *options, "--json", "--lang", "en")
    found = checks(answer)
    assert (answer.code, answer.json["ok"]) == (1, False)
    assert "clock" in found
    assert found.keys() >= {"terminal", "colours"}
    rows = ("database",) if "database" in found else ("pages",)
    for code in rows:
        assert not found[code]["ok"]
        assert found[code]["advice"] == "Restore a backup, or ask head office for the data."
    if rows == ("pages",):
        assert list(found) == LOOKED_AT


def test_doctor_goes_on_past_a_page_that_only_one_table_needs(tmp_path: Path) -> None:
    """The page is of an index that no other check reads."""
    options = init(tmp_path)
    home = Home(tmp_path / "home")
    connection = connect(home.database, read_keys(home.keys).unwrap(PASSPHRASE)[1])
    page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_bundle_sent_sealed'").fetchone()[0]
    connection.close()
    _damage(home.database, (page - 1) * 4096 + 500)
    found = checks(run("doctor", *options, "--json", "--lang", "en"))
    assert list(found) == LOOKED_AT
    assert {code for code in LOOKED_AT[6:] if not found[code]["ok"]} == {"pages", "structure"}
    assert {found[code]["found"] for code in ("pages", "structure")} == {f"Damaged pages: {page}"}


def test_doctor_without_a_desk_says_so_and_looks_at_the_clock(tmp_path: Path) -> None:
    answer = run("doctor", "--home", tmp_path / "nowhere", "--json", "--lang", "en")
    found = checks(answer)
    assert list(found) == [*LOOKED_AT[:6], "database", "clock"]
    assert found["database"]["ok"]
    assert "There is no desk in" in found["database"]["found"]
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("left", ["desk.db", "head", "keys.json"])
def test_doctor_is_not_content_with_a_part_of_a_desk(tmp_path: Path, left: str) -> None:
    options = init(tmp_path)
    home = Home(tmp_path / "home")
    home.head.write_text("{}")
    for path in (home.database, home.keys, home.head):
        if path.name != left:
            path.unlink()
    answer = run("doctor", *options, "--json", "--lang", "en")
    found = checks(answer)
    assert (answer.code, answer.json["ok"], found["database"]["ok"]) == (1, False, False)
    assert found["database"]["advice"]
    assert "init" not in found["database"]["found"]
    assert "clock" in found


def test_doctor_and_audit_miss_a_removed_head(tmp_path: Path) -> None:
    both = make_exchange(tmp_path)
    both.desk.exchange.seal()
    both.close()
    Home(tmp_path / "home").head.unlink()
    options = ("--home", tmp_path / "home", "--passphrase-file", passphrase_file(tmp_path))
    found = checks(run("doctor", *options, "--json", "--lang", "en"))
    assert [code for code in LOOKED_AT[6:] if not found[code]["ok"]] == ["last_seal"]
    audit = run("audit", "verify", *options, "--json")
    assert (audit.code, audit.json["error"]["code"]) == (1, "head_missing")
    Home(tmp_path / "home").head.write_text("{")
    assert run("audit", "verify", *options, "--json").json["error"]["code"] == "head_damaged"


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
        assert checks(found)["database"]["ok"] is False


def test_an_unfinished_home_is_not_there(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.make()
    (home.root / "desk.part").write_bytes(b"half")
    init(tmp_path)
    assert not list(home.root.glob("desk.part*"))
