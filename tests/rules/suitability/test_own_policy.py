"""The bank's own matching of rated products that no measure of law matches."""

import pytest

from advisor_tui.rules.findings import Finding, Verdict, missing
from advisor_tui.rules.suitability.own_policy import deposit_not_covered, judge_product_level


def matched(verdict: Verdict, product: int, client: int) -> Finding:
    return Finding("product_level", verdict, params={"product_level": product, "client_level": client})


@pytest.mark.parametrize(
    ("product", "client", "finding"),
    [
        (None, 3, None),
        (None, None, None),
        (3, None, missing("product_level", "client.risk_level", must_do=("assess_first",))),
        (2, 3, matched(Verdict.ALLOWED, 2, 3)),
        (3, 3, matched(Verdict.ALLOWED, 3, 3)),
        (4, 3, matched(Verdict.FORBIDDEN, 4, 3)),
    ],
)
def test_a_rated_product_above_the_clients_level_is_not_proposed(
    product: int | None, client: int | None, finding: Finding | None
) -> None:
    assert judge_product_level(product, client) == finding


def test_of_a_deposit_it_is_said_that_no_level_is_matched() -> None:
    assert deposit_not_covered() == Finding("deposit_not_covered", Verdict.ALLOWED)
