"""What the automatic proposal covers: goals and needs of the last interview in the bank's order, and their sizes."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from advisor_tui.desk.proposal.draft import DraftLine
from advisor_tui.desk.proposal.purposes import counting_goals, counting_needs
from advisor_tui.desk.proposal.records import newest_interview
from advisor_tui.desk.proposal.whole import Whole
from advisor_tui.reference.allocation import Serving, TargetMix
from advisor_tui.rules.allocation.problem import WHOLE, Want
from advisor_tui.store.tables import Goal, Need

_INCOME = "client.family_annual_income"


@dataclass(frozen=True)
class Wanted:
    """The needs in order.

    Attributes:
        tables: By id, whether it is a goal or a need.
        unsized: Ids of needs whose size hangs on a fact that is not known, with that fact.
        rest: Ids of needs that whatever is bought meets.
    """

    wants: tuple[Want, ...]
    tables: dict[str, str]
    unsized: tuple[tuple[str, str], ...] = ()
    rest: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Asked:
    """What goals and needs are sized with.

    Attributes:
        income: The household's yearly income in 分; None where nobody told.
        kept: Lines that stay, which serve their needs already.
    """

    on: date
    income: int | None
    whole: Whole
    kept: tuple[DraftLine, ...]

    @property
    def serving(self) -> frozenset[str]:
        """Ids of the goals and needs that lines which stay serve."""
        return frozenset(purpose for line in self.kept for purpose in (line.goal, line.need) if purpose)

    def served(self, want: str, table: str) -> int:
        """What lines that stay give already, in 分: all of a goal's, of a need's only what is bought."""
        return sum(
            line.amount if table == "goal" else line.bought for line in self.kept if want in (line.goal, line.need)
        )


def wanted(session: Session, client_id: str, mix: TargetMix, asked: Asked) -> Wanted:
    """Every goal and need of the client that money can serve, in the bank's order; the client's goals in theirs."""
    newest = newest_interview(session, client_id)
    own = counting_goals(session, client_id, newest, asked.serving)
    needs = counting_needs(session, client_id, newest, asked.serving)
    wants: list[Want] = []
    tables: dict[str, str] = {}
    unsized: list[tuple[str, str]] = []
    rest: set[str] = set()
    for serving in mix.order:
        if serving.goals:
            found = _goals(own, mix, asked)
            tables |= {want.id: "goal" for want in found}
        else:
            fitting = [need for need in needs if _fits(need, serving)]
            if serving.premium_of_income and asked.income is None:
                unsized += [(need.id, _INCOME) for need in fitting[:1]]
                continue
            found = _needs(fitting, serving, asked)
            tables |= {want.id: "need" for want in found}
            rest |= {want.id for want in found if serving.rest}
        wants += found
    return Wanted(tuple(wants), tables, tuple(unsized), frozenset(rest))


def _goals(goals: Iterable[Goal], mix: TargetMix, asked: Asked) -> list[Want]:
    found = []
    for goal in goals:
        size = (goal.amount or 0) - goal.saved - asked.served(goal.id, "goal")
        if size > 0:
            days = None if goal.due_on is None else (goal.due_on - asked.on).days
            found.append(Want(goal.id, size, mix.band(days).most, goal.due_on))
    return found


def _fits(need: Need, serving: Serving) -> bool:
    if need.kind not in serving.needs:
        return False
    return not serving.insurance or json.loads(need.params).get("insurance") in serving.insurance


def _needs(needs: Sequence[Need], serving: Serving, asked: Asked) -> list[Want]:
    """A want for each need.

    Needs that are one are the largest of them, or the most pressing where one premium meets them: what serves any of
    them serves it.
    """
    if not needs:
        return []
    served = {need.id: asked.served(need.id, "need") for need in needs}
    if serving.premium_of_income:
        lacking = {needs[0].id: serving.premium_of_income * (asked.income or 0) // WHOLE - sum(served.values())}
    elif len(serving.needs) > 1:
        largest = max(needs, key=lambda need: need.size or 0)
        lacking = {largest.id: (largest.size or 0) - sum(served.values())}
    else:
        lacking = {need.id: (need.size or 0) - served[need.id] for need in needs}
    return [Want(need, size, serving.most, asked.whole.due.get(need)) for need, size in lacking.items() if size > 0]
