"""The order of the queue, and which contact around an event counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.cadence import Due as Contact
from advisor_tui.rules.ranking import (
    Band,
    Due,
    Kind,
    Stage,
    band,
    current_stage,
    rank,
    rank_key,
    reasons,
    stages,
)

TODAY = date(2026, 11, 24)


def due(key: str = "k", begins: int = 0, ends: int | None = None, **values: object) -> Due:
    known: dict[str, object] = {"kind": Kind.TASK, "urgent_days": 3, **values}
    last = begins if ends is None else ends
    return Due(
        key,
        from_on=TODAY + timedelta(days=begins),
        due_on=TODAY + timedelta(days=last),
        **known,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (due(begins=-12, ends=3, statutory=True), Band.DEADLINE),
        (due(begins=-12, ends=4, statutory=True), Band.TODAY),
        (due(begins=-12, ends=4, statutory=True, urgent_days=4), Band.DEADLINE),
        (due(begins=-12, ends=3, urgent_days=4), Band.TODAY),
        (due(begins=-20, ends=-1, statutory=True), Band.DEADLINE),
        (due(begins=-1), Band.OVERDUE),
        (due(begins=-1, time="09:00"), Band.OVERDUE),
        (due(time="09:00"), Band.TIMED),
        (due(), Band.TODAY),
        (due(begins=-5, ends=2), Band.TODAY),
        (due(begins=-5, ends=2, time="09:00"), Band.TODAY),
        (due(begins=1), Band.LATER),
        (due(begins=1, time="09:00"), Band.LATER),
    ],
)
def test_an_item_belongs_to_the_band_of_its_days(item: Due, expected: Band) -> None:
    assert band(item, TODAY) is expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (due("a", -1, -1), due("b", time="08:00")),
        (due("a", time="08:00"), due("b", time="09:00", priority=1)),
        (due("a", time="18:00"), due("b", priority=1)),
        (due("a", priority=2), due("b", priority=3)),
        (due("a", -3, 0), due("b", -3, 4)),
        (due("a", amount_fen=2), due("b", amount_fen=1)),
        (due("a", -4, -3), due("b", -4, -1)),
        (due("a", 0), due("b", 1, priority=1)),
        (due("a", 1, priority=9), due("b", 2, priority=1)),
        (due("a", 1, time="10:00", priority=9), due("b", 1, priority=1)),
        (due("a", -12, 2, statutory=True), due("b", -30, -20, priority=1)),
        (due("a"), due("b")),
    ],
)
def test_the_first_stands_above_the_second(first: Due, second: Due) -> None:
    assert rank([second, first], TODAY) == [first, second]


@pytest.mark.parametrize(
    ("item", "word", "params"),
    [
        (due(begins=-12, ends=2, statutory=True), "legal", {"days": 2}),
        (due(begins=-16, ends=-1, statutory=True), "legal_late", {"days": 1}),
        (due(begins=-3), "late", {"days": 3}),
        (due(begins=2), "begins", {"days": 2}),
        (due(time="09:30"), "at", {"time": "09:30"}),
        (due(), "today", {}),
        (due(begins=-1, ends=6), "until", {"days": 6}),
    ],
)
def test_an_item_says_why_it_stands_there(item: Due, word: str, params: dict[str, object]) -> None:
    assert [(reason.word, dict(reason.params)) for reason in reasons(item, TODAY)] == [(word, params)]


def test_a_legal_term_that_ends_today_is_not_late() -> None:
    (reason,) = reasons(due(begins=-15, ends=0, statutory=True), TODAY)
    assert (reason.word, dict(reason.params)) == ("legal", {"days": 0})


def test_a_contact_before_an_event_may_be_made_until_the_event_and_the_rhythm_is_none_of_them() -> None:
    contacts = [
        Contact(TODAY + timedelta(days=offset), "maturity", TODAY, given, False)
        for offset, given in ((-7, -7), (0, 0), (3, 1), (5, None))
    ]
    assert stages(contacts, TODAY) == (
        Stage(-7, TODAY - timedelta(days=7), TODAY),
        Stage(0, TODAY, TODAY),
        Stage(1, TODAY + timedelta(days=3), TODAY + timedelta(days=3)),
    )


def test_of_late_items_the_one_that_has_waited_longest_stands_first_whatever_its_hour() -> None:
    early, late = due("a", -5, -2, time="18:00"), due("b", -5, -1, time="08:00")
    assert rank([late, early], TODAY) == [early, late]
    first, second = due("a", -5, 3), due("b", -3, 4)
    assert rank([second, first], TODAY) == [first, second], "the nearer last day, not the first one"


@st.composite
def items(draw: st.DrawFn) -> Due:
    begins = draw(st.integers(-40, 40))
    return due(
        draw(st.text("abcdefgh", min_size=1, max_size=4)),
        begins,
        begins + draw(st.integers(0, 40)),
        kind=draw(st.sampled_from(Kind)),
        time=draw(st.sampled_from(["", "08:00", "14:30"])),
        priority=draw(st.integers(1, 9)),
        amount_fen=draw(st.integers(0, 3)),
        statutory=draw(st.booleans()),
        urgent_days=3,
    )


queues = st.lists(items(), max_size=30, unique_by=lambda item: item.key)


@given(queues, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_reading(queue: list[Due], random: object) -> None:
    shuffled = list(queue)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a random.Random
    assert rank(shuffled, TODAY) == rank(queue, TODAY)


@given(queues)
def test_taking_an_item_away_leaves_the_others_in_their_order(queue: list[Due]) -> None:
    ranked = rank(queue, TODAY)
    for item in queue[:3]:
        rest = [other for other in queue if other is not item]
        assert rank(rest, TODAY) == [other for other in ranked if other is not item]


@given(queues)
def test_the_bands_follow_each_other(queue: list[Due]) -> None:
    bands = [band(item, TODAY) for item in rank(queue, TODAY)]
    assert bands == sorted(bands)


@given(items(), items())
def test_no_two_items_tie(one: Due, other: Due) -> None:
    if one.key != other.key:
        assert rank_key(one, TODAY) != rank_key(other, TODAY)


@given(items())
def test_a_day_later_an_item_never_sinks_below_where_late_ones_stand(item: Due) -> None:
    bands = [band(item, TODAY + timedelta(days=ahead)) for ahead in range(100)]
    last = [day for day, part in enumerate(bands) if part is Band.LATER]
    assert last == list(range(len(last)))
    assert bands[-1] in (Band.OVERDUE, Band.DEADLINE)


EVENT = TODAY + timedelta(days=10)
STAGES = tuple(
    Stage(offset, EVENT + timedelta(days=offset), max(EVENT, EVENT + timedelta(days=offset)))
    for offset in (-30, -7, -3, -1, 1)
)
"""Contacts around an event in ten days."""


@pytest.mark.parametrize(
    ("ahead", "handled", "expected"),
    [
        (-28, (), None),
        (-27, (), -30),
        (-20, (), -30),
        (2, (), -30),
        (3, (), -7),
        (9, (), -1),
        (11, (), 1),
        (11 + 30, (), 1),
        (11 + 31, (), None),
        (0, (-30,), -7),
        (-5, (-30,), None),
        (3, (-7,), -3),
        (3, (-3,), -1),
        (12, (1,), None),
    ],
)
def test_the_last_contact_that_has_begun_counts_unless_it_was_handled(
    ahead: int, handled: tuple[int, ...], expected: int | None
) -> None:
    stage = current_stage(STAGES, TODAY + timedelta(days=ahead), handled, 30, 7)
    assert (None if stage is None else stage.offset) == expected


@given(st.integers(-60, 60), st.sets(st.sampled_from([-30, -7, -3, -1, 1])))
def test_a_handled_contact_and_those_before_it_never_come_back(ahead: int, handled: set[int]) -> None:
    stage = current_stage(STAGES, TODAY + timedelta(days=ahead), handled, 30, 7)
    if stage is not None and handled:
        assert stage.offset > max(handled)


def test_of_what_may_be_done_today_priority_decides_and_not_since_when() -> None:
    old, weighty = due("old", begins=-9, ends=5), due("weighty", begins=0, ends=5, priority=1)
    assert rank([old, weighty], TODAY) == [weighty, old]
    soon, later = due("soon", begins=1, ends=5), due("later", begins=2, ends=5, priority=1)
    assert rank([later, soon], TODAY) == [soon, later]
