"""Any facts and books: needs in order, each with a size, evidence and a sentence in both languages."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.needs.books import HELD_KINDS, Books, HeldMoney, Member
from advisor_tui.rules.needs.find import needs_of
from advisor_tui.rules.needs.need import NEED_KINDS
from advisor_tui.rules.profile import FACTS
from advisor_tui.rules.questionnaire import Value
from tests.rules.needs.support import LIMITS, TABLE, TODAY, known

MONEY_AND_NUMBERS = {name: kind for name, kind in FACTS.items() if kind in ("money", "number")}
ANY_FACTS = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.integers(0, 10**13 if kind == "money" else 80) for name, kind in MONEY_AND_NUMBERS.items()},
        "goals": st.lists(st.sampled_from(("retirement", "education", "house", "free")), unique=True).map(tuple),
        "health_cover": st.sampled_from(("none", "medical", "both")),
        "accident_cover": st.sampled_from(("yes", "no")),
        "pension_cover": st.sampled_from(("yes", "no")),
        "liquidity_on": st.dates(TODAY, date(2030, 1, 1)),
    },
)


BOOKS = st.builds(
    Books,
    st.none() | st.just(TODAY),
    st.lists(
        st.builds(
            HeldMoney,
            st.sampled_from(("甲", "乙", "{丙}")),
            st.integers(1, 10**12),
            st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
            st.sampled_from(HELD_KINDS),
        ),
        max_size=6,
    ).map(tuple),
    st.lists(
        st.builds(
            Member,
            st.sampled_from(("小明", "王芳")),
            st.sampled_from(("self", "spouse", "child", "parent")),
            st.none() | st.dates(date(1950, 1, 1), TODAY),
            st.booleans(),
        ),
        max_size=4,
    ).map(tuple),
)


@given(ANY_FACTS, BOOKS)
def test_any_facts_give_needs_of_a_size_with_evidence_and_a_sentence(values: dict[str, Value], books: Books) -> None:
    facts = known(**values)
    found = needs_of(facts, LIMITS, books)
    order = [list(NEED_KINDS).index(need.kind) for need in found]
    assert order == sorted(order)
    for need in found:
        assert need.size_fen > 0
        assert need.evidence or need.holdings
        assert set(need.holdings) <= {held.name for held in books.holdings}
        assert set(need.members) <= {member.name for member in books.members}
        assert set(need.params) == set(NEED_KINDS[need.kind])
        assert TABLE.sentence(need, "zh")
        assert TABLE.sentence(need, "en")


@given(ANY_FACTS, st.sampled_from(sorted(FACTS)))
def test_an_unknown_fact_adds_no_need_of_another_kind(values: dict[str, Value], gone: str) -> None:
    """What is not known may make a need larger (debts, surplus) or drop it, but invents no evidence."""
    less = known(**{name: value for name, value in values.items() if name != gone})
    assert all(f"q_{gone}" not in need.evidence for need in needs_of(less, LIMITS))
