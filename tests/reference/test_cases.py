import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.errors import DeskError
from advisor_tui.reference.case_reader import read_cases
from advisor_tui.reference.cases import decide
from advisor_tui.reference.rulebook import load_rulebook

BOOK = load_rulebook()
EXAMPLES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "examples.json").read_text())
SALE = EXAMPLES[0]


def answer(case: dict[str, Any]) -> dict[str, Any]:
    cases, several = read_cases(json.dumps(case))
    assert not several
    return decide(cases, BOOK, "en")[0]


def with_fact(path: str, value: object, case: dict[str, Any] = SALE) -> dict[str, Any]:
    """A case with the fact at `client.age` (or such) replaced."""
    copy: dict[str, Any] = json.loads(json.dumps(case))
    *parents, name = path.split(".")
    place = copy
    for parent in parents:
        place = place[parent]
    place[name] = value
    return copy


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda case: str(case["id"]))
def test_the_examples_are_decided_as_their_author_decided(case: dict[str, Any]) -> None:
    decided = answer(case)
    assert decided["verdict"] == case["expect"]
    assert set(case["must_do"]) <= set(decided["must_do"])
    assert list(decided) == ["id", "verdict", "must_do", "findings"]
    for finding in decided["findings"]:
        assert list(finding) == ["rule", "verdict", "article", "message"]
        assert all(finding.values())


def test_answers_stand_in_the_order_of_the_cases() -> None:
    cases, several = read_cases(json.dumps(EXAMPLES))
    assert several
    assert [decided["id"] for decided in decide(cases, BOOK)] == [case["id"] for case in EXAMPLES]
    assert read_cases("[]") == ([], True)


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("kind", "gift", "kind"),
        ("kind", None, "kind"),
        ("date", "2026-02-30", "date"),
        ("date", "20261124", "date"),
        ("date", 20261124, "date"),
        ("amount", -1, "amount"),
        ("amount", "10000", "amount"),
        ("amount", 0.001, "amount"),
        ("amount", 10**16, "amount"),
        ("amount", True, "amount"),
        ("client", [], "client"),
        ("client", None, "client"),
        ("context", [], "context"),
        ("product", "fund", "product"),
        ("client.age", 40.5, "client.age"),
        ("client.age", 151, "client.age"),
        ("client.capacity", "half", "client.capacity"),
        ("client.capacity", [], "client.capacity"),
        ("client.risk_level", 0, "client.risk_level"),
        ("client.risk_level", 6, "client.risk_level"),
        ("client.risk_level", "C3", "client.risk_level"),
        ("client.assessed_on", "yesterday", "client.assessed_on"),
        ("client.lowest_class", "no", "client.lowest_class"),
        ("client.risk_levle", 3, "client.risk_levle"),
        ("product.type", "loan_any", "product.type"),
        ("product.type", None, "product.type"),
        ("context.initiated_by", "both", "context.initiated_by"),
        ("context.claims", [1], "context.claims"),
        ("context.claims", ["\ud800"], "context.claims"),
        ("context.channel", 1, "context.channel"),
        ("context.shared_by_persons", 1.5, "context.shared_by_persons"),
    ],
)
def test_a_case_that_does_not_fit_is_refused_by_case_and_field(path: str, value: object, field: str) -> None:
    with pytest.raises(DeskError) as caught:
        answer(with_fact(path, value))
    assert caught.value.code == "case_invalid"
    assert caught.value.where == f"S01: {field}"
    assert str(caught.value)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[1]", "#1"),
        ('[{"kind": "sale"}]', "#1: id"),
        ("{", ""),
        ('{"id": "x", "amount": NaN}', ""),
        ("[" * 100_000, ""),
        ("", ""),
        ("null", "#1"),
        ('[{"id": "A", "kind": "sale"}] {}', ""),
        ('{"id": " "}', "#1: id"),
        ('{"id": 7}', "#1: id"),
        ('{"id": "\\ud800"}', "#1: id"),
        ('{"id": "x", "amount": ' + "9" * 5_000 + "}", ""),
        ('{"id": "x", "amount": 1e9999999999999999999}', ""),
        ('{"id": "x", "id": "y"}', "y: id"),
        (
            '{"id": "x", "kind": "sale", "date": "2026-11-24", "client": {"risk_level": 1, "risk_level": 5}}',
            "x: client.risk_level",
        ),
    ],
    ids=[
        "no object",
        "no id",
        "no JSON",
        "not a number",
        "too deep",
        "nothing",
        "null",
        "more behind it",
        "blank id",
        "id no text",
        "id no Unicode",
        "5,000 digits",
        "no such exponent",
        "id twice",
        "fact twice",
    ],
)
def test_a_file_that_is_no_list_of_cases_is_refused(text: str, where: str) -> None:
    with pytest.raises(DeskError) as caught:
        read_cases(text)
    assert caught.value.where == where


