"""Nothing that is not exactly right is opened, and each refusal has its own reason and place."""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice.lists import all_revoked, all_signers
from advisor_tui.sync import age, sshsig
from advisor_tui.sync.limits import MAX_FILE
from advisor_tui.sync.opening import Opened, Trust, open_bundle, read_arrived
from advisor_tui.sync.zipping import read_zip
from tests.exchange_support import Exchanging, identity_of, make_exchange, plain_zip, repack, write_signed

NAME = "T0123-HQ-00000001.zip.age"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchanging]:
    """Both sides for all tests here: opening changes neither of them."""
    made = make_exchange(tmp_path_factory.mktemp("both"))
    made.send()
    yield made
    made.close()


@pytest.fixture
def sealed(both: Exchanging, tmp_path: Path) -> Iterator[Path]:
    """A copy of the sealed bundle, in the folder between the sides."""
    usual, start = both.carried, both.clock.now()
    both.carried = Path(shutil.copytree(usual, tmp_path / "carried"))
    yield both.carried / NAME
    both.carried = usual
    both.clock.move(start - both.clock.now())


def trust_of(both: Exchanging) -> Trust:
    with both.head_office.context.warehouse.write() as session:
        signers, revoked = all_signers(both.head_office.context, session), all_revoked(session)
    return Trust("HQ", signers, revoked, list(both.head_office.context.keys.identities()))


def opened(both: Exchanging, path: Path, trust: Trust | None = None) -> Opened:
    return open_bundle(read_arrived(path), trust or trust_of(both), both.clock.now())


def refused(both: Exchanging, path: Path, trust: Trust | None = None) -> DeskError:
    with pytest.raises(DeskError) as caught:
        opened(both, path, trust)
    return caught.value


def test_a_right_bundle_opens(both: Exchanging, sealed: Path) -> None:
    found = opened(both, sealed)
    assert found.header.sender == "T0123"
    assert found.header.kind == "delta"
    assert list(found.files) == ["changes.jsonl"]


