"""What every key changes is stored in the order of the keys, whatever the threads do."""

from typing import Any, cast

import pytest

from advisor_tui.desk.desk import Desk
from advisor_tui.screens.newest import NewestSaver

DESK = cast(Desk, None)


def saver(stored: str = "a") -> tuple[NewestSaver[str], list[tuple[str, str]]]:
    written: list[tuple[str, str]] = []
    return NewestSaver(lambda _, newest, before: written.append((newest, before)), stored), written


def test_the_newest_is_written_last_and_once() -> None:
    found, written = saver()
    found.put("b")
    found.put("c")
    assert found.behind
    found.write(DESK)  # the thread of b comes as late as that of c
    found.write(DESK)
    assert written == [("c", "a")]
    assert not found.behind


def test_what_could_not_be_stored_is_tried_again() -> None:
    fails = [True]

    def store(*_: Any) -> None:
        if fails.pop():
            raise OSError

    found = NewestSaver(store, "a")
    found.put("b")
    with pytest.raises(OSError):
        found.write(DESK)
    assert found.behind
    fails.append(False)
    found.write(DESK)
    assert not found.behind


def test_a_write_beside_it_says_what_it_leaves() -> None:
    found, written = saver("ab")
    found.put("b")
    assert found.beside(DESK, lambda _: 7, lambda stored: stored.replace("a", "")) == 7
    found.write(DESK)
    assert written == [], "the other write has stored it"


def test_a_refused_write_beside_it_leaves_what_is_stored() -> None:
    found, _ = saver("ab")

    def refused(_: Desk) -> None:
        raise OSError

    with pytest.raises(OSError):
        found.beside(DESK, refused, lambda _: "")
    assert not found.behind