@pytest.mark.parametrize("number", ["1e999999999", "0e999999999", "1e-999999999", "-1e999999999", "1e19"])
def test_a_number_that_cannot_be_written_out_is_refused_at_once(number: str) -> None:
    text = json.dumps(with_fact("client.experience_years", "?")).replace('"?"', number)
    with pytest.raises(DeskError) as caught:
        read_cases(text)
    assert caught.value.where == "S01: client.experience_years"


def test_two_cases_may_have_one_id_because_answers_stand_in_order() -> None:
    twins = [SALE, with_fact("client.risk_level", 1)]
    decided = decide(read_cases(json.dumps(twins))[0], BOOK)
    assert [(one["id"], one["verdict"]) for one in decided] == [("S01", "allowed"), ("S01", "forbidden")]


def test_an_assessment_of_the_last_year_of_the_calendar_holds_to_its_end() -> None:
    case = with_fact("date", "9999-12-31", with_fact("client.assessed_on", "9999-06-01"))
    assert answer(case)["verdict"] == "allowed"


def test_amounts_are_exact_to_the_fen() -> None:
    premium = with_fact("client.family_annual_income", 250_000.25, EXAMPLES[7])
    assert answer(with_fact("amount", 1_000_001, premium))["verdict"] == "allowed"
    assert answer(with_fact("amount", 1_000_001.01, premium))["verdict"] == "warn"


@pytest.mark.parametrize(
    ("level", "assessed_on", "verdict"), [(None, None, "forbidden"), (None, "2026-03-02", "allowed")]
)
def test_null_for_level_and_date_tells_that_no_assessment_was_made(
    level: int | None, assessed_on: str | None, verdict: str
) -> None:
    case = with_fact("client.assessed_on", assessed_on, with_fact("client.risk_level", level))
    decided = answer(case)
    assert decided["verdict"] == verdict
    assert "assess_first" in decided["must_do"]


def test_facts_that_are_absent_are_missing_without_effect_on_the_verdict() -> None:
    decided = answer({**SALE, "client": {}, "context": {}})
    assert decided["verdict"] == "allowed"
    assert {"level", "assessment_valid", "capacity"} <= {
        finding["rule"] for finding in decided["findings"] if finding["verdict"] == "missing"
    }


@pytest.mark.parametrize(
    ("ratio", "verdict"), [(0.5, "allowed"), (50, "allowed"), (0.5001, "forbidden"), (51, "forbidden")]
)
def test_a_ratio_may_be_written_in_percent(ratio: float, verdict: str) -> None:
    product = {"type": "loan_mortgage", "payment": "entrusted", "house_ratio": ratio}
    assert answer({**SALE, "kind": "loan", "product": product})["verdict"] == verdict


@given(st.permutations(EXAMPLES))
def test_a_case_is_decided_alike_whatever_stands_beside_it(order: list[dict[str, Any]]) -> None:
    cases, _ = read_cases(json.dumps(order))
    assert {decided["id"]: decided["verdict"] for decided in decide(cases, BOOK)} == {
        case["id"]: case["expect"] for case in EXAMPLES
    }
