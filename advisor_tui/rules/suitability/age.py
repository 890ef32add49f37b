"""Clients whom the law protects for their age or capacity (令2025年第7号 arts. 18, 19, 46)."""

from dataclasses import dataclass, field

from advisor_tui.rules.facts import Capacity, ClientFacts, Sale
from advisor_tui.rules.findings import Finding, Param, Verdict, missing
from advisor_tui.rules.rule import HIGHER, LOWER, Rule


@dataclass(frozen=True, slots=True)
class CapacityLimits:
    """Ages in years, below which capacity is none, or limited.

    Attributes:
        incapable_under: Below it a person has no capacity.
        own_income_from: From it on a minor who lives on own income counts as fully capable.
        adult_from: Below it capacity is limited unless full capacity is stated.
        low_risk_level: The highest product level that is "low-risk".
    """

    incapable_under: int = field(metadata=HIGHER)
    own_income_from: int = field(metadata=HIGHER)
    adult_from: int = field(metadata=HIGHER)
    low_risk_level: int = field(metadata=LOWER)


@dataclass(frozen=True, slots=True)
class SeniorCare:
    """From which age (included) and from which product level (included) special care is due."""

    from_age: int = field(metadata=LOWER)
    high_risk_level: int = field(metadata=LOWER)


def capacity_of(client: ClientFacts, limits: CapacityLimits) -> Capacity | None:
    """The capacity that age and statement allow together; None when not known."""
    age, stated = client.age, client.capacity
    if age is not None and age < limits.incapable_under:
        return Capacity.NONE
    if stated is Capacity.NONE or age is None or age >= limits.adult_from:
        return stated
    if stated is Capacity.FULL and age >= limits.own_income_from:
        return Capacity.FULL
    return Capacity.LIMITED


def judge_stated_capacity(client: ClientFacts, limits: CapacityLimits) -> Finding | None:
    """Whether age and stated capacity go together (令2025年第7号 art. 19; 民法典 arts. 17–20).

    A child without capacity cannot be stated to have some: `capacity_child`, forbidden. A minor who is said to be
    fully capable is pointed out: `capacity_minor` below the age of own income, `capacity_own_income` from it on.
    """
    age, stated = client.age, client.capacity
    if age is None or stated is None or age >= limits.adult_from:
        return None
    if age < limits.incapable_under:
        params: dict[str, Param] = {"age": age, "under": limits.incapable_under}
        return None if stated is Capacity.NONE else Finding("capacity_child", Verdict.FORBIDDEN, params=params)
    if stated is not Capacity.FULL:
        return None
    own = age >= limits.own_income_from
    params = {"age": age, "adult": limits.adult_from, "own_income": limits.own_income_from}
    return Finding("capacity_own_income" if own else "capacity_minor", Verdict.WARN, params=params)


def judge_capacity(sale: Sale, limits: CapacityLimits) -> Finding | None:
    """Nothing for a person without capacity; for limited capacity only low risk with consent (art. 19)."""
    capacity = capacity_of(sale.client, limits)
    if capacity is None:
        return missing("capacity", "client.capacity")
    if capacity is Capacity.FULL:
        return None
    level, consent = sale.product.level, sale.client.guardian_consent
    params: dict[str, Param] = {"low_risk_level": limits.low_risk_level}
    if capacity is Capacity.NONE:
        return Finding("capacity", Verdict.FORBIDDEN, params=params)
    if consent is False or (level is not None and level > limits.low_risk_level):
        asked = () if consent else ("guardian_consent_on_file",)
        return Finding("capacity", Verdict.FORBIDDEN, asked, params)
    unknown = [("client.guardian_consent", consent), ("product.risk_level", level)]
    facts = tuple(name for name, value in unknown if value is None)
    if facts:
        return missing("capacity", *facts, must_do=("guardian_consent_on_file",))
    return Finding("capacity", Verdict.ALLOWED, ("guardian_consent_on_file",), params)


def judge_senior_care(sale: Sale, values: SeniorCare) -> Finding | None:
    """A client of 65 or older (art. 46: included) buying high risk is owed special care (art. 18)."""
    age, level = sale.client.age, sale.product.level
    if sale.product.type.is_fund or not sale.product.risk_rated:
        return None
    if (age is not None and age < values.from_age) or (level is not None and level < values.high_risk_level):
        return None
    unknown = [("client.age", age), ("product.risk_level", level)]
    facts = tuple(name for name, value in unknown if value is None)
    if facts:
        return missing("senior_care", *facts, must_do=("senior_care",))
    params: dict[str, Param] = {"age": age or 0, "from_age": values.from_age, "product_level": level or 0}
    return Finding("senior_care", Verdict.WARN, ("senior_care",), params)


CAPACITY = Rule("capacity", CapacityLimits, judge_capacity)
SENIOR_CARE = Rule("senior_care", SeniorCare, judge_senior_care)
