"""Rows of one file about the same thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.importing.repeats import Repeats

FIELDS = ("amount", "name")
AMOUNT = st.none() | st.integers(0, 2)
NAME = st.none() | st.sampled_from(["a", "b", "张"])


@given(st.lists(st.tuples(st.sampled_from(["k1", "k2"]), AMOUNT, NAME), max_size=8))
def test_a_row_is_refused_exactly_when_a_taken_one_said_something_else(rows: list[tuple[str, object, object]]) -> None:
    repeats = Repeats(FIELDS)
    taken: dict[str, dict[str, object]] = {}
    for line, (key, *values) in enumerate(rows, start=2):
        said = {field: value for field, value in zip(FIELDS, values, strict=True) if value is not None}
        before = taken.setdefault(key, {})
        wrong = [field for field in FIELDS if field in said and before.get(field, said[field]) != said[field]]
        if wrong:
            with pytest.raises(DeskError) as caught:
                repeats.check(key, line, said)
            assert (caught.value.code, caught.value.where) == ("row_contradicts", wrong[0])
        else:
            repeats.check(key, line, said)
            before.update(said)


def test_the_earlier_line_is_named() -> None:
    repeats = Repeats(FIELDS)
    repeats.check("k", 2, {"amount": 0})
    repeats.check("k", 3, {"name": "a"})
    with pytest.raises(DeskError) as caught:
        repeats.check("k", 4, {"amount": 5})
    assert caught.value.params["line"] == 2
