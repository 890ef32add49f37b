"""What a proposal on paper says it leaves out: goals and needs that nothing meets, products that were taken out."""

import json
from collections.abc import Callable, Iterable, Sequence

from advisor_tui.base.languages import join_list, pick, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.proposal.paper_content import Frozen
from advisor_tui.desk.proposal.purposes import counting_goals, counting_needs, goal_purpose, need_purpose
from advisor_tui.desk.proposal.records import stored_lines
from advisor_tui.desk.views.proposal_words import purpose_name
from advisor_tui.reference.allocation import TARGET_MIX, Serving
from advisor_tui.store.tables import Goal, Need, Proposal

_INSURANCE = "insurance_missing"
_GOAL_OF = {"retirement_gap": "retirement", "emergency_fund": "emergency"}
"""Needs that are what a goal of this kind lacks."""


def goals_and_needs(frozen: Frozen) -> tuple[list[Goal], list[Need]]:
    """What counted for the proposal: goals, then needs."""
    session, proposal = frozen.session, frozen.proposal
    served = _served(frozen)
    return (
        counting_goals(session, proposal.client_id, proposal.interview_id, served),
        counting_needs(session, proposal.client_id, proposal.interview_id, served),
    )


def left_out(frozen: Frozen) -> tuple[tuple[str, str], ...]:
    """Goals and needs that nothing meets, and products of the version before that are not in this one."""
    return (*_unmet(frozen), *_dropped(frozen))


def _unmet(frozen: Frozen) -> list[tuple[str, str]]:
    goals, needs = goals_and_needs(frozen)
    served = _served(frozen)
    mix = frozen.office.reference.allocation.find(TARGET_MIX, frozen.day)
    is_met = _met_needs(
        needs,
        served,
        {goal.kind for goal in goals if goal.id in served},
        () if mix is None else mix.order,
        bought=any(line.sold for line in frozen.sheet.lines),
    )
    kinds = {_goal_kind(need) for need in needs if need.id in served}
    unmet = [need for need in needs if not is_met(need)]
    names = [purpose_name(goal_purpose(goal)) for goal in goals if goal.id not in served and goal.kind not in kinds]
    names += [purpose_name(need_purpose(need)) for need in unmet if need.kind != _INSURANCE]
    classes = frozen.office.reference.needs.words["insurance"]
    missing = [pick(classes[word]) for need in unmet if (word := _insurance(need)) in classes]
    told = (
        (translate("Needs and goals"), names),
        (next((purpose_name(need_purpose(need)) for need in unmet if need.kind == _INSURANCE), ""), missing),
    )
    later = translate("{names}: no line of this proposal serves them; they are to be talked over separately.")
    return [
        (label, later.format(names=join_list(dict.fromkeys(one_line(name) for name in found))))
        for label, found in told
        if found
    ]


def _met_needs(
    needs: Sequence[Need], served: set[str], goal_kinds: set[str], order: Iterable[Serving], *, bought: bool
) -> Callable[[Need], bool]:
    """Which needs the lines meet.

    A need is met by a line of its own; by one of a goal whose gap it is; by one of another need that the bank's policy
    counts as the same; and money that looks for a place by whatever is bought. A line for insurance meets its class.
    """
    kinds = {need.kind for need in needs if need.id in served}
    together = [set(serving.needs) for serving in order if not serving.rest and len(serving.needs) > 1]
    same = {kind for group in together if group & kinds for kind in group}
    rest = {kind for serving in order if serving.rest for kind in serving.needs} if bought else set()
    others = (same | rest) - {_INSURANCE}
    return lambda need: need.id in served or need.kind in others or _goal_kind(need) in goal_kinds


def _goal_kind(need: Need) -> str:
    """The kind of goal whose gap a need is; "" for another one."""
    if need.kind == "goal_shortfall":
        return str(json.loads(need.params).get("goal", ""))
    return _GOAL_OF.get(need.kind, "")


def _insurance(need: Need) -> str:
    """The class of insurance that is missing; "" for another need."""
    return str(json.loads(need.params).get("insurance", "")) if need.kind == _INSURANCE else ""


def _served(frozen: Frozen) -> set[str]:
    return {purpose for line in frozen.stored for purpose in (line.row.goal_id, line.row.need_id) if purpose}


def _dropped(frozen: Frozen) -> list[tuple[str, str]]:
    base = frozen.proposal.based_on_id
    before = frozen.session.get(Proposal, base) if base else None
    if before is None:
        return []
    codes = {line.product.code for line in frozen.stored}
    dropped = [line for line in stored_lines(frozen.session, before.id) if line.product.code not in codes]
    gone = translate("It stood in version {version} and was taken out.").format(version=before.version)
    return [(one_line(pick(json.loads(line.product.text)["name"])), gone) for line in dropped]
