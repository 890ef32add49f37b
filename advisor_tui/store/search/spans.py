"""Which part of a shown text a query found."""

from collections.abc import Iterable

from advisor_tui.store.pinyin import folded, segments

Span = tuple[int, int]


def name_spans(name: str, spelled: Iterable[str], key: str) -> tuple[Span, ...]:
    """Where a folded query matches a name, as half-open ranges of its code points.

    Args:
        name: The name as shown.
        spelled: Its readings, syllables between spaces, as the card keeps them.
        key: The folded query.
    """
    places = segments(name)
    if not key or not places:
        return ()
    parts = [folded(name[start:end]) for start, end in places]
    for reading in (parts, *(text.split(" ") for text in spelled)):
        found = _run(places, reading, key)
        if found:
            return found
    for text in spelled:
        initials = [syllable[:1] for syllable in text.split(" ")]
        found = _run(places, initials, key)
        if found:
            return found
    return ()


def number_span(text: str, key: str) -> tuple[Span, ...]:
    """Where a folded query is the front or the end of a number as shown."""
    number = folded(text)
    if not key or len(number) != len(text):
        return ()
    if number.startswith(key):
        return ((0, len(key)),)
    return ((len(text) - len(key), len(text)),) if number.endswith(key) else ()


def _run(places: tuple[Span, ...], parts: list[str], key: str) -> tuple[Span, ...]:
    if len(places) != len(parts):
        return ()
    for first in range(len(parts)):
        rest = key
        for index in range(first, len(parts)):
            part = parts[index]
            if rest.startswith(part):
                rest = rest[len(part) :]
                if not rest:
                    return ((places[first][0], places[index][1]),)
            elif part.startswith(rest):
                start, end = places[index]
                cut = end if len(part) != end - start else start + len(rest)
                return ((places[first][0], cut),)
            else:
                break
    return ()
