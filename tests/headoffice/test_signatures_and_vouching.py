"""What a signature may be, and what it costs to find out whether a newer bundle stands on an expired one."""

import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from advisor_tui.sync import sshsig, vouching
from advisor_tui.sync.identity import load_signing_key
from advisor_tui.sync.opening import Arrived, Opened, Trust, open_bundle, read_arrived
from advisor_tui.sync.trusting import trust_of
from advisor_tui.sync.vouching import Vouching
from tests.exchange_support import Exchanging, identity_of, make_exchange
from tests.support import refused


@pytest.mark.parametrize(("algorithm", "good"), [("sha512", True), ("sha256", False)])
def test_only_the_suites_hash_is_a_signature(tmp_path: Path, algorithm: str, good: bool) -> None:
    """`ssh-keygen` can be asked for another one; the format's name says which one it is."""
    tool = shutil.which("ssh-keygen")
    assert tool, "openssh-client is needed"
    key, file = tmp_path / "key", tmp_path / "file"
    file.write_bytes(b"sealed")
    subprocess.run([tool, "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    subprocess.run(
        [tool, "-q", "-Y", "sign", "-f", key, "-n", sshsig.NAMESPACE, "-O", f"hashalg={algorithm}", file], check=True
    )
    signature = file.with_name("file.sig").read_bytes()
    if good:
        public = load_signing_key(key.read_bytes()).public_key().public_bytes_raw()
        assert sshsig.verify(signature, b"sealed", "file.sig") == public
    else:
        refused("signature_format", lambda: sshsig.verify(signature, b"sealed", "file.sig"))


def expired(both: Exchanging, folder: Path, number: int) -> list[Path]:
    """Bundles of head office, a day apart, and a month later."""
    both.send()
    both.ingest()
    for _ in range(number):
        both.head_office.publish(None, folder)
        both.clock.move(timedelta(days=1))
    both.clock.move(timedelta(days=40))
    return sorted(folder.glob("*.age"))


def test_each_file_is_opened_once_however_many_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = make_exchange(tmp_path)
    files = expired(both, tmp_path / "old", 8)
    with both.desk.office.store.connection() as connection:
        trust = trust_of(connection, identity_of(both))
    opened = [open_bundle(read_arrived(file), trust, both.clock.now()) for file in files]
    counted = 0

    def count(arrived: Arrived, trust: Trust, at: object) -> Opened:
        nonlocal counted
        counted += 1
        return open_bundle(arrived, trust, both.clock.now())

    monkeypatch.setattr(vouching, "open_bundle", count)
    asked = Vouching(lambda: files)
    assert not any(asked.holds(one, trust, both.clock.now()) for one in opened)
    assert counted == len(files)
    both.head_office.publish(None, tmp_path / "old")
    files.append(max((tmp_path / "old").glob("*.age")))
    assert all(asked.holds(one, trust, both.clock.now()) for one in opened)
    assert counted == len(files) == 9
    both.close()
