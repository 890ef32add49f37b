"""Head office tightens a rule of law, and never loosens it: every threshold both ways, dates, switches."""

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.reference.check import check_folder
from advisor_tui.reference.root import data_root
from advisor_tui.reference.rulebook import AREA, load_rulebook, rulebook_from
from advisor_tui.reference.thresholds import MONEY
from advisor_tui.reference.toml import read_sources
from advisor_tui.rules.catalogue import THRESHOLDS
from advisor_tui.rules.findings import Verdict
from advisor_tui.rules.rule import DIRECTION, Tighter, looser
from advisor_tui.sync.published import Published, check_published
from tests.reference.rule_files import SHIPPED, published, refused

BOOK = load_rulebook()
FREE = {
    ("claims", "approved"),  # what compliance has read and approved
    ("id_expiry", "remind_days"),
    ("id_card_term", "ages_under"),
    ("id_card_term", "years"),
    ("loan_prime_rate", "one_year"),
    ("loan_prime_rate", "five_years"),
}
"""Thresholds in editions of law that have no stricter side."""
FIGURES = [
    (path, rule, field.name)
    for path, text in SHIPPED.items()
    for rule in THRESHOLDS
    if f"\n[{rule}]\n" in text
    for field in fields(THRESHOLDS[rule])
    if field.metadata.get(DIRECTION) in (Tighter.LOWER, Tighter.HIGHER)
    and isinstance(getattr(BOOK.texts[rule].editions[-1].thresholds, field.name), int)
]


def figure(path: str, rule: str, name: str, change: int) -> tuple[str, str]:
    """The last edition of a rule from one of its figures on, as it is and with another figure."""
    text = SHIPPED[path]
    edition = text[text.rindex(f"[[{rule}.edition]]") :].split("\n\n")[0]
    value = getattr(BOOK.texts[rule].editions[-1].thresholds, name) // (100 if name.endswith(MONEY) else 1)
    key = f"thresholds.{name.removesuffix(MONEY)} = {{ value = "
    assert f"{key}{value}," in edition
    return edition, edition.replace(f"{key}{value},", f"{key}{value + change},")


@pytest.mark.parametrize(("path", "rule", "name"), FIGURES)
def test_a_figure_of_law_may_get_tighter_and_not_looser(path: str, rule: str, name: str) -> None:
    field = next(field for field in fields(THRESHOLDS[rule]) if field.name == name)
    tighter = -1 if field.metadata[DIRECTION] is Tighter.LOWER else 1
    shipped = BOOK.texts[rule].editions[-1]
    old, new = figure(path, rule, name, tighter)
    value = getattr(published(path, old, new).texts[rule].editions[-1].thresholds, name)
    assert value == getattr(shipped.thresholds, name) + tighter * (100 if name.endswith(MONEY) else 1)
    old, new = figure(path, rule, name, -tighter)
    if not shipped.active:
        published(path, old, new)  # what is switched off binds nobody
        return
    error = refused(path, old, new)
    assert error.where.startswith(f"{path}:")
    assert f"{rule}.edition" in error.where
    assert name.removesuffix(MONEY) in error.where
    assert shipped.law in str(error)


