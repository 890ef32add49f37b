"""The papers for clients: proposal, risk disclosure, comparison, opinion; read back by stock tools."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import Lang, use_language
from advisor_tui.documents.advice import Advised, Charge, Offered, Said
from advisor_tui.documents.allocation import LevelShares
from advisor_tui.documents.blocks import Bars, Callout, Cell, Column, Mix, Picture, Table
from advisor_tui.documents.comparison import MOST, comparison_paper
from advisor_tui.documents.paper import TAGGED_ROWS, Paper, print_paper
from advisor_tui.documents.proposal import Fate, Projected, ProposalContent, proposal_paper
from advisor_tui.documents.risk_disclosure import risk_disclosure
from advisor_tui.documents.signing import grouped
from advisor_tui.documents.suitability_opinion import suitability_opinion
from advisor_tui.rules.promises import Promises
from tests.documents.reading import fonts_of, pages_of, text_of, words_of

WHEN = datetime(2026, 11, 24, 1, 41, tzinfo=UTC)
LARGEST = 300 * 1024
HASH = "0123456789abcdef" * 4
HOSTILE = '#panic("x") *b* $x$ [/] <l> @r `c` \\n // \x07\x1b[31m\u202e'
"""Markup of the typesetter and of the screen, and characters that steer a terminal."""
PROMISES = Promises(("保本",), (), ("不保本",), (), (), 8)
LANGS: tuple[Lang, ...] = ("zh", "en")
ADVISED = Advised(
    branch="滨江支行", advisor="王敏", staff_no="1001", client="张三丰", client_number="C0001",
    identity="1****************X", age=46, level="C3 平衡型", assessed_on=date(2026, 11, 2),
    valid_until=date(2027, 11, 2), number=3, version=2, presented_on=date(2026, 11, 24), sha256=HASH,
)  # fmt: skip
ALLOWED = Said("风险等级匹配", "客户 C3 可购买 R2 产品。", "allowed", "令2025年第7号第十二条", fit=True)
WARNED = Said("老年客户", "客户 65 周岁，产品 R4 属高风险。", "warn", "令2025年第7号第十八条", ("及时回访",))
PRODUCT = Offered(
    key="wmp-fixed-90/1", name="澄湖稳健增利 90 天", issuer="澄湖理财", nature="investment", kind="公募理财",
    raising="公开募集", investors="普通投资者", level=2, levels="R2", term="90 天", money_back="到期", cooling_off="",
    least=1_00, step=1_00, fees=(Charge("管理费", 15, "yearly"), Charge("业绩报酬", 2000, "gain")), risks="净值波动",
    disclosure="理财非存款。", disclosure_key="wmp-public/1", disclosure_sha256="f" * 64, held=0,
    amount=500_000_00, paid="", serves="子女教育 2030", said=(ALLOWED,), sold=True,
)  # fmt: skip
FAN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><line x1="0" y1="0" x2="9" y2="9" stroke="red"/></svg>'
)
PROJECTED = Projected(
    FAN,
    "2040 年：八成情形 10.0 至 20.0",
    (Fate("教育", "2030", "40%", "71%", "29% 的情形有缺口"),),
    "不构成承诺；某日的假设",
    (("利率债", "2.00%", "2.00%", "某来源"),),
    (("测算时间", "2026-11-24"),),
    ("按同一比例持有",),
)


def content(lines: int | tuple[Offered, ...] = 2, **changes: object) -> ProposalContent:
    products = lines
    if isinstance(products, int):
        products = tuple(replace(PRODUCT, name=f"{PRODUCT.name} {place}号") for place in range(1, products + 1))
    given: dict[str, object] = {
        "advised": ADVISED,
        "needs": (("应急备用金", "随时可用的资金够 2 个月的开支。"),),
        "investable": (len(products) + 1) * PRODUCT.amount,
        "lines": products,
        "levels": LevelShares((0, 2000, 2000, 0, 0, 6000), (0, 10_000, 0, 0, 0, 0)),
        "whole": (),
        "left_out": (("目标与需求", "养老：另行商议"),),
        "versions": (("适用规则日期", "2026-11-24"),),
    }
    return ProposalContent(**{**given, **changes})  # type: ignore[arg-type]  # the fields of a proposal by name


PAPERS: dict[str, Callable[[], Paper]] = {
    "proposal": lambda: proposal_paper(content(projected=PROJECTED)),
    "disclosure": lambda: risk_disclosure(ADVISED, PRODUCT),
    "comparison": lambda: comparison_paper(ADVISED, (PRODUCT, PRODUCT)),
    "opinion": lambda: suitability_opinion(ADVISED, (("客户年龄", "46"),), (PRODUCT,), (WARNED,)),
}


def printed(paper: Paper) -> bytes:
    return print_paper(paper, PROMISES, WHEN)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", PAPERS)
def test_every_paper_carries_client_hash_signatures_and_page_numbers(kind: str, lang: Lang, tmp_path: Path) -> None:
    use_language(lang)
    paper = PAPERS[kind]()
    pdf = printed(paper)
    words = words_of(pdf, tmp_path)
    assert len(pdf) <= LARGEST
    signers = (
        ("客户（或法定代理人）", "客户经理", "见证人") if lang == "zh" else ("Client(orlegal", "Advisor", "Witness")
    )
    for expected in (paper.title, "张三丰", "C0001-3-V2", "1****************X", grouped(HASH), *signers):
        assert "".join(expected.split()) in words, expected
    pages = pages_of(pdf, tmp_path)
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page.replace("/", " / ").replace("  ", " ")
        assert "C0001-3-V2" in page


@pytest.mark.parametrize("kind", PAPERS)
def test_only_the_used_part_of_one_font_is_embedded(kind: str, tmp_path: Path) -> None:
    fonts = fonts_of(printed(PAPERS[kind]()), tmp_path)
    assert fonts
    for name, embedded, subset in fonts:
        assert "NotoSansSC" in name
        assert embedded
        assert subset


@pytest.mark.parametrize("kind", PAPERS)
def test_the_same_paper_gives_the_same_bytes(kind: str) -> None:
    assert printed(PAPERS[kind]()) == printed(PAPERS[kind]())


@pytest.mark.parametrize("kind", PAPERS)
def test_text_from_outside_is_literal_and_control_characters_show_as_a_block(kind: str, tmp_path: Path) -> None:
    advised = replace(ADVISED, client=HOSTILE)
    product = replace(PRODUCT, name=HOSTILE, risks=HOSTILE)
    paper = {
        "proposal": proposal_paper(content(advised=advised, lines=1)),
        "disclosure": risk_disclosure(advised, product),
        "comparison": comparison_paper(advised, (product, product)),
        "opinion": suitability_opinion(advised, ((HOSTILE, HOSTILE),), (product,), ()),
    }[kind]
    text = text_of(printed(replace(paper, subtitle=HOSTILE)), tmp_path)
    for part in ('#panic("x")', "*b*", "$x$", "[/]", "<l>", "@r", "`c`", "\\n", "//", "〓"):
        assert part in text
    assert not {"\x07", "\x1b", "\u202e"} & set(text)


def test_a_paper_that_promises_is_refused_with_the_phrase() -> None:
    risky = replace(PRODUCT, risks="本产品保本，请放心")
    with pytest.raises(DeskError) as refused:
        printed(risk_disclosure(ADVISED, risky))
    assert (refused.value.code, refused.value.params["phrases"]) == ("promise_found", "保本")
    assert printed(risk_disclosure(ADVISED, replace(PRODUCT, risks="本产品不保本")))


def test_a_character_without_a_glyph_is_refused_and_not_left_out() -> None:
    with pytest.raises(DeskError) as refused:
        printed(risk_disclosure(replace(ADVISED, client="张\U0001f600"), PRODUCT))
    assert (refused.value.code, refused.value.params["characters"]) == ("glyph_missing", "\U0001f600")


def test_twelve_lines_and_long_names_fit(tmp_path: Path) -> None:
    use_language("zh")
    long = "滨江稳健进取全天候多资产配置策略人民币理财计划（两年期封闭式净值型第二十三期）"
    lines = tuple(
        replace(PRODUCT, name=f"{long}{place}", said=(WARNED, ALLOWED), held=place * 1_000_000_00)
        for place in range(1, 13)
    )
    full = replace(content(projected=PROJECTED), lines=lines, investable=999_999_999_99)
    pdf = printed(proposal_paper(full))
    words = words_of(pdf, tmp_path)
    assert len(pdf) <= LARGEST
    assert len(pages_of(pdf, tmp_path)) <= 8
    for line in lines:
        assert words.count(line.name) >= 3, line.name
    assert "999,999,999.99" in words


def test_the_figures_of_a_proposal_add_up(tmp_path: Path) -> None:
    use_language("zh")
    lines = (replace(PRODUCT, held=200_000_00), replace(PRODUCT, amount=300_000_00, held=300_000_00, level=4))
    paper = proposal_paper(replace(content(), lines=lines, investable=1_000_000_00))
    table = next(block for block in paper.blocks if isinstance(block, Table))
    figures = [[cell.text for cell in row] for row in table.rows]
    assert [row[2:] for row in figures] == [
        ["200,000.00", "500,000.00", "+300,000.00", "50.0%"],
        ["300,000.00", "300,000.00", "—", "30.0%"],
        ["500,000.00", "200,000.00", "-300,000.00", "20.0%"],
    ]
    assert table.total[2:4] == ("1,000,000.00", "1,000,000.00")


def test_without_a_stored_projection_nothing_is_said_of_the_future() -> None:
    use_language("en")
    assert not any(isinstance(block, Picture) for block in proposal_paper(content()).blocks)
    assert any(isinstance(block, Picture) for block in proposal_paper(content(projected=PROJECTED)).blocks)


def test_fees_say_when_they_are_charged_and_one_on_the_gain_has_no_amount(tmp_path: Path) -> None:
    use_language("en")
    text = text_of(printed(proposal_paper(content(lines=1))), tmp_path)
    row = next(line for line in text.splitlines() if "管理费" in line)
    assert row.split()[-3:] == ["year", "0.15%", "750.00"]
    gain = next(line for line in text.splitlines() if "业绩报酬" in line)
    assert gain.split()[-2:] == ["20.00%", "—"]


@pytest.mark.parametrize(
    ("when", "amount", "held", "due"),
    [
        ("entry", 913_673_00, 755_673_00, "1,896.00"),
        ("entry", 755_673_00, 755_673_00, "—"),
        ("entry", 100_000_00, 755_673_00, "—"),
        ("", 913_673_00, 755_673_00, "1,896.00"),
        ("yearly", 913_673_00, 755_673_00, "10,964.08"),
        ("exit", 100_000_00, 755_673_00, "7,868.08"),
        ("exit", 0, 755_673_00, "9,068.08"),
        ("exit", 913_673_00, 755_673_00, "10,964.08"),
        ("gain", 913_673_00, 755_673_00, "—"),
    ],
)
def test_a_fee_is_due_on_what_it_is_charged_on_and_a_purchase_on_what_is_bought_alone(
    when: str, amount: int, held: int, due: str
) -> None:
    use_language("en")
    line = replace(PRODUCT, fees=(Charge("申购费", 120, when),), amount=amount, held=held)
    paper = proposal_paper(content(lines=(line,), investable=1_000_000_00))
    fees = next(block for block in paper.blocks if isinstance(block, Table) and block.columns[1].title == "Fee")
    assert [row[-1].text for row in fees.rows] == [due]


def test_what_is_bought_against_advice_stands_apart_from_what_the_bank_proposes(tmp_path: Path) -> None:
    use_language("zh")
    own = replace(PRODUCT, name="分红险", insists=True, amount=200_000_00, said=(WARNED,))
    paper = proposal_paper(content(lines=(PRODUCT, own), investable=1_000_000_00))
    proposed, wanted = (block for block in paper.blocks if isinstance(block, Table) and len(block.columns) == 6)
    assert [row[0].text for row in proposed.rows] == [PRODUCT.name, "您自愿购买（非本行建议）", "暂不配置"]
    assert [row[3].text for row in proposed.rows] == ["500,000.00", "200,000.00", "300,000.00"]
    assert [row[0].text for row in wanted.rows] == ["分红险"]
    warning = next(block for block in paper.blocks if isinstance(block, Callout))
    assert (warning.title, warning.tone) == ("不建议购买", "bad")
    assert "您自愿购买" in next(block for block in paper.blocks if isinstance(block, Bars)).items[1].label
    judged = next(block for block in paper.blocks if isinstance(block, Table) and block.columns[0].title == "产品")
    assert [row[0].note for row in judged.rows] == ["", "本行不建议购买，系您坚持自愿购买"]
    words = words_of(printed(paper), tmp_path)
    assert words.index("配置建议") < words.index("不建议购买") < words.index("分红险")


def test_without_such_a_purchase_nothing_is_said_of_one() -> None:
    use_language("zh")
    paper = proposal_paper(content())
    assert len([block for block in paper.blocks if isinstance(block, Table) and len(block.columns) == 6]) == 1
    assert not any(isinstance(block, Callout) for block in paper.blocks)


def test_the_levels_are_told_of_all_money_or_for_what_is_proposed_alone() -> None:
    use_language("en")
    now, proposed = (0, 2000, 2000, 0, 0, 6000), (0, 10_000, 0, 0, 0, 0)
    for given, shown in ((now, [now, proposed]), (None, [proposed])):
        paper = proposal_paper(content(levels=LevelShares(given, proposed)))
        mix = next(block for block in paper.blocks if isinstance(block, Mix))
        assert [shares for _, shares in mix.rows] == shown


@pytest.mark.parametrize("lang", LANGS)
def test_the_disclosure_says_what_article_31_lists(lang: Lang, tmp_path: Path) -> None:
    use_language(lang)
    product = replace(PRODUCT, levels="R4", level=4, cooling_off="24 小时")
    words = words_of(printed(risk_disclosure(ADVISED, product)), tmp_path)
    for expected in ("公募理财", "澄湖理财", "公开募集", "R4", "净值波动", "0.15%", "C3平衡型", "客户C3可购买R2产品。",
                     "24小时", "wmp-public/1", grouped("f" * 64).replace(" ", ""), "500,000.00"):  # fmt: skip
        assert expected in words, expected
    sentences = {
        "zh": (
            "投资范围及比例",
            "收益分配",
            "可能调整",
            "可能损失全部本金",
            "本人已经阅读风险揭示，愿意承担投资风险。",
        ),
        "en": ("Investmentscope", "Distribution", "maychange", "worstcasenothing", "amwillingtobeartherisk"),
    }
    for expected in sentences[lang]:
        assert expected in words, expected


@pytest.mark.parametrize(
    ("product", "sentence", "loss"),
    [
        (replace(PRODUCT, nature="insurance", uncertain=True), "保单利益的不确定性", "退保损失"),
        (replace(PRODUCT, nature="insurance"), "保险责任和责任免除", "退保损失"),
        (PRODUCT, "愿意承担投资风险", "本金损失风险"),
    ],
)
def test_what_is_copied_and_what_may_be_lost_follow_the_kind_of_product(
    product: Offered, sentence: str, loss: str, tmp_path: Path
) -> None:
    use_language("zh")
    words = words_of(printed(risk_disclosure(ADVISED, product)), tmp_path)
    assert sentence in words
    assert loss in words


@pytest.mark.parametrize(("senior", "insists"), [(False, False), (True, False), (False, True), (True, True)])
def test_the_old_and_those_who_insist_are_warned_in_a_frame(senior: bool, insists: bool) -> None:
    use_language("en")
    paper = risk_disclosure(ADVISED, replace(PRODUCT, senior=senior, insists=insists))
    titles = {block.title for block in paper.blocks if isinstance(block, Callout) and block.tone == "bad"}
    wanted = {"To our elderly clients": senior, "Against the bank's advice": insists}
    assert titles == {title for title, there in wanted.items() if there}


@pytest.mark.parametrize(
    ("product", "opinion"),
    [
        (PRODUCT, "It suits you by what you told us."),
        (replace(PRODUCT, said=(ALLOWED, WARNED)), "It may suit you, if you heed"),
        (replace(PRODUCT, insists=True), "It does not suit you."),
        (replace(PRODUCT, said=(replace(ALLOWED, verdict="forbidden"),)), "It does not suit you."),
        (replace(PRODUCT, said=()), "do not cover this product"),
        (replace(PRODUCT, nature="deposit"), "do not cover this product"),
    ],
)
def test_the_opinion_follows_the_answers_of_the_rules(product: Offered, opinion: str, tmp_path: Path) -> None:
    use_language("en")
    words = words_of(printed(suitability_opinion(ADVISED, (), (product,), ())), tmp_path)
    assert opinion.replace(" ", "") in words
    for said in product.said:
        assert said.source in words


def test_what_is_owed_is_named_once(tmp_path: Path) -> None:
    use_language("en")
    product = replace(PRODUCT, said=(WARNED, WARNED))
    text = text_of(printed(suitability_opinion(ADVISED, (), (product,), ())), tmp_path)
    assert "Still to be done: 及时回访." in text


@pytest.mark.parametrize(("count", "widths"), [(2, [2]), (4, [4]), (5, [3, 2]), (9, [3, 3, 3]), (12, [4, 4, 4])])
def test_at_most_four_products_stand_side_by_side_and_none_alone(count: int, widths: list[int]) -> None:
    paper = comparison_paper(ADVISED, (PRODUCT,) * count)
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    assert [len(table.columns) - 1 for table in tables] == widths
    assert max(widths) <= MOST


def test_a_long_table_is_printed_without_marks_and_stays_small() -> None:
    rows = tuple((Cell(str(place)), Cell("1,234,567.89")) for place in range(TAGGED_ROWS * 4))
    table = Table((Column("a"), Column("b", "right")), rows)
    pdf = printed(replace(comparison_paper(ADVISED, (PRODUCT, PRODUCT)), blocks=(table,)))
    assert b"/StructTreeRoot" not in pdf
    assert len(pdf) < LARGEST
    few = printed(replace(comparison_paper(ADVISED, (PRODUCT, PRODUCT)), blocks=(replace(table, rows=rows[:9]),)))
    assert len(few) < len(pdf)


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_signed_has_its_amount_in_capital_numerals(lang: Lang, tmp_path: Path) -> None:
    use_language(lang)
    assert "人民币壹佰伍拾万元整" in words_of(printed(PAPERS["proposal"]()), tmp_path)
    assert "人民币伍拾万元整" in words_of(printed(PAPERS["disclosure"]()), tmp_path)
