"""Who sealed a bundle, for whom, and in which place of which stream: every disagreement has its own reason."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.desk.opening import open_with_key
from advisor_tui.sync import age, sshsig
from advisor_tui.sync.identity import load_signing_key, new_signing_key
from tests.exchange_support import desk_key, enrol, identity_of
from tests.faults.receivers import AtHeadOffice, Side, make_sides
from tests.faults.remaking import in_header
from tests.support import STAFF_NO

YEAR = timedelta(days=365)
both_sides = pytest.mark.parametrize("to", ["head office", "desk"])


@pytest.fixture
def sides(tmp_path: Path) -> Iterator[dict[str, Side]]:
    """Both receivers, anew for each test: some of them change what they know."""
    made = make_sides(tmp_path)
    yield made
    made["desk"].both.close()


def other_name(side: Side, sender: str = "", receiver: str = "", seq: int = 0) -> str:
    """The bundle's file name with another part."""
    old_sender, old_receiver, old_seq = side.file.removesuffix(".zip.age").split("-")
    return f"{sender or old_sender}-{receiver or old_receiver}-{seq or int(old_seq):08d}.zip.age"


def unnamed(side: Side) -> None:
    side.lay(*side.good, file="bundle.zip.age")


def renumbered(side: Side) -> None:
    side.lay(*side.good, file=other_name(side, seq=3))


def renumbered_inside(side: Side) -> None:
    side.lay_sealed(in_header({"seq": 3})(side.packed))


def of_no_signature(side: Side) -> None:
    path = side.lay_good()
    path.with_name(path.name + ".sig").unlink()


def signed_by_a_stranger(side: Side) -> None:
    key = load_signing_key(new_signing_key()[0].encode())
    side.lay(side.good[0], sshsig.sign(key, side.good[0]))


def signed_by_the_other_side(side: Side) -> None:
    root, own = side.both.head_office.context.keys.root(), identity_of(side.both).signer()
    key = root if isinstance(side, AtHeadOffice) else own
    side.lay(side.good[0], sshsig.sign(key, side.good[0]))


def signed_for_another_purpose(side: Side) -> None:
    side.lay(side.good[0], side.sign(side.good[0], "file"))


def signed_for_no_purpose(side: Side) -> None:
    side.lay(side.good[0], side.sign(side.good[0], ""))


def signature_of_another_file(side: Side) -> None:
    side.lay(side.good[0], side.sign(b"another file"))


def for_a_strangers_key(side: Side) -> None:
    side.lay_signed(age.encrypt(side.packed, [age.new_identity()[1]]))


def for_the_senders_own_key(side: Side) -> None:
    other = side.both.head_office.context.keys.public("recovery")
    side.lay_signed(age.encrypt(side.packed, [other]))


def under_a_passphrase(side: Side) -> None:
    from advisor_tui.sync.passphrase_file import write_secret

    side.lay_signed(write_secret(side.packed, "correct horse", 4))


def sent_back(side: Side) -> None:
    """To the receiver from itself: its own name where the sender's belongs."""
    sender, receiver, _ = side.file.split("-", 2)
    side.lay(*side.good, file=other_name(side, sender=receiver, receiver=sender))


FAULTS: tuple[tuple[Callable[[Side], object], str, str], ...] = (
    # what is done, the reason at head office, the reason at the desk
    (unnamed, "bundle_name", "bundle_name"),
    (renumbered, "header_disagrees", "header_disagrees"),
    (renumbered_inside, "header_disagrees", "header_disagrees"),
    (of_no_signature, "signature_missing", "signature_missing"),
    (signed_by_a_stranger, "signer_wrong", "signer_wrong"),
    (signed_by_the_other_side, "signer_wrong", "signer_wrong"),
    (signed_for_another_purpose, "signature_namespace", "signature_namespace"),
    (signed_for_no_purpose, "signature_namespace", "signature_namespace"),
    (signature_of_another_file, "signature_wrong", "signature_wrong"),
    (for_a_strangers_key, "decrypt_failed", "decrypt_failed"),
    (for_the_senders_own_key, "decrypt_failed", "decrypt_failed"),
    (under_a_passphrase, "decrypt_failed", "decrypt_failed"),
    (sent_back, "signer_wrong", "signer_unknown"),
)


@both_sides
@pytest.mark.parametrize(("fault", "at_head_office", "at_desk"), FAULTS, ids=[fault.__name__ for fault, *_ in FAULTS])
def test_a_bundle_of_the_wrong_hands_is_refused(
    sides: dict[str, Side], to: str, fault: Callable[[Side], object], at_head_office: str, at_desk: str
) -> None:
    side = sides[to]
    before = side.state()
    fault(side)
    assert side.take() == (at_desk if to == "desk" else at_head_office)
    assert side.state() == before
    side.lay_good()
    assert side.take() == "applied"


@both_sides
@pytest.mark.parametrize("years", [-100, 100])
def test_a_key_out_of_its_time_counts_no_more(sides: dict[str, Side], to: str, years: int) -> None:
    side = sides[to]
    side.lay_good()
    before = side.state()
    side.both.clock.move(years * YEAR)
    assert side.take() == "signer_expired"
    assert side.state() == before


def test_a_revoked_key_counts_no_more(sides: dict[str, Side]) -> None:
    side = sides["head office"]
    side.both.head_office.revoke("T0123")
    before = side.state()
    side.lay_good()
    assert side.take() == "signer_revoked"
    assert side.state() == before


def test_a_terminal_cannot_say_that_it_is_another(sides: dict[str, Side], tmp_path: Path) -> None:
    """Neither with its name on a bundle of its own, nor with its key on a bundle of the other's stream."""
    side = sides["head office"]
    both, first = side.both, identity_of(side.both).signer()
    shutil.copytree(tmp_path / "home", tmp_path / "twin")
    (tmp_path / "twin/head").unlink()
    other = open_with_key(Home(tmp_path / "twin"), STAFF_NO, desk_key(), both.clock, SeededIds(5, both.clock))
    enrol(other, both.head_office, tmp_path, "T0124")
    other.exchange.export(tmp_path / "others")
    other.close()
    theirs = tmp_path / "others/T0124-HQ-00000001.zip.age"
    content = theirs.read_bytes()
    before = side.state()
    side.lay(content, sshsig.sign(first, content), theirs.name)
    assert side.take() == "signer_wrong"
    side.lay(content, sshsig.sign(first, content))
    assert side.take() == "header_disagrees"
    side.lay_sealed(
        in_header({"from": "T0124", "signer": "terminal-T0124", "bundle": "T0124-HQ-00000002"})(side.packed)
    )
    assert side.take() == "header_disagrees"
    side.lay(*side.good, file="T0125-HQ-00000002.zip.age")
    assert side.take() == "signer_unknown"
    assert side.state() == before


def test_a_bundle_for_another_terminal_is_refused(sides: dict[str, Side]) -> None:
    side = sides["desk"]
    before = side.state()
    side.lay(*side.good, file="HQ-T0124-00000002.zip.age")
    assert side.take() == "wrong_receiver"
    side.lay_sealed(in_header({"to": "T0124", "bundle": "HQ-T0124-00000002"})(side.packed))
    assert side.take() == "header_disagrees"
    assert side.state() == before
