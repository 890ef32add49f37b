"""The formats that stock tools share with us: signatures, key files, revocation lists, ZIP files, strict JSON."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pexpect
import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.errors import DeskError
from advisor_tui.sync import sshsig
from advisor_tui.sync.identity import load_signing_key, new_signing_key
from advisor_tui.sync.names import BundleName, parse_bundle_name
from advisor_tui.sync.passphrase_file import read_secret, write_secret
from advisor_tui.sync.revocation import read_krl, write_krl
from advisor_tui.sync.signers import Signer, check_signer, parse_signers
from advisor_tui.sync.strict_json import dump, load
from advisor_tui.sync.zipping import read_zip, write_zip

NOW = datetime(2026, 11, 24, tzinfo=UTC)
stock_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="NOT TESTED: ssh-keygen is not installed")
stock_age = pytest.mark.skipif(shutil.which("age") is None, reason="NOT TESTED: age is not installed")


def key_file(folder: Path) -> tuple[Path, str]:
    private, public = new_signing_key()
    path = folder / "key"
    path.write_text(private)
    path.chmod(0o600)
    return path, public


@stock_ssh
def test_a_signature_is_byte_for_byte_that_of_ssh_keygen(tmp_path: Path) -> None:
    path, _ = key_file(tmp_path)
    (tmp_path / "data").write_bytes(b"sealed bytes")
    command = ["ssh-keygen", "-Y", "sign", "-f", str(path), "-n", sshsig.NAMESPACE, str(tmp_path / "data")]
    subprocess.run(command, check=True, capture_output=True)
    stock = (tmp_path / "data.sig").read_bytes()
    assert sshsig.sign(load_signing_key(path.read_bytes()), b"sealed bytes") == stock
    assert (
        sshsig.verify(stock, b"sealed bytes", "x")
        == load_signing_key(path.read_bytes()).public_key().public_bytes_raw()
    )


@stock_ssh
def test_a_fingerprint_is_that_of_ssh_keygen(tmp_path: Path) -> None:
    _, public = key_file(tmp_path)
    (tmp_path / "key.pub").write_text(public + "\n")
    shown = subprocess.run(["ssh-keygen", "-lf", str(tmp_path / "key.pub")], check=True, capture_output=True, text=True)
    assert sshsig.fingerprint(sshsig.parse_public_line(public, "")) in shown.stdout


@stock_ssh
@pytest.mark.parametrize("revoked", [True, False])
def test_ssh_keygen_reads_our_revocation_list(tmp_path: Path, revoked: bool) -> None:
    _, public = key_file(tmp_path)
    (tmp_path / "key.pub").write_text(public + "\n")
    raw = sshsig.parse_public_line(public, "")
    (tmp_path / "krl").write_bytes(write_krl(7, [raw] if revoked else [], NOW))
    asked = subprocess.run(["ssh-keygen", "-Qf", str(tmp_path / "krl"), str(tmp_path / "key.pub")], capture_output=True)
    assert (asked.returncode != 0) is revoked


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=8), st.integers(0, 2**40))
def test_a_revocation_list_reads_back(keys: list[bytes], version: int) -> None:
    found = read_krl(write_krl(version, keys, NOW), "x")
    assert (found.version, found.keys) == (version, frozenset(keys))


@pytest.mark.parametrize("raw", [b"", b"SSHKRL\n\0", b"SSHKRL\n\0" + bytes(60), write_krl(1, [bytes(32)], NOW)[:-1]])
def test_a_list_that_would_pass_everybody_by_mistake_is_refused(raw: bytes) -> None:
    with pytest.raises(DeskError) as caught:
        read_krl(raw, "x")
    assert caught.value.code == "revocation_invalid"


@stock_age
def test_age_opens_a_key_file_with_the_passphrase_alone(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(write_secret("密钥".encode(), "口令 correct horse", 10))
    child = pexpect.spawn("age", ["-d", "-o", str(tmp_path / "out"), str(tmp_path / "secret")], timeout=60)
    child.expect("passphrase")
    child.sendline("口令 correct horse")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert (tmp_path / "out").read_text(encoding="utf-8") == "密钥"


@given(
    st.binary(max_size=2000),
    st.text(min_size=1, max_size=30).filter(lambda text: text.encode("utf-8", "ignore") != b""),
)
def test_a_secret_reads_back_and_only_with_its_passphrase(secret: bytes, passphrase: str) -> None:
    try:
        passphrase.encode()
    except UnicodeEncodeError:
        return
    sealed = write_secret(secret, passphrase, 1)
    assert pyrage.passphrase.decrypt(sealed, passphrase) == secret
    with pytest.raises(DeskError) as caught:
        read_secret(sealed, passphrase + "x", "x")
    assert caught.value.code == "wrong_passphrase"


names = st.from_regex(r"[a-z0-9_-]{1,12}(\.[a-z]{1,5})?", fullmatch=True)


@given(st.dictionaries(names, st.binary(max_size=300), max_size=20))
def test_a_zip_reads_back_and_depends_on_nothing_else(files: dict[str, bytes]) -> None:
    packed = write_zip(files)
    assert write_zip(dict(reversed(list(files.items())))) == packed
    assert read_zip(packed, "x") == files


def zip_or_code(raw: bytes) -> dict[str, bytes] | str:
    """The files, or the refusal's code."""
    try:
        return read_zip(raw, "x")
    except DeskError as error:
        return error.code


@given(st.binary(max_size=400))
def test_any_bytes_are_a_refusal(raw: bytes) -> None:
    assert zip_or_code(raw) == "zip_invalid"


@given(st.data())
def test_a_changed_byte_of_a_zip_is_found_or_changes_no_content(data: st.DataObject) -> None:
    files = {"a": b"first file, first file", "b/c": b"second"}
    packed = bytearray(write_zip(files))
    at = data.draw(st.integers(0, len(packed) - 1))
    packed[at] ^= data.draw(st.integers(1, 255))
    found = zip_or_code(bytes(packed))
    if isinstance(found, str):
        assert found.startswith("zip_")
    else:
        assert set(found.values()) == set(files.values())


utf8 = st.text(st.characters(codec="utf-8"), max_size=8)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | utf8,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(utf8, inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_strict_json_reads_back_what_was_written(value: object) -> None:
    assert load(dump(value).encode(), "x") == value


@given(st.sampled_from(["T0123", "T99999999"]), st.integers(1, 99_999_999), st.booleans())
def test_a_name_reads_back(terminal: str, seq: int, outward: bool) -> None:
    name = BundleName(terminal, "HQ", seq) if outward else BundleName("HQ", terminal, seq)
    assert parse_bundle_name(name.file) == name


def test_signers_read_back_and_a_broken_line_is_named() -> None:
    signer = Signer("terminal-T0123", bytes(32), NOW, NOW.replace(year=2028))
    text = f"# comment\n\n{signer.line()}"
    assert parse_signers(text, "allowed_signers") == [signer]
    assert check_signer([signer], signer.principal, signer.public, NOW, "x") is signer
    with pytest.raises(DeskError) as caught:
        parse_signers(text + "* ssh-ed25519 AAAA\n", "allowed_signers")
    assert (caught.value.code, caught.value.where) == ("signers_invalid", "allowed_signers:4")
