"""The catalogue beside a draft: filtering it, comparing products, and beginning a loan case from it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from advisor_tui.base.languages import Lang, use_language
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.check import Offer
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.rules.findings import Finding, Verdict, combine
from advisor_tui.screens.proposal.compare_rows import Aspect, column_width, draw
from advisor_tui.screens.proposal.filter import CatalogueFilter
from advisor_tui.screens.proposal.product_words import term_text
from advisor_tui.widgets.form import Form
from advisor_tui.widgets.plain import width
from tests.desk.proposal_case import assess, build, start
from tests.screens import proposal_stage as stages
from tests.screens.proposal_stage import SIZES, ProposalStage, proposal_stage
from tests.support import TODAY

LANGS: tuple[Lang, ...] = ("en", "zh")
PRODUCTS = {product.id: product for product in load_reference(data_root()).products.on(TODAY)}
MONEY = 50_000_00


def offer(code: str, verdict: Verdict = Verdict.ALLOWED) -> Offer:
    return Offer(PRODUCTS[code], combine([Finding("level", verdict)]))


def keeps(chosen: CatalogueFilter, code: str, verdict: Verdict = Verdict.ALLOWED) -> bool:
    return chosen.keeps(
        offer(code, verdict), MONEY, 3, {"wmp-cash-a": ("澄湖日日盈现金管理a", "chenghuririyingxianjin", "chrryxjgla")}
    )


@pytest.mark.parametrize(
    ("chosen", "kept", "left_out"),
    [
        (CatalogueFilter(kind="trust"), "trust-fixed-1", "wmp-cash-a"),
        (CatalogueFilter(level="3"), "wmp-mixed-2y", "wmp-cash-a"),
        (CatalogueFilter(level="own"), "wmp-mixed-2y", "wmp-equity-a"),
        (CatalogueFilter(level="own"), "dep-demand", "pf-equity-1"),
        (CatalogueFilter(level="none"), "dep-demand", "wmp-cash-a"),
        (CatalogueFilter(currency="USD"), "dep-usd-1y", "dep-term-1y"),
        (CatalogueFilter(term="none"), "dep-demand", "dep-term-1y"),
        (CatalogueFilter(term="quarter"), "wmp-fixed-90", "wmp-fixed-180"),
        (CatalogueFilter(term="year"), "wmp-fixed-365", "wmp-fixed-90"),
        (CatalogueFilter(term="three_years"), "dep-term-3y", "dep-demand"),
        (CatalogueFilter(term="longer"), "treasury-5y", "dep-term-3y"),
        (CatalogueFilter(liquidity="daily"), "dep-demand", "wmp-fixed-90"),
        (CatalogueFilter(affordable=True), "ins-unit-1", "dep-cd-3y"),
        (CatalogueFilter(text="澄湖日"), "wmp-cash-a", "wmp-cash-b"),
        (CatalogueFilter(text="CH"), "wmp-cash-a", "wmp-cash-b"),
        (CatalogueFilter(text="ｃｈｒｒ"), "wmp-cash-a", "wmp-cash-b"),
        (CatalogueFilter(text="riying"), "wmp-cash-a", "wmp-cash-b"),
        (CatalogueFilter(text="Daily Cash"), "wmp-cash-b", "dep-demand"),
        (CatalogueFilter(text="dep-"), "dep-demand", "wmp-cash-a"),
    ],
)
def test_each_condition_keeps_and_leaves_out(chosen: CatalogueFilter, kept: str, left_out: str) -> None:
    assert keeps(chosen, kept)
    assert not keeps(chosen, left_out)
    assert keeps(CatalogueFilter(), left_out)


@pytest.mark.parametrize(
    ("fit", "verdicts"),
    [
        ("", {Verdict.FORBIDDEN, Verdict.WARN, Verdict.MISSING, Verdict.ALLOWED}),
        ("fits", {Verdict.WARN, Verdict.MISSING, Verdict.ALLOWED}),
        ("clear", {Verdict.ALLOWED}),
        ("unfit", {Verdict.FORBIDDEN}),
    ],
)
def test_suitability_is_a_condition_too(fit: str, verdicts: set[Verdict]) -> None:
    assert {verdict for verdict in Verdict if keeps(CatalogueFilter(fit=fit), "dep-demand", verdict)} == verdicts


@pytest.mark.parametrize("fit", ["fits", "clear", "unfit"])
@pytest.mark.parametrize("verdict", list(Verdict))
def test_no_rule_says_whether_a_loan_suits(fit: str, verdict: Verdict) -> None:
    assert PRODUCTS["loan-mortgage-used"].loan is not None
    assert not keeps(CatalogueFilter(fit=fit), "loan-mortgage-used", verdict)
    assert keeps(CatalogueFilter(), "loan-mortgage-used", verdict)


def test_what_is_within_the_money_is_counted_in_yuan_alone() -> None:
    dollars = PRODUCTS["dep-usd-1y"]
    assert dollars.currency == "USD"
    assert not CatalogueFilter(affordable=True).keeps(offer(dollars.id), dollars.min_amount * 100, 3, {})


@pytest.mark.parametrize(
    ("days", "text"),
    [(90, "90 days"), (365, "365 days"), (540, "540 days"), (730, "2 years"), (1826, "5 years"), (10950, "30 years")],
)
def test_a_term_reads_in_years_where_they_come_out_even(days: int, text: str) -> None:
    use_language("en")
    assert term_text(days) == text


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("cells", [76, 116])
def test_a_comparison_fits_its_lines_and_figures_stand_right(count: int, cells: int) -> None:
    figures = tuple(f"{10**place:,}" for place in range(count))
    shown = [
        Aspect("起点", figures, figures=True),
        Aspect("币种", ("人民币",) * count),
        Aspect("风险", ("很长的一段话" * 9,) * count),
    ]
    lines = draw(shown, [False] * count, cells).plain.split("\n")
    assert all(width(line) <= cells for line in lines)
    wide = column_width(count, cells)
    assert lines[0].startswith("*起点")
    assert lines[0].endswith(figures[-1].rjust(wide))
    assert lines[1].startswith(" 币种")
    assert len(lines) > 4, "a long text takes several lines"


@pytest.fixture
def drafted(desk: Desk) -> Desk:
    build(desk, start(desk, assess(desk, "C0001", 3)), wmp_cash_a=600_000_00)
    return desk


async def to_catalogue(stage: ProposalStage) -> None:
    await stage.press("enter", "ctrl+n")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", SIZES)
async def test_marked_products_are_compared(tmp_path: Path, drafted: Desk, lang: Lang, size: tuple[int, int]) -> None:
    async with proposal_stage(tmp_path, drafted, lang, size) as stage:
        await to_catalogue(stage)
        await stage.press(*["right"] * 3, "home", "insert", "end", "insert", "ctrl+g")
        assert stage.screen == "CompareScreen"
        assert "✓" in stage.text
        assert "✗" in stage.text, "what does not suit says why"
        assert {"en": "*Suitability", "zh": "*适当性"}[lang] in stage.text
        await stage.press("ctrl+r")
        assert not re.search(r"^ {2}(Step|递增金额)", stage.text, re.MULTILINE), "only what differs is left"
        await stage.press("escape")
        assert stage.screen == "ProposalScreen"
        assert {"en": "marked: 2", "zh": "2"}[lang] in stage.text


async def test_a_digit_takes_a_compared_product_into_the_draft(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await to_catalogue(stage)
        await stage.press("right", "home", "insert", "insert", "ctrl+g", "2")
        assert stage.screen == "ProposalScreen"
        assert "One-year term deposit" in stage.text
        assert "marked" not in stage.text


async def test_one_marked_product_is_compared_with_the_one_under_the_cursor(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await to_catalogue(stage)
        await stage.press("right", "home", "ctrl+g")
        assert "Mark two to four products" in stage.notices
        await stage.press("insert", "down", "ctrl+g")
        assert stage.screen == "CompareScreen"
        assert "1 Demand deposit" in stage.text
        assert "2 Three-year" in stage.text


async def test_a_fifth_product_is_not_marked(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await to_catalogue(stage)
        await stage.press("right", "home", *["insert"] * 5)
        assert "marked: 4" in stage.text
        assert "At most 4 products" in stage.notices
        await stage.press("home", "insert")
        assert "marked: 3" in stage.text


@pytest.mark.parametrize("lang", LANGS)
async def test_the_filter_counts_what_it_leaves_and_is_cleared(tmp_path: Path, drafted: Desk, lang: Lang) -> None:
    async with proposal_stage(tmp_path, drafted, lang) as stage:
        await to_catalogue(stage)
        await stage.press("ctrl+r")
        assert stage.screen == "CatalogueFilterScreen"
        assert {"en": "Ctrl+S Show the products", "zh": "Ctrl+S 查看产品"}[lang] in stage.text
        assert {"en": "98 of 98 products", "zh": "98 只产品中 98 只"}[lang] in stage.text
        await stage.press(*"lsyl")
        assert {"en": "1 of 98 products", "zh": "98 只产品中 1 只"}[lang] in stage.text
        await stage.press("ctrl+s")
        assert {"en": "Lanshan Retirement", "zh": "岚山养老目标"}[lang] in stage.text
        assert "“lsyl”" in stage.text
        await stage.press("ctrl+r", "ctrl+t")
        assert "“lsyl”" not in stage.text
        assert re.search(r"92", stage.text)


async def test_conditions_are_chosen_by_arrows(tmp_path: Path, drafted: Desk) -> None:
    async with proposal_stage(tmp_path, drafted) as stage:
        await to_catalogue(stage)
        await stage.press("ctrl+r", "down", "down", "down", "right", "right", "right", "ctrl+s")
        assert "What does not suit" in stage.text
        assert ": 0 of " in stage.text


@pytest.mark.parametrize("lang", LANGS)
async def test_a_loan_leads_to_a_case_with_its_terms(
    tmp_path: Path, drafted: Desk, lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    loans = replace(stages.AREAS[1], name="loans", key="f7", path="advisor_tui.screens.loan.loans:LoansScreen")
    monkeypatch.setattr(stages, "AREAS", (*stages.AREAS, loans))
    async with proposal_stage(tmp_path, drafted, lang) as stage:
        await to_catalogue(stage)
        await stage.press("left")
        assert {"en": "Loans: 6", "zh": "贷款 6 项"}[lang] in stage.text
        await stage.press("end", "enter")
        assert stage.screen == "LoanFormScreen"
        values = stage.app.screen.query_one(Form).values()
        purpose = {
            "en": "Mortgage for a second-hand home: Buying a second-hand home",
            "zh": "二手住房按揭贷款：购买二手住房",
        }
        assert values == {"kind": "mortgage", "amount": "", "months": "300", "rate": "3.1", "purpose": purpose[lang]}
        rows = drafted.proposals.of_client(stage.app.current_client.id).rows  # type: ignore[union-attr]
        assert [line.product for line in drafted.proposals.bench(rows[0].id).draft.lines] == ["wmp-cash-a"]
