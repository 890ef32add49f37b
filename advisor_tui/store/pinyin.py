"""How Chinese names are read: the order of lists and the keys of search.

Only the single-character table of pypinyin is read, from its data file and at the first name: importing the package
loads its phrase dictionary too (65 MiB), and a person's name is no phrase.
"""

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import islice, product
from pathlib import Path

from advisor_tui.store.surnames import ALSO, DOUBLE, SINGLE

MOST_READINGS = 4
"""Readings kept of one name; two doubtful characters give four."""
_IDEOGRAPH = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SEGMENT = re.compile(rf"[{_IDEOGRAPH}]|[^\W_{_IDEOGRAPH}]+")


def folded(text: str) -> str:
    """Letters and digits as search compares them: NFKC, lower case, ü as v; everything else is gone."""
    if text.isascii():
        return text.lower() if text.isalnum() else "".join(filter(str.isalnum, text)).lower()
    wide = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    return wide if wide.isalnum() else "".join(filter(str.isalnum, wide))


def segments(name: str) -> tuple[tuple[int, int], ...]:
    """Where each part of a name stands that is read as one: an ideograph, or a run of other letters and digits."""
    return tuple(match.span() for match in _SEGMENT.finditer(name))


@lru_cache(maxsize=256)
def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """The readings of a name, a syllable for each of `segments`; the first is the one to sort by.

    An ideograph that no dictionary knows reads as itself.
    """
    quick = _usual()
    if name[:1] not in SINGLE and name[:2] not in DOUBLE and all(map(quick.__contains__, name)):
        return (tuple(map(quick.__getitem__, name)),)
    parts = [name[start:end] for start, end in segments(name)]
    if len(parts) >= 2 and (double := DOUBLE.get(parts[0] + parts[1])):
        head = [(syllable,) for syllable in double.split()]
        plain = [_given(part) for part in parts[:2]]
        options = [tuple(dict.fromkeys(right + other)) for right, other in zip(head, plain, strict=True)] + [
            _given(part) for part in parts[2:]
        ]
    else:
        options = [_surname(part) if not index else _given(part) for index, part in enumerate(parts)]
    if all(len(option) == 1 for option in options):
        return (tuple(option[0] for option in options),)
    return tuple(islice(product(*options), MOST_READINGS))


def name_key(name: str) -> str:
    """The sort key of a name: its syllables, then itself, so that a list runs syllable by syllable."""
    return f"{' '.join(readings(name)[0])}\t{name}"


def other_readings(name: str) -> str:
    """The further readings of a name, separated by tabs; mostly empty."""
    return "\t".join(" ".join(reading) for reading in readings(name)[1:])


@cache
def _surname(part: str) -> tuple[str, ...]:
    usual = SINGLE.get(part)
    return _given(part) if usual is None else tuple(dict.fromkeys((usual, *_given(part))))


@cache
def _given(part: str) -> tuple[str, ...]:
    if len(part) > 1 or not _SEGMENT.fullmatch(part) or part.isascii():
        return (folded(part),)
    syllable = _syllables().get(part) or folded(part)
    also = ALSO.get(part, syllable)
    return (syllable,) if also == syllable else (syllable, also)


@cache
def _usual() -> dict[str, str]:
    """The ideographs that have one reading in a given name."""
    return {ideograph: syllable for ideograph, syllable in _syllables().items() if ideograph not in ALSO}


@cache
def _syllables() -> dict[str, str]:
    """Each ideograph's first reading without tones."""
    spec = find_spec("pypinyin")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("pypinyin is not installed", name="pypinyin")
    table = Path(spec.submodule_search_locations[0], "pinyin_dict.json")
    known: dict[str, str] = {}
    toneless: dict[str, str] = {}
    for code, sounds in json.loads(table.read_bytes()).items():
        first = sounds.partition(",")[0]
        if first not in toneless:
            toneless[first] = _without_tone(first)
        known[chr(int(code))] = toneless[first]
    return known


def _without_tone(sound: str) -> str:
    letters = unicodedata.normalize("NFD", sound).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
