"""Two versions of a proposal side by side."""

from pathlib import Path

from advisor_tui.desk.desk import Desk
from tests.desk.proposal_case import CASH, EQUITY_FUND, FIXED, build, present
from tests.screens.proposal_stage import proposal_stage


def second_version(desk: Desk) -> tuple[str, str]:
    """A presented version, and a draft after it: one line less, one changed, one new that does not suit."""
    first = present(desk)
    second = desk.proposals.new_version(first)
    draft = build(desk, second, **{EQUITY_FUND.replace("-", "_"): 300_000_00, CASH.replace("-", "_"): 700_000_00})
    kept = tuple(line for line in draft.lines if line.product != FIXED)
    desk.proposals.save(second, draft.__class__(draft.investable, kept, draft.asked))
    return first, second


def test_lines_and_findings_tell_what_changed(desk: Desk) -> None:
    first, second = second_version(desk)
    found = desk.proposals.versions.compare(second)
    assert (found.before.id, found.after.id) == (first, second)
    changes = {line.code: (line.before, line.after, line.change) for line in found.lines}
    assert changes == {
        CASH: (1_000_000_00, 700_000_00, "changed"),
        EQUITY_FUND: (None, 300_000_00, "added"),
        FIXED: (1_000_000_00, None, "removed"),
    }
    assert any(each.appeared and each.view.verdict == "forbidden" for each in found.findings)
    back = desk.proposals.versions.compare(first, second)
    assert {line.code: line.change for line in back.lines} == {
        CASH: "changed", EQUITY_FUND: "removed", FIXED: "added",
    }  # fmt: skip
    assert {(each.view.rule, each.appeared) for each in back.findings} == {
        (each.view.rule, not each.appeared) for each in found.findings
    }


def test_a_version_does_not_differ_from_itself(desk: Desk) -> None:
    first, _ = second_version(desk)
    found = desk.proposals.versions.compare(first, first)
    assert {line.change for line in found.lines} == {"same"}
    assert found.findings == ()


async def test_the_builder_leads_to_the_comparison_and_back(tmp_path: Path, desk: Desk) -> None:
    second_version(desk)
    async with proposal_stage(tmp_path, desk, "zh") as stage:
        await stage.press("enter", "backslash")
        assert stage.screen == "VersionsScreen"
        for word in ("v1", "v2", "100.00", "70.00", "-30.00", "+30.00", "-100.00"):
            assert word in stage.text, word
        await stage.press("1", "1")
        assert "两版的结论相同" in stage.text
        await stage.press("escape")
        assert stage.screen == "ProposalScreen"
