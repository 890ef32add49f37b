import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.reference.positions import Key, line_of

TEXT = '''\
# a comment with [brackets] and = signs
title = "a # b"
[scoring]
formal = true
lowest = [
  { question = "a", op = "is" },  # with } and ]
  { question = "b", op = "is" },
  # {
]
[[scoring.band]]
level = 1

[[scoring.band]]
level = 2
text = """
[not.a.table]
x = 1
"""
after = 'its "'
[[question]]
id = "q"
options = [{ id = "x", text = { zh = "一", en = "one" } },
  { id = "y", text = { zh = "二", en = "two" } }]
[[question.part]]
a.b = 1
"quoted key" = [[1, 2], [
  3]]
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("title",), 2),
        (("scoring",), 3),
        (("scoring", "formal"), 4),
        (("scoring", "lowest"), 5),
        (("scoring", "lowest", 0), 6),
        (("scoring", "lowest", 0, "op"), 6),
        (("scoring", "lowest", 1), 7),
        (("scoring", "lowest", 1, "op"), 7),
        (("scoring", "band", 0, "level"), 11),
        (("scoring", "band", 1), 13),
        (("scoring", "band", 1, "level"), 14),
        (("scoring", "band", 1, "after"), 19),
        (("question", 0, "id"), 21),
        (("question", 0, "options", 0, "text", "en"), 22),
        (("question", 0, "options", 1, "text", "zh"), 23),
        (("question", 0, "part", 0, "a", "b"), 25),
        (("question", 0, "part", 0, "quoted key"), 26),
        (("question", 0, "part", 0, "quoted key", 1, 0), 27),
        (("question", 0, "missing"), 20),
        (("nothing",), 1),
    ],
)
def test_a_key_stands_on_its_line_and_a_missing_one_at_its_table(key: Key, line: int) -> None:
    tomllib.loads(TEXT)
    assert line_of(TEXT, key) == line


def _paths(value: Any, key: Key = ()) -> list[Key]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found: list[Key] = [key] if key else []
    for part, inner in items:
        found += _paths(inner, (*key, part))
    return found


WORDS = st.text("ab#[]{}=,.'字", max_size=6)
SCALARS = st.one_of(st.integers(-9, 9).map(str), st.sampled_from(["true", "2026-02-01"]), WORDS.map(lambda w: f'"{w}"'))


@given(st.lists(st.tuples(SCALARS, SCALARS, st.booleans()), min_size=1, max_size=6))
def test_every_entry_of_a_list_is_found_whatever_stands_in_the_texts(rows: list[tuple[str, str, bool]]) -> None:
    lines = ["list = ["]
    for first, second, noted in rows:
        lines.append(f"  {{ a = {first}, b = [{second}, {first}] }}," + (" # ] } =" if noted else ""))
    lines += ["]", "end = 1"]
    text = "\n".join(lines)
    values = tomllib.loads(text)
    for key in _paths(values):
        place = key[1] if len(key) > 1 else None
        expected = len(lines) if key == ("end",) else 1 if not isinstance(place, int) else place + 2
        assert line_of(text, key) == expected
