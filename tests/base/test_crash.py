"""A crash is described by types and places, never by what it was about."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from advisor_tui.base.crash import crash_number, describe, keep

NOON = datetime(2026, 11, 24, 1, 41, 7, tzinfo=UTC)


def caught() -> BaseException:
    """An error with a cause, both of which carry a client's card."""
    card = "62220000"
    try:
        try:
            raise KeyError(card)
        except KeyError as error:
            raise ValueError(f"unknown card {card}") from error
    except ValueError as error:
        return error


def test_the_number_is_the_moment_in_china() -> None:
    assert crash_number(NOON) == "E261124094107"


def test_types_and_places_of_the_whole_chain_but_no_values() -> None:
    text = describe(caught())
    assert [line for line in text.splitlines() if not line.startswith(" ")] == [
        "builtins.ValueError", "builtins.KeyError",
    ]  # fmt: skip
    assert "test_crash.py:" in text
    assert "caught" in text
    assert "62220000" not in text


def test_an_error_that_is_its_own_context_ends() -> None:
    error = ValueError()
    error.__context__ = KeyError()
    error.__context__.__context__ = error
    assert describe(error).splitlines() == ["builtins.ValueError", "builtins.KeyError"]


def test_the_description_lies_in_the_home_for_its_owner_alone(tmp_path: Path) -> None:
    number = keep(caught(), NOON, tmp_path)
    file = tmp_path / "crashes" / f"{number}.txt"
    assert file.read_text(encoding="utf-8") == describe(caught())
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "crashes").stat().st_mode & 0o777 == 0o700


def test_two_crashes_of_one_second_are_both_kept(tmp_path: Path) -> None:
    assert keep(ValueError(), NOON, tmp_path) == keep(KeyError(), NOON, tmp_path)
    [file] = (tmp_path / "crashes").iterdir()
    assert file.read_text(encoding="utf-8") == "builtins.ValueError\nbuiltins.KeyError\n"


@pytest.mark.parametrize("place", ["missing", "file"])
def test_without_a_folder_there_is_a_number_and_nothing_else(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    assert keep(caught(), NOON, tmp_path / place) == crash_number(NOON)
    assert [path.name for path in tmp_path.rglob("*")] == ["file"]


def test_a_disk_that_refuses_does_not_hide_the_number(tmp_path: Path) -> None:
    (tmp_path / "crashes").write_text("a file where the folder should be")
    assert keep(caught(), NOON, tmp_path) == crash_number(NOON)
