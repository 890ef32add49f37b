import pytest

from advisor_tui.rules.findings import Verdict
from tests.rules.builders import WMP, of, promote, sell


@pytest.mark.parametrize("answered_by", ["staff", "advisor", "理财经理", "client's son"])
def test_nobody_answers_an_assessment_for_the_client(answered_by: str) -> None:
    decision = sell(WMP, context={"answered_by": answered_by})
    assert of(decision, "own_answers") is Verdict.FORBIDDEN
    assert decision.must_do == ("reassess",)


@pytest.mark.parametrize("answered_by", [None, "client", "Client", "guardian", "客户本人"])
def test_the_client_or_the_legal_representative_answers(answered_by: str | None) -> None:
    assert sell(WMP, context={"answered_by": answered_by}).verdict is Verdict.ALLOWED


@pytest.mark.parametrize(
    "claim", ["guaranteed return", "principal_protected", "保本保息", "same as a deposit", "R2 is practically safe"]
)
def test_a_statement_that_was_not_approved_is_forbidden_in_sale_and_promotion(claim: str) -> None:
    assert of(sell(WMP, context={"claims": ("not_a_deposit", claim)}), "claims") is Verdict.FORBIDDEN
    assert of(promote(WMP, context={"claims": (claim,)}), "claims") is Verdict.FORBIDDEN


@pytest.mark.parametrize(
    "claim", ["not a deposit", "NOT_GUARANTEED", "非保本浮动收益", "理财非存款、产品有风险、投资须谨慎"]
)
def test_an_approved_statement_may_be_made(claim: str) -> None:
    assert sell(WMP, context={"claims": (claim,)}).verdict is Verdict.ALLOWED
