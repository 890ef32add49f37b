"""The automatic proposal of a draft: gathers what may be chosen, has it solved, checks the answer like any draft."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.office import Office
from advisor_tui.desk.proposal.bench import Workbench
from advisor_tui.desk.proposal.check import Judged, with_asked
from advisor_tui.desk.proposal.choosing import Choosing
from advisor_tui.desk.proposal.draft import NOTHING_BOUND, Draft, DraftLine
from advisor_tui.desk.proposal.product_record import canonical
from advisor_tui.desk.proposal.wanting import Asked, Wanted, wanted
from advisor_tui.desk.proposal.whole import situation_for
from advisor_tui.reference.allocation import TargetMix
from advisor_tui.rules.allocation.answer import Bought, Conflict, Reason, Solution, StoppedError, Tight, Undecided
from advisor_tui.rules.allocation.problem import Problem
from advisor_tui.rules.findings import Decision, Finding, Verdict

STOPPED = "proposing_stopped"
_TRIES = 5
"""Answers that the checker may refuse before it is given up: each refusal bars at least one product."""
_EMPTY = "no_lines"
"""What the checker says of a draft without lines: that nothing was bought is an answer."""


@dataclass(frozen=True)
class Proposed:
    """What came of it: a draft, or the reasons why nothing fits.

    Attributes:
        draft: The changed draft; the one that was asked about where nothing fits.
        reasons: Why nothing fits; empty where something does.
        further: Whether more reasons show once one of these is lifted.
        barred: By rule that is one of the reasons, the products that it bars.
        irreducible: Whether it is proven that none of the reasons is needless.
        standing: What the checker forbids whatever is chosen beside it, with the line that it is about, "" for the
            whole; where there is any, it is why nothing fits.
    """

    draft: Draft
    reasons: tuple[Reason, ...] = ()
    further: bool = False
    barred: Mapping[str, tuple[str, ...]] | None = None
    irreducible: bool = True
    standing: tuple[tuple[str, Finding], ...] = ()

    @property
    def fits(self) -> bool:
        """Whether there is a proposal."""
        return not self.reasons and not self.standing


class Proposing:
    """Proposes for a draft that is open in the builder; nothing is stored here, for the answer is a change like any."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def propose(self, bench: Workbench, draft: Draft, stop: Callable[[], bool] = lambda: False) -> Proposed:
        """Cover the client's needs around the pinned lines of a draft.

        Positions that are in the draft stay; lines that were neither pinned nor held make room for better ones.

        Args:
            bench: The draft's workbench.
            draft: The draft as it stands on screen.
            stop: Asked now and then whether to give up.

        Raises:
            DeskError: `proposing_stopped`; `no_target_mix` where the bank has none for this client today;
                `proposing_undecided` where time ran out before anything was found; `proposing_refused` where the
                checker finds fault with every answer.
        """
        mix, level = self._mix(bench)
        asked = self._asked(bench, draft, mix)
        with self._office.read() as session:
            needs = wanted(session, bench.client.id, mix, asked)
        barred: dict[str, tuple[str, ...]] = {}
        for _ in range(_TRIES):
            choosing = Choosing(bench, draft, mix, needs.wants, barred)
            problem = _problem(choosing, level)
            answer = _solved(problem, stop)
            if isinstance(answer, Conflict):
                rules = {reason.rule for reason in answer.reasons}
                barring = {
                    rule: tuple(one.product for one in problem.candidates if rule in one.barred) for rule in rules
                }
                return Proposed(draft, answer.reasons, answer.further, barring, answer.irreducible)
            proposed = _draft_of(choosing, needs, answer)
            judged = bench.judge(proposed)
            if standing := _standing(choosing, proposed, judged):
                return Proposed(draft, standing=standing)
            refused = _refused(choosing, proposed, judged)
            if not refused:
                return Proposed(proposed)
            barred |= refused
        raise DeskError("proposing_refused", mark("Every proposal that was found breaks a rule: choose by hand."))

    @staticmethod
    def _mix(bench: Workbench) -> tuple[TargetMix, int]:
        mix, level = bench.mix, bench.basis.client.risk_level
        if mix is None or level is None or level not in mix.levels or bench.basis.whole is None:
            raise DeskError("no_target_mix", mark("The bank has no target mix for this client today: choose by hand."))
        return mix, level

    @staticmethod
    def _asked(bench: Workbench, draft: Draft, mix: TargetMix) -> Asked:
        assert bench.basis.whole is not None
        client = with_asked(bench.basis.client, draft.facts(), bench.basis.on)
        choosing = Choosing(bench, draft, mix, (), {})
        kept = tuple(
            line if choosing.stays(line) else _as_held(line)
            for line in draft.lines
            if choosing.stays(line) or line.held
        )
        return Asked(bench.basis.on, client.family_annual_income_fen, bench.basis.whole, kept)


def _as_held(line: DraftLine) -> DraftLine:
    """A position without what is added to it; what an earlier automatic proposal let it serve it need not serve now."""
    if line.bound != NOTHING_BOUND:
        line = replace(line, goal="", need="")
    return replace(line, amount=line.held)


