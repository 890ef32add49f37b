"""Textual's parsed style sheets, kept from one app to the next: each test's app has the same ones."""

from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet

Rules = dict[tuple[Any, ...], Any]


class _Kept(Rules):
    """What was parsed with one set of variables; a sheet that gets others goes to another of these."""

    def clear(self) -> None:
        """Nothing: other sheets use it too."""


_parsed: dict[frozenset[tuple[str, str]], _Kept] = {}


def keep_parsed(patch: pytest.MonkeyPatch) -> None:
    """Let every style sheet find the rules that one with the same variables has parsed."""
    make, set_variables = Stylesheet.__init__, Stylesheet.set_variables

    def share(sheet: Stylesheet, variables: dict[str, str]) -> None:
        sheet.__dict__["_parse_cache"] = _parsed.setdefault(frozenset(variables.items()), _Kept())

    def made(sheet: Stylesheet, *, variables: dict[str, str] | None = None) -> None:
        make(sheet, variables=variables)
        share(sheet, variables or {})

    def set_(sheet: Stylesheet, variables: dict[str, str]) -> None:
        set_variables(sheet, variables)
        share(sheet, variables)

    patch.setattr(Stylesheet, "__init__", made)
    patch.setattr(Stylesheet, "set_variables", set_)
