"""Small problems of every kind, which brute force can look through."""

from datetime import date

from hypothesis import strategies as st

from advisor_tui.rules.allocation.problem import WHOLE, Problem, Share, Want
from tests.rules.allocation.builders import candidate, pin, problem
from tests.rules.portfolio.builders import WAN

STEPS = st.sampled_from([WAN, 2 * WAN, 3 * WAN])
PRODUCTS = st.tuples(
    st.sampled_from(["cash", "fixed", "equity"]),
    st.integers(1, 5),
    STEPS,
    st.sampled_from([0, 30, 400]),
    st.sampled_from(["x", "y"]),
)
"""Class, least amount in ten thousands, step, days until it is free again, issuer."""
CLASSES = st.sets(st.sampled_from(["cash", "fixed", "equity"]), min_size=1)
WANTS = st.lists(st.tuples(st.integers(1, 9), CLASSES, st.sampled_from([None, date(2027, 6, 1)])), max_size=3)
LOW = st.sampled_from([0, 0, 1000, 3000])


@st.composite
def small_problems(draw: st.DrawFn) -> Problem:
    """A problem of 120,000 yuan with four products, three needs and a pin at the most."""
    products = [
        candidate(f"p{place_no}", sort, first * WAN, step, free_in_days=days, issuer=issuer)
        for place_no, (sort, first, step, days, issuer) in enumerate(draw(st.lists(PRODUCTS, min_size=1, max_size=4)))
    ]
    wants = tuple(
        Want(f"w{place_no}", size * WAN, dict.fromkeys(sorted(classes), WHOLE), due)
        for place_no, (size, classes, due) in enumerate(draw(WANTS))
    )
    mix = tuple(
        Share(sort, draw(LOW), target, draw(st.sampled_from([5000, WHOLE])))
        for sort, target in (("cash", 3000), ("fixed", 5000), ("equity", 2000))
    )
    pins = (pin("pinned", draw(st.integers(1, 4))),) if draw(st.booleans()) else ()
    money = {
        "financial_assets_fen": draw(st.sampled_from([12, 1000])) * WAN,
        "ready_fen": draw(st.integers(0, 9)) * WAN,
    }
    return problem(12, *products, wants=wants, mix=mix, pins=pins, of=money)
