import re
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import get_type_hints

import pytest

import advisor_tui.rules
from advisor_tui.base.errors import DeskError
from advisor_tui.reference.root import data_root
from advisor_tui.reference.rulebook import AREA, load_rulebook, rulebook_from
from advisor_tui.reference.thresholds import _LISTED, _WHOLE, MONEY, units_of
from advisor_tui.reference.toml import Source, read_sources
from advisor_tui.rules.catalogue import TERMS, THRESHOLDS
from advisor_tui.rules.deadlines import ComplaintTerms, Retention
from advisor_tui.rules.findings import MUST_DO, Finding, Verdict

BOOK = load_rulebook()
SHIPPED = read_sources(data_root(), AREA)
LEVEL = """
[level]
title = { zh = "等级", en = "Level" }
[[level.edition]]
law = "甲法"
article = "第一条"
effective_from = 2020-01-01
confirmed = true
"""


def changed(path: str, old: str, new: str) -> list[Source]:
    """The shipped files with one text in one of them replaced."""
    found = [source for source in SHIPPED if source.path == path]
    assert old in found[0].text
    edited = Source(path, found[0].text.replace(old, new, 1))
    return [edited if source.path == path else source for source in SHIPPED]


def refused(sources: list[Source]) -> DeskError:
    with pytest.raises(DeskError) as caught:
        rulebook_from(sources)
    return caught.value


@pytest.mark.parametrize(
    ("path", "old", "new", "where", "words"),
    [
        ("rules/clients.toml", "value = 65", 'value = "65"', "senior_care.edition[0].thresholds.from_age.value", ""),
        ("rules/clients.toml", 'value = 65, unit = "age"', 'value = 65, unit = "kg"', "from_age.unit", "kg"),
        ("rules/clients.toml", 'value = 65, unit = "age"', 'value = 65, unit = "years"', "from_age.unit", "years"),
        ("rules/assessment.toml", 'value = 12, unit = "months"', 'value = 12, unit = "years"', "months.unit", "years"),
        ("rules/assessment.toml", 'value = 2, unit = "count"', 'value = 2, unit = "days"', "most.unit", "days"),
        ("rules/clients.toml", "thresholds.from_age", "thresholds.form_age", "thresholds.from_age", ""),
        ("rules/clients.toml", "[senior_care.message]", "[senior_care.massage]", "senior_care.massage", ""),
        ("rules/clients.toml", "（≥{from_age}）", "（≥{age_from}）", "senior_care.message.warn", ""),
        ("rules/clients.toml", "（≥{from_age}）", "（≥{from_age）", "senior_care.message.warn", ""),
        ("rules/suitability.toml", "effective_to = 2026-01-31", "", "level.edition", "2026-02-01"),
        ("rules/suitability.toml", "effective_to = 2026-01-31", "effective_to = 2018-01-01", "effective_to", ""),
        ("rules/suitability.toml", 'article = "第十二条第二款第(一)项"\n', "", "level.edition", ""),
        ("rules/funds.toml", 'value = "warn"', 'value = "allowed"', "mismatch.value", "allowed"),
        ("rules/funds.toml", "value = [1, 2, 3, 4, 5]", "value = []", "highest.value", ""),
        ("rules/words.toml", "record = {", "recrod = {", "must_do", ""),
    ],
)
def test_a_mistake_is_named_with_file_and_key(path: str, old: str, new: str, where: str, words: str) -> None:
    error = refused(changed(path, old, new))
    assert error.code == "data_invalid"
    assert error.where.startswith(f"{path}:")
    assert where in error.where
    assert words in str(error)


def test_a_rule_in_two_files_an_unknown_one_and_a_missing_one_are_refused() -> None:
    assert "level" in str(refused([*SHIPPED, Source("rules/zzz.toml", LEVEL)]))
    assert "levle" in str(refused([*SHIPPED, Source("rules/zzz.toml", LEVEL.replace("level", "levle"))]))
    without = [source for source in SHIPPED if source.path != "rules/loans.toml"]
    error = refused(without)
    assert "loan_cost_sheet" in str(error)
    assert error.where == "rules"


