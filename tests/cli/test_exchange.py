"""The exchange by commands alone, as scripts run it: enrol, export, ingest, publish, receive, report."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from advisor_tui.base.clock import SystemClock
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.headoffice.office import HeadOffice
from tests.cli.runner import BULLETIN, Ran, passphrase_file, run


@dataclass(frozen=True)
class Sides:
    """The options that open the desk and head office, and the folder between them."""

    root: Path
    desk: tuple[object, ...]
    head_office: tuple[object, ...]
    carried: Path

    def hq(self, command: str, *words: object) -> Ran:
        return run("head-office", command, *self.head_office, *words, "--lang", "en", "--json")


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Sides:
    """A desk that was enrolled by the commands of both sides."""
    root = tmp_path_factory.mktemp("sides")
    secret = passphrase_file(root)
    HeadOffice.create(root / "hq", secret.read_text().strip(), SystemClock(), Uuid7Source(), work_factor=4).close()
    head_office = ("--home", root / "hq", "--passphrase-file", secret)
    offer, keys = root / "T0123.enrolment", root / "T0123.keys"
    desk = ("--home", root / "home", "--passphrase-file", secret)
    offered = run(
        "head-office", "enrol", *head_office, "--terminal", "T0123", "--branch", "BJ01", "--out", offer, "--json"
    )
    assert offered.code == 0, offered.err
    who = ("--staff", "1001", "--name", "王敏", "--branch", "BJ01", "--enrolment", offer)
    made = run("init", *who, *desk, "--json", cwd=root)
    assert made.code == 0, made.err
    assert made.json["keys_file"] == str(keys)
    accepted = run("head-office", "accept", *head_office, keys, "--json")
    assert accepted.code == 0, accepted.err
    assert accepted.json["fingerprint"].startswith("SHA256:")
    return Sides(root, desk, head_office, root / "carried")


def test_init_of_a_head_office_gives_its_fingerprint_and_refuses_a_second(tmp_path: Path) -> None:
    options = ("--home", tmp_path / "hq", "--passphrase-file", passphrase_file(tmp_path), "--json", "--lang", "en")
    made = run("head-office", "init", *options)
    assert made.code == 0
    assert made.json["fingerprint"].startswith("SHA256:")
    again = run("head-office", "init", *options)
    assert (again.code, again.json["error"]["code"]) == (1, "home_exists")


def test_a_night_and_the_answer(sides: Sides, tmp_path: Path) -> None:
    keyless = run("export", "--home", sides.desk[1], "--to", sides.carried, "--json")
    assert keyless.json["bundles"] == []
    assert keyless.json["states"] == {"sealed": 0, "delivered": 0, "acknowledged": 0}
    exported = run("export", *sides.desk, "--to", sides.carried, "--json")
    [bundle] = exported.json["bundles"]
    assert bundle.keys() == {"file", "signature", "seq", "changes", "bytes"}
    assert {path.name for path in sides.carried.iterdir()} == {bundle["file"], bundle["signature"]}
    assert exported.json["states"] == {"sealed": 0, "delivered": 1, "acknowledged": 0}
    assert run("export", *sides.desk, "--to", sides.carried, "--json").json["bundles"] == []
    counts = sides.hq("ingest", sides.carried)
    assert counts.json == {
        "bundles": 1, "applied": 1, "duplicates": 0, "parked": 0, "quarantined": 0, "rows": bundle["changes"],
    }  # fmt: skip
    again = sides.hq("ingest", sides.carried)
    assert again.json == {"bundles": 1, "applied": 0, "duplicates": 1, "parked": 0, "quarantined": 0, "rows": 0}
    [terminal] = sides.hq("report").json["terminals"]
    assert (terminal["terminal"], terminal["branch"], terminal["bundles"]) == ("T0123", "BJ01", 1)
    (tmp_path / "data/bulletins").mkdir(parents=True)
    (tmp_path / "data/bulletins/rates.toml").write_text(BULLETIN, encoding="utf-8")
    published = sides.hq("publish", tmp_path / "data", "--to", tmp_path / "back")
    [sent] = published.json["bundles"]
    received = run("receive", *sides.desk, tmp_path / "back" / sent["file"], "--lang", "en", "--json")
    [result] = received.json["bundles"]
    assert (result["status"], result["lines"], result["acknowledged"]) == ("applied", ["New bulletin: Rates fall"], 1)
    after = run("export", "--home", sides.desk[1], "--to", sides.carried, "--json").json
    assert after["states"] == {"sealed": 0, "delivered": 0, "acknowledged": 1}
    assert after["head_office"]["heard_at"]
    assert after["head_office"]["stale_since"] is None
    both = [tmp_path / "back" / sent["file"], tmp_path / "back" / f"{sent['file']}.sig"]
    told = run("receive", *sides.desk, *both, "--lang", "en")
    assert told.code == 0, "a signature beside its bundle is no bundle"
    assert "was applied before" in told.out


def test_a_broken_bundle_is_refused_on_both_sides_with_a_reason(sides: Sides, tmp_path: Path) -> None:
    run("export", *sides.desk, "--to", tmp_path / "out")
    bad = tmp_path / "T0123-HQ-00000009.zip.age"
    bad.write_bytes(b"x")
    bad.with_name(bad.name + ".sig").write_bytes(b"x")
    ran = sides.hq("ingest", tmp_path)
    assert (ran.code, ran.json["quarantined"]) == (0, 1)
    assert "not an Ed25519 SSH signature" in ran.err
    refused = run("receive", *sides.desk, bad, "--lang", "en", "--json")
    assert refused.code == 1
    assert refused.json["error"] == {
        "code": "signature_format", "message": "This is not an Ed25519 SSH signature", "where": bad.name + ".sig",
    }  # fmt: skip


def test_a_terminal_that_is_given_up_says_so_and_leaves_nothing_readable(sides: Sides, tmp_path: Path) -> None:
    run("export", *sides.desk, "--to", sides.carried)
    sides.hq("ingest", sides.carried)
    sides.hq("revoke", "--terminal", "T0123")
    sides.hq("wipe", "--terminal", "T0123", "--reason", "stolen", "--discard-unsent")
    [sent] = sides.hq("publish", "--to", tmp_path / "back").json["bundles"]
    told = run("receive", *sides.desk, tmp_path / "back" / sent["file"], "--lang", "en")
    assert told.code == 0, told.err
    assert "give itself up (stolen)" in told.out
    home = Path(str(sides.desk[1]))
    assert {path.name for path in home.iterdir() if path.is_file()} <= {"lock", "settings.toml", "T0123.keys"}
    after = run("export", *sides.desk, "--to", sides.carried, "--json")
    assert (after.code, after.json["error"]["code"]) == (1, "no_home")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("accept", "missing.keys"), "file_unreadable"),
        (("ingest", "missing"), "folder_missing"),
        (("enrol", "--terminal", "X1", "--branch", "B", "--out", "o"), "terminal_name"),
        (("enrol", "--terminal", "T0001", "--branch", "B", "--out", "missing/o"), "folder_missing"),
        (("revoke", "--terminal", "T0999"), "terminal_unknown"),
        (("publish", "missing", "--to", "o"), "folder_missing"),
    ],
)
def test_a_refusal_has_a_code(sides: Sides, tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    ran = run("head-office", words[0], *sides.head_office, *words[1:], "--json", cwd=tmp_path)
    assert (ran.code, ran.json["error"]["code"]) == (1, code)


def test_report_is_a_table_for_people(sides: Sides) -> None:
    ran = run("head-office", "report", *sides.head_office, "--lang", "zh")
    assert ran.code == 0
    assert "T0123" in ran.out
    assert "支行" in ran.out


def test_a_desk_that_worked_alone_enrols_later(sides: Sides, tmp_path: Path) -> None:
    desk = ("--home", tmp_path / "home", "--passphrase-file", passphrase_file(tmp_path))
    assert run("init", "--staff", "1", "--name", "李", "--branch", "BJ02", *desk).code == 0
    alone = run("export", *desk, "--to", tmp_path / "out", "--json")
    assert (alone.code, alone.json["error"]["code"]) == (1, "not_enrolled")
    sides.hq("enrol", "--terminal", "T0200", "--branch", "BJ02", "--out", tmp_path / "offer")
    done = run("enrol", *desk, tmp_path / "offer", "--json", cwd=tmp_path)
    assert done.code == 0, done.err
    assert sides.hq("accept", tmp_path / "T0200.keys").json["fingerprint"] == done.json["fingerprint"]
    [bundle] = run("export", *desk, "--to", tmp_path / "out", "--json").json["bundles"]
    assert bundle["file"] == "T0200-HQ-00000001.zip.age"
    assert sides.hq("ingest", tmp_path / "out").json["applied"] == 1
