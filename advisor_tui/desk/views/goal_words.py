"""What of a goal is not known in words, for screens and for paper."""

from collections.abc import Mapping

from advisor_tui.base.languages import join_sentences, mark, pick, translate
from advisor_tui.desk.views.interview_result import GoalGaps, GoalPart

_UNASKED: Mapping[tuple[GoalPart, ...], str] = {
    ("amount", "year"): mark("amount and year were not asked"),
    ("amount",): mark("the amount was not asked"),
    ("year",): mark("the year was not asked"),
}
_UNTOLD: Mapping[tuple[GoalPart, ...], str] = {
    ("amount", "year"): mark("amount and year were not told"),
    ("amount",): mark("the amount was not told"),
    ("year",): mark("the year was not told"),
}


def gaps_text(gaps: GoalGaps) -> str:
    """What was not asked and which questionnaire completes it, what was asked and not told; "" where all is known."""
    parts = []
    if gaps.unasked:
        said = translate(_UNASKED[gaps.unasked])
        if gaps.completed_by is not None:
            by = translate(mark("{gap}, {questionnaire} completes it"))
            said = by.format(gap=said, questionnaire=pick(gaps.completed_by))
        parts.append(said)
    if gaps.untold:
        parts.append(translate(_UNTOLD[gaps.untold]))
    return join_sentences(parts)


def no_amount(gaps: GoalGaps) -> str:
    """In place of an amount: that it was not asked, or not told."""
    return translate(mark("not asked") if "amount" in gaps.unasked else mark("not told"))
