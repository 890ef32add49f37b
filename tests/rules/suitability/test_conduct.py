import pytest

from advisor_tui.rules.facts import Sale, SaleContext
from advisor_tui.rules.findings import Verdict
from advisor_tui.rules.promises import Promises
from advisor_tui.rules.suitability.channel import ThirdParties, third_party
from advisor_tui.rules.suitability.conduct import (
    ApprovedClaims,
    OwnAnswers,
    judge_claims,
    own_answers,
    unspeakable,
    word,
)
from advisor_tui.rules.suitability.private import PrivatePromotion, judge_private_promotion
from tests.rules.builders import CLIENT, PRIVATE_WMP, TODAY, WMP, of, promote, rules, sell


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


@pytest.mark.parametrize(
    ("claim", "phrases"),
    [
        ("保本保息", ("保本保息",)),
        ("guaranteed_return", ("guaranteed return",)),
        ("等同存款", ("等同存款",)),
        ("非保本浮动收益", ()),
        ("理财产品不等同于存款", ()),
        ("不能等同存款", ()),
        ("不得视同存款", ()),
        ("不仅等同存款", ("等同存款",)),
    ],
)
def test_a_promise_and_what_passes_for_a_deposit_may_not_be_said_whoever_approves_it(
    claim: str, phrases: tuple[str, ...]
) -> None:
    assert unspeakable(claim, ("等同存款", "等同于存款", "视同存款"), rules().terms("promises", Promises)) == phrases


@pytest.mark.parametrize(
    ("said", "compared"),
    [("Third-Party  App ", "third_party__app"), ("ＡＰＰ", "app"), (" 本人 ", "本人"), ("a-b c", "a_b_c")],
)
def test_words_are_compared_in_half_width_and_lower_case(said: str, compared: str) -> None:
    assert word(said) == compared


def test_a_word_of_the_banks_list_counts_however_it_is_written() -> None:
    """Head office writes its lists by hand: full width, capitals, blanks."""
    claims = ApprovedClaims(("Ｍay lose Principal", "理财非存款，产品有风险"), ())
    said = ("may_lose_principal", "理财非存款，产品有风险", "理财非存款,产品有风险")
    sale = Sale(CLIENT, WMP, 100, TODAY, SaleContext(claims=said))
    assert judge_claims(sale, claims) is None
    assert own_answers("legal_representative", OwnAnswers(("Legal Representative",))) is None
    found = third_party("third-party app", ThirdParties(("Third Party APP",)))
    assert found is not None
    assert found.verdict is Verdict.FORBIDDEN
    promoted = Sale(CLIENT, PRIVATE_WMP, 100, TODAY, SaleContext(channel="live_stream"))
    found = judge_private_promotion(promoted, PrivatePromotion(("Live Stream",), ()))
    assert found is not None
    assert found.verdict is Verdict.FORBIDDEN
