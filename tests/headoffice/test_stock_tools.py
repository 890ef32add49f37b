"""Stock tools open a real sealed bundle with the very commands of docs/head-office.md."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests.exchange_support import HQ_PASSPHRASE, TERMINAL, Exchanging, make_exchange

NEEDED = ("age", "ssh-keygen", "unzip", "sha256sum")
VERIFY = (
    "ssh-keygen -Y verify -f allowed_signers -I terminal-T0123 -n bundle@bank-sync -r revoked.krl "
    "-s B.zip.age.sig < B.zip.age"
)
OPEN = "age -d -i hq-2026-11.key -o B.zip B.zip.age && unzip -q -d b B.zip"
CHECK = "cd b && sha256sum -c --strict manifest-sha256.txt tagmanifest-sha256.txt"


@pytest.fixture(autouse=True)
def _tools() -> None:
    missing = [tool for tool in NEEDED if shutil.which(tool) is None]
    if missing:
        names = ", ".join(missing)
        pytest.skip(f"NOT TESTED, these tools are not installed: {names} (apt-get install age openssh-client unzip)")


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Exchanging]:
    """What lies in a bundle has nothing to do with the warehouse's database."""
    made = make_exchange(tmp_path)
    yield made
    made.close()


@pytest.fixture
def bench(both: Exchanging, tmp_path: Path) -> Path:
    """A folder with a sealed bundle and head office's files, as someone would lay them out to check by hand."""
    both.send()
    folder = tmp_path / "bench"
    folder.mkdir()
    home = both.head_office.context.home
    for source in (home.allowed_signers, home.revoked, home.keys / "hq-2026-11.key"):
        shutil.copy(source, folder)
    shutil.copy(both.carried / "T0123-HQ-00000001.zip.age", folder / "B.zip.age")
    shutil.copy(both.carried / "T0123-HQ-00000001.zip.age.sig", folder / "B.zip.age.sig")
    return folder


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, timeout=60)


def open_by_hand(folder: Path) -> int:
    """age asks for the key file's passphrase on the terminal."""
    child = pexpect.spawn("bash", ["-c", OPEN], cwd=str(folder), timeout=60)
    child.expect("passphrase")
    child.sendline(HQ_PASSPHRASE)
    child.expect(pexpect.EOF)
    child.close()
    return int(child.exitstatus or 0)


def test_ssh_keygen_verifies_the_signature(bench: Path) -> None:
    done = run(bench, VERIFY)
    assert done.returncode == 0, done.stderr
    assert 'Good "bundle@bank-sync" signature for terminal-T0123' in done.stdout


@pytest.mark.parametrize("file", ["B.zip.age", "B.zip.age.sig"])
def test_ssh_keygen_refuses_a_changed_file(bench: Path, file: str) -> None:
    data = bytearray((bench / file).read_bytes())
    data[len(data) // 2] ^= 1
    (bench / file).write_bytes(data)
    assert run(bench, VERIFY).returncode != 0


def test_ssh_keygen_refuses_a_revoked_terminal(both: Exchanging, bench: Path) -> None:
    both.head_office.revoke(TERMINAL)
    shutil.copy(both.head_office.context.home.revoked, bench)
    assert run(bench, VERIFY).returncode != 0


def test_ssh_keygen_refuses_without_the_revocation_list(bench: Path) -> None:
    (bench / "revoked.krl").unlink()
    assert run(bench, VERIFY).returncode != 0


def test_age_and_unzip_open_it_and_every_manifest_is_right(bench: Path) -> None:
    assert open_by_hand(bench) == 0
    checked = run(bench, CHECK)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count(": OK") == 6
    validate = [str(Path(sys.executable).with_name("bagit.py")), "--validate", "."]
    bag = subprocess.run(validate, cwd=bench / "b", capture_output=True, text=True)
    assert bag.returncode == 0, bag.stderr
    assert sorted(path.name for path in (bench / "b").iterdir()) == [
        "bag-info.txt", "bagit.txt", "data", "manifest-sha256.txt", "tagmanifest-sha256.txt",
    ]  # fmt: skip
    assert sorted(path.name for path in (bench / "b/data").iterdir()) == [
        "changes.jsonl", "datapackage.json", "header.json",
    ]  # fmt: skip


def test_frictionless_validates_the_package(bench: Path) -> None:
    frictionless = Path(sys.executable).with_name("frictionless")
    assert open_by_hand(bench) == 0
    done = subprocess.run(
        [str(frictionless), "validate", "data/datapackage.json"], cwd=bench / "b", capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_recovery_key_opens_a_bundle_too(both: Exchanging, bench: Path) -> None:
    shutil.copy(both.head_office.context.home.keys / "recovery.key", bench / "hq-2026-11.key")
    assert open_by_hand(bench) == 0


def test_nothing_readable_leaves(bench: Path) -> None:
    for file in ("B.zip.age", "B.zip.age.sig"):
        data = (bench / file).read_bytes()
        for word in ("张三丰", "13800138000", "11010519491231002X", "changes.jsonl", "PK\x03\x04"):
            assert word.encode() not in data
