"""Phrases that promise principal or return: no paper for a client contains one (令2025年第7号 art. 13)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from advisor_tui.rules.rule import FEWER, LOWER, MORE

_LATIN = re.compile(r"[a-z0-9]")
_BREAKS = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_BLANKS = re.compile(r"[^\S\n]+")
_UNSEEN = "Cf"
"""Characters that nobody sees, such as a zero-width space: 保 and 本 with one between them read as 保本."""
_STOPS = "、。,;.!?:()—–\n"
"""Where a clause ends, in half width, and with it what was denied in it."""


@dataclass(frozen=True, slots=True)
class Promises:
    """What may not be said, and the words that deny it: 保本保收益 is a promise, 不承诺保本保收益 is none.

    Attributes:
        phrases: What may not be said.
        harmless: Longer words in which a phrase promises nothing: 无风险等级.
        denials: Whole words that deny a phrase: 不承诺, 不保本, `neither`; Latin ones count as words only.
        affirmations: Words in which a denial denies nothing: 不得不, `not only`.
        contrasts: Words that turn a sentence, so that no denial before them reaches beyond: 但, `but`.
        reach: How many characters before a phrase its denial may begin.
    """

    phrases: tuple[str, ...] = field(metadata=MORE)
    harmless: tuple[str, ...] = field(metadata=FEWER)
    denials: tuple[str, ...] = field(metadata=FEWER)
    affirmations: tuple[str, ...] = field(metadata=MORE)
    contrasts: tuple[str, ...] = field(metadata=MORE)
    reach: int = field(metadata=LOWER)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The words as they are looked for; `phrases` are those of the groups of `said`, harmless ones empty."""

    said: re.Pattern[str]
    phrases: tuple[str, ...]
    denials: re.Pattern[str]
    affirmations: re.Pattern[str]
    stops: re.Pattern[str]


def promised(text: str, words: Promises) -> tuple[str, ...]:
    """The forbidden phrases of a text, each once and the longest where several begin alike (令2025年第7号 art. 13).

    A phrase is no promise where a whole word that denies it begins before it, in the same clause and at most
    `words.reach` characters away; it may run into the phrase, as 不保证 does into 保证收益. A denial that begins within
    an affirmation, a harmless word or another phrase denies nothing. Width and case do not matter, nor do blanks within
    a word in Chinese and characters that cannot be seen.
    """
    patterns = _patterns(words)
    seen = "".join(char for char in text if unicodedata.category(char) != _UNSEEN)
    plain = _BLANKS.sub(" ", _BREAKS.sub("\n", unicodedata.normalize("NFKC", seen).casefold()))
    hits = list(patterns.said.finditer(plain))
    idle = [hit.span() for hit in (*hits, *patterns.affirmations.finditer(plain))]
    denials = [
        denial.start()
        for denial in patterns.denials.finditer(plain)
        if not any(first <= denial.start() < end for first, end in idle)
    ]
    found = []
    for hit in hits:
        phrase = patterns.phrases[(hit.lastindex or 0) - 1]
        near = [place for place in denials if hit.start() - words.reach <= place < hit.start()]
        if phrase and not any(patterns.stops.search(plain, place, hit.start()) is None for place in near):
            found.append(phrase)
    return tuple(dict.fromkeys(found))


@cache
def _patterns(words: Promises) -> _Patterns:
    """The longest word first wherever several begin alike; an empty list finds nothing."""
    meant = {word: word for word in words.phrases} | dict.fromkeys(words.harmless, "")
    said = sorted(meant, key=len, reverse=True)
    return _Patterns(
        re.compile("|".join(f"({_spelled(word)})" for word in said) or "(?!)"),
        tuple(meant[word] for word in said),
        re.compile(f"(?={_any(words.denials)})"),
        re.compile(_any(words.affirmations)),
        re.compile(f"[{re.escape(_STOPS)}]|{_any(words.contrasts)}"),
    )


def _any(words: Iterable[str]) -> str:
    """Any of these whole words, the longest first."""
    return "|".join(_whole(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"


def _whole(word: str) -> str:
    """A word that does not lie within a longer Latin one: `no`, not the `no` of another."""
    spelled = _spelled(word)
    return rf"(?<![a-z0-9]){spelled}(?![a-z0-9])" if _LATIN.match(spelled) else spelled


def _spelled(word: str) -> str:
    """A word as it may be written: blanks between Latin characters as they are, elsewhere any or none."""
    plain = " ".join(unicodedata.normalize("NFKC", word).casefold().split())
    spelled = ""
    for place, char in enumerate(plain):
        before, after = plain[place - 1 : place], plain[place + 1 : place + 2]
        if char == " ":
            spelled += r"\s+" if _LATIN.match(before) and _LATIN.match(after) else r"\s*"
        elif place and before != " " and not (_LATIN.match(before) and _LATIN.match(char)):
            spelled += r"\s*" + re.escape(char)
        else:
            spelled += re.escape(char)
    return spelled
