"""No text that goes to a client promises a return, in either language: products, their risks, what is disclosed."""

import pytest

from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.rules.promises import promised
from tests.rules.builders import RULEBOOK, TODAY, rules

PRODUCTS = tuple(load_reference(data_root()).products)
WORDS = rules(TODAY)["promises"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_product_and_no_disclosure_promises_anything(lang: str) -> None:
    for product in PRODUCTS:
        texts = [product.name, product.issuer, product.risks, product.disclosure.text]
        texts += [fee.name for fee in product.fees]
        for text in texts:
            assert promised(text[lang], WORDS) == (), f"{product.key}: {text[lang]}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_sentence_of_a_rule_promises_anything(lang: str) -> None:
    for rule, text in RULEBOOK.texts.items():
        for message in (text.title, *text.messages.values()):
            assert promised(message[lang], WORDS) == () or rule == "promises", f"{rule}: {message[lang]}"


def test_no_approved_statement_is_a_promise() -> None:
    for claim in rules()["claims"].approved:
        assert promised(claim.replace("_", " "), WORDS) == (), claim


@pytest.mark.parametrize(
    "said", ["本产品保本保收益", "放心，稳赚不赔", "无风险套利", "A guaranteed return of 5 %", "It is risk-free."]
)
def test_what_must_not_be_said_is_found(said: str) -> None:
    assert promised(said, WORDS)
