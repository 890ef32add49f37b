"""Chinese and English, switchable while running: message ids are English, catalogues are gettext."""

import gettext
import locale
import os
from collections.abc import Mapping
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


def use_language(lang: Lang) -> None:
    """Set the language of everything shown from now on."""
    _state.current = lang


def language() -> Lang:
    """The language in use."""
    return _state.current


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


def translate(message: str) -> str:
    """A message in the language in use; message ids are English."""
    if _state.current == "en" or not message:
        return message
    return _state.zh.gettext(message)


def translate_in(context: str, message: str) -> str:
    """A message whose Chinese depends on where it stands, such as "Open" the verb and the state."""
    if _state.current == "en":
        return message
    return _state.zh.pgettext(context, message)


def mark(message: str) -> str:
    """Mark a message for the catalogue without translating it yet (tables of texts, key descriptions)."""
    return message


def pick(both: Mapping[str, str], lang: Lang | None = None) -> str:
    """The text of a bilingual value of data/ in the language in use."""
    return both[lang or _state.current]
