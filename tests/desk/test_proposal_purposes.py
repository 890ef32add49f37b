"""Which goals and needs count: the same for lines, the automatic proposal, the projection and the paper."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from advisor_tui.desk.desk import Desk
from advisor_tui.desk.interview.records import Shelf
from advisor_tui.desk.proposal.draft import change_line
from advisor_tui.desk.proposal.paper_content import Frozen
from advisor_tui.desk.proposal.paper_sections import proposal_content
from advisor_tui.desk.proposal.proposing import solution_of
from advisor_tui.desk.proposal.purposes import counting_goals, counting_needs
from advisor_tui.store.tables import Goal, Interview, Need
from tests.desk import proposal_case as case


def interview(desk: Desk, client: str, number: int, *, completed: bool = True) -> str:
    """An interview of a day of November; its id."""
    office = desk.office
    with office.write("test.interview") as session:
        shelf = Shelf(office)
        questionnaire = shelf.keep(session, shelf.offered()[0])
        held_on = datetime(2026, 11, number, 2, tzinfo=UTC)
        found = Interview(
            id=office.ids.new(), client_id=client, advisor_id=office.me.id, questionnaire_id=questionnaire,
            number=number, status="completed" if completed else "open", started_at=held_on,
            completed_at=held_on if completed else None,
        )  # fmt: skip
        session.add(found)
        session.commit()
        return found.id


def need(desk: Desk, client: str, of: str, kind: str, size: int | None = None, **values: Any) -> str:
    """A need of an interview; its id. Unnamed values are the need's params."""
    priority = values.pop("priority", 1)
    with desk.office.write("test.need") as session:
        found = Need(
            id=desk.office.ids.new(), client_id=client, interview_id=of, kind=kind, size=size,
            params=json.dumps(values), priority=priority,
        )  # fmt: skip
        session.add(found)
        session.commit()
        return found.id


def goal(desk: Desk, client: str, of: str | None, amount: int = 400_000_00, **values: Any) -> str:
    """A goal of an interview, or set down by hand; its id."""
    with desk.office.write("test.goal") as session:
        found = Goal(
            id=desk.office.ids.new(), client_id=client, interview_id=of, kind=values.pop("kind", "house"),
            amount=amount, due_on=values.pop("due_on", date(2030, 1, 1)), saved=0, **values,
        )  # fmt: skip
        session.add(found)
        session.commit()
        return found.id


@pytest.fixture
def client(desk: Desk) -> str:
    return case.assess(desk, "C0001", 3)


def test_of_needs_those_of_the_interview_count_and_those_that_a_line_serves(desk: Desk, client: str) -> None:
    old, new = (interview(desk, client, day) for day in (3, 5))
    begun = interview(desk, client, 7, completed=False)
    served, gone, own, not_yet = (need(desk, client, of, "liquidity", 5) for of in (old, old, new, begun))
    with desk.office.read() as session:
        for newest, lines, counting in (
            (new, {served}, {served, own}),
            (new, set(), {own}),
            (old, set(), {served, gone}),
            (None, {served}, {served}),
            (None, set(), set()),
        ):
            found = counting_needs(session, client, newest, lines)
            assert {row.id for row in found} == counting, (newest, lines)
            assert not_yet not in counting


def test_of_goals_those_set_down_by_hand_count_too(desk: Desk, client: str) -> None:
    old, new = (interview(desk, client, day) for day in (3, 5))
    served, gone, own, by_hand = (goal(desk, client, of) for of in (old, old, new, None))
    with desk.office.read() as session:
        for newest, lines, counting in (
            (new, {served}, {served, own, by_hand}),
            (new, set(), {own, by_hand}),
            (old, set(), {served, gone, by_hand}),
            (None, set(), {by_hand}),
        ):
            found = counting_goals(session, client, newest, lines)
            assert {row.id for row in found} == counting, (newest, lines)


def test_another_clients_purposes_never_count(desk: Desk, client: str) -> None:
    other = case.assess(desk, "C0003", 3)
    theirs = interview(desk, other, 5)
    goals, needs = {goal(desk, other, theirs)}, {need(desk, other, theirs, "liquidity", 5)}
    with desk.office.read() as session:
        assert counting_goals(session, client, theirs, goals) == []
        assert counting_needs(session, client, theirs, needs) == []


def test_goals_stand_in_the_clients_order_and_needs_the_most_pressing_first(desk: Desk, client: str) -> None:
    of = interview(desk, client, 5)
    goals = [goal(desk, client, of, priority=priority) for priority in (3, 1, 2)]
    needs = [need(desk, client, of, "liquidity", 5, priority=priority) for priority in (2, 3, 1)]
    with desk.office.read() as session:
        assert [row.id for row in counting_goals(session, client, of, set())] == [goals[1], goals[2], goals[0]]
        assert [row.id for row in counting_needs(session, client, of, set())] == [needs[2], needs[0], needs[1]]


def test_builder_proposal_projection_and_paper_count_the_same(desk: Desk, client: str) -> None:
    """An old interview's goal and need of which one of each is served by a line, and those of the newest."""
    old = interview(desk, client, 3)
    old_goals = [goal(desk, client, old, kind=kind) for kind in ("house", "wedding")]
    told = {"needed_fen": 100_000_00, "ready_fen": 0, "gap_fen": 100_000_00}
    old_needs = [need(desk, client, old, "liquidity", 100_000_00 + place, **told) for place in range(2)]
    new = interview(desk, client, 5)
    new_goal = goal(desk, client, new, kind="education")
    new_need = need(desk, client, new, "idle_cash", 900_000_00, months=90, idle_fen=900_000_00)
    proposal = case.start(desk, client)
    draft = case.build(desk, proposal, wmp_cash_a=60_000_00, wmp_fixed_90=60_000_00)
    draft = change_line(draft, "wmp-cash-a", need=old_needs[0], pinned=True)
    draft = change_line(draft, "wmp-fixed-90", goal=old_goals[0], pinned=True)
    desk.proposals.save(proposal, draft)
    goals, needs = {old_goals[0], new_goal}, {old_needs[0], new_need}

    bench = desk.proposals.bench(proposal)
    assert {purpose.id for purpose in bench.purposes} == goals | needs

    solution = solution_of(desk.proposals.proposing.propose(bench, bench.draft).draft)
    assert solution is not None
    assert {want for want, *_ in solution["needs"]} == goals | needs, "each lacks something beside what serves it"

    desk.proposals.projections.run(proposal)
    base = desk.proposals.projections.page(proposal).base
    assert base is not None
    assert {found.id for found in base.goals} == goals

    desk.proposals.present(proposal)
    with desk.office.read() as session:
        content = proposal_content(Frozen(session, desk.office, proposal))
    assert len(content.needs) == len(goals | needs), content.needs


def test_idle_money_that_serves_a_goal_is_no_longer_idle(desk: Desk, client: str) -> None:
    held = interview(desk, client, 5)
    idle = need(desk, client, held, "idle_cash", case.MONEY)
    house = goal(desk, client, held, case.MONEY * 3 // 4)
    proposal = case.start(desk, client)
    bench = desk.proposals.bench(proposal)
    solution = solution_of(desk.proposals.proposing.propose(bench, bench.draft).draft)
    assert solution is not None
    covered = {want: (size, reached) for want, size, reached, *_ in solution["needs"]}
    assert covered[house][0] == covered[house][1]
    size, reached = covered[idle]
    assert size - reached <= max(solution["left"], case.MONEY // 500)
