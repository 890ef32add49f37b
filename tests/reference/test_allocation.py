"""The target mix in data/allocation/, and where a mistake in it is told."""

from datetime import date

import pytest

from advisor_tui.reference.allocation import LEVELS, TARGET_MIX, TargetMix, read_target_mix
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.rules.allocation.problem import WHOLE
from tests.reference.support import changed, mistakes

TEXT = (data_root() / "allocation/target_mix.toml").read_text(encoding="utf-8")
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def mix() -> TargetMix:
    return load_reference(data_root()).allocation.latest(TARGET_MIX, TODAY)


def test_the_shipped_mix_says_that_it_is_nobodys_yet(mix: TargetMix) -> None:
    assert not mix.confirmed
    assert "示例" in mix.source


def test_it_holds_from_its_first_day_on() -> None:
    versions = load_reference(data_root()).allocation
    assert versions.find(TARGET_MIX, date(2026, 1, 31)) is None
    assert versions.find(TARGET_MIX, date(2026, 2, 1)) is not None


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_shares_out_the_whole(mix: TargetMix, level: int) -> None:
    assert sum(share.target for share in mix.levels[level]) == WHOLE
    assert [share.sort for share in mix.levels[level]] == list(mix.classes)


def test_a_higher_level_may_have_more_equity_and_the_lowest_none(mix: TargetMix) -> None:
    equity = [next(share.high for share in mix.levels[level] if share.sort == "equity") for level in LEVELS]
    assert equity[0] == 0
    assert equity == sorted(equity)


@pytest.mark.parametrize(
    ("days", "equity"), [(0, 0), (365, 0), (366, 0), (1095, 0), (1096, 2000), (3650, 4000), (3651, 6000), (None, 6000)]
)
def test_a_horizon_ends_with_its_last_day(mix: TargetMix, days: int | None, equity: int) -> None:
    assert mix.band(days).most.get("equity", 0) == equity


def test_every_kind_of_product_that_can_be_proposed_has_a_class(mix: TargetMix) -> None:
    products = load_reference(data_root()).products.on(TODAY)
    without = {f"{one.type}.{one.subtype}" for one in products if mix.class_of(one) is None}
    assert {name.split(".")[0] for name in without} == {"insurance", "loan"}
    assert not {"insurance.protection", "insurance.health", "insurance.pension_annuity"} & without


def test_a_missing_private_pension_is_met_by_what_pays_in_old_age_and_by_no_other_annuity(mix: TargetMix) -> None:
    products = load_reference(data_root()).products.on(TODAY)
    [serving] = [one for one in mix.order if "pension" in one.insurance]
    assert {one.subtype for one in products} >= {"education_annuity", "immediate_annuity"}
    assert {one.subtype for one in products if mix.class_of(one) in serving.most} == {"pension_annuity"}


def test_a_subtype_outranks_its_type(mix: TargetMix) -> None:
    products = {one.id: one for one in load_reference(data_root()).products.on(TODAY)}
    assert mix.class_of(products["wmp-cash-a"]) == "cash"
    assert mix.class_of(products["wmp-fixed-90"]) == "fixed"
    assert mix.class_of(products["fund-equity-tech"]) == "equity"


def test_ready_money_comes_first_and_idle_money_last(mix: TargetMix) -> None:
    assert mix.order[0].needs == ("emergency_fund",)
    assert mix.order[-1].needs == ("maturing_money", "idle_cash")
    assert sum(serving.goals for serving in mix.order) == 1


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("target = 4000, high = 10000", "target = 4100, high = 10000", "level[0].shares"),
        ("low = 1000, target = 4000", "low = 4001, target = 4000", "level[0].shares.cash"),
        ("level = 5", "level = 4", "level[4].level"),
        ("level = 5", "level = 6", "level[4].level"),
        ("up_to_days = 1095", "up_to_days = 365", "horizon[1].up_to_days"),
        ("fixed = 10000, mixed = 2000 }", "mixed = 2000 }\nx = 0", "horizon[1].x"),
        ("most = { life_cover = 10000 }", "most = { life = 10000 }", "serve[2].most.life"),
        ('"bullion"]', '"gold"]', "class[4].products[0]"),
        ('"bullion"]', '"bond"]', "class[4].products"),
        ('id = "alternative"', 'id = "equity"', "class[4].id"),
        ('["emergency_fund"]', '["emergency"]', "serve[0].needs[0]"),
        ('["emergency_fund"]', "[]", "serve[0].needs"),
        ("goals = true", "goals = true\nmost = { cash = 1 }", "serve[5].most"),
        ("line_cost = 2", "line_cost = -1", "line_cost"),
        ("confirmed = false", "confirmed = 0", "confirmed"),
        ("version = 1", "verison = 1", "verison"),
    ],
)
def test_a_mistake_is_told_at_its_line(old: str, new: str, key: str) -> None:
    text, line = changed(TEXT, old, new)
    found = [mistake for mistake in mistakes(read_target_mix, text) if mistake.key == key]
    assert found, mistakes(read_target_mix, text)
    if "\n" not in new:
        assert abs(found[0].line - line) <= 2


def test_shares_that_leave_a_part_to_nothing_are_told() -> None:
    text = TEXT.replace("most = { cash = 10000, fixed = 10000 }", "most = { cash = 4000, fixed = 5999 }", 1)
    assert [mistake.key for mistake in mistakes(read_target_mix, text)] == ["horizon[0].most"]


def test_a_missing_level_and_an_end_of_the_last_horizon_are_told() -> None:
    text = TEXT.replace("level = 5\n", "level = 4\n", 1)
    assert "level" in [mistake.key for mistake in mistakes(read_target_mix, text)]
    text = TEXT.replace('en = "More than ten years" }', 'en = "More than ten years" }\nup_to_days = 9999', 1)
    assert [mistake.key for mistake in mistakes(read_target_mix, text)] == ["horizon[4].up_to_days"]
