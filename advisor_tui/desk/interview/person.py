"""Who the client is by the answers: age and capacity, and what bars the interview from being completed."""

from datetime import date

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.checks.identity import CheckedIdentity, check_identity
from advisor_tui.desk.interview.checking import RESIDENT_ID
from advisor_tui.desk.interview.records import Held
from advisor_tui.desk.office import Office
from advisor_tui.rules.assessment import identity_expired
from advisor_tui.rules.facts import Capacity, ClientFacts
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.rules.interview import expired
from advisor_tui.rules.plausibility import age_on
from advisor_tui.rules.profile import Facts, client_facts, facts_of, words
from advisor_tui.rules.suitability.age import CapacityLimits, capacity_of, judge_stated_capacity

_CAPACITY = "capacity"


def told_identity(office: Office, facts: Facts) -> CheckedIdentity | None:
    """What the resident identity number that was told says; None without one, or where it does not hold."""
    kind, number = words(facts, "id_kind"), words(facts, "id_number")
    if not number or (kind and kind[0] != RESIDENT_ID):
        return None
    try:
        return check_identity(RESIDENT_ID, number[0], today=office.today, demo=office.settings.demo)
    except DeskError:
        return None


def born_on(office: Office, held: Held, facts: Facts) -> date | None:
    """The birth date by the identity paper, else the one on record."""
    identity = told_identity(office, facts)
    return held.client.born_on if identity is None else identity.born_on


def person(office: Office, held: Held) -> ClientFacts:
    """Age, by the identity paper, the record or the answer, and the capacity that was stated."""
    facts = facts_of(held.questionnaire, held.answers)
    told, born = client_facts(facts), born_on(office, held, facts)
    return ClientFacts(age=told.age if born is None else age_on(born, office.today), capacity=told.capacity)


def capacity_now(office: Office, held: Held) -> Capacity | None:
    """The capacity that age and statement allow together; None when not known."""
    stated = person(office, held)
    rules = office.rules
    return capacity_of(stated, rules.terms(_CAPACITY, CapacityLimits)) if _CAPACITY in rules else stated.capacity


def expiry_finding(office: Office) -> Finding | None:
    """What follows from an identity paper that has expired (反洗钱法 arts. 28, 29); None before the rule holds."""
    found = identity_expired()
    return found if found.rule in office.rules else None


def expired_paper(office: Office, held: Held) -> Finding | None:
    """What follows from the client's identity paper, None where it has not expired."""
    return expiry_finding(office) if any(expired(question, held.answers) for question in held.asked) else None


def capacity_finding(office: Office, held: Held) -> Finding | None:
    """What does not go together in age and stated capacity (令2025年第7号 art. 19)."""
    rules = office.rules
    if _CAPACITY not in rules:
        return None
    found = judge_stated_capacity(person(office, held), rules.terms(_CAPACITY, CapacityLimits))
    return found if found is not None and found.rule in rules else None


def barring(office: Office, held: Held) -> list[Finding]:
    """What bars the interview from being completed, whatever the answers to come."""
    found = (expired_paper(office, held), capacity_finding(office, held))
    return [finding for finding in found if finding is not None and finding.verdict is Verdict.FORBIDDEN]


def pointed_out(office: Office, held: Held) -> list[Finding]:
    """What is pointed out and bars nothing."""
    finding = capacity_finding(office, held)
    return [finding] if finding is not None and finding.verdict is Verdict.WARN else []


def check_not_barred(office: Office, held: Held) -> None:
    """Nothing bars the interview from being completed.

    Raises:
        DeskError: `identity_expired`, `capacity_child`, with the sentence and the article.
    """
    for finding in barring(office, held):
        rules = office.rules
        raise DeskError(
            finding.rule,
            mark("{sentence} ({article})"),
            where=held.interview.id,
            sentence=rules.sentence(finding),
            article=rules.article(finding),
        )


def check_guardian_known(office: Office, held: Held) -> None:
    """Without full capacity the legal representative is known, where the questionnaire asks for one.

    Raises:
        DeskError: `guardian_missing` (民法典 arts. 19–22).
    """
    asks = any(question.fact == "guardian_name" for question in held.questionnaire.questions)
    if not asks or capacity_now(office, held) in (None, Capacity.FULL):
        return
    if not held.client.guardian and not words(facts_of(held.questionnaire, held.answers), "guardian_name"):
        raise DeskError(
            "guardian_missing",
            mark("A client without full legal capacity needs a guardian."),
            where=held.interview.id,
        )
