"""Rules hold as of the business date: on the first day and not before, through the last day and not after."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.reference.rulebook import AREA, Rulebook
from advisor_tui.reference.toml import Source, read_sources
from advisor_tui.rules.facts import Capacity, LoanFacts, LoanType, Payment
from advisor_tui.rules.findings import Verdict
from advisor_tui.rules.loans import evaluate_loan
from advisor_tui.rules.suitability.evaluate import evaluate_sale
from tests.rules.builders import CLIENT, CONTEXT, FUND, RULEBOOK, WMP, of

DAY = timedelta(days=1)
FIRST = [
    (text.id, edition.effective_from)
    for text in RULEBOOK.texts.values()
    for edition in text.editions
    if edition.effective_from and edition.active
]
LAST = [
    (text.id, edition.effective_to)
    for text in RULEBOOK.texts.values()
    for edition in text.editions
    if edition.effective_to and edition.active
]


@pytest.mark.parametrize(("rule", "first"), FIRST)
def test_an_edition_holds_from_its_first_day(rule: str, first: date) -> None:
    [edition] = [edition for edition in RULEBOOK.texts[rule].editions if edition.effective_from == first]
    assert RULEBOOK.as_of(first)[rule] == edition.thresholds
    assert RULEBOOK.as_of(first).law(rule).startswith(edition.law)
    day_before = RULEBOOK.as_of(first - DAY)
    assert rule not in day_before or day_before.law(rule) != f"{edition.law}{edition.article}"


@pytest.mark.parametrize(("rule", "last"), LAST)
def test_an_edition_holds_through_its_last_day(rule: str, last: date) -> None:
    [edition] = [edition for edition in RULEBOOK.texts[rule].editions if edition.effective_to == last]
    assert RULEBOOK.as_of(last).law(rule) == f"{edition.law}{edition.article}"
    day_after = RULEBOOK.as_of(last + DAY)
    assert rule in day_after  # what ends is always followed by what took its place
    assert day_after.law(rule) != f"{edition.law}{edition.article}"


@pytest.mark.parametrize(("on", "held"), [(date(2026, 1, 31), False), (date(2026, 2, 1), True)])
def test_law_of_2025_begins_on_the_first_of_february_2026(on: date, held: bool) -> None:
    client = replace(CLIENT, age=70, risk_level=5, assessed_on=on)
    decision = evaluate_sale(client, replace(WMP, risk_level=5), 100_000_00, on, CONTEXT, RULEBOOK.as_of(on))
    assert (of(decision, "senior_care") is Verdict.WARN) is held
    assert (of(decision, "disclosure") is Verdict.ALLOWED) is held
    assert "record" in decision.must_do  # 银监办发〔2017〕110号 held before


@pytest.mark.parametrize(("on", "expected"), [(date(2026, 7, 31), None), (date(2026, 8, 1), Verdict.FORBIDDEN)])
def test_the_cost_sheet_is_asked_for_from_the_first_of_august_2026(on: date, expected: Verdict | None) -> None:
    loan = LoanFacts(
        LoanType.BUSINESS, 1_000_00, 12, Payment.ENTRUSTED, cost_sheet_confirmed=False, borrower_capacity=Capacity.FULL
    )
    assert of(evaluate_loan(loan, RULEBOOK.as_of(on)), "loan_cost_sheet") is expected


FUND_LEVEL = next(source for source in read_sources(data_root(), AREA) if source.path == "rules/funds.toml")
_EDITION = FUND_LEVEL.text[FUND_LEVEL.text.index("[[fund_level.edition]]") :].split("\n\n")[0]
_ENDED = _EDITION.replace("effective_from = 2017-07-01", "effective_from = 2017-07-01\neffective_to = 2026-11-30")
LAPSES = f"""{_ENDED}
[[fund_level.edition]]
law = "《公开募集证券投资基金投资者适当性管理细则》(中基协2026年6月)"
article = "待填条次"
effective_from = 2026-12-01
confirmed = true
thresholds.highest = {{ value = [1, 2, 3, 4, 5], unit = "levels" }}
thresholds.mismatch = {{ value = "forbidden", unit = "verdict" }}
"""
"""What head office publishes once the new rule of 中基协 has been read, so that the table of 2017 lapses."""


@pytest.fixture
def after_the_lapse() -> Rulebook:
    """The rulebook of a desk that has it."""
    edited = FUND_LEVEL.text.replace(_EDITION, LAPSES)
    return load_reference(data_root(), [Source(FUND_LEVEL.path, edited)]).rulebook


@pytest.mark.parametrize(
    ("on", "expected", "law"),
    [(date(2026, 11, 30), Verdict.WARN, "2017"), (date(2026, 12, 1), Verdict.FORBIDDEN, "2026年6月")],
)
def test_the_fund_table_of_2017_lapses_when_its_successor_is_published(
    after_the_lapse: Rulebook, on: date, expected: Verdict, law: str
) -> None:
    values = after_the_lapse.as_of(on)
    client = replace(CLIENT, assessed_on=on, risk_level=2)
    decision = evaluate_sale(client, FUND, 10_000_00, on, CONTEXT, values)
    assert of(decision, "fund_level") is expected
    assert law in values.law("fund_level")


def test_as_shipped_the_table_of_2017_holds_until_somebody_has_read_its_successor() -> None:
    assert "2017" in RULEBOOK.as_of(date(2027, 6, 1)).law("fund_level")
