"""What the law forbids to say can be approved by nobody (令2025年第7号 art. 13)."""

from pathlib import Path

import pytest

from advisor_tui.reference.check import check_folder
from tests.reference.rule_files import SHIPPED, published, refused

APPROVED = '"none", "risk_disclosed"'


@pytest.mark.parametrize(
    ("claim", "phrase"),
    [
        ("保本保收益", "保本保收益"),
        ("保 本 保 息", "保本保息"),
        ("收益不错，保本", "保本"),
        ("稳赚不赔", "稳赚"),
        ("本金无忧", "本金无忧"),
        ("等同于存款", "等同于存款"),
        ("跟存款一样", "存款一样"),
        ("guaranteed_return", "guaranteed return"),
        ("Risk-Free", "risk-free"),
        ("same_as_a_deposit", "same as a deposit"),
        ("no fees, guaranteed return", "guaranteed return"),
    ],
)
def test_what_the_law_forbids_to_say_is_not_approved_by_anybody(claim: str, phrase: str, tmp_path: Path) -> None:
    path = "rules/conduct.toml"
    error = refused(path, APPROVED, f'{APPROVED}, "{claim}"')
    assert error.where.startswith(f"{path}:")
    assert phrase in str(error)
    assert "第十三条" in str(error)
    file = tmp_path / path
    file.parent.mkdir()
    edited = SHIPPED[path].replace(APPROVED, f'{APPROVED},\n  "{claim}"')
    file.write_text(edited, encoding="utf-8")
    _, [mistake] = check_folder(tmp_path)
    assert (mistake.path, mistake.key) == (path, "claims.edition[0].thresholds.approved.value[2]")
    assert claim in edited.splitlines()[mistake.line - 1]


@pytest.mark.parametrize("claim", ["不承诺保本", "并非存款，不是存款产品", "not the same", "not a guaranteed return"])
def test_what_denies_a_promise_may_be_approved(claim: str) -> None:
    published("rules/conduct.toml", APPROVED, f'{APPROVED}, "{claim}"')


def test_a_word_that_is_forbidden_anew_takes_an_approved_statement_with_it() -> None:
    error = refused("rules/conduct.toml", '"稳赚", ', '"稳赚", "业绩基准", "业绩比较基准", ')
    assert "业绩比较基准不是收益承诺" in str(error)
