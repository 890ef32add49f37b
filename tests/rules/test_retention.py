"""Which retention periods bind a client's records, and until when: the longest of them, where there are any."""

from datetime import date

import pytest

from advisor_tui.rules.deadlines import Retention
from advisor_tui.rules.retention import Business, binding_rules, kept_until
from tests.rules.builders import rules

LAST = date(2028, 2, 29)
ALWAYS, ASSESSED = "retention_due_diligence", "retention_suitability"


@pytest.mark.parametrize(
    ("business", "bound"),
    [
        (Business(None), ()),
        (Business(None, True, frozenset({"wmp_public"})), ()),
        (Business(LAST), (ALWAYS,)),
        (Business(LAST, True), (ALWAYS, ASSESSED)),
        (Business(LAST, False, frozenset({"wmp_public", "wmp_private"})), (ALWAYS, "retention_wmp")),
        (
            Business(LAST, True, frozenset({"insurance", "fund_public", "wmp_public", "deposit"})),
            (ALWAYS, ASSESSED, "retention_fund", "retention_insurance_long", "retention_wmp"),
        ),
        (Business(LAST, False, frozenset({"trust", "a_wmp"})), (ALWAYS,)),
    ],
)
def test_what_was_done_with_a_client_tells_which_periods_bind(business: Business, bound: tuple[str, ...]) -> None:
    assert binding_rules(business) == bound


def test_the_longest_period_holds_and_nothing_binds_where_nothing_was_done() -> None:
    years = {ALWAYS: Retention(10), ASSESSED: Retention(5), "retention_fund": Retention(20)}
    assert kept_until(Business(None, True), years) is None
    assert kept_until(Business(LAST, True), years) == date(2038, 2, 28)
    assert kept_until(Business(LAST, True, frozenset({"fund_public"})), years) == date(2048, 2, 29)
    with pytest.raises(KeyError, match="retention_wmp"):
        kept_until(Business(LAST, kinds=frozenset({"wmp_public"})), years)


def test_every_period_that_may_bind_is_among_the_shipped_rules() -> None:
    every = binding_rules(Business(LAST, True, frozenset({"wmp_public", "fund_public", "insurance"})))
    assert all(isinstance(rules()[rule], Retention) for rule in every)
