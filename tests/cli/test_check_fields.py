"""Every field of every kind of case: what does not fit is refused by name, what is absent or null is not judged."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from advisor_tui.base.errors import DeskError
from advisor_tui.reference.case_reader import read_cases
from tests.cli.test_check import app
from tests.reference.case_tables import BY_ID, answer

KINDS = {"sale": "S01", "promotion": "PM-WMP-FITS", "assessment": "A04", "loan": "L03"}
NUMBER: tuple[Any, ...] = ("x", True, -1, [], 10**19, 1e300, "10", {})
LEVEL: tuple[Any, ...] = ("x", True, 0, 6, 2.5, -1)
COUNT: tuple[Any, ...] = ("x", True, -1, 2.5, 10_001)
FLAG: tuple[Any, ...] = (0, 1, "true", "yes", [])
WORD: tuple[Any, ...] = ("nonsense", "", 1, True, [])
TEXT: tuple[Any, ...] = (1, True, {}, ["x"])
DAY: tuple[Any, ...] = ("2026-02-30", "24.11.2026", "2026-1-1", 20261124, "", True)
FIELDS: dict[str, dict[str, tuple[Any, ...]]] = {
    "client": {
        "age": (*COUNT, 151), "capacity": WORD, "guardian_consent": FLAG, "risk_level": LEVEL, "lowest_class": FLAG,
        "assessed_on": DAY, "changes_reported": FLAG, "financial_assets": (*NUMBER, 0.001),
        "net_financial_assets": ("x", True, [], 10**19, 0.001), "annual_income_3y": NUMBER, "experience_years": NUMBER,
        "family_annual_income": NUMBER, "premium_budget": NUMBER,
    },
    "product": {
        "issuer_risk_level": LEVEL, "seller_risk_level": LEVEL, "risk_level": LEVEL, "min_amount": NUMBER,
        "cooling_off_hours": NUMBER, "benefit_uncertain": FLAG, "pay": WORD, "pay_years": (*COUNT, 151),
        "term_years": NUMBER, "term_months": (*COUNT, 0), "payment": WORD, "house_ratio": NUMBER,
        "total_ratio": NUMBER, "cost_sheet_confirmed": FLAG, "counterparty_known": FLAG, "counterparty_noncash": FLAG,
        "subtype": TEXT,
    },
    "context": {
        "initiated_by": WORD, "channel": TEXT, "client_signed_waiver": FLAG, "client_insists": FLAG,
        "unsuitable": FLAG, "shared_by_persons": COUNT, "sold_before_assessment": FLAG, "answered_by": TEXT,
        "done_today": COUNT, "done_12m": COUNT, "new_level": LEVEL, "last_level": LEVEL,
        "claims": (1, True, {}, [1], ["x", None]),
    },
}  # fmt: skip
PLACES = [(kind, part, name) for kind in KINDS for part, fields in FIELDS.items() for name in fields]


def changed(kind: str, part: str, name: str, value: Any) -> dict[str, Any]:
    """A case of a kind with one field set."""
    case: dict[str, Any] = json.loads(json.dumps(BY_ID[KINDS[kind]]))
    case.setdefault(part, {})[name] = value
    return case


def refused(case: dict[str, Any]) -> DeskError:
    with pytest.raises(DeskError) as caught:
        read_cases(json.dumps([case]))
    assert caught.value.code == "case_invalid"
    return caught.value


@pytest.mark.parametrize(("kind", "part", "name"), PLACES)
def test_a_value_that_does_not_fit_is_refused_by_case_and_field(kind: str, part: str, name: str) -> None:
    for value in FIELDS[part][name]:
        error = refused(changed(kind, part, name, value))
        assert error.where == f"{KINDS[kind]}: {part}.{name}", value
        assert str(error)


@pytest.mark.parametrize(("kind", "part", "name"), PLACES)
def test_null_is_what_absent_is(kind: str, part: str, name: str) -> None:
    null = changed(kind, part, name, None)
    absent = changed(kind, part, name, None)
    del absent[part][name]
    if name in ("risk_level", "assessed_on") and part == "client":  # both null say that there was no assessment
        absent["client"].pop("assessed_on", None)
        absent["client"].pop("risk_level", None)
        null = absent
    assert answer(null) == answer(absent)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", ["client", "product", "context"])
@pytest.mark.parametrize("value", [1, "x", [], True])
def test_a_part_that_is_no_object_is_refused(kind: str, part: str, value: object) -> None:
    case = json.loads(json.dumps(BY_ID[KINDS[kind]]))
    case[part] = value
    assert refused(case).where == f"{KINDS[kind]}: {part}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", ["client", "product", "context"])
def test_a_misspelt_field_is_refused_and_a_note_is_not(kind: str, part: str) -> None:
    assert refused(changed(kind, part, "risk_levle", 1)).where == f"{KINDS[kind]}: {part}.risk_levle"
    read_cases(json.dumps([changed(kind, part, "note", "for people")]))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("name", "values"),
    [("kind", ("gift", None, 1, "SALE")), ("date", (*DAY, None)), ("amount", ("1", True, -1, 0.001, 10**16))],
)
def test_what_stands_on_top_is_refused_by_name(kind: str, name: str, values: tuple[Any, ...]) -> None:
    for value in values:
        case = {**BY_ID[KINDS[kind]], name: value}
        assert refused(case).where == f"{KINDS[kind]}: {name}", value


@pytest.mark.parametrize("value", [None, "", "  ", 1, []])
def test_a_case_without_a_name_is_named_by_its_place(value: object) -> None:
    case = {**BY_ID["S01"], "id": value}
    with pytest.raises(DeskError) as caught:
        read_cases(json.dumps([BY_ID["S03"], case]))
    assert caught.value.where == "#2: id"


@pytest.mark.parametrize(
    ("kind", "wrong"), [("sale", "loan_any"), ("promotion", "risk_assessment"), ("loan", "trust"), ("assessment", "x")]
)
def test_a_product_of_another_kind_is_refused(kind: str, wrong: str) -> None:
    assert refused(changed(kind, "product", "type", wrong)).where == f"{KINDS[kind]}: product.type"


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_ends_with_two_and_says_where(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    case = changed(kind, "client", "age", -1)
    file.write_text(json.dumps([BY_ID["S01"] | {"id": "first"}, case]), encoding="utf-8")
    done = CliRunner().invoke(app, [str(file), "--json", "--lang", "en"])
    assert done.exit_code == 2
    error = json.loads(done.stdout)["error"]
    assert error["where"] == f"{KINDS[kind]}: client.age"
    assert "not negative" in error["message"]


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("client", "age", 150), ("client", "age", 0), ("client", "financial_assets", 10**15),
        ("client", "net_financial_assets", -(10**15)), ("client", "experience_years", 0.25),
        ("client", "assessed_on", "0001-01-01"), ("client", "assessed_on", "9999-12-31"),
        ("product", "min_amount", 0), ("product", "cooling_off_hours", 10**6), ("product", "term_years", 0),
        ("product", "pay_years", 0), ("product", "house_ratio", 55), ("context", "shared_by_persons", 0),
        ("context", "claims", ""), ("context", "channel", ""), ("context", "answered_by", ""),
    ],
)  # fmt: skip
def test_extreme_values_that_can_be_true_are_decided(part: str, name: str, value: object) -> None:
    for kind in KINDS:
        assert answer(changed(kind, part, name, value))["verdict"] in ("allowed", "warn", "forbidden")
