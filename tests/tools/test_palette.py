"""A picture with a palette shows what it showed, with its most frequent colours exact."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.palette import with_palette

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RED, BLACK, GREY = b"\xff\x00\x00", b"\x00\x00\x00", b"\x77\x77\x77"


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda way: abs(guess - way))


def rgba(rows: list[list[bytes]], filters: list[int]) -> bytes:
    """An RGBA picture whose rows are filtered in the given ways, written from the specification."""
    size = len(rows[0]) * 4
    packed, above = b"", bytes(size)
    for row, kind in zip(rows, filters, strict=True):
        line = b"".join(pixel + b"\xff" for pixel in row)
        left = bytes(4) + line[:-4]
        corner = bytes(4) + above[:-4]
        guesses = {0: bytes(size), 1: left, 2: above}
        guesses[3] = bytes((a + b) // 2 for a, b in zip(left, above, strict=True))
        guesses[4] = bytes(map(paeth, left, above, corner))
        packed += bytes([kind]) + bytes((x - guess) & 255 for x, guess in zip(line, guesses[kind], strict=True))
        above = line
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 6, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(packed)) + chunk(b"IEND", b"")


def shown(png: bytes) -> list[list[bytes]]:
    """The colours of a picture with a palette."""
    width, height = struct.unpack(">II", png[16:24])
    parts, place = {}, 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        parts[png[place + 4 : place + 8]] = png[place + 8 : place + 8 + length]
        place += length + 12
    raw, palette = zlib.decompress(parts[b"IDAT"]), parts[b"PLTE"]
    lines = [raw[row * (width + 1) + 1 : (row + 1) * (width + 1)] for row in range(height)]
    return [[palette[3 * entry : 3 * entry + 3] for entry in line] for line in lines]


ROWS = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(st.sampled_from([RED, BLACK, GREY]), min_size=width, max_size=width), min_size=1)
)


@given(rows=ROWS, data=st.data())
def test_few_colours_stay_exact_under_every_filter(rows: list[list[bytes]], data: st.DataObject) -> None:
    filters = data.draw(st.lists(st.integers(0, 4), min_size=len(rows), max_size=len(rows)))
    assert shown(with_palette(rgba(rows, filters))) == rows


def test_a_rare_colour_takes_the_nearest_frequent_one() -> None:
    rows = [[BLACK] * 4, [GREY] * 4, [BLACK, GREY, b"\x70\x70\x70", BLACK]]
    assert shown(with_palette(rgba(rows, [0, 0, 0]), 2))[2] == [BLACK, GREY, GREY, BLACK]


def test_another_kind_of_picture_is_refused() -> None:
    grey = SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    with pytest.raises(ValueError, match="RGBA"):
        with_palette(grey)
