"""What the search index holds of a client, and how a typed text asks it.

A term is a mark and letters or digits; a query is the beginning of a term. Everything that search offers follows:
a part of the name from any character on, its pinyin and initials from any syllable on, a number from its front or,
turned round, from its end. The tokenizer is `ascii`, which knows no Unicode version: rare ideographs stay whole.
"""

import re
from collections.abc import Sequence

from advisor_tui.store.pinyin import folded, readings, segments

WHOLE = "»"
"""Marks a whole name, or its whole pinyin."""
INITIALS = "›"
"""Marks the initials of a whole name."""
FORWARD = "→"
"""Marks a phone or client number."""
TAIL = "←"
"""Marks a number turned round."""
SCHEMA = (
    "CREATE VIRTUAL TABLE client_search USING fts5(terms, content='', contentless_delete=1, detail='none', "
    "prefix='1 2 3', tokenize='ascii')",
    "CREATE VIRTUAL TABLE paper_search USING fts5(terms, content='', contentless_delete=1, detail='none', "
    "prefix='2 3', tokenize='ascii')",
)
"""Names, phones and client numbers; apart from them the numbers of papers, which arrive later than the client.

Rowids are the `docid` of the card.
"""
_DIGIT = re.compile(r"\d")


def client_terms(name: str, number: str, phone: str) -> str:
    """The terms of a client, each between spaces."""
    terms = _name_terms(name)
    for text in (number, phone):
        key = folded(text)
        if key:
            terms += f" {FORWARD}{key} {TAIL}{key[::-1]}"
    return f" {terms} "


def paper_terms(numbers: str | None) -> str:
    """The terms of paper numbers, one a line: each is found by its end."""
    keys = sorted({folded(number)[::-1] for number in (numbers or "").split("\n")} - {""})
    return "".join(f" {TAIL}{key}" for key in keys) + (" " if keys else "")


def _name_terms(name: str) -> str:
    known = readings(name)
    if len(known[0]) == len(name) == 3 and len(known) == 1 and folded(name) == name:
        return _of_three(name, *known[0])
    parts = [folded(name[start:end]) for start, end in segments(name)]
    if not parts:
        return ""
    terms = _from_each(parts)
    for reading in known:
        terms += _from_each(reading)
        initials = "".join([syllable[:1] for syllable in reading])
        if len(initials) > 1:
            terms.append(INITIALS + initials)
            terms += [initials[start:] for start in range(1, len(initials) - 1)]
    return " ".join(terms)


def _of_three(name: str, first: str, second: str, third: str) -> str:
    # What the loop below makes of most names, written out: an import spends its time here.
    return (
        f"{WHOLE}{name} {name[1:]} {name[2]} {WHOLE}{first}{second}{third} {second}{third} {third} "
        f"{INITIALS}{first[0]}{second[0]}{third[0]} {second[0]}{third[0]}"
    )


def _from_each(parts: Sequence[str]) -> list[str]:
    whole = "".join(parts)
    terms = [WHOLE + whole]
    start = 0
    for part in parts[:-1]:
        start += len(part)
        terms.append(whole[start:])
    return terms


def has_digit(key: str) -> bool:
    """Whether a folded query may be part of a number."""
    return bool(_DIGIT.search(key))


def exact_text(key: str) -> str:
    """The FTS5 query for clients whose whole name, pinyin or number a folded query is."""
    return _any((WHOLE + key, FORWARD + key) if has_digit(key) else (WHOLE + key,), "")


def front_text(key: str) -> str:
    """The FTS5 query for clients whose name or number begins with a folded query."""
    return _any((WHOLE + key, INITIALS + key, *((FORWARD + key,) if has_digit(key) else ())), "*")


def match_text(key: str) -> str:
    """The FTS5 query for all clients that a folded query finds."""
    names = (WHOLE + key, INITIALS + key, key)
    return _any((*names, FORWARD + key, TAIL + key[::-1]) if has_digit(key) else names, "*")


def paper_text(key: str) -> str:
    """The FTS5 query over paper numbers, by their end."""
    return f'"{TAIL}{key[::-1]}"*'


def exact_paper_text(key: str) -> str:
    """The FTS5 query over paper numbers that are a folded query as a whole."""
    return f'"{TAIL}{key[::-1]}"'


def _any(beginnings: Sequence[str], star: str) -> str:
    # Quoted always: nothing of what was typed is read as FTS5 syntax, and a folded query has no quotes.
    return " OR ".join(f'"{beginning}"{star}' for beginning in beginnings)
