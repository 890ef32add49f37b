"""What a rule answers: an id, a verdict and parameters; sentences and articles stand in `data/rules/`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Param = int | str


class Verdict(StrEnum):
    """How one rule judges one case."""

    FORBIDDEN = "forbidden"
    WARN = "warn"
    ALLOWED = "allowed"
    MISSING = "missing"
    """A fact is not known: the rule was left out and the fact is to be asked for."""


MUST_DO = (
    "assess_needs",
    "assess_first",
    "reassess",
    "confirm_level_change",
    "advise_stop",
    "written_confirm",
    "signed_statement",
    "guardian_consent_on_file",
    "senior_care",
    "qualified_investor_proof",
    "disclose_art31",
    "disclose_art37",
    "cost_sheet",
    "recording_consent",
    "record",
    "cooling_off_24h",
    "callback_in_cooling_off",
    "callback_after_cooling_off",
)
"""The words for what has to be done, in the order in which a sale needs them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of one rule.

    Attributes:
        rule: The rule's id, a table of `data/rules/`.
        verdict: How the rule judges.
        must_do: Words of `MUST_DO` that this finding asks for.
        params: What fills the places of the rule's sentence; a key in `_fen` is an amount in 分.
        facts: With `missing`, the facts to ask for, such as `client.age`.
    """

    rule: str
    verdict: Verdict
    must_do: tuple[str, ...] = ()
    params: Mapping[str, Param] = field(default_factory=dict, hash=False)
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict of all rules together.

    Attributes:
        verdict: forbidden, warn or allowed; never missing.
        must_do: What the deciding findings ask for, in the order of `MUST_DO`.
        findings: Every finding, the ones that decide first.
    """

    verdict: Verdict
    must_do: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def unknown_facts(self) -> tuple[str, ...]:
        """The facts that are to be asked for before the decision is complete, each once."""
        missing = (fact for finding in self.findings for fact in finding.facts)
        return tuple(dict.fromkeys(missing))


_WEIGHT = {Verdict.FORBIDDEN: 0, Verdict.WARN: 1, Verdict.MISSING: 2, Verdict.ALLOWED: 3}
_ORDER = {word: place for place, word in enumerate(MUST_DO)}


def missing(rule: str, *facts: str, must_do: tuple[str, ...] = ()) -> Finding:
    """The finding of a rule that was left out because these facts are not known."""
    return Finding(rule, Verdict.MISSING, must_do, facts=facts)


def combine(findings: Iterable[Finding]) -> Decision:
    """Join findings, in any order: forbidden outweighs warn, warn outweighs allowed, missing weighs nothing.

    A forbidden case asks only for what its forbidden findings ask for: the duties of carrying out a sale that may
    not take place would mislead.
    """
    ordered = tuple(sorted(findings, key=lambda finding: (_WEIGHT[finding.verdict], finding.rule)))
    verdicts = {finding.verdict for finding in ordered}
    verdict = next((v for v in (Verdict.FORBIDDEN, Verdict.WARN) if v in verdicts), Verdict.ALLOWED)
    asked = {
        word
        for finding in ordered
        if verdict is not Verdict.FORBIDDEN or finding.verdict is Verdict.FORBIDDEN
        for word in finding.must_do
    }
    return Decision(verdict, tuple(sorted(asked, key=_ORDER.__getitem__)), ordered)