def test_the_line_of_a_looser_figure_is_named() -> None:
    error = refused("rules/clients.toml", "from_age = { value = 65", "from_age = { value = 66")
    line = int(error.where.split(":")[1].split()[0])
    assert "from_age" in SHIPPED["rules/clients.toml"].splitlines()[line - 1]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("rules/funds.toml", "[1, 2, 3, 4, 5]", "[1, 2, 3, 5, 5]"),
        ("rules/funds.toml", "[1, 2, 3, 4, 5]", "[1, 2, 3, 4, 5, 5]"),
        ("rules/conduct.toml", '"client", "self"', '"client", "self", "advisor"'),
        ("rules/conduct.toml", '"等同存款", ', ""),
        ("rules/private.toml", '"media", "branch"', '"media"'),
        ("rules/private.toml", '"one_to_one"', '"one_to_one", "email"'),
    ],
)
def test_a_list_that_lets_more_through_is_refused(path: str, old: str, new: str) -> None:
    refused(path, old, new)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("rules/funds.toml", "[1, 2, 3, 4, 5]", "[1, 2, 2, 3, 4]"),
        ("rules/funds.toml", 'mismatch = { value = "warn"', 'mismatch = { value = "forbidden"'),
        ("rules/conduct.toml", '"client", "self"', '"client"'),
        ("rules/private.toml", '"media", "branch"', '"media", "branch", "email"'),
        ("rules/conduct.toml", '"none", "risk_disclosed"', '"none", "risk_disclosed", "read_the_prospectus"'),
        ("rules/portfolio.toml", "months = { value = 6", "months = { value = 1"),  # the bank's own
        ("rules/practice.toml", "score = { value = 2", "score = { value = 5"),
    ],
)
def test_what_stops_more_or_is_the_banks_own_is_taken(path: str, old: str, new: str) -> None:
    published(path, old, new)


@pytest.mark.parametrize(
    ("path", "rule", "old", "new"),
    [
        ("rules/suitability.toml", "changes_reported", "confirmed = true", "confirmed = true\nactive = false"),
        ("rules/suitability.toml", "changes_reported", "effective_from = 2026-02-01", "effective_from = 2026-02-02"),
        (
            "rules/suitability.toml",
            "changes_reported",
            "effective_from = 2026-02-01",
            "effective_from = 2026-02-01\neffective_to = 2026-12-31",
        ),
        (
            "rules/suitability.toml",
            "changes_reported",
            "effective_from = 2026-02-01\nconfirmed = true",
            "effective_from = 2026-02-01\nconfirmed = true\npolicy = true\nactive = false",
        ),
    ],
)
def test_a_rule_of_law_is_not_switched_off_begun_later_or_ended(path: str, rule: str, old: str, new: str) -> None:
    text = SHIPPED[path]
    edition = text[text.index(f"[[{rule}.edition]]") :].split("\n\n")[0]
    error = refused(path, edition, edition.replace(old, new, 1))
    assert rule in error.where
    assert BOOK.texts[rule].editions[-1].law in str(error)


def test_an_older_edition_is_a_floor_for_its_own_days() -> None:
    old = "effective_to = 2026-01-31\nconfirmed = false\nthresholds.sum = { value = 60"
    refused("rules/insurance.toml", old, old.replace("60", "61"))
    published("rules/insurance.toml", old, old.replace("60", "59"))


def test_an_unread_text_may_be_corrected_by_who_has_read_it() -> None:
    """银监发〔2004〕57号 art. 36 is not confirmed: only an edition that says it was read may say 55 instead of 50."""
    path, rule = "rules/loans.toml", "loan_house_ratio"
    text = SHIPPED[path]
    edition = text[text.index(f"[[{rule}.edition]]") :].split("\n\n")[0]
    looser_edition = edition.replace("value = 50", "value = 55")
    refused(path, edition, looser_edition)
    read = looser_edition.replace("confirmed = false", "confirmed = true")
    assert published(path, edition, read).texts[rule].editions[-1].thresholds.percent == 55
    off = edition.replace("confirmed = false", "confirmed = false\nactive = false")
    refused(path, edition, off)
    published(path, edition, off.replace("confirmed = false", "confirmed = true"))


