"""PNG files of few colours: a picture of text needs a palette, not sixteen million colours."""

import struct
import zlib
from collections import Counter

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 20
"""Colours of a picture: backgrounds, text, accents, and the steps between them at the edges of glyphs."""


def with_palette(png: bytes, colours: int = COLOURS) -> bytes:
    """The same picture with at most so many colours.

    Args:
        png: 8-bit RGBA without interlace, as resvg writes it; its transparency is dropped.
        colours: 2 to 256. The most frequent ones stay exactly what they are, every other pixel takes the nearest.

    Raises:
        ValueError: It is not such a PNG.
    """
    width, height, rows = _pixels(png)
    counted = Counter(pixel for row in rows for pixel in row)
    palette = _apart(counted, colours)
    nearest = {pixel: _nearest(pixel, palette) for pixel in counted}
    lines = b"".join(b"\0" + bytes(nearest[pixel] for pixel in row) for row in rows)
    return (
        _SIGNATURE
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
        + _chunk(b"PLTE", b"".join(palette))
        + _chunk(b"IDAT", zlib.compress(lines, 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _pixels(png: bytes) -> tuple[int, int, list[list[bytes]]]:
    """Width, height, and the RGB of every pixel by row."""
    width, height, *form = struct.unpack(">IIBBBBB", png[16:29])
    if not png.startswith(_SIGNATURE) or form != [8, 6, 0, 0, 0]:
        raise ValueError("not an 8-bit RGBA picture without interlace")
    packed, place = b"", 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            packed += png[place + 8 : place + 8 + length]
        place += length + 12
    raw, size = zlib.decompress(packed), width * 4
    rows, above = [], bytes(size)
    for start in range(0, len(raw), size + 1):
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + size], above)
        rows.append([above[at : at + 3] for at in range(0, size, 4)])
    return width, height, rows


def _unfiltered(kind: int, line: bytes, above: bytes) -> bytes:
    """A row as it was before its filter (PNG specification, clause 9)."""
    if kind == 0:
        return line
    if kind == 2:
        return bytes((byte + up) & 255 for byte, up in zip(line, above, strict=True))
    row = bytearray(line)
    for at, byte in enumerate(line):
        left, up, corner = (row[at - 4], above[at], above[at - 4]) if at >= 4 else (0, above[at], 0)
        if kind == 1:
            before = left
        elif kind == 3:
            before = (left + up) // 2
        else:
            before = _paeth(left, up, corner)
        row[at] = (byte + before) & 255
    return bytes(row)


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    far_left, far_up, far_corner = abs(guess - left), abs(guess - up), abs(guess - corner)
    if far_left <= far_up and far_left <= far_corner:
        return left
    return up if far_up <= far_corner else corner


def _apart(counted: Counter[bytes], colours: int) -> list[bytes]:
    """The most frequent colours that are not nearly the same as a more frequent one."""
    chosen: list[bytes] = []
    for apart in (24, 0):
        for colour, _ in counted.most_common():
            if len(chosen) == colours:
                return chosen
            if colour not in chosen and all(_distance(colour, other) >= apart * apart for other in chosen):
                chosen.append(colour)
    return chosen


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    return min(range(len(palette)), key=lambda place: _distance(colour, palette[place]))


def _distance(one: bytes, other: bytes) -> int:
    return sum((left - right) ** 2 for left, right in zip(one, other, strict=True))
