"""The fingerprints that both sides compare, and what was lost on the way, by the commands."""

from pathlib import Path

import pytest

from advisor_tui.base.clock import SystemClock
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.headoffice.office import HeadOffice
from tests.cli.runner import passphrase_file, run

WHO = ("--staff", "1001", "--name", "王敏", "--branch", "BJ01")


@pytest.fixture
def offer(tmp_path: Path) -> Path:
    """Head office's enrolment file."""
    secret = passphrase_file(tmp_path)
    HeadOffice.create(tmp_path / "hq", secret.read_text().strip(), SystemClock(), Uuid7Source(), work_factor=4).close()
    path = tmp_path / "T0123.enrolment"
    options = ("--home", tmp_path / "hq", "--passphrase-file", secret, "--terminal", "T0123", "--branch", "BJ01")
    assert run("head-office", "enrol", *options, "--out", path).code == 0
    return path


def test_both_sides_show_the_fingerprint_that_is_compared(offer: Path, tmp_path: Path) -> None:
    secret = passphrase_file(tmp_path)
    desk = ("--home", tmp_path / "home", "--passphrase-file", secret)
    made = run("init", *WHO, *desk, "--enrolment", offer, "--lang", "en", cwd=tmp_path)
    [mine] = [line.rpartition(" ")[2] for line in made.out.splitlines() if line.startswith("Fingerprint of this term")]
    assert mine.startswith("SHA256:")
    accepted = run(
        "head-office", "accept", "--home", tmp_path / "hq", "--passphrase-file", secret, tmp_path / "T0123.keys",
        "--lang", "en",
    )  # fmt: skip
    assert f"Fingerprint of T0123's key: {mine}" in accepted.out
    assert "this terminal" not in accepted.out
    [told] = [one for one in run("doctor", *desk, "--json").json["checks"] if one["code"] == "enrolment"]
    assert (told["ok"], told["found"]) == (True, f"T0123 {mine}")


def test_what_was_lost_is_exported_again_with_and_without_the_key(offer: Path, tmp_path: Path) -> None:
    desk = ("--home", tmp_path / "home", "--passphrase-file", passphrase_file(tmp_path))
    assert run("init", *WHO, *desk, "--enrolment", offer, cwd=tmp_path).code == 0
    assert len(run("export", *desk, "--to", tmp_path / "lost", "--json").json["bundles"]) == 1
    assert run("export", *desk, "--to", tmp_path / "new", "--json").json["bundles"] == []
    again = run("export", *desk, "--to", tmp_path / "new", "--again", "--json")
    assert [one["seq"] for one in again.json["bundles"]] == [1]
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / again.json["bundles"][0]["file"]).write_bytes(b"of a former epoch")
    keyless = run("export", *desk[:2], "--to", tmp_path / "other", "--again", "--json")
    [bundle] = keyless.json["bundles"]
    assert Path(bundle["moved_aside"]).read_bytes() == b"of a former epoch"
