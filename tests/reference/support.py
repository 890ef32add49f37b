"""Data files for the tests: a text with one thing changed, and where the reader says the mistake is."""

from collections.abc import Callable

from advisor_tui.reference.toml import Document, Mistake, Source


def mistakes(read: Callable[[Document], object], text: str) -> list[Mistake]:
    document = Document(Source("area/file.toml", text))
    read(document)
    return document.mistakes


def changed(text: str, old: str, new: str) -> tuple[str, int]:
    """The text with its one place changed, and the line of that place."""
    assert text.count(old) == 1, old
    return text.replace(old, new), text.count("\n", 0, text.index(old)) + 1
