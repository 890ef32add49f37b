"""The catalogue tool sees every message that the code asks for, and nothing else."""

import pytest

from tests.tools.catalogue import Use, mo_bytes, unmarked_in, uses_in


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('translate("A")', [(None, "A")]),
        ('mark("A" "B")', [(None, "AB")]),
        ('translate_in("verb", "Open")', [("verb", "Open")]),
        ('translate(mark("A {x}"))', [(None, "A {x}")]),
        ("translate(name)", []),
        ('text.mark("A")', [(None, "A")]),
        ('translate("")', []),
        ('print("A")', []),
    ],
)
def test_messages_are_the_literals_given_to_the_three_functions(
    source: str, found: list[tuple[str | None, str]]
) -> None:
    assert list(uses_in(source, "m.py")) == [Use(context, message, "m.py:1") for context, message in found]


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('Binding("a", "b", "Text")', 1),
        ('Binding("a", "b", mark("Text"))', 0),
        ('DeskError("code", "Text", where="x")', 1),
        ('DeskError("code", mark("Text"))', 0),
        ('Binding("a", "b")', 0),
    ],
)
def test_a_sentence_for_people_without_its_mark_is_found(source: str, count: int) -> None:
    assert len(list(unmarked_in(source, "m.py"))) == count


def test_the_same_entries_give_the_same_file() -> None:
    assert mo_bytes() == mo_bytes()
