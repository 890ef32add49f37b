"""Breaking prose into lines as Chinese and English are set: 避头尾, and no number without its unit."""

import re
from functools import cache
from itertools import pairwise

from rich.cells import cell_len, split_graphemes

NEVER_FIRST = frozenset("，。；：、？！）】》」』〕〉〗｝］”’％‰℃…·—～／" + ",.;:?!)]}%")
"""Marks that begin no line (GB/T 15834 5.1): they stay with what they follow."""
NEVER_LAST = frozenset("（【《「『〔〈〖｛［“‘￥＄¥$([{")
"""Marks that end no line: they stay with what follows them."""
_NUMERALS = "〇零一二三四五六七八九十百千两"
_GLUED = rf"""
      (?:[¥￥$＄第约近逾][ ]?)?[+\-−]?\d+(?:[.,:/\-–+]\d+)*      # 56.1  1,500,000  2026-11-29  09:30
      (?:[ ]?[%％‰℃°]                                        # 3.5 %
       |[ ]?[万亿](?:[元美]元?)?                             # 56.1 万元
       |[ ]?(?:years?|months?|days?|yuan|million|hours?|minutes?)\b
       |[ ]?个?(?:工作日|小时|分钟|个月|星期)
       |[ ]?[\u4e00-\u9fff]                                   # 180 天
      )?
    | 第?[{_NUMERALS}]+[\u4e00-\u9fff]?                       # 第二十条
    """
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]")


@cache
def _glued() -> re.Pattern[str]:
    """Compiled when a line is first broken: the first paint does without it."""
    return re.compile(_GLUED, re.VERBOSE)


def breaks(text: str, cells: int) -> list[int]:
    """Where a line of text is cut so that no piece is wider than so many cells, spaces at its end not counted.

    Args:
        text: Without line breaks. The pieces put together are the text.
        cells: At least 2, the width of one Chinese character.

    Returns:
        Offsets in code points, growing; none where the text fits.
    """
    if cell_len(text) <= cells:
        return []
    spans = split_graphemes(text)[0]
    starts = [start for start, _, _ in spans]
    barred = _barred(text)
    offsets: list[int] = []
    begin = 0
    while begin < len(spans):
        end = _end(text, spans, begin, cells)
        if end >= len(spans):
            break
        place = _cut(text, starts, begin, end, barred)
        offsets.append(starts[place])
        begin = place
    return offsets


def wrapped(text: str, cells: int) -> list[str]:
    """Text as lines of at most so many cells; its own line breaks stay, spaces at the ends of lines go."""
    lines = []
    for line in text.split("\n"):
        cuts = [0, *breaks(line, max(2, cells)), len(line)]
        lines += [line[start:end].rstrip(" ") for start, end in pairwise(cuts)]
    return lines


def _end(text: str, spans: list[tuple[int, int, int]], begin: int, cells: int) -> int:
    """Behind the last grapheme that fits, and the spaces after it that may hang over the edge; at least one on."""
    used, end = 0, begin
    while end < len(spans) and used + spans[end][2] <= cells:
        used += spans[end][2]
        end += 1
    while end < len(spans) and text[spans[end][0]] == " ":
        end += 1
    return max(begin + 1, end)


def _cut(text: str, starts: list[int], begin: int, end: int, barred: set[int]) -> int:
    """The last good place to begin the next line, from `end` back: a free one, else one that only splits a word."""
    places = range(end, begin, -1)
    for place in places:
        if _may_break(text, starts[place]) and starts[place] not in barred:
            return place
    for place in places:
        if not _marks_forbid(text, starts[place]):
            return place
    return end


def _may_break(text: str, offset: int) -> bool:
    """Whether a line may end before an offset, numbers aside."""
    before, after = text[offset - 1], text[offset]
    if after == " " or _marks_forbid(text, offset):
        return False
    return before == " " or bool(_WIDE.match(before) or _WIDE.match(after))


def _marks_forbid(text: str, offset: int) -> bool:
    return text[offset] in NEVER_FIRST or text[:offset].rstrip(" ")[-1:] in NEVER_LAST


def _barred(text: str) -> set[int]:
    """Offsets within a number and its unit."""
    return {offset for found in _glued().finditer(text) for offset in range(found.start() + 1, found.end())}
