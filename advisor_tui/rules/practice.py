"""Figures of the bank's own practice, none of them law: they are looked up in `data/rules/practice.toml`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LowSatisfaction:
    """A satisfaction (1 to 5) up to `score` opens a task, due after `workdays`."""

    score: int
    workdays: int


@dataclass(frozen=True, slots=True)
class StaffPapers:
    """Days before its end at which a training, qualification or agreement counts as expiring."""

    remind_days: int


@dataclass(frozen=True, slots=True)
class HeadOfficeSilence:
    """Days without a bundle of head office after which what it sent counts as stale."""

    days: int


@dataclass(frozen=True, slots=True)
class MaturingSoon:
    """Days before its end from which a deposit or product counts as money that is free to invest."""

    days: int


@dataclass(frozen=True, slots=True)
class LoanPapers:
    """Workdays within which the papers of a new loan case are to be collected; a task says so."""

    workdays: int


@dataclass(frozen=True, slots=True)
class ReadingTime:
    """Seconds that a page of a proposal stays before a client at least, and before one of the age of special care."""

    seconds: int
    senior_seconds: int


PRACTICE: dict[str, type] = {
    "low_satisfaction": LowSatisfaction,
    "staff_papers": StaffPapers,
    "head_office_silence": HeadOfficeSilence,
    "maturing_soon": MaturingSoon,
    "loan_papers": LoanPapers,
    "reading_time": ReadingTime,
}
"""The type of the figures, by id."""
