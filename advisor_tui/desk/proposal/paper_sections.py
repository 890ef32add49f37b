"""What a proposal on paper says beside its lines: needs, what was left out, versions; and the opinion's facts."""

import json
from dataclasses import replace
from fractions import Fraction

from advisor_tui.base.languages import join_list, translate
from advisor_tui.base.money import yuan
from advisor_tui.base.text import one_line
from advisor_tui.desk.client.facts import interview_facts
from advisor_tui.desk.interview.books import stored_need
from advisor_tui.desk.interview.records import Shelf
from advisor_tui.desk.proposal.check import FACT_FIELDS, with_asked
from advisor_tui.desk.proposal.found import frozen_findings
from advisor_tui.desk.proposal.levels import level_mix, recorded_levels
from advisor_tui.desk.proposal.paper_content import Frozen, said_of
from advisor_tui.desk.proposal.paper_left_out import goals_and_needs, left_out
from advisor_tui.desk.proposal.paper_projection import projected
from advisor_tui.desk.proposal.purposes import goal_purpose
from advisor_tui.desk.views.interview_words import level_name, money
from advisor_tui.desk.views.proposal_words import purpose_name
from advisor_tui.documents.allocation import LevelShares
from advisor_tui.documents.proposal import ProposalContent
from advisor_tui.rules.profile import client_facts
from advisor_tui.store.tables import Interview
from advisor_tui.store.tables import Questionnaire as QuestionnaireRow

_FACTS = {
    "age": "age",
    "risk_level": "risk_level",
    "assessed_on": "assessed_on",
    "lowest_class": "lowest_class",
    **FACT_FIELDS,
}
"""Facts of a client that rules of suitability use, as words.toml names them, with the field of each."""


def proposal_content(frozen: Frozen) -> ProposalContent:
    """The proposal as its paper shows it, in the language in use."""
    return ProposalContent(
        advised=frozen.advised(),
        needs=_needs(frozen),
        investable=frozen.proposal.investable,
        lines=frozen.offered(),
        levels=_levels(frozen),
        whole=said_of(frozen.sheet.findings),
        left_out=left_out(frozen),
        versions=_versions(frozen),
        projected=projected(frozen),
    )


def _levels(frozen: Frozen) -> LevelShares:
    """The same shares as on the builder's scale, of everything that was held at the presentation."""
    held = recorded_levels(frozen_findings(frozen.session, frozen.proposal))
    proposed = level_mix((line.level, line.amount) for line in frozen.sheet.lines)
    return LevelShares(None if held is None else held.shares, proposed.shares)


def _needs(frozen: Frozen) -> tuple[tuple[str, str], ...]:
    """Goals with amount and date, then needs with the sentence of their evidence."""
    table = frozen.office.reference.needs
    goals, needs = goals_and_needs(frozen)
    found = []
    for goal in goals:
        parts = [money(goal.amount) if goal.amount else ""]
        parts.append("" if goal.due_on is None else translate("due {day}").format(day=goal.due_on))
        name = one_line(purpose_name(goal_purpose(goal)))
        found.append((name, "  ".join(part for part in parts if part)))
    found += [(table.title(need.kind), one_line(table.sentence(stored_need(need)))) for need in needs]
    return tuple(found)


def _versions(frozen: Frozen) -> tuple[tuple[str, str], ...]:
    proposal, session = frozen.proposal, frozen.session
    pairs = [(translate("Rules in force on"), frozen.day.isoformat())]
    interview = session.get(Interview, proposal.interview_id) if proposal.interview_id else None
    if interview is not None:
        asked = session.get_one(QuestionnaireRow, interview.questionnaire_id)
        pairs.append((translate("Questionnaire"), f"{asked.code}/{asked.version}"))
    pairs.append((translate("Products"), join_list(f"{line.code}/{line.version}" for line in frozen.sheet.lines)))
    return tuple(pairs)


def opinion_facts(frozen: Frozen) -> tuple[tuple[str, str], ...]:
    """What the rules knew of the client at the presentation: told in interviews, asked in the proposal, on record."""
    shelf = Shelf(frozen.office)
    told = client_facts(interview_facts(frozen.session, shelf, frozen.client, frozen.presented))
    assessed, advised = frozen.sheet.assessed, frozen.advised()
    known = replace(
        told,
        age=told.age if advised.age is None else advised.age,
        risk_level=None if assessed is None else assessed.level,
        assessed_on=None if assessed is None else assessed.assessed_on,
    )
    asked = json.loads(frozen.proposal.asked)
    facts = with_asked(known, asked, frozen.day)
    rules = frozen.office.reference.rulebook.as_of(frozen.day)
    pairs = []
    for name, field in _FACTS.items():
        value = getattr(facts, field)
        if value is not None:
            shown = level_name(value) if name == "risk_level" else _shown(value, amount=field.endswith("_fen"))
            label = rules.fact(f"client.{name}")
            pairs.append((label[:1].upper() + label[1:], shown))
    return tuple(pairs)


def _shown(value: object, *, amount: bool) -> str:
    if isinstance(value, bool):
        return translate("yes") if value else translate("no")
    if amount and isinstance(value, int):
        return translate("{amount} yuan").format(amount=yuan(value))
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else f"{float(value):.1f}"
    return str(value)
