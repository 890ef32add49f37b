"""On which line of a TOML text every key stands, which `tomllib` does not tell.

Only texts that `tomllib` has already accepted come here, and only when a mistake in them is to be shown, so
the scanner is short and does not check again.
"""

import re

Key = tuple[str | int, ...]
"""A path into a document: names of keys, numbers of array elements."""

_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\r\n]+")
_STRINGS = (
    re.compile(r'"""(?:\\.|[^\\])*?"{3,5}(?!")', re.DOTALL),
    re.compile(r"'''.*?'{3,5}(?!')", re.DOTALL),
    re.compile(r'"(?:\\.|[^"\\\n])*"'),
    re.compile(r"'[^'\n]*'"),
)


class _Scanner:
    """One pass over a text, noting the offset at which each path begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.offsets: dict[Key, int] = {}
        self.counts: dict[Key, int] = {}

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match[0]

    def string(self) -> str | None:
        for pattern in _STRINGS:
            found = self.skip(pattern)
            if found:
                return found.strip("\"'")
        return None

    def dotted(self) -> list[str]:
        names: list[str] = []
        while True:
            self.skip(_SPACE)
            quoted = self.string()
            names.append(self.skip(_BARE) if quoted is None else quoted)
            self.skip(_SPACE)
            if self.text[self.at : self.at + 1] != ".":
                return names
            self.at += 1

    def resolve(self, names: list[str], *, new: bool) -> Key:
        """The path of a table header, through the newest element of every array of tables on the way."""
        path: Key = ()
        for place, name in enumerate(names):
            path = (*path, name)
            last = place == len(names) - 1
            if last and new:
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                path = (*path, self.counts[path])
        return path

    def document(self) -> None:
        here: Key = ()
        while self.skip(_BLANK) is not None and self.at < len(self.text):
            start = self.at
            if self.text[self.at] == "[":
                new = self.text.startswith("[[", self.at)
                self.at += 2 if new else 1
                here = self.resolve(self.dotted(), new=new)
                self.at += 2 if new else 1
                self.offsets.setdefault(here, start)
            else:
                self.pair(here)

    def pair(self, here: Key) -> None:
        start = self.at
        path: Key = (*here, *self.dotted())
        self.offsets.setdefault(path, start)
        self.at += 1  # the equals sign
        self.skip(_SPACE)
        self.value(path)

    def value(self, path: Key) -> None:
        sign = self.text[self.at]
        if sign == "[":
            self.inside(path, "]")
        elif sign == "{":
            self.inside(path, "}")
        elif self.string() is None:
            self.skip(_SCALAR)

    def inside(self, path: Key, close: str) -> None:
        self.at += 1
        number = 0
        while True:
            self.skip(_BLANK)
            sign = self.text[self.at]
            if sign == close:
                self.at += 1
                return
            if sign == ",":
                self.at += 1
            elif close == "}":
                self.pair(path)
            else:
                self.offsets.setdefault((*path, number), self.at)
                self.value((*path, number))
                number += 1


def line_of(text: str, key: Key) -> int:
    """The line, from 1, of a key in a TOML text, or of the nearest table around it that the text names."""
    scanner = _Scanner(text)
    scanner.document()
    while key and key not in scanner.offsets:
        key = key[:-1]
    return text.count("\n", 0, scanner.offsets.get(key, 0)) + 1
