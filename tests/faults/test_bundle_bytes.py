"""A bundle of which one bit or the end is not what was sealed is refused, on each layer by the layer's own reason."""

import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.sync.zipping import read_zip
from tests.faults.receivers import Side, make_sides

CHUNK = 64 * 1024
"""Bytes of plaintext in one chunk of an age file; its tag takes 16 more."""
SIGNATURE = {"signature_wrong", "signature_format", "signature_namespace", "signer_wrong"}
slow = pytest.param("every", marks=pytest.mark.slow)
both_sides = pytest.mark.parametrize("to", ["head office", "desk"])


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Side]]:
    """Both receivers with small bundles before them; at the end the good ones are applied."""
    yield from _made(tmp_path_factory.mktemp("sides"), "")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Side]]:
    """Both receivers with bundles of more than three chunks."""
    yield from _made(tmp_path_factory.mktemp("large"), random.Random(1).randbytes(CHUNK * 3).hex())


def _made(root: Path, noise: str) -> Iterator[dict[str, Side]]:
    made = make_sides(root, noise=noise)
    yield made
    for side in made.values():
        side.lay_good()
        assert side.take() == "applied"
    made["desk"].both.close()


def places(size: int, which: str) -> range:
    """Every place of a file, or about forty of them."""
    return range(size) if which == "every" else range(0, size, max(size // 40, 1))


def flipped(data: bytes, at: int) -> bytes:
    """The data with one bit of a byte turned."""
    changed = bytearray(data)
    changed[at] ^= 1 << at % 8
    return bytes(changed)


@both_sides
@pytest.mark.parametrize("which", ["some", slow])
def test_a_flipped_bit_of_the_sealed_file_does_not_fit_its_signature(
    sides: dict[str, Side], to: str, which: str
) -> None:
    side = sides[to]
    before, (content, signature) = side.state(), side.good
    for at in places(len(content), which):
        side.lay(flipped(content, at), signature)
        assert side.take() == "signature_wrong", at
    assert side.state() == before


@both_sides
@pytest.mark.parametrize("which", ["some", slow])
def test_a_flipped_bit_of_the_signature_is_found(sides: dict[str, Side], to: str, which: str) -> None:
    side = sides[to]
    before, (content, signature), found = side.state(), side.good, set()
    for at in places(len(signature), which):
        side.lay(content, flipped(signature, at))
        found.add(side.take())
    assert {"signature_wrong", "signature_format"} <= found <= SIGNATURE
    assert side.state() == before


@both_sides
@pytest.mark.parametrize("which", ["some", slow])
def test_a_flipped_bit_before_signing_does_not_decrypt(sides: dict[str, Side], to: str, which: str) -> None:
    side = sides[to]
    before, content = side.state(), side.good[0]
    for at in places(len(content), which):
        side.lay_signed(flipped(content, at))
        assert side.take() == "decrypt_failed", at
    assert side.state() == before


@both_sides
@pytest.mark.parametrize("which", ["some", slow])
def test_a_flipped_bit_before_encrypting_is_found_by_the_archive_or_changes_nothing(
    sides: dict[str, Side], to: str, which: str
) -> None:
    """Only the bits that fill the last byte of a compressed stream mean nothing, and they are told apart here."""
    side = sides[to]
    before, packed = side.state(), side.packed
    files, idle = read_zip(packed, ""), 0
    for at in places(len(packed), which):
        changed = flipped(packed, at)
        if _reads(changed) == files:
            idle += 1
        else:
            side.lay_sealed(changed)
            assert side.take() in ("zip_invalid", "zip_name", "zip_too_large"), at
    assert idle <= len(files)
    assert side.state() == before


@both_sides
@pytest.mark.parametrize("which", ["some", slow])
def test_a_cut_file_is_refused_wherever_it_is_cut(sides: dict[str, Side], to: str, which: str) -> None:
    side = sides[to]
    before, (content, signature), packed = side.state(), side.good, side.packed
    for size in places(len(content), which):
        side.lay(content[:size], signature)
        assert side.take() == "signature_wrong", size
        side.lay_signed(content[:size])
        assert side.take() == "decrypt_failed", size
    for size in places(len(packed), which):
        side.lay_sealed(packed[:size])
        assert side.take() == "zip_invalid", size
    for size in places(len(signature), which):
        side.lay(content, signature[:size])
        assert side.take() == "signature_format", size
    assert side.state() == before


@both_sides
def test_a_file_cut_between_two_chunks_is_refused(large: dict[str, Side], to: str) -> None:
    """Where stock `age -o` leaves the plaintext of the chunks before: here nothing of them is read."""
    side = large[to]
    before, (content, signature) = side.state(), side.good
    body = len(content) - _ciphertext(len(side.packed))
    ends = [end for end in accumulate([CHUNK + 16] * 8, initial=body) if end < len(content)]
    assert len(ends) > 3
    for size in sorted({end + by for end in ends for by in (-16, -1, 0, 1)}):
        side.lay(content[:size], signature)
        assert side.take() == "signature_wrong", size
        side.lay_signed(content[:size])
        assert side.take() == "decrypt_failed", size
    for size in (CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK):
        side.lay_sealed(side.packed[:size])
        assert side.take() == "zip_invalid", size
    assert side.state() == before


@both_sides
@pytest.mark.parametrize("more", [b"\0", b"\n", b"PK\x05\x06", bytes(CHUNK)], ids=["zero", "line", "archive", "chunk"])
def test_bytes_after_the_end_are_refused(sides: dict[str, Side], to: str, more: bytes) -> None:
    side = sides[to]
    before, (content, signature) = side.state(), side.good
    side.lay(content + more, signature)
    assert side.take() == "signature_wrong"
    side.lay_signed(content + more)
    assert side.take() == "decrypt_failed"
    side.lay(content, signature + more[:100])
    assert side.take() == "signature_format"
    side.lay_sealed(side.packed + more)
    assert side.take() == "zip_invalid"
    assert side.state() == before


def _reads(packed: bytes) -> dict[str, bytes] | None:
    """The files of a ZIP, or None where it is refused."""
    try:
        return read_zip(packed, "")
    except DeskError:
        return None


def _ciphertext(plain: int) -> int:
    """How long the chunks of so many plain bytes are."""
    return plain + 16 * -(-plain // CHUNK)
