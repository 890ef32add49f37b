"""Where a rule of sale has nothing to say: it stands in no finding."""

from typing import Any

import pytest

from advisor_tui.rules.facts import Initiator, Pay, ProductFacts
from tests.rules.builders import FUND, INSURANCE, WMP, of, sell


@pytest.mark.parametrize(
    ("product", "how", "silent"),
    [
        (WMP, {"context": {"initiated_by": Initiator.ADVISOR}, "risk_level": 4}, "fund_recommendation"),
        (FUND, {}, "assessment_valid"),
        (WMP, {}, "fund_assessment_valid"),
        (WMP, {"context": {"channel": None}}, "third_party_channel"),
        (INSURANCE, {"term_years": 1}, "insurance_needs"),
        (INSURANCE, {"term_years": 1}, "insurance_recording"),
        (INSURANCE, {"term_years": 1}, "insurance_callback"),
        (INSURANCE, {"pay": Pay.ANNUAL}, "insurance_single_premium"),
        (INSURANCE, {"pay": Pay.SINGLE}, "insurance_annual_premium"),
        (INSURANCE, {"risk_level": None}, "insurance_suitable"),
    ],
)
def test_a_rule_that_does_not_bear_on_the_sale_says_nothing(
    product: ProductFacts, how: dict[str, Any], silent: str
) -> None:
    assert of(sell(product, **how), silent) is None
