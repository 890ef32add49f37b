"""settings.toml of a home: what must be known before the database is open."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import LANGUAGES, Lang, mark
from advisor_tui.base.reasons import reason_of

THEME_NAMES = ("dark", "light")
_WORDS = {"lang": ("", *LANGUAGES), "theme": THEME_NAMES}


@dataclass(frozen=True)
class Settings:
    """Choices of one terminal.

    Attributes:
        lang: "zh", "en" or "" for the locale's.
        ascii_borders: Draw with - | + where the console draws box signs two cells wide.
        idle_lock_minutes: The desk locks after this long without a key; 0 never does (10 is common practice,
            GB/T 22239-2019 names the duty, the figure is the bank's).
        demo: A home of synthetic people, in which impossible IDs and phones are accepted.
        theme: "dark" or "light".
    """

    lang: str = ""
    ascii_borders: bool = False
    idle_lock_minutes: int = 10
    demo: bool = False
    theme: str = "dark"

    def language(self, fallback: Lang) -> Lang:
        """The chosen language, else the fallback."""
        return "zh" if self.lang == "zh" else "en" if self.lang == "en" else fallback


def read_settings(path: Path) -> Settings:
    """Read a settings file; a missing file means the defaults.

    Raises:
        DeskError: `settings_invalid`, naming the file and the key.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeskError(
            "settings_invalid",
            mark("The settings file cannot be read: {reason}"),
            where=str(path),
            reason=reason_of(error),
        ) from error
    known = {field.name: field.type for field in fields(Settings)}
    for name, value in values.items():
        if name not in known or type(value) is not known[name] or value not in _WORDS.get(name, (value,)):
            raise DeskError(
                "settings_invalid", mark("Unknown or wrongly typed setting: {name}"), where=str(path), name=name
            )
    return Settings(**values)


def write_settings(path: Path, settings: Settings) -> None:
    """Write all settings, replacing the file in one step."""
    lines = []
    for field in fields(Settings):
        value = getattr(settings, field.name)
        text = str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int) else f'"{value}"'
        lines.append(f"{field.name} = {text}\n")
    part = path.with_suffix(".part")
    part.write_text("".join(lines), encoding="utf-8")
    part.replace(path)
