"""A first credit look with the sentences, sources, prime rate and papers of the day; nothing is read or written."""

from datetime import date

from advisor_tui.base.languages import LANGUAGES
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.credit import (
    CreditFinding,
    CreditLookView,
    PrimeRateView,
    RepaymentView,
    WantedPaper,
)
from advisor_tui.reference.rulebook import RulesInForce
from advisor_tui.rules.credit_flags import CreditEnquiry, PrimeRate
from advisor_tui.rules.credit_look import credit_look
from advisor_tui.rules.findings import Finding, Verdict

_PRIME = "loan_prime_rate"


def first_credit_look(office: Office, enquiry: CreditEnquiry, day: date | None = None) -> CreditLookView:
    """Look at what a client asks for by the figures of a day, else of today.

    Raises:
        ValueError: A negative amount or rate, or a term without a month.
    """
    rules = office.reference.rulebook.as_of(day or office.today)
    look = credit_look(enquiry, rules)
    checklist = office.reference.checklists.get(enquiry.type)
    return CreditLookView(
        look,
        _told(rules, look.label),
        tuple(
            RepaymentView(repayment, tuple(_told(rules, finding) for finding in repayment.findings))
            for repayment in look.repayments
        ),
        tuple(_told(rules, finding) for finding in look.findings),
        _prime_rate(rules, enquiry.term_months),
        ()
        if checklist is None
        else tuple(WantedPaper(p.id, p.name, p.holder, p.required, p.note) for p in checklist.papers),
        "" if checklist is None else checklist.source,
        checklist is not None and checklist.confirmed,
    )


def _told(rules: RulesInForce, finding: Finding) -> CreditFinding:
    return CreditFinding(
        finding.rule,
        finding.verdict.value,
        {lang: rules.title(finding, lang) for lang in LANGUAGES},
        {lang: rules.sentence(finding, lang) for lang in LANGUAGES},
        {lang: rules.article(finding, lang) for lang in LANGUAGES},
    )


def _prime_rate(rules: RulesInForce, term_months: int | None) -> PrimeRateView | None:
    if term_months is None or _PRIME not in rules:
        return None
    named = Finding(_PRIME, Verdict.ALLOWED)
    edition = rules.edition(named)
    return PrimeRateView(
        rules.terms(_PRIME, PrimeRate).for_term(term_months),
        edition.effective_from,
        {lang: rules.article(named, lang) for lang in LANGUAGES},
        edition.confirmed,
    )
