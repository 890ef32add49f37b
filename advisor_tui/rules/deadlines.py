"""Dates by which something is due, still holds, or must be kept; periods come in as thresholds."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum

from advisor_tui.rules.dates import add_months
from advisor_tui.rules.rule import HIGHER, LOWER

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class ComplaintTerms:
    """Calendar days (令2020年第3号 arts. 18, 20); the last day is included (art. 43)."""

    simple_days: int = field(metadata=LOWER)
    complex_days: int = field(metadata=LOWER)
    extension_days: int = field(metadata=LOWER)
    review_request_days: int = field(metadata=HIGHER)
    review_decision_days: int = field(metadata=LOWER)


@dataclass(frozen=True, slots=True)
class Retention:
    """Years for which a record is kept after the relation, contract or transaction ends."""

    years: int = field(metadata=HIGHER)


@dataclass(frozen=True, slots=True)
class CoolingOffDays:
    """Calendar days after receipt of the policy in which the client may withdraw."""

    days: int = field(metadata=HIGHER)


@dataclass(frozen=True, slots=True)
class IdExpiry:
    """Days before expiry at which a reminder starts, and days after it in which the bank waits for a new one."""

    remind_days: tuple[int, ...]
    grace_days: int


@dataclass(frozen=True, slots=True)
class IdCardTerm:
    """Validity of a resident ID card by age at issue (居民身份证法 art. 5): upper ages excluded, years."""

    ages_under: tuple[int, ...]
    years: tuple[int, ...]


class Complexity(StrEnum):
    """How a complaint is decided: simple, complex, or complex with the approved extension."""

    SIMPLE = "simple"
    COMPLEX = "complex"
    EXTENDED = "extended"


class IdState(StrEnum):
    """How an identity document stands on a day."""

    VALID = "valid"
    EXPIRING = "expiring"
    IN_GRACE = "in_grace"
    EXPIRED = "expired"


def valid_through(assessed_on: date, months: int) -> date:
    """The last day on which an assessment holds, included: of 2025-11-24 for 12 months, 2026-11-24."""
    return add_months(assessed_on, months)


def complaint_due(received_on: date, complexity: Complexity, terms: ComplaintTerms, excluded_days: int = 0) -> date:
    """The last day to decide a complaint and tell the complainant (令2020年第3号 art. 18).

    Args:
        received_on: The day it was received; it is not counted.
        complexity: Which period holds.
        terms: The periods in calendar days.
        excluded_days: Days of appraisal or mediation, which do not count (arts. 18, 23).
    """
    days = terms.simple_days if complexity is Complexity.SIMPLE else terms.complex_days
    if complexity is Complexity.EXTENDED:
        days += terms.extension_days
    return received_on + timedelta(days=days + excluded_days)


def review_request_due(decided_on: date, terms: ComplaintTerms) -> date:
    """The last day on which the complainant may ask the upper unit for a review (令2020年第3号 art. 20)."""
    return decided_on + timedelta(days=terms.review_request_days)


def review_decision_due(requested_on: date, terms: ComplaintTerms) -> date:
    """The last day to decide a review (令2020年第3号 art. 20)."""
    return requested_on + timedelta(days=terms.review_decision_days)


def keep_through(ended_on: date, *retentions: Retention) -> date:
    """The last day on which a record is kept: the longest of the periods that hold for it.

    Raises:
        ValueError: No period was given.
    """
    return add_months(ended_on, 12 * max(retention.years for retention in retentions))


def cooling_off_ends(signed_at: datetime, hours: int) -> datetime:
    """The instant (UTC) from which a private product's contract may be carried out, hours after signing.

    Raises:
        ValueError: `signed_at` has no time zone.
    """
    if signed_at.tzinfo is None:
        raise ValueError("signed_at needs a time zone")
    return (signed_at + timedelta(hours=hours)).astimezone(UTC)


def cooling_off_days(product_hours: int, terms: CoolingOffDays | None) -> CoolingOffDays:
    """The days of an insurance: the product's, or the rule's where they are more; a day that was begun counts whole."""
    days = -(-product_hours // 24)
    return CoolingOffDays(days if terms is None else max(days, terms.days))


def withdrawal_ends(policy_received_on: date, terms: CoolingOffDays) -> datetime:
    """The instant (UTC) at which an insurance cooling-off period is over: the end of its last day in UTC+8."""
    day_after = policy_received_on + timedelta(days=terms.days + 1)
    return datetime.combine(day_after, time(), CHINA).astimezone(UTC)


def id_state(expires_on: date | None, today: date, terms: IdExpiry) -> IdState:
    """How an identity document stands today; its last day is included, None is a long-term card."""
    if expires_on is None:
        return IdState.VALID
    left = (expires_on - today).days
    if left < 0:
        return IdState.IN_GRACE if -left <= terms.grace_days else IdState.EXPIRED
    return IdState.EXPIRING if left <= max(terms.remind_days) else IdState.VALID


def id_card_years(age_at_issue: int, terms: IdCardTerm) -> int | None:
    """How many years a resident ID card is issued for; None is long-term (居民身份证法 art. 5)."""
    for under, years in zip(terms.ages_under, terms.years, strict=True):
        if age_at_issue < under:
            return years
    return None
