"""The assumptions of projections in data/projection/, and where a mistake in them is told."""

import pytest

from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.projection import STRESSES, read_projection
from advisor_tui.reference.root import data_root
from advisor_tui.rules.projection.assumptions import ASSET_CLASSES, Stress, first_unsound
from tests.reference.support import changed, mistakes

TEXT = (data_root() / "projection/2026.toml").read_text(encoding="utf-8")


def test_the_shipped_assumptions_say_that_they_are_nobodys_yet() -> None:
    table = load_reference(data_root()).projection
    assert not table.confirmed
    assert not any(test.confirmed for test in table.stresses)
    assert "演示假设" in table.source
    assert {found.id for found in table.assumptions.classes} == set(ASSET_CLASSES)
    assert all(note.source for note in table.notes.values())


def test_nine_stress_tests_have_a_key_each() -> None:
    table = load_reference(data_root()).projection
    assert len({test.stress.id for test in table.stresses}) == STRESSES == 9
    assert all(test.about["zh"] and test.about["en"] for test in table.stresses)


def test_what_the_catalogue_does_not_know_has_the_class_of_its_kind_and_level() -> None:
    table = load_reference(data_root()).projection
    assert table.class_of("wmp", 1) == "money_market"
    assert table.class_of("wmp", 4) == "balanced"
    assert table.class_of("stock", None) == "equity_cn"
    assert table.class_of("property", None) is None


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('id = "gold"', 'id = "silver"', "class[9].id"),
        ('id = "gold"', 'id = "bond"', "class[9].id"),
        ("yearly_return = 850", "yearly_return = 10001", "class[11].yearly_return"),
        ("volatility = 2800", "volatility = -1", "class[11].volatility"),
        ("inflation = 200\n", "inflation = 3001\n", "inflation"),
        ("property = -2000", "property = -10001", "stress[0].property"),
        ("property = -2000", "", "stress[0]"),
        ("property = -2000", "property = -2000\nstart_month = 0", "stress[0].start_month"),
        ("property = -2000", "property = -2000\nstart_month = 361", "stress[0].start_month"),
        ("years = 30\n#", "years = 101\n#", "years"),
        ("most_years = 80", "most_years = 29", "most_years"),
        ("most_years = 80", "most_years = 101", "most_years"),
        ("most_years = 80\n", "\n", "most_years"),
        ("property = -2000", "propery = -2000", "stress[0].propery"),
        ('id = "job_loss"', 'id = "lpr_rise"', "stress[3].id"),
        ("equity_cn = -4000", "equity_us = -4000", "stress[4].assets.equity_us"),
        ("wmp_public = -500", "wmp = -500", "stress[2].products.wmp"),
        ("deposit = [0, 0, 10000,", "deposit = [0, 10000,", "correlation.deposit"),
        ("deposit = [0, 0, 10000,", "deposit = [0, 0, 9999,", "correlation.deposit"),
        ("deposit = [0, 0, 10000,", "deposit = [1, 0, 10000,", "correlation.deposit"),
    ],
)
def test_a_mistake_is_told_at_its_line(old: str, new: str, key: str) -> None:
    text, line = changed(TEXT, old, new)
    found = [mistake for mistake in mistakes(read_projection, text) if mistake.key == key]
    assert found, mistakes(read_projection, text)
    table_line = text.count("\n", 0, text.index("[[stress]]")) + 1
    lines = {"stress[0]": table_line, "stress[0].start_month": line + 1}
    assert found[0].line == (1 if key not in text and key == "most_years" else lines.get(key, line))


def test_a_stress_test_may_come_as_late_as_every_projection_looks() -> None:
    text, _ = changed(TEXT, "property = -2000", "property = -2000\nstart_month = 360")
    assert mistakes(read_projection, text) == []


def test_fewer_than_eight_stress_tests_and_more_than_there_are_keys_are_told() -> None:
    *before, last = TEXT.split("[[stress]]")
    eight = "[[stress]]".join(before)
    ten = "[[stress]]".join([TEXT, last.replace("long_illness", "longer_illness")])
    assert mistakes(read_projection, eight) == []
    for wrong in ("[[stress]]".join(before[:-1]), ten):
        assert [mistake.key for mistake in mistakes(read_projection, wrong)] == ["stress"]


def test_a_longer_illness_is_among_them_and_nobody_has_confirmed_it() -> None:
    (found,) = [test for test in load_reference(data_root()).projection.stresses if test.stress.id == "long_illness"]
    assert found.stress == Stress("long_illness", months=24, income_lost=10_000, whose="client", spending=2_000), (
        "income stops, costs go up, and no life cover is paid"
    )
    assert not found.confirmed


def test_correlations_that_no_returns_can_have_are_refused() -> None:
    text = TEXT
    for row in ("equity_cn", "equity_hk"):
        start = text.index(f"\n{row} = [") + 1
        end = text.index("\n", start)
        pair = {"equity_cn": "7000, 4500", "equity_hk": "10000, 6000"}[row]
        other = {"equity_cn": "-9900, 4500", "equity_hk": "10000, 6000"}[row]
        line = text[start:end].replace(pair, other, 1)
        if row == "equity_hk":
            line = line.replace("6500, 7000,", "6500, -9900,", 1)
        text = text[:start] + line + text[end:]
    assert [mistake.key for mistake in mistakes(read_projection, text)] == ["correlation.equity_hk"]


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ([[1]], None),
        ([[0, 0], [0, 0]], None),
        ([[1, 1], [1, 1]], None),
        ([[1, -1], [-1, 1]], None),
        ([[0, 1], [1, 5]], 1),
        ([[1, 2], [2, 1]], 1),
        ([[-1]], 0),
        ([[10, 9, -9], [9, 10, 9], [-9, 9, 10]], 2),
        ([[1, 1, 0], [1, 1, 1], [0, 1, 1]], 2),
    ],
)
def test_a_matrix_is_sound_where_no_mix_varies_less_than_nothing(rows: list[list[int]], first: int | None) -> None:
    assert first_unsound(rows) == first
