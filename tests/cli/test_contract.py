"""What scripts rely on, for every command: options, exit codes, one JSON object on stdout, the keys in it."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from advisor_tui.base.clock import SystemClock
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.cli.commands import app
from advisor_tui.headoffice.office import HeadOffice
from advisor_tui.headoffice.tables import COPIES, Stream
from tests.cli.runner import BULLETIN, passphrase_file, run
from tests.headoffice.many import register

DESK = ("--home", "{root}/home", "--passphrase-file", "{root}/passphrase.txt")
HQ = ("--home", "{root}/hq", "--passphrase-file", "{root}/passphrase.txt")
WHO = ("--staff", "1001", "--name", "王敏", "--branch", "BJ01")
WHERE = ("--to-terminal", "T0123", "--to-staff", "1001", "--to-name", "王敏", "--reason", "调岗")
BECAUSE = ("--by", "合规部", "--reason", "本人要求")
CLIENTS = "客户姓名,手机号\n张三丰,13800138000\n李四,12\n"
CASE = '{"id": "1", "kind": "sale", "date": "2026-11-24", "client": {}, "product": {"type": "wmp_public"}}'


@dataclass(frozen=True)
class Command:
    """One command: words that work and the keys of the answer, words that are refused and the code of the refusal."""

    good: tuple[str, ...]
    keys: frozenset[str]
    bad: tuple[str, ...] = ()
    code: str = ""
    each: tuple[str, frozenset[str]] | None = None
    """The key of a list in the answer, and the keys of its objects."""


def keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


SEALED = keys("file signature seq changes bytes")
TABLE: dict[str, Command] = {
    "head-office init": Command(
        ("--home", "{root}/hq2", *HQ[2:]), keys("home warehouse fingerprint month_key"), HQ, "home_exists"
    ),
    "head-office enrol": Command(
        (*HQ, "--terminal", "T0123", "--branch", "BJ01", "--out", "{root}/offer"),
        keys("terminal branch file expires fingerprint"),
        (*HQ, "--terminal", "X1", "--branch", "BJ01", "--out", "{root}/no"), "terminal_name",
    ),
    "init": Command(
        (*WHO, *DESK, "--enrolment", "{root}/offer"), keys("home staff enrolled keys_file fingerprint head_office"),
        (*WHO, *DESK), "home_exists",
    ),
    "head-office accept": Command(
        (*HQ, "{root}/T0123.keys"), keys("terminal branch fingerprint"), (*HQ, "{root}/none"), "file_unreadable"
    ),
    "import": Command(
        (*DESK, "{root}/clients.csv"), keys("read created updated unchanged rejected reject_file"),
        (*DESK, "{root}/none.csv"), "import_unreadable",
    ),
    "audit verify": Command(DESK, keys("entries ok first_bad"), ("--home", "{root}/none", *DESK[2:]), "no_home"),
    "export": Command(
        (*DESK, "--to", "{root}/out"), keys("bundles states head_office"), (*DESK, "--to", "{root}/clients.csv/x"),
        "export_folder", ("bundles", SEALED),
    ),
    "head-office ingest": Command(
        (*HQ, "{root}/out"), keys("bundles applied duplicates parked quarantined rows"), (*HQ, "{root}/none"),
        "folder_missing",
    ),
    "head-office publish": Command(
        (*HQ, "{root}/data", "--to", "{root}/back"), keys("bundles earlier failures"),
        (*HQ, "{root}/none", "--to", "{root}/back"), "folder_missing",
        ("bundles", keys("terminal file signature seq kind files orders rows bytes")),
    ),
    "receive": Command(
        (*DESK, "{root}/back"), keys("bundles"), (*DESK, "{root}/out"), "nothing_to_receive",
        ("bundles", keys("file status lines acknowledged wiped")),
    ),
    "head-office decide": Command(
        (*HQ, "--terminal", "T0124", "--case", "1", "--decision", "refused", "--by", "风险部"), keys("order new"),
        (*HQ, "--terminal", "T0124", "--case", "9", "--decision", "refused", "--by", "风险部"), "order_refused",
    ),
    "head-office assign": Command(
        (*HQ, "--terminal", "T0124", "--client", "C1", *WHERE), keys("order new"),
        (*HQ, "--terminal", "T0124", "--client", "none", *WHERE), "order_refused",
    ),
    "head-office erase": Command(
        (*HQ, "--terminal", "T0124", "--client", "C1", *BECAUSE), keys("order new"),
        (*HQ, "--terminal", "T0999", "--client", "C1", *BECAUSE), "order_refused",
    ),
    "head-office withdraw": Command((*HQ, "{order}"), keys("order"), (*HQ, "12345678"), "order_unknown"),
    "head-office orders": Command(
        HQ, keys("orders"), ("--home", "{root}/none", *HQ[2:]), "no_head_office",
        ("orders", keys("id kind about issued_at effective_from content source subject terminals reasons")),
    ),
    "head-office rotate-key": Command(HQ, keys("month_key"), ("--home", "{root}/none", *HQ[2:]), "no_head_office"),
    "recover": Command(
        (*DESK, "--out", "{root}/request"), keys("staff request code"),
        (*DESK, "--out", "{root}/never", "--staff", "9999"), "staff_unknown",
    ),
    "head-office recover": Command(
        (*HQ, "{root}/request", "--out", "{root}/answer"), keys("staff answer code"),
        (*HQ, "{root}/none", "--out", "{root}/answer"), "file_unreadable",
    ),
    "head-office restored": Command(
        HQ, keys("asked anew revoked month_key"), ("--home", "{root}/none", *HQ[2:]), "no_head_office"
    ),
    "head-office settle": Command(
        (*HQ, "--terminal", "T0124", *BECAUSE[2:]), keys("terminal applied stopped"),
        (*HQ, "--terminal", "T0123", *BECAUSE[2:]), "stream_runs",
    ),
    "head-office status": Command(
        HQ, keys("at schema terminals strangers archived archived_since quarantine_full"),
        ("--home", "{root}/none", *HQ[2:]), "no_head_office",
        ("terminals", keys("terminal branch heard_at last changes schema missing parked quarantined uncompared "
                           "unacknowledged stale_since matters")),
    ),
    "head-office wipe": Command(
        (*HQ, "--terminal", "T0124", *BECAUSE[2:]), keys("order new"), (*HQ, "--terminal", "T0999", *BECAUSE[2:]),
        "terminal_unknown",
    ),
    "head-office report": Command(
        HQ, keys("date terminals parked quarantined from advisors complaints exceptions"),
        ("--home", "{root}/none", *HQ[2:]), "no_head_office",
    ),
    "head-office revoke": Command(
        (*HQ, "--terminal", "T0123"), keys("terminal"), (*HQ, "--terminal", "T0999"), "terminal_unknown"
    ),
    "enrol": Command(
        ("--home", "{root}/alone", *DESK[2:], "{root}/offer2"), keys("terminal keys_file fingerprint head_office"),
        (*DESK, "{root}/none"), "file_unreadable",
    ),
    "data check": Command(("{root}/data/../shipped",), keys("files mistakes"), ("{root}/out",), "data_missing"),
    "check": Command(("{root}/case.json",), keys("id verdict must_do findings")),
    "doctor": Command(DESK, keys("ok checks"), each=("checks", keys("code name ok found advice"))),
}  # fmt: skip
"""In the order in which they make a whole exchange; `demo` opens a screen and answers nothing."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contract")
    secret = passphrase_file(folder)
    clock = SystemClock()
    office = HeadOffice.create(folder / "hq", secret.read_text().strip(), clock, Uuid7Source(), work_factor=4)
    office.enrol("T0200", "BJ02", folder / "offer2")
    add_stopped_terminal(office, "T0124")
    decision = {
        "terminal": "T0124",
        "case": 1,
        "decision": "returned",
        "decided_by": "风险部",
        "decided_on": clock.today(),
    }
    (folder / "order").write_text(office.decide("credit_decision", decision, "test")[0])
    office.close()
    alone = ("--home", folder / "alone", "--passphrase-file", secret)
    assert run("init", "--staff", "1", "--name", "李", "--branch", "BJ02", *alone).code == 0
    (folder / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    (folder / "case.json").write_text(CASE, encoding="utf-8")
    (folder / "data/bulletins").mkdir(parents=True)
    (folder / "data/bulletins/rates.toml").write_text(BULLETIN, encoding="utf-8")
    from advisor_tui.reference.root import data_root

    (folder / "shipped").symlink_to(data_root())
    return folder


def add_stopped_terminal(office: HeadOffice, name: str) -> None:
    """A second terminal with a client and a loan case, whose stream is stopped and whose key was revoked."""
    [sender] = register(office, 1, first=int(name[1:]))
    with office.context.warehouse.write() as session:
        session.get_one(Stream, (name, sender.epoch)).stopped = True
        origin = {"terminal": name, "branch": "BJ01", "hlc": ""}
        connection, row = session.connection(), Uuid7Source().new()
        connection.execute(COPIES["client"].insert(), [{**origin, "id": row, "number": "C1", "name": "李四"}])
        connection.execute(COPIES["loan_case"].insert(), [{**origin, "id": row, "number": 1, "client_id": row}])
        session.commit()
    office.revoke(name)


def leaves(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command that does something, by the words that call it."""
    for name, one in command.commands.items():
        if hasattr(one, "commands"):
            yield from leaves(one, (*path, name))
        else:
            yield " ".join((*path, name)), one


COMMANDS = dict(leaves(get_command(app)))
NEED_KEY = set(TABLE) - {"data check", "check"}


def options(name: str) -> set[str]:
    return {option for parameter in COMMANDS[name].params for option in parameter.opts}


def words(command: str, given: tuple[str, ...], root: Path) -> list[str]:
    given = tuple(word.replace("{root}", str(root)) for word in given)
    if "{order}" in given:
        order = (root / "order").read_text()
        given = tuple(order if word == "{order}" else word for word in given)
    return [*command.split(), *given]


def numbers(value: Any) -> Iterator[object]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from numbers(one)
    elif isinstance(value, int | float):
        yield value


def test_the_table_has_every_command() -> None:
    assert COMMANDS.keys() == TABLE.keys() | {"demo"}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_takes_home_and_lang_and_what_it_needs(name: str) -> None:
    found = options(name)
    assert {"--home", "--lang"} <= found
    assert ("--json" in found) is (name in TABLE)
    assert ("--passphrase-file" in found) is (name in NEED_KEY)


def test_every_command_answers_one_object_with_the_keys_of_the_contract(root: Path) -> None:
    """In one run, since each needs what the ones before it made."""
    for name, command in TABLE.items():
        ran = run(*words(name, command.good, root), "--json", "--lang", "en", cwd=root)
        if name == "doctor":  # a test has no terminal that is fit for the desk
            assert ran.code in (0, 1)
        else:
            assert ran.code == 0, (name, ran.out, ran.err)
        assert ran.out.count("\n") == 1, name
        assert ran.json.keys() == command.keys, name
        assert all(type(number) in (int, bool) for number in numbers(ran.json)), name
        if command.each:
            key, wanted = command.each
            assert ran.json[key], name
            assert {frozenset(one) for one in ran.json[key]} == {wanted}, name
    for name, command in TABLE.items():
        if command.code:
            ran = run(*words(name, command.bad, root), "--json", "--lang", "en", cwd=root)
            assert ran.code == 1, (name, ran.out, ran.err)
            assert ran.json.keys() == {"error"}, name
            assert ran.json["error"].keys() == {"code", "message", "where"}, name
            assert ran.json["error"]["code"] == command.code, name
            assert ran.json["error"]["where"], name


OTHER = ("--passphrase-file", "{root}/other.txt")
ALONE = ("--home", "{root}/alone")
PLACES = {
    "wrong_passphrase": (("audit verify", ALONE, OTHER, "{root}/alone"), ("import", (*ALONE, "{root}/clients.csv"),
                         OTHER, "{root}/alone"), ("head-office report", HQ[:2], OTHER, "{root}/hq")),
    "weak_passphrase": (("init", (*WHO, "--home", "{root}/weak"), ("--passphrase-file", "{root}/short.txt"),
                         "{root}/weak"), ("head-office init", ("--home", "{root}/weak"),
                         ("--passphrase-file", "{root}/short.txt"), "{root}/weak")),
    "no_home": (("audit verify", ("--home", "{root}/none"), DESK[2:], "{root}/none"),
                ("export", ("--home", "{root}/none", "--to", "{root}/out"), DESK[2:], "{root}/none")),
    "no_head_office": (("head-office ingest", ("--home", "{root}/none", "{root}/out"), HQ[2:], "{root}/none"),),
    "no_passphrase": (("audit verify", ALONE, (), "--passphrase-file"),),
}  # fmt: skip
"""By code: a command, its words, its passphrase, and the place that the refusal names or lies below."""


@pytest.mark.parametrize("code", sorted(PLACES))
def test_a_refusal_names_the_place_that_it_is_about(root: Path, code: str) -> None:
    for name, words_ in (("other.txt", "another passphrase"), ("short.txt", "short")):
        (root / name).write_text(words_ + "\n")
        (root / name).chmod(0o600)
    for name, given, secret, place in PLACES[code]:
        ran = run(*words(name, (*given, *secret), root), "--json", "--lang", "en", cwd=root)
        assert (ran.code, ran.json["error"]["code"]) == (1, code), (name, ran.out)
        assert ran.json["error"]["where"].startswith(place.replace("{root}", str(root))), (name, ran.out)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_wrong_option_is_an_object_too(name: str) -> None:
    ran = run(*name.split(), "--json", "--no-such-option", "--lang", "en")
    assert (ran.code, ran.err) == (2, "")
    assert ran.json == {
        "error": {
            "code": "usage",
            "message": "There is no option --no-such-option here.",
            "where": "--no-such-option",
        }
    }


@pytest.mark.parametrize(
    ("given", "message", "where"),
    [
        ("export --json --home h", "缺少 --to。", "--to"),
        ("export --json --home h --to", "--to 后面须有值。", "--to"),
        ("import --json --dry-run=1 a.csv", "--dry-run 后面不带值。", "--dry-run"),
        ("import --json --home h", "缺少 FILE。", "FILE"),
        ("head-office ingest --json out", "缺少 --home。", "--home"),
        ("import --json a.csv b.csv", "多余的参数：b.csv", "advisor-tui import"),
        ("import --json a.csv --kind what", "类别须为", "--kind"),
        ("nothing --json", "没有命令 nothing。", "advisor-tui"),
        ("audit nothing --json", "没有命令 nothing。", "advisor-tui audit"),
        (
            "head-office publish --json --home h --to t --effective 26",
            "--effective 的值不正确：须为日期",
            "--effective",
        ),
        ("doctor --json --lang fr", "", "--lang"),
        (f"doctor --json --home {__file__}", "--home 的值不正确：这是文件，不是文件夹", "--home"),
        ("head-office enrol --json --home h --terminal T1 --branch B --out /", "--out 的值不正确：这是文件夹", "--out"),
    ],
)
def test_a_wrong_usage_says_what_and_where(given: str, message: str, where: str) -> None:
    ran = run("--lang", "zh", *given.split())
    assert (ran.code, ran.err) == (2, "")
    assert (ran.json["error"]["code"], ran.json["error"]["where"]) == ("usage", where)
    assert ran.json["error"]["message"].startswith(message)
    told = run("--lang", "zh", *given.replace(" --json", "").split())
    assert (told.code, told.out) == (2, "")
    assert message in told.err


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        (
            "--clients 0",
            "--clients 的值不正确：须为不小于 1 的数",
            "--clients cannot be this: it is a number from 1",
        ),
        ("--clients 1000001", "--clients 的值不正确：须为不大于 1,000,000 的数", "it is a number of at most 1,000,000"),
        ("--seed 1.5", "--seed 的值不正确：须为整数", "--seed cannot be this: it is a whole number"),
        ("more", "多余的参数：more", "This is more than belongs here: more"),
        ("--seed", "--seed 后面须有值。", "--seed needs a value after it."),
    ],
)
def test_what_does_not_fit_is_told_in_our_words_and_one_language(given: str, zh: str, en: str) -> None:
    """Typer and its checks of types speak English only."""
    for lang, words in (("zh", zh), ("en", en)):
        ran = run("--lang", lang, "demo", *given.split())
        assert ran.code == 2
        assert words in ran.err.splitlines()[0]
    assert not re.search(
        "[A-Za-z]{4}",
        run("--lang", "zh", "demo", *given.split())
        .err.splitlines()[0]
        .replace("--clients", "")
        .replace("--seed", "")
        .replace("more", ""),
    )


def test_a_group_without_a_command_shows_its_help() -> None:
    told = run("--lang", "zh", "audit")
    assert (told.code, told.out) == (2, "")
    assert "缺少子命令。" in told.err
    assert "verify" in told.err


def test_options_before_the_command_hold_for_it(root: Path) -> None:
    ran = run("--home", root / "nowhere", "audit", "verify", "--json")
    assert ran.json["error"]["code"] == "no_home"
    assert str(root / "nowhere") in ran.json["error"]["message"]
    nearer = run("--home", root / "nowhere", "audit", "verify", "--home", root / "here", "--json")
    assert str(root / "here") in nearer.json["error"]["message"]


def test_progress_is_drawn_on_stderr_alone(tmp_path: Path) -> None:
    home = ("--home", str(tmp_path / "home"), "--passphrase-file", str(passphrase_file(tmp_path)))
    assert run("init", *WHO, *home).code == 0
    (tmp_path / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    screen, side = pty.openpty()
    given = ["import", str(tmp_path / "clients.csv"), *home, "--json", "--lang", "en"]
    with subprocess.Popen(
        [sys.executable, "-m", "advisor_tui", *given], stdout=subprocess.PIPE, stderr=side, text=True
    ) as running:
        os.close(side)
        drawn = b""
        while True:
            try:
                part = os.read(screen, 4096)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            drawn += part
        assert running.stdout is not None
        answer = running.stdout.read()
    os.close(screen)
    assert json.loads(answer)["created"] == 1
    assert answer.count("\n") == 1
    assert b"Importing" in drawn


@pytest.mark.parametrize("given", [(), ("--passphrase-file", "{root}/passphrase.txt")])
def test_a_desk_that_is_not_enrolled_exports_nothing_and_says_what_to_do(
    tmp_path: Path, given: tuple[str, ...]
) -> None:
    home = ("--home", str(tmp_path / "home"))
    assert run("init", *WHO, *home, "--passphrase-file", passphrase_file(tmp_path)).code == 0
    ran = run(*words("export", (*home, *given, "--to", "{root}/out"), tmp_path), "--json", "--lang", "en")
    assert (ran.code, ran.json["error"]["code"]) == (1, "not_enrolled")
    assert "advisor-tui enrol FILE" in ran.json["error"]["message"]
    assert not (tmp_path / "out").exists()
