"""A class of insurance is missing where the situation asks for it and somebody said that it is not there."""

from dataclasses import replace

import pytest

from advisor_tui.rules.needs.books import NO_BOOKS, Books, Member
from advisor_tui.rules.needs.insurance import CLASSES, missing_insurance
from advisor_tui.rules.profile import Facts
from tests.rules.needs.support import LIMITS, TABLE, WAN, find, known

WIFE = Books(members=(Member("王芳", "spouse", None, dependent=True),))


@pytest.mark.parametrize(
    ("facts", "books", "expected"),
    [
        (known(), NO_BOOKS, {}),
        (known(life_cover=0, children=1), NO_BOOKS, {"life": "dependants"}),
        (known(life_cover=0, total_debts=1), NO_BOOKS, {"life": "debts"}),
        (known(life_cover=0), WIFE, {"life": "dependants"}),
        (known(life_cover=0, children=0, total_debts=0), NO_BOOKS, {}),
        (known(life_cover=1, children=1), NO_BOOKS, {}),
        (known(children=1, total_debts=1), NO_BOOKS, {}),
        (known(health_cover="none"), NO_BOOKS, {"medical": "always"}),
        (
            known(health_cover="none", family_annual_income=WAN),
            NO_BOOKS,
            {"critical": "earner", "medical": "always"},
        ),
        (known(health_cover="medical", family_annual_income=WAN), NO_BOOKS, {"critical": "earner"}),
        (known(health_cover="critical", family_annual_income=WAN), NO_BOOKS, {"medical": "always"}),
        (known(health_cover="both", family_annual_income=WAN), NO_BOOKS, {}),
        (known(health_cover="medical", family_annual_income=WAN, occupation="retired"), NO_BOOKS, {}),
        (known(health_cover="medical", family_annual_income=WAN, age=60, retirement_age=60), NO_BOOKS, {}),
        (
            known(health_cover="medical", family_annual_income=WAN, age=59, retirement_age=60),
            NO_BOOKS,
            {"critical": "earner"},
        ),
        (known(accident_cover="no", family_annual_income=WAN), NO_BOOKS, {"accident": "earner"}),
        (known(accident_cover="yes", family_annual_income=WAN), NO_BOOKS, {}),
        (known(pension_cover="no", goals=("retirement",)), NO_BOOKS, {"pension": "retirement"}),
        (known(pension_cover="no", goals=("house",)), NO_BOOKS, {}),
    ],
)
def test_a_class_is_missing_where_the_situation_asks_for_it(
    facts: Facts, books: Books, expected: dict[str, str]
) -> None:
    found = find(facts, "insurance_missing", books)
    assert {need.params["insurance"]: need.params["reason"] for need in found} == expected


@pytest.mark.parametrize(
    ("income", "guide", "seen"),
    [
        (10 * WAN, 50 * WAN, ("q_life_cover", "q_children")),
        (10 * WAN + 1, 50 * WAN + 5, ("q_life_cover", "q_children", "q_family_annual_income")),
        (None, 50 * WAN, ("q_life_cover", "q_children")),
    ],
)
def test_the_cover_to_think_of_is_years_of_income_and_never_too_little(
    income: int | None, guide: int, seen: tuple[str, ...]
) -> None:
    earned = {} if income is None else known(family_annual_income=income)
    (need,) = find({**known(life_cover=0, children=1), **earned}, "insurance_missing")
    assert (need.size_fen, need.evidence) == (guide, seen)


def test_every_class_is_in_the_data_and_is_named_in_both_languages() -> None:
    assert {kind.kind for kind in LIMITS.insurance} == set(CLASSES)
    (need,) = find(known(health_cover="critical"), "insurance_missing")
    assert TABLE.sentence(need, "zh") == "没有医疗险，而人人都需要；建议保额约 1,000,000 元。"
    assert "medical cover" in TABLE.sentence(need, "en")


@pytest.mark.parametrize("fact", ["children", "dependants", "partner_years"])
def test_who_depends_on_the_income_is_seen_in_the_answer_about_them(fact: str) -> None:
    (need,) = find(known(life_cover=0, **{fact: 1}), "insurance_missing")
    assert (need.params["reason"], need.evidence) == ("dependants", ("q_life_cover", f"q_{fact}"))


def test_without_a_known_income_the_least_cover_is_the_guide() -> None:
    limits = replace(LIMITS, insurance=tuple(replace(kind, least_fen=0) for kind in LIMITS.insurance))
    (need,) = missing_insurance(known(life_cover=0, children=1), limits, NO_BOOKS)
    assert need.size_fen == 0
