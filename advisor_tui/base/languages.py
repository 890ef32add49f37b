"""Chinese and English, switchable while running: message ids are English, catalogues are gettext."""

import gettext
import locale
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Literal

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh", "en")
_CATALOGUE = Path(__file__).with_name("locale") / "zh.mo"


class _Languages:
    """The language of this process: one person, one screen, one language at a time."""

    def __init__(self) -> None:
        self.current: Lang = "zh"
        self._zh: gettext.NullTranslations | None = None

    @property
    def zh(self) -> gettext.NullTranslations:
        """The Chinese catalogue, read at first use; without the file, message ids stand for themselves."""
        if self._zh is None:
            try:
                with _CATALOGUE.open("rb") as file:
                    self._zh = gettext.GNUTranslations(file)
            except FileNotFoundError:
                self._zh = gettext.NullTranslations()
        return self._zh


_state = _Languages()
_written: ContextVar[Lang | None] = ContextVar("written", default=None)


def use_language(lang: Lang) -> None:
    """Set the language of everything shown from now on."""
    _state.current = lang


def language() -> Lang:
    """The language in use."""
    return _written.get() or _state.current


@contextmanager
def writing_in(lang: Lang) -> Iterator[None]:
    """Use another language for what this thread writes meanwhile, such as a paper in the client's language."""
    token = _written.set(lang)
    try:
        yield
    finally:
        _written.reset(token)


def locale_language() -> Lang:
    """The language that the environment asks for: Chinese for any zh locale and when it says nothing."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            if value.lower().startswith("zh"):
                return "zh"
            if value.split(".")[0] in ("C", "POSIX"):
                return "zh"
            return "en"
    name = locale.getlocale()[0] or ""
    return "en" if name.lower().startswith("en") else "zh"


def translate(message: str, lang: Lang | None = None) -> str:
    """A message in the language in use or in another one; message ids are English."""
    if (lang or language()) == "en" or not message:
        return message
    return _state.zh.gettext(message)


def counted(one: str, many: str, count: int, **params: object) -> str:
    """A message with a count, in the language in use; `one` where English says it of a single thing.

    Args:
        one: The message id for a count of 1, which may name it in words.
        many: The message id for every other count, with `{count}`.
        count: How many; it stands in the text with a comma before each thousand.
        params: What fills the other places.
    """
    return translate(one if count == 1 else many).format(count=f"{count:,}", **params)


def join_list(items: Iterable[str]) -> str:
    """Items one after the other, with the comma of the language in use: `a, b` and `甲、乙`."""
    return translate(mark(", ")).join(items)


def join_sentences(items: Iterable[str]) -> str:
    """Statements one after the other, with the semicolon of the language in use."""
    return translate(mark("; ")).join(items)


def labelled(label: str, value: str) -> str:
    """A value behind its label, with the colon of the language in use."""
    return translate(mark("{label}: {value}")).format(label=label, value=value)


def translate_in(context: str, message: str) -> str:
    """A message whose Chinese depends on where it stands, such as "Open" the verb and the state."""
    if language() == "en":
        return message
    return _state.zh.pgettext(context, message)


def mark(message: str) -> str:
    """Mark a message for the catalogue without translating it yet (tables of texts, key descriptions)."""
    return message


def pick(both: Mapping[str, str], lang: Lang | None = None) -> str:
    """The text of a bilingual value of data/ in the language in use."""
    return both[lang or language()]