def test_what_is_published_in_a_new_period_is_held_to_the_law_of_today() -> None:
    path, rule = "rules/assessment.toml", "assessments_per_day"
    text = SHIPPED[path]
    edition = text[text.index(f"[[{rule}.edition]]") :].split("\n\n")[0]
    ended = edition.replace("effective_from = 2026-02-01", "effective_from = 2026-02-01\neffective_to = 2027-06-30")
    later = edition.replace("effective_from = 2026-02-01", "effective_from = 2027-07-01")
    published(path, edition, f"{ended}\n{later.replace('value = 2', 'value = 1')}")
    error = refused(path, edition, f"{ended}\n{later.replace('value = 2', 'value = 3')}")
    assert "edition[1]" in error.where
    assert "2027-07-01" in str(error)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that holds one file to be published."""
    (tmp_path / AREA).mkdir()
    (tmp_path / AREA / "clients.toml").write_text(SHIPPED["rules/clients.toml"], encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("age", "wrong"), [(65, 0), (60, 0), (66, 1)])
def test_the_check_of_a_folder_names_file_line_and_reason(folder: Path, age: int, wrong: int) -> None:
    file = folder / AREA / "clients.toml"
    text = file.read_text(encoding="utf-8").replace("from_age = { value = 65", f"from_age = {{ value = {age}")
    file.write_text(text, encoding="utf-8")
    files, mistakes = check_folder(folder)
    assert files == 1
    assert len(mistakes) == wrong
    for mistake in mistakes:
        assert mistake.path == "rules/clients.toml"
        assert "from_age" in text.splitlines()[mistake.line - 1]
        assert "第十八条" in mistake.sentence


def test_the_check_of_a_folder_names_every_looser_figure(folder: Path) -> None:
    file = folder / AREA / "clients.toml"
    text = file.read_text(encoding="utf-8")
    for figure in ("from_age", "high_risk_level"):
        start = text.index(f"thresholds.{figure} = {{ value = ") + len(f"thresholds.{figure} = {{ value = ")
        end = text.index(",", start)
        text = f"{text[:start]}{int(text[start:end]) + 1}{text[end:]}"
    file.write_text(text, encoding="utf-8")
    _, mistakes = check_folder(folder)
    assert [mistake.key.rpartition(".")[2] for mistake in mistakes] == ["from_age", "high_risk_level"]


def test_every_threshold_of_a_law_has_a_stricter_side() -> None:
    for rule, text in BOOK.texts.items():
        if all(edition.policy for edition in text.editions):
            continue
        for field in fields(THRESHOLDS[rule]):
            assert (DIRECTION in field.metadata) is ((rule, field.name) not in FREE), (rule, field.name)


def test_the_shipped_rules_keep_their_own_floor() -> None:
    rulebook_from(read_sources(data_root(), AREA), BOOK.texts)


@pytest.mark.parametrize(
    ("new", "floor", "direction", "expected"),
    [
        (3, 2, Tighter.LOWER, True),
        (2, 2, Tighter.LOWER, False),
        (1, 2, Tighter.HIGHER, True),
        (3, 2, Tighter.HIGHER, False),
        ((1, 2), (1, 2), Tighter.LOWER, False),
        ((1, 3), (1, 2), Tighter.LOWER, True),
        (("a", "b"), ("a",), Tighter.FEWER, True),
        ((), ("a",), Tighter.FEWER, False),
        (("a",), ("a", "b"), Tighter.MORE, True),
        (("a", "b", "c"), ("a", "b"), Tighter.MORE, False),
        (Verdict.WARN, Verdict.FORBIDDEN, Tighter.FORBIDDING, True),
        (Verdict.FORBIDDEN, Verdict.WARN, Tighter.FORBIDDING, False),
        (Verdict.WARN, Verdict.WARN, Tighter.FORBIDDING, False),
    ],
)
def test_looser_is_what_lets_through_what_the_floor_stops(
    new: Any, floor: Any, direction: Tighter, expected: bool
) -> None:
    assert looser(new, floor, direction) is expected


@pytest.mark.parametrize(("age", "taken"), [(64, True), (65, True), (66, False)])
def test_what_is_received_is_held_to_the_same_floor(age: int, taken: bool) -> None:
    """Head office's publishing and a desk's receiving call this before anything is stored."""
    path = "rules/clients.toml"
    text = SHIPPED[path].replace("from_age = { value = 65", f"from_age = {{ value = {age}")
    file = Published(path, "2027-1", date(2027, 1, 1), "", text)
    if taken:
        check_published([file], file.effective_from)
        return
    with pytest.raises(DeskError) as caught:
        check_published([file], file.effective_from)
    assert caught.value.where.startswith(f"{path}:")
    assert "第十八条" in str(caught.value)