@pytest.mark.parametrize("part", range(16))
def test_a_flipped_bit_anywhere_in_the_sealed_file_is_found_by_the_signature(
    both: Exchanging, sealed: Path, part: int
) -> None:
    data = bytearray(sealed.read_bytes())
    data[part * (len(data) - 1) // 15] ^= 1 << part % 8
    sealed.write_bytes(data)
    assert refused(both, sealed).code == "signature_wrong"


def test_a_flipped_bit_anywhere_in_the_signature_is_found(both: Exchanging, sealed: Path) -> None:
    beside = sealed.with_name(NAME + ".sig")
    right, trust = beside.read_bytes(), trust_of(both)
    codes = set()
    for at in range(0, len(right) - 1, 3):
        data = bytearray(right)
        data[at] ^= 1
        beside.write_bytes(data)
        codes.add(refused(both, sealed, trust).code)
    assert codes <= {"signature_wrong", "signature_format", "signature_namespace", "signer_wrong"}
    assert {"signature_wrong", "signature_format"} <= codes


@pytest.mark.parametrize("keep", [0, 1, 21, 200, 1000])
def test_a_cut_file_is_refused_before_anything_of_it_is_read(both: Exchanging, sealed: Path, keep: int) -> None:
    sealed.write_bytes(sealed.read_bytes()[:keep])
    assert refused(both, sealed).code == "signature_wrong"


def test_a_file_cut_before_signing_does_not_decrypt(both: Exchanging, sealed: Path) -> None:
    content = sealed.read_bytes()[:-40]
    sealed.write_bytes(content)
    sealed.with_name(NAME + ".sig").write_bytes(sshsig.sign(identity_of(both).signer(), content))
    assert refused(both, sealed).code == "decrypt_failed"


def test_a_missing_signature_is_named(both: Exchanging, sealed: Path) -> None:
    sealed.with_name(NAME + ".sig").unlink()
    error = refused(both, sealed)
    assert (error.code, error.where) == ("signature_missing", NAME + ".sig")


def test_another_terminals_key_is_refused(both: Exchanging, sealed: Path) -> None:
    trust = trust_of(both)
    others = [s for s in trust.signers if s.principal != "terminal-T0123"]
    content = sealed.read_bytes()
    sealed.with_name(NAME + ".sig").write_bytes(sshsig.sign(both.head_office.context.keys.root(), content))
    assert refused(both, sealed, trust).code == "signer_wrong"
    assert refused(both, sealed, Trust("HQ", others, trust.revoked, trust.identities)).code == "signer_unknown"


def test_a_signature_for_another_purpose_is_refused(both: Exchanging, sealed: Path) -> None:
    signature = sshsig.sign(identity_of(both).signer(), sealed.read_bytes(), "file")
    sealed.with_name(NAME + ".sig").write_bytes(signature)
    assert refused(both, sealed).code == "signature_namespace"


def test_a_key_counts_only_in_its_time(both: Exchanging, sealed: Path) -> None:
    trust = trust_of(both)
    both.clock.move(timedelta(days=3 * 365))
    assert refused(both, sealed, trust).code == "signer_expired"
    both.clock.move(timedelta(days=-4 * 365))
    assert refused(both, sealed, trust).code == "signer_expired"


def test_a_bundle_for_another_key_does_not_decrypt(both: Exchanging, sealed: Path) -> None:
    content = age.encrypt(plain_zip(both, sealed), [age.new_identity()[1]])
    sealed.write_bytes(content)
    sealed.with_name(NAME + ".sig").write_bytes(sshsig.sign(identity_of(both).signer(), content))
    assert refused(both, sealed).code == "decrypt_failed"


def test_a_bundle_for_another_receiver_is_refused(both: Exchanging, sealed: Path) -> None:
    trust = trust_of(both)
    assert refused(both, sealed, Trust("T0999", trust.signers, trust.revoked, trust.identities)).code == (
        "wrong_receiver"
    )


@pytest.mark.parametrize(
    "name",
    ["T0123-HQ-1.zip.age", "T0123-HQ-00000000.zip.age", "HQ-HQ-00000001.zip.age", "x.zip.age", "T0123-HQ-00000001.zip",
     "T0123-T0124-00000001.zip.age", "t0123-HQ-00000001.zip.age"],
)  # fmt: skip
def test_a_name_that_is_no_bundles_is_refused(both: Exchanging, sealed: Path, name: str) -> None:
    sealed.rename(sealed.with_name(name))
    assert refused(both, sealed.with_name(name)).code == "bundle_name"


def test_a_renamed_bundle_is_refused(both: Exchanging, sealed: Path) -> None:
    other = both.carried / "T0123-HQ-00000002.zip.age"
    sealed.rename(other)
    sealed.with_name(NAME + ".sig").rename(other.with_name(other.name + ".sig"))
    assert refused(both, other).code == "header_disagrees"


def test_links_pipes_and_too_large_files_are_refused_unread(both: Exchanging, sealed: Path) -> None:
    real = sealed.with_name("real")
    sealed.rename(real)
    sealed.symlink_to(real)
    assert refused(both, sealed).code == "file_not_plain"
    sealed.unlink()
    os.mkfifo(sealed)
    assert refused(both, sealed).code == "file_not_plain"
    sealed.unlink()
    with sealed.open("wb") as file:
        file.truncate(MAX_FILE + 1)
    assert refused(both, sealed).code == "file_too_large"


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ({"format": "bank-sync/9"}, "format_unknown"), ({"suite": "none"}, "format_unknown"),
        ({"seq": 0}, "header_invalid"), ({"seq": True}, "header_invalid"), ({"seq": 1.0}, "header_invalid"),
        ({"epoch": "x"}, "header_invalid"), ({"kind": "other"}, "header_invalid"), ({"more": 1}, "header_invalid"),
        ({"created": "yesterday"}, "header_invalid"), ({"changes": [2, 1]}, "header_invalid"),
        ({"counts": {"client": -1}}, "header_invalid"), ({"ack": {"epoch": "x"}}, "header_invalid"),
        ({"audit": []}, "header_invalid"), ({"state_digest": {"client": [1]}}, "header_invalid"),
        ({"from": "T0124"}, "header_disagrees"), ({"to": "T0124"}, "header_disagrees"),
        ({"seq": 2}, "header_disagrees"), ({"signer": "terminal-T0124"}, "header_disagrees"),
    ],
)  # fmt: skip
def test_a_wrong_header_field_is_named(both: Exchanging, sealed: Path, field: dict[str, object], code: str) -> None:
    write_signed(both, NAME, repack(plain_zip(both, sealed), field))
    error = refused(both, sealed)
    assert error.code == code
    assert code == "format_unknown" or error.params["field"] == next(iter(field))


def test_a_row_with_other_columns_is_refused(both: Exchanging, sealed: Path) -> None:
    packed = plain_zip(both, sealed)
    first = json.loads(read_zip(packed, "")["data/changes.jsonl"].splitlines()[0])
    for changed in ({**first, "more": 1}, {k: v for k, v in first.items() if k != "hlc"}, {**first, "seq": "1"}):
        line = json.dumps(changed).encode() + b"\n"
        write_signed(both, NAME, repack(packed, {}, {"changes.jsonl": line}))
        [outcome] = both.head_office.ingest(both.carried).outcomes
        assert outcome.refusal is not None
        assert (outcome.refusal.code, outcome.refusal.where) == ("row_invalid", f"{NAME}:data/changes.jsonl:1")