def test_a_file_that_is_not_toml_is_named() -> None:
    assert refused([Source("rules/bad.toml", "[level")]).where.startswith("rules/bad.toml:1")


def test_every_rule_names_its_law_and_every_unconfirmed_one_says_so() -> None:
    for text in BOOK.texts.values():
        for edition in text.editions:
            assert edition.law
            assert edition.article or not edition.confirmed
    cost_sheet = Finding("loan_cost_sheet", Verdict.ALLOWED)
    assert BOOK.as_of(date(2026, 11, 24)).article(cost_sheet, "en").endswith("(to be verified)")
    level = Finding("level", Verdict.ALLOWED)
    assert BOOK.as_of(date(2026, 11, 24)).article(level).endswith("第十二条第二款第(一)项")


def test_the_edition_of_the_business_date_holds_on_both_sides_of_a_change() -> None:
    finding = Finding("insurance_pay_age", Verdict.WARN)
    assert "保监发〔2014〕3号" in BOOK.as_of(date(2026, 1, 31)).article(finding)
    assert "第三十九条" in BOOK.as_of(date(2026, 2, 1)).article(finding)


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2026, 1, 31), date(2026, 2, 1), date(2099, 1, 1)])
def test_as_of_answers_what_a_look_at_every_edition_answers(day: date) -> None:
    expected = {
        rule: edition.thresholds
        for rule, text in BOOK.texts.items()
        for edition in text.editions
        if edition.holds_on(day)
    }
    assert dict(BOOK.as_of(day)) == expected
    assert len(BOOK.as_of(day)) == len(expected)


def test_every_word_and_fact_that_the_code_says_has_a_label() -> None:
    code = "".join(path.read_text() for path in Path(advisor_tui.rules.__path__[0]).rglob("*.py"))
    facts = set(re.findall(r'"((?:client|product|context|staff)\.\w+)"', code)) | {"amount"}
    assert facts == set(BOOK.words.facts)
    assert set(BOOK.words.must_do) == set(MUST_DO)


def test_every_judged_rule_has_a_sentence_and_no_period_has_one() -> None:
    for rule in THRESHOLDS:
        assert bool(BOOK.texts[rule].messages) is (rule not in TERMS)


def test_money_in_the_data_is_yuan_and_inside_it_is_fen() -> None:
    kind = THRESHOLDS["private_minimum"]
    assert all(field.name.endswith(MONEY) for field in fields(kind))
    assert BOOK.as_of(date(2026, 11, 24))["private_minimum"].fixed_fen == 30_000_000


def test_outside_text_in_a_sentence_is_made_safe() -> None:
    finding = Finding("claims", Verdict.FORBIDDEN, params={"claims": "\x1b]52;c;x\u202e"})
    sentence = BOOK.as_of(date(2026, 11, 24)).sentence(finding, "en")
    assert "\x1b" not in sentence
    assert "\u202e" not in sentence


def test_terms_come_with_their_type() -> None:
    rules = BOOK.as_of(date(2026, 11, 24))
    assert rules.terms("complaint_terms", ComplaintTerms).simple_days == 15
    with pytest.raises(KeyError):
        rules.terms("complaint_terms", Retention)


def test_every_figure_has_a_unit_of_its_own() -> None:
    """So that months marked as years are a mistake that `data check` names."""
    for rule, kind in THRESHOLDS.items():
        for name, hint in get_type_hints(kind).items():
            known = {int: _WHOLE, tuple[int, ...]: _LISTED}.get(hint)
            if known is not None and not name.endswith(MONEY):
                assert len(units_of(name, known)) <= 2, f"{rule}.{name}: name its unit in reference/thresholds.py"
