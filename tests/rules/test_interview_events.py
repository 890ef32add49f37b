"""Events beside a question: the days at both ends, the birthdays that matter, the facts that they stand beside."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.dates import add_months
from advisor_tui.rules.interview_events import (
    LIFE,
    TOPICS,
    LifeBeside,
    MaturingBeside,
    about,
    facts_asked,
    life_day,
    maturing,
    milestones,
)
from advisor_tui.rules.profile import FACTS
from advisor_tui.rules.questionnaire import Item, Question

TODAY = date(2026, 11, 24)
BOTH = {"zh": "问", "en": "Q"}


@pytest.mark.parametrize(("ahead", "named"), [(-1, False), (0, True), (90, True), (91, False)])
def test_money_is_named_from_today_to_the_last_day(ahead: int, named: bool) -> None:
    assert maturing(TODAY + timedelta(days=ahead), TODAY, MaturingBeside(90)) is named


def test_money_without_an_end_does_not_mature() -> None:
    assert not maturing(None, TODAY, MaturingBeside(90))


@pytest.mark.parametrize(
    ("born", "named"),
    [
        (date(1966, 11, 23), ()),
        (date(1966, 11, 24), ((TODAY, 60),)),
        (date(1967, 11, 24), ((date(2027, 11, 24), 60),)),
        (date(1967, 11, 25), ()),
        (date(1962, 1, 31), ((date(2027, 1, 31), 65),)),
    ],
)
def test_a_birthday_at_sixty_is_named_within_a_year(born: date, named: tuple[tuple[date, int], ...]) -> None:
    assert milestones(born, (60, 65), TODAY, 12) == named


def test_who_was_born_on_the_29th_of_february_has_a_birthday_every_year() -> None:
    assert milestones(date(2008, 2, 29), (19,), TODAY, 12) == ((date(2027, 2, 28), 19),)
    assert milestones(None, (60,), TODAY, 12) == ()


@pytest.mark.parametrize(
    ("happens", "yearly", "named"),
    [
        (TODAY - timedelta(days=31), False, None),
        (TODAY - timedelta(days=30), False, TODAY - timedelta(days=30)),
        (TODAY + timedelta(days=60), False, TODAY + timedelta(days=60)),
        (TODAY + timedelta(days=61), False, None),
        (date(2001, 12, 1), True, date(2026, 12, 1)),
        (TODAY, True, TODAY),
        (TODAY - timedelta(days=30), True, TODAY - timedelta(days=30)),
        (TODAY + timedelta(days=60), True, TODAY + timedelta(days=60)),
        (date(2001, 1, 10), True, date(2027, 1, 10)),
        (date(2001, 6, 1), True, None),
        (date(2001, 12, 1), False, None),
    ],
)
def test_an_event_of_life_is_named_while_it_is_near(happens: date, yearly: bool, named: date | None) -> None:
    assert life_day(happens, yearly, TODAY, LifeBeside(after=30, before=60)) == named


@given(st.dates(date(1950, 1, 1), date(2040, 1, 1)), st.integers(0, 400), st.integers(0, 400))
def test_a_yearly_event_is_named_on_an_anniversary_or_not_at_all(happens: date, after: int, before: int) -> None:
    found = life_day(happens, True, TODAY, LifeBeside(after, before))
    years = [add_months(happens, 12 * turn) for turn in range(100)]
    near = [day for day in years if -after <= (day - TODAY).days <= before]
    assert (found is None) == (not near)
    assert found is None or abs(found - TODAY) == min(abs(day - TODAY) for day in near)


def test_every_fact_that_events_stand_beside_is_one() -> None:
    for facts in (*TOPICS.values(), *LIFE.values()):
        assert facts <= FACTS.keys()


def test_the_items_of_a_question_count_as_asked() -> None:
    items = (Item("cash", BOTH, "cash_assets"), Item("shares", BOTH))
    question = Question(id="q", section="s", kind="figures", text=BOTH, fact="financial_assets", items=items)
    assert facts_asked(question) == {"cash_assets", "financial_assets"}
    assert about(question, "money")
    assert not about(question, "ages")
