"""The small tables: working days, cadence, tiers, needs, workflows, checklists."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor_tui.reference.cadence import read_cadence
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.checklists import read_checklist
from advisor_tui.reference.needs import read_needs
from advisor_tui.reference.root import data_root
from advisor_tui.reference.tiers import read_tiers
from advisor_tui.reference.toml import Document
from advisor_tui.reference.workdays import read_notice
from advisor_tui.reference.workflows import read_workflow
from advisor_tui.rules.balance_sheet import CONTRADICTIONS
from advisor_tui.rules.facts import LoanType
from advisor_tui.rules.needs.need import NEED_KINDS
from advisor_tui.rules.tiers import higher_tier, tier_of
from tests.reference.support import changed, mistakes

ROOT = data_root()
REFERENCE = load_reference(ROOT)


def shipped(name: str) -> str:
    return Path(ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("read", "name", "old", "new", "key"),
    [
        (read_notice, "workdays/2026.toml", "2026-01-04, ", "2026-01-05, ", "work[0]"),
        (read_notice, "workdays/2026.toml", "to = 2026-01-03", "to = 2025-01-03", "off[0].to"),
        (read_notice, "workdays/2026.toml", "from = 2026-04-04", "from = 2026-02-23", "off[2].to"),
        (read_notice, "workdays/2026.toml", "year = 2026", "year = 2027", "off[0].to"),
        (read_cadence, "cadence/cadence.toml", "days = [-30]", "days = []", "event[3].days"),
        (read_cadence, "cadence/cadence.toml", "least_fen = 500_000_00\n", "", "event[1].anchor"),
        (read_cadence, "cadence/cadence.toml", "least_fen = 500_000_00", "least_fen = 0", "event[1].least_fen"),
        (read_cadence, "cadence/cadence.toml", 'anchor = "birthday"', 'anchor = "maturity"', "event[5].anchor"),
        (read_cadence, "cadence/cadence.toml", "months = 12", "months = 0", "rhythm[0].months"),
        (read_cadence, "cadence/cadence.toml", 'tier = "gold"', 'tier = "standard"', "rhythm[1].tier"),
        (read_cadence, "cadence/cadence.toml", "urgent_days = 3", "urgent_days = -1", "queue.urgent_days"),
        (read_cadence, "cadence/cadence.toml", "horizon_days = 7", "horizon = 7", "queue.horizon"),
        (read_cadence, "cadence/cadence.toml", "lapse_days = 3\n", "lapse_days = 400\n", "event[5].lapse_days"),
        (read_tiers, "tiers/tiers.toml", "from_fen = 0\n", "from_fen = 1\n", "tier[0].from_fen"),
        (read_tiers, "tiers/tiers.toml", "from_fen = 500_000_00", "from_fen = 50_000_00", "tier[2].from_fen"),
        (read_tiers, "tiers/tiers.toml", 'id = "gold"', 'id = "standard"', "tier[1].id"),
        (read_needs, "needs/needs.toml", "debt_share = 40", "debt_share = 0", "limits.debt_share"),
        (read_needs, "needs/needs.toml", 'kind = "idle_cash"', 'kind = "idle"', "need[13].kind"),
        (read_needs, "needs/needs.toml", "最大一笔投资占金融资产 {share}%", "占 {part}%", "need[14].sentence.zh"),
        (read_needs, "needs/needs.toml", "windows = [30, 90, 365]", "windows = [90, 30]", "limits.windows"),
        (read_needs, "needs/needs.toml", 'free_kinds = ["current"', 'free_kinds = ["cash"', "limits.free_kinds[0]"),
        (read_needs, "needs/needs.toml", 'wanted_by = ["always"]', 'wanted_by = ["ever"]', "insurance[2].wanted_by[0]"),
        (read_needs, "needs/needs.toml", "least = 1_000_000", "least = 0", "insurance[2].least"),
        (read_needs, "needs/needs.toml", 'rule = "spends_more"', 'rule = "spends"', "contradiction[0].rule"),
        (read_needs, "needs/needs.toml", "还款约 {spent_fen} 元", "约 {paid_fen} 元", "contradiction[0].sentence.zh"),
        (read_workflow, "workflows/private.toml", '"qualified_investor_proof"', '"proof"', "task[0].only_if[0]"),
        (read_workflow, "workflows/private.toml", '"trust"]', '"trusts"]', "products[2]"),
        (read_checklist, "checklists/mortgage.toml", 'loan = "loan_mortgage"', 'loan = "mortgage"', "loan"),
        (read_checklist, "checklists/mortgage.toml", 'id = "co_owner_ids"', 'id = "id_card"', "paper[1].id"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_key(read: Callable[[Document], object], name: str, old: str, new: str, key: str) -> None:
    assert mistakes(read, shipped(name)) == []
    text, line = changed(shipped(name), old, new)
    found = mistakes(read, text)
    assert key in [m.key for m in found]
    if "year" not in old:
        assert abs(next(m.line for m in found if m.key == key) - line) <= 1


@pytest.mark.parametrize(
    ("assets", "tier"),
    [(-1, "standard"), (0, "standard"), (4_999_999, "standard"), (5_000_000, "gold"), (10**12, "private")],
)
def test_a_client_belongs_to_the_highest_tier_that_is_reached(assets: int, tier: str) -> None:
    assert tier_of(REFERENCE.tiers, assets).id == tier


def test_what_is_missing_to_the_next_tier() -> None:
    found = higher_tier(REFERENCE.tiers, 4_000_000)
    assert found is not None
    assert (found[0].id, found[1]) == ("gold", 1_000_000)
    assert higher_tier(REFERENCE.tiers, 10**12) is None
    assert REFERENCE.tier_floors[0] == ("standard", 0)


def test_every_loan_with_papers_of_its_own_has_a_checklist() -> None:
    assert set(REFERENCE.checklists) == {LoanType.MORTGAGE, LoanType.CONSUMER, LoanType.BUSINESS}
    for checklist in REFERENCE.checklists.values():
        required = {paper.id for paper in checklist.papers if paper.required}
        assert {"id_card", "credit_consent", "cost_sheet"} <= required


def test_the_texts_of_needs_use_the_same_places_in_both_languages() -> None:
    told = [(REFERENCE.needs.texts[kind].sentence, places) for kind, places in NEED_KINDS.items()]
    told += [(REFERENCE.needs.contradictions[rule], places) for rule, places in CONTRADICTIONS.items()]
    for sentence, places in told:
        for place in places:
            assert ("{" + place + "}" in sentence["zh"]) is ("{" + place + "}" in sentence["en"])


def test_what_no_law_fixes_is_not_marked_as_confirmed() -> None:
    assert not any(tier.confirmed for tier in REFERENCE.tiers)
    assert not any(event.confirmed for event in REFERENCE.cadence.events.values())
    assert not REFERENCE.needs.confirmed


def test_no_task_names_the_age_of_special_care_which_the_rules_have() -> None:
    """A bank that calls back from 60 on would otherwise have tasks that say 65."""
    titles = [
        task.title
        for workflow in REFERENCE.workflows.values()
        for task in workflow.tasks
        if task.only_if == ("senior_care",)
    ]
    assert titles
    assert not [title for title in titles if re.search(r"\d|[一二三四五六七八九]十", title["zh"] + title["en"])]
