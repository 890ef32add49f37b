"""May a risk assessment be made, and does its result need the client's confirmation (令2025年第7号 arts. 13, 29).

Whoever cannot be identified is not served at all: 反洗钱法 arts. 28, 29.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from advisor_tui.rules.dates import add_months
from advisor_tui.rules.facts import AssessmentFacts
from advisor_tui.rules.findings import Decision, Finding, Param, Verdict, missing
from advisor_tui.rules.rule import HIGHER, LOWER, NoThresholds, Rule, RuleValues, judge
from advisor_tui.rules.suitability.channel import ThirdParties, third_party
from advisor_tui.rules.suitability.conduct import OwnAnswers, own_answers


@dataclass(frozen=True, slots=True)
class AssessmentCount:
    """The most assessments in the period."""

    most: int = field(metadata=LOWER)


@dataclass(frozen=True, slots=True)
class AssessmentsCounted:
    """The months up to today in which the assessments of twelve months are counted."""

    months: int = field(metadata=HIGHER)

    def first_day(self, today: date) -> date:
        """The first day that counts: of twelve months up to 2026-11-24, 2025-11-25."""
        return add_months(today, -self.months) + timedelta(days=1)


def _count(rule: str, fact: str, done: int | None, most: int) -> Finding:
    if done is None:
        return missing(rule, fact)
    params: dict[str, Param] = {"done": done, "most": most}
    return Finding(rule, Verdict.FORBIDDEN if done >= most else Verdict.ALLOWED, params=params)


def judge_per_day(facts: AssessmentFacts, values: AssessmentCount) -> Finding | None:
    """At most two assessments a day at one institution: the third is refused (art. 29)."""
    return _count("assessments_per_day", "context.done_today", facts.done_today, values.most)


def judge_per_year(facts: AssessmentFacts, values: AssessmentCount) -> Finding | None:
    """At most eight assessments in twelve months at one institution: the ninth is refused (art. 29)."""
    return _count("assessments_per_year", "context.done_12m", facts.done_12m, values.most)


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


def judge_consent(facts: AssessmentFacts, _values: NoThresholds) -> Finding | None:
    """Without consent nothing is asked, kept or assessed (个人信息保护法 arts. 13, 29; 令2025年第7号 art. 10)."""
    return Finding("consent", Verdict.FORBIDDEN) if facts.consent is False else None


def counts_known(as_of: date | None) -> Finding:
    """How far a desk knows the counts, which hold for the whole institution (art. 29).

    Args:
        as_of: The newest day of what other channels sent, None where nothing came.
    """
    if as_of is None:
        return Finding("assessments_counted", Verdict.WARN)
    return Finding("assessments_counted", Verdict.ALLOWED, params={"as_of": as_of.isoformat()})


def identity_expired() -> Finding:
    """Nobody is served whose identity paper has expired: who cannot be identified is not (反洗钱法 arts. 28, 29)."""
    return Finding("identity_expired", Verdict.FORBIDDEN)


def judge_assessment_channel(facts: AssessmentFacts, values: ThirdParties) -> Finding | None:
    """No third-party platform takes part in an assessment (《金融产品网络营销管理办法》)."""
    return third_party(facts.channel, values)


ASSESSMENT_RULES: tuple[Rule[AssessmentFacts, Any], ...] = (
    Rule("assessments_per_day", AssessmentCount, judge_per_day),
    Rule("assessments_per_year", AssessmentCount, judge_per_year),
    Rule("level_change", NoThresholds, judge_level_change),
    Rule("own_answers", OwnAnswers, judge_assessment_answers),
    Rule("third_party_channel", ThirdParties, judge_assessment_channel),
    Rule("consent", NoThresholds, judge_consent),
)


def evaluate_assessment(facts: AssessmentFacts, values: RuleValues) -> Decision:
    """Judge one more assessment of a client; the counts are as known at this desk (see `AssessmentFacts`)."""
    return judge(ASSESSMENT_RULES, facts, values)
