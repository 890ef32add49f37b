from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from advisor_tui.rules.facts import Capacity, Initiator, ProductFacts
from advisor_tui.rules.findings import Verdict
from advisor_tui.rules.suitability.evaluate import evaluate_sale
from advisor_tui.rules.suitability.fund import FundMatrix
from tests.rules.builders import CLIENT, CONTEXT, FUND, PRIVATE_FUND, RICH, TODAY, of, promote, rules, sell

MATRIX = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}


@pytest.mark.parametrize("client_level", MATRIX)
@pytest.mark.parametrize("product_level", range(1, 6))
def test_outside_the_matrix_a_client_who_asks_needs_a_written_warning(client_level: int, product_level: int) -> None:
    decision = sell(FUND, client={"risk_level": client_level}, risk_level=product_level)
    outside = product_level > MATRIX[client_level]
    assert decision.verdict is (Verdict.WARN if outside else Verdict.ALLOWED)
    assert ("written_confirm" in decision.must_do) is outside


@pytest.mark.parametrize(
    ("context", "verdict"),
    [
        ({"client_signed_waiver": True}, Verdict.WARN),
        ({"client_insists": True}, Verdict.WARN),
        ({"client_signed_waiver": False, "client_insists": True}, Verdict.WARN),
        ({"client_signed_waiver": False}, Verdict.FORBIDDEN),
        ({"client_insists": False}, Verdict.FORBIDDEN),
        ({"client_signed_waiver": True, "client_insists": False}, Verdict.FORBIDDEN),
        ({"client_signed_waiver": True, "initiated_by": Initiator.ADVISOR}, Verdict.FORBIDDEN),
    ],
)
@pytest.mark.parametrize("unfit", [{"risk_level": 4}, {"unsuitable": True}])
def test_a_client_who_did_not_ask_or_gave_up_after_the_warning_is_not_sold_an_unsuitable_fund(
    context: dict[str, Any], verdict: Verdict, unfit: dict[str, Any]
) -> None:
    why = {key: value for key, value in unfit.items() if key == "unsuitable"}
    product = {key: value for key, value in unfit.items() if key != "unsuitable"}
    decision = sell(FUND, context={**context, **why}, **product)
    assert of(decision, "fund_level") is verdict
    assert decision.verdict is verdict
    assert sell(FUND, context={"client_insists": False, "client_signed_waiver": False}).verdict is Verdict.ALLOWED


@pytest.mark.parametrize("product", [FUND, PRIVATE_FUND])
def test_staff_may_not_bring_up_a_fund_above_the_level(product: ProductFacts) -> None:
    context = {"initiated_by": Initiator.ADVISOR}
    assert sell(product, 1_000_000, client=RICH, context=context, risk_level=4).verdict is Verdict.FORBIDDEN
    assert of(sell(product, 1_000_000, context=context), "fund_recommendation") is None
    assert of(promote(product, context=context, risk_level=4), "fund_recommendation") is Verdict.FORBIDDEN


@pytest.mark.parametrize(
    ("client", "level", "verdict"),
    [
        ({"lowest_class": True, "risk_level": 1}, 1, Verdict.ALLOWED),
        ({"lowest_class": True, "risk_level": 1}, 2, Verdict.FORBIDDEN),
        ({"lowest_class": False, "risk_level": 1}, 2, Verdict.WARN),
        ({"capacity": Capacity.LIMITED, "guardian_consent": True}, 2, Verdict.FORBIDDEN),
    ],
)
def test_the_lowest_class_buys_the_lowest_level_only(client: dict[str, object], level: int, verdict: Verdict) -> None:
    assert sell(FUND, client=client, risk_level=level).verdict is verdict


def test_whether_a_c1_client_is_of_the_lowest_class_is_asked_for() -> None:
    decision = sell(FUND, client={"lowest_class": None, "risk_level": 1}, risk_level=2)
    assert of(decision, "fund_lowest_class") is Verdict.MISSING
    assert of(sell(FUND, client={"lowest_class": None}, risk_level=3), "fund_lowest_class") is None


def test_the_bank_may_switch_the_sale_outside_the_matrix_off() -> None:
    values = dict(rules())
    matrix: FundMatrix = values["fund_level"]
    values["fund_level"] = replace(matrix, mismatch=Verdict.FORBIDDEN)
    product = replace(FUND, risk_level=4)
    decision = evaluate_sale(CLIENT, product, 1_000_000, TODAY, CONTEXT, MappingProxyType(values))
    assert decision.verdict is Verdict.FORBIDDEN
    assert "written_confirm" not in decision.must_do


def test_a_fund_found_unsuitable_for_another_reason_needs_the_written_warning_too() -> None:
    assert sell(FUND, context={"unsuitable": True}).verdict is Verdict.WARN


def test_what_the_banks_measure_asks_for_is_not_asked_of_funds() -> None:
    assert "disclose_art31" not in sell(FUND).must_do
    assert sell(FUND).must_do == ("record",)


def test_an_assessment_for_a_fund_lapses_by_the_rules_of_funds() -> None:
    day_after = {"assessed_on": date(2025, 11, 23)}
    assert of(sell(FUND, client=day_after), "fund_assessment_valid") is Verdict.FORBIDDEN
    assert of(sell(FUND, client={"assessed_on": date(2025, 11, 24)}), "fund_assessment_valid") is Verdict.ALLOWED
    assert of(sell(FUND, client=day_after), "assessment_valid") is None
    assert of(sell(client=day_after), "fund_assessment_valid") is None
    assert "令2025年第7号" not in rules().law("fund_assessment_valid")


def test_a_level_that_is_not_known_is_not_told_as_none() -> None:
    decision = sell(FUND, client={"risk_level": None}, context={"unsuitable": True})
    [finding] = [each for each in decision.findings if each.rule == "fund_level"]
    assert finding.params == {"product_level": FUND.level}


@pytest.mark.parametrize(
    ("capacity", "level", "verdict"),
    [
        (Capacity.LIMITED, 2, Verdict.FORBIDDEN),
        (Capacity.NONE, 2, Verdict.FORBIDDEN),
        (Capacity.LIMITED, 1, None),
        (Capacity.FULL, 2, None),
    ],
)
def test_whoever_lacks_full_capacity_is_of_the_lowest_class(
    capacity: Capacity, level: int, verdict: Verdict | None
) -> None:
    client = {"capacity": capacity, "lowest_class": False}
    assert of(sell(FUND, client=client, risk_level=level), "fund_lowest_class") is verdict