def _problem(choosing: Choosing, level: int) -> Problem:
    draft, pins = choosing.draft, choosing.pins()
    return Problem(
        choosing.candidates(),
        choosing.wants,
        situation_for(draft, choosing.whole),
        choosing.bench.basis.rules,
        choosing.mix.levels[level],
        pins,
        choosing.mix.line_cost,
    )


def _solved(problem: Problem, stop: Callable[[], bool]) -> Solution | Conflict:
    from advisor_tui.rules.allocation.solve import solve  # brings the solver in, which no start needs

    try:
        answer = solve(problem, stop=stop)
    except StoppedError as error:
        raise DeskError(STOPPED, mark("Stopped: the draft is as it was.")) from error
    if isinstance(answer, Undecided):
        raise DeskError(
            "proposing_undecided",
            mark("Time ran out before anything that fits was found: pin a line or two, or choose by hand."),
        )
    return answer


def _draft_of(choosing: Choosing, needs: Wanted, solution: Solution) -> Draft:
    """The draft with what was found: lines that stay first, then what is bought by the need that it serves first."""
    draft = choosing.draft
    bought = {line.product: line for line in solution.lines}
    order = {want.id: place for place, want in enumerate(needs.wants)}
    lines: list[DraftLine] = []
    for line in draft.lines:
        if choosing.stays(line):
            if line.pinned or line.held:
                lines.append(line)
        elif line.product in bought:
            lines.append(_line(line, bought.pop(line.product), needs))
        elif line.held:
            lines.append(replace(line, amount=line.held, bound=NOTHING_BOUND))
    investable = draft.investable
    for found in sorted(bought.values(), key=lambda one: order[one.serves[0][0]] if one.serves else len(order)):
        product = choosing.bench.basis.products[found.product]
        line = choosing.line_for(product)
        investable += line.held
        lines.append(_line(line, replace(found, amount_fen=line.held + found.bought_fen), needs))
    placed = replace(draft, investable=investable, lines=tuple(lines))
    return replace(placed, solution=_solution_text(placed, choosing, needs, solution))


def _line(line: DraftLine, found: Bought, needs: Wanted) -> DraftLine:
    first = found.serves[0][0] if found.serves else ""
    table = needs.tables.get(first, "")
    return replace(
        line,
        amount=found.amount_fen,
        goal=first if table == "goal" else "",
        need=first if table == "need" else "",
        bound=canonical({"serves": [list(pair) for pair in found.serves], "tight": _tight(found.tight)}),
    )


def _tight(rows: Iterable[Tight]) -> list[list[Any]]:
    return [[row.rule, row.subject, row.slack_fen] for row in rows]


def _solution_text(draft: Draft, choosing: Choosing, needs: Wanted, solution: Solution) -> str:
    """What is stored of the answer: with the lines that it belongs to, so that a later change is noticed."""
    mix = choosing.mix
    bought = sum(line.bought for line in draft.lines)
    return canonical(
        {
            "library": f"highspy {version('highspy')}",
            "policy": f"{mix.id}/{mix.version}",
            "lines": {line.product: line.amount for line in draft.lines},
            "left": solution.left_fen,
            "off_target": solution.off_target_fen,
            "gap": [solution.gap_step, solution.gap_fen],
            "needs": [
                [
                    item.want,
                    item.size_fen,
                    min(item.size_fen, max(item.covered_fen, bought)) if item.want in needs.rest else item.covered_fen,
                    _tight(item.tight),
                    list(item.barred),
                ]
                for item in solution.covered
            ],
            "unsized": [list(pair) for pair in needs.unsized],
        }
    )


def solution_of(draft: Draft) -> dict[str, Any] | None:
    """What the automatic proposal answered, as long as no amount was changed since."""
    found: dict[str, Any] = json.loads(draft.solution)
    lines = {line.product: line.amount for line in draft.lines}
    return found if found and found["lines"] == lines else None


def _standing(choosing: Choosing, draft: Draft, judged: Judged) -> tuple[tuple[str, Finding], ...]:
    """What the checker forbids of the lines that stay, and of the whole: no other choice of products changes that."""
    stays = [line.product for line in draft.lines if choosing.stays(line)]
    found = [(product, finding) for product in stays for finding in _forbidding(judged.lines[product])]
    return (*found, *(("", finding) for finding in _forbidding(judged.whole) if finding.rule != _EMPTY))


def _refused(choosing: Choosing, draft: Draft, judged: Judged) -> dict[str, tuple[str, ...]]:
    """The proposed products that the checker forbids, with the rules that do."""
    forbidden = {
        line.product: tuple(finding.rule for finding in _forbidding(judged.lines[line.product]))
        for line in draft.lines
        if not choosing.stays(line)
    }
    return {product: rules for product, rules in forbidden.items() if rules}


def _forbidding(decision: Decision) -> list[Finding]:
    return [finding for finding in decision.findings if finding.verdict is Verdict.FORBIDDEN]
