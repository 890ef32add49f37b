"""A digit does the same whether an input method types it in half or in full width."""

from typing import Any

import pytest
from textual.binding import Binding
from textual.screen import Screen

from advisor_tui.screens.areas import digit_key
from tests.test_screens_doc import below, screen_classes


def digit_bindings(kind: type[Any]) -> dict[str, set[str]]:
    """The digits that a class binds, each with all the keys of its binding."""
    found: dict[str, set[str]] = {}
    for entry in vars(kind).get("BINDINGS", ()):
        keys = set((entry.key if isinstance(entry, Binding) else entry[0]).split(","))
        found |= {key: keys for key in keys if key.isascii() and key.isdigit()}
    return found


def all_screens() -> list[type[Screen[Any]]]:
    """Every screen class, bases included."""
    screen_classes()
    return sorted({kind for kind in below(Screen) if kind.__module__.startswith("advisor_tui.")}, key=str)


WITH_DIGITS = [kind for kind in all_screens() if digit_bindings(kind)]


@pytest.mark.parametrize("kind", WITH_DIGITS, ids=lambda kind: kind.__name__)
def test_every_digit_of_a_screen_has_its_full_width_key(kind: type[Screen[Any]]) -> None:
    for digit, keys in digit_bindings(kind).items():
        assert set(digit_key(int(digit)).split(",")) <= keys


def test_most_screens_that_offer_digits_are_walked() -> None:
    names = {kind.__name__ for kind in WITH_DIGITS}
    assert {"QueueScreen", "ClientScreen", "CalendarScreen", "ProposalsScreen", "LoanScreen", "ResultScreen"} <= names
