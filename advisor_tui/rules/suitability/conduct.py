"""What staff may not do or say in a sale (令2025年第7号 art. 13)."""

import unicodedata
from dataclasses import dataclass, field, replace

from advisor_tui.rules.facts import Sale
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.rules.promises import Promises, promised
from advisor_tui.rules.rule import FEWER, MORE, Rule


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """Who may answer an assessment: the client, or the legal representative of a client without full capacity."""

    may_answer: tuple[str, ...] = field(metadata=FEWER)


@dataclass(frozen=True, slots=True)
class ApprovedClaims:
    """Statements about a product that compliance has read and approved; the bank extends the list.

    Attributes:
        posing: Phrases that pass a product off as a deposit, which nobody can approve.
    """

    approved: tuple[str, ...]
    posing: tuple[str, ...] = field(metadata=MORE)


def word(text: str) -> str:
    """A word as it is compared: half width, lower case, joined by underscores."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    return plain.replace("-", "_").replace(" ", "_")


def listed(text: str, words: tuple[str, ...]) -> bool:
    """Whether a list of the bank has this word, however either of them is written."""
    return word(text) in map(word, words)


def own_answers(answered_by: str | None, values: OwnAnswers) -> Finding | None:
    """Nobody answers an assessment for the client (art. 13); nothing is said where nobody is named."""
    if answered_by is None or listed(answered_by, values.may_answer):
        return None
    return Finding("own_answers", Verdict.FORBIDDEN, ("reassess",), {"answered_by": answered_by})


def judge_own_answers(sale: Sale, values: OwnAnswers) -> Finding | None:
    """The assessment that a sale rests on was answered by the client (art. 13)."""
    return own_answers(sale.context.answered_by, values)


def judge_claims(sale: Sale, values: ApprovedClaims) -> Finding | None:
    """No promise of principal or return, no mixing of deposit, WMP, fund, trust and insurance (art. 13).

    A claim is forbidden unless it was approved: a list of forbidden wordings would let the next wording through.
    """
    said = [claim for claim in sale.context.claims if not listed(claim, values.approved)]
    if not said:
        return None
    return Finding("claims", Verdict.FORBIDDEN, params={"claims": "、".join(said)})


def unspeakable(claim: str, posing: tuple[str, ...], words: Promises) -> tuple[str, ...]:
    """What the law forbids in a statement, whoever approves it (art. 13): a promise, or passing for a deposit."""
    said = replace(words, phrases=(*words.phrases, *posing))
    return promised(claim.replace("_", " "), said)


OWN_ANSWERS = Rule("own_answers", OwnAnswers, judge_own_answers)
CLAIMS = Rule("claims", ApprovedClaims, judge_claims)
