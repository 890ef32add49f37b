"""May a risk assessment be made, and does its result need the client's confirmation (令2025年第7号 arts. 13, 29)."""

from dataclasses import dataclass
from typing import Any

from advisor_tui.rules.facts import AssessmentFacts
from advisor_tui.rules.findings import Decision, Finding, Param, Verdict, missing
from advisor_tui.rules.rule import NoThresholds, Rule, RuleValues, judge
from advisor_tui.rules.suitability.conduct import OwnAnswers, own_answers


@dataclass(frozen=True, slots=True)
class AssessmentCount:
    """The most assessments in the period."""

    most: int


def _count(rule: str, fact: str, done: int | None, values: AssessmentCount) -> Finding:
    if done is None:
        return missing(rule, fact)
    params: dict[str, Param] = {"done": done, "most": values.most}
    return Finding(rule, Verdict.FORBIDDEN if done >= values.most else Verdict.ALLOWED, params=params)


def judge_per_day(facts: AssessmentFacts, values: AssessmentCount) -> Finding | None:
    """At most two assessments a day at one institution: the third is refused (art. 29)."""
    return _count("assessments_per_day", "context.done_today", facts.done_today, values)


def judge_per_year(facts: AssessmentFacts, values: AssessmentCount) -> Finding | None:
    """At most eight assessments in twelve months at one institution: the ninth is refused (art. 29)."""
    return _count("assessments_per_year", "context.done_12m", facts.done_12m, values)


def judge_level_change(facts: AssessmentFacts, _values: NoThresholds) -> Finding | None:
    """A level that differs from the last result is pointed out and confirmed by the client (art. 29)."""
    if facts.new_level is None:
        return None
    if facts.last_level is None:
        return missing("level_change", "context.last_level")
    if facts.new_level == facts.last_level:
        return None
    params: dict[str, Param] = {"new_level": facts.new_level, "last_level": facts.last_level}
    return Finding("level_change", Verdict.WARN, ("confirm_level_change",), params)


def judge_assessment_answers(facts: AssessmentFacts, values: OwnAnswers) -> Finding | None:
    """Nobody answers for the client (art. 13)."""
    return own_answers(facts.answered_by, values)


ASSESSMENT_RULES: tuple[Rule[AssessmentFacts, Any], ...] = (
    Rule("assessments_per_day", AssessmentCount, judge_per_day),
    Rule("assessments_per_year", AssessmentCount, judge_per_year),
    Rule("level_change", NoThresholds, judge_level_change),
    Rule("own_answers", OwnAnswers, judge_assessment_answers),
)


def evaluate_assessment(facts: AssessmentFacts, values: RuleValues) -> Decision:
    """Judge one more assessment of a client; the counts are as known at this desk (see `AssessmentFacts`)."""
    return judge(ASSESSMENT_RULES, facts, values)
