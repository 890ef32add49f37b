"""Tables of cases for every article and every limit, decided beforehand by the text of the law."""

from dataclasses import fields
from typing import Any

import pytest

from advisor_tui.rules.assessment import ASSESSMENT_RULES
from advisor_tui.rules.catalogue import THRESHOLDS
from advisor_tui.rules.findings import MUST_DO
from advisor_tui.rules.loans import LOAN_RULES
from advisor_tui.rules.suitability.evaluate import PROMOTION_RULES, SALE_RULES
from tests.reference.case_tables import BOOK, CASES, TABLES, answer, answers, sources, with_figure

JUDGING = {rule.id for rules in (SALE_RULES, PROMOTION_RULES, ASSESSMENT_RULES, LOAN_RULES) for rule in rules}
NEVER_SAID = {
    ("consent", "forbidden"),  # asked in the interview; a case has no field for it
    ("insurance_manual_underwriting", "warn"),  # switched off until compliance finds that it still holds
    ("loan_house_ratio", "warn"),  # a case gives the ratio whole; the first credit look may lack the property fee
    ("loan_total_ratio", "warn"),
    ("loan_mortgage_term", "warn"),  # the ordinary longest term is the longest
}
YUAN = 100


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_a_case_is_decided_as_the_law_says(case: dict[str, Any]) -> None:
    decided = answer(case)
    assert decided["verdict"] == case["expect"]
    assert set(case["must_do"]) <= set(decided["must_do"])


@pytest.mark.parametrize(
    "case",
    [case for name, table in TABLES.items() if name != "examples" for case in table],
    ids=lambda case: case["id"],
)
def test_the_article_is_named_by_the_finding_that_decides(case: dict[str, Any]) -> None:
    findings = answer(case)["findings"]
    for place, words in enumerate(sources(case["rule"])):
        decides = place == 0 and case["expect"] != "allowed"
        named = [f["article"] for f in findings if not decides or f["verdict"] == case["expect"]]
        assert any(all(word in article for word in words) for article in named) or not words


def test_every_case_has_its_own_id() -> None:
    ids = [case["id"] for case in CASES]
    assert len(ids) == len(set(ids))


def test_every_rule_says_each_of_its_sentences_in_some_case() -> None:
    said = {(finding["rule"], finding["verdict"]) for decided in answers(CASES) for finding in decided["findings"]}
    sentences = {(rule, verdict) for rule in JUDGING for verdict in BOOK.texts[rule].messages}
    assert sentences - said <= NEVER_SAID


def test_every_duty_is_asked_for_in_some_case() -> None:
    assert {word for case in CASES for word in case["must_do"]} == set(MUST_DO)


def figures() -> list[tuple[str, str, int]]:
    """Every whole-number threshold of the rules in force, with what it may become: one less and one more."""
    found = []
    for rule in sorted(JUDGING - {rule for rule, _ in NEVER_SAID}):
        values = BOOK.texts[rule].editions[-1].thresholds
        for field in fields(THRESHOLDS[rule]):
            value = getattr(values, field.name)
            if isinstance(value, int) and not field.name.startswith("derivative"):
                step = YUAN if field.name.endswith("_fen") else 1
                found += [(rule, field.name, value + change) for change in (-step, step)]
    return found


def judged(decided: list[dict[str, Any]]) -> dict[str, tuple[str, list[str]]]:
    return {answered["id"]: (answered["verdict"], answered["must_do"]) for answered in decided}


AS_SHIPPED = judged(answers(CASES))


@pytest.mark.parametrize(("rule", "name", "other"), figures())
def test_a_figure_that_is_off_by_one_is_caught_by_a_case(rule: str, name: str, other: int) -> None:
    changed = judged(answers(CASES, with_figure(rule, name, other)))
    assert [case for case in changed if changed[case] != AS_SHIPPED[case]]
