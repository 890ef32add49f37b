"""Who may give advice at all: sales qualification and training (令2025年第7号 art. 16)."""

from dataclasses import dataclass
from datetime import date

from advisor_tui.rules.findings import Finding, Param, Verdict, missing
from advisor_tui.rules.rule import NoThresholds

_NONE = "—"


@dataclass(frozen=True, slots=True)
class StaffQualification:
    """A sales qualification of one kind; both days are included, no last day is without end."""

    kind: str
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is valid on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class StaffTraining:
    """A required training: when it was passed, and the last day, included, on which that counts."""

    topic: str
    completed_on: date | None = None
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it was passed and counts on a day."""
        passed = self.completed_on is not None and self.completed_on <= day
        return passed and (self.valid_until is None or day <= self.valid_until)

    def lapsed_on(self, day: date) -> bool:
        """Whether it counted once and does not any more."""
        return self.valid_until is not None and self.valid_until < day


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """What head office sent of one advisor's papers."""

    qualifications: tuple[StaffQualification, ...] = ()
    trainings: tuple[StaffTraining, ...] = ()


def judge_staff_known(staff: StaffFacts | None, _values: NoThresholds) -> Finding | None:
    """Head office has to send staff papers before anybody can say who may sell what; until then that is said."""
    return missing("staff_qualification", "staff.qualification") if staff is None else None


def judge_staff_qualification(
    needed: str, name: dict[str, str], staff: StaffFacts | None, on: date, _values: NoThresholds
) -> Finding | None:
    """A product is sold only by who has the qualification that it asks for, valid on the day (art. 16).

    Args:
        needed: The kind of qualification.
        name: How it is read, by language.
        staff: The advisor's papers; None where nobody knows them, see `judge_staff_known`.
        on: The business date.
    """
    if staff is None:
        return None
    own = [paper for paper in staff.qualifications if paper.kind == needed]
    params: dict[str, Param] = {f"name_{lang}": text for lang, text in name.items()}
    if any(paper.holds_on(on) for paper in own):
        return None
    last = max((paper.valid_until for paper in own if paper.valid_until is not None), default=None)
    params["until"] = _NONE if last is None else last.isoformat()
    return Finding("staff_qualification", Verdict.FORBIDDEN, params=params)


def judge_staff_training(staff: StaffFacts | None, on: date, _values: NoThresholds) -> Finding | None:
    """Whose required training has lapsed gives no advice until it is passed again (art. 16).

    A training that was passed anew counts for its topic, whatever older ones say; one that was never passed is a
    warning: it may have been set only today.
    """
    if staff is None:
        return None
    topics: dict[str, list[StaffTraining]] = {}
    for training in staff.trainings:
        topics.setdefault(training.topic, []).append(training)
    open_topics = {
        topic: trainings
        for topic, trainings in topics.items()
        if not any(training.holds_on(on) for training in trainings)
    }
    lapsed = sorted(topic for topic, of in open_topics.items() if any(one.lapsed_on(on) for one in of))
    if lapsed:
        return Finding("staff_training", Verdict.FORBIDDEN, params={"topics": "、".join(lapsed)})
    if open_topics:
        return Finding("staff_training", Verdict.WARN, params={"topics": "、".join(sorted(open_topics))})
    return None


STAFF: dict[str, type] = {"staff_qualification": NoThresholds, "staff_training": NoThresholds}
"""The rules of who may give advice; `advisor-tui check` knows no staff and leaves them out."""
