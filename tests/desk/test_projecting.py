"""Projecting a real proposal: what goes in, what is stored, what is read back, and when it counts as outdated."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.draft import Draft, DraftLine
from advisor_tui.desk.proposal.projection_parts import held_and_proposed
from advisor_tui.desk.views.proposals import Position
from advisor_tui.rules.projection.plan import Part
from advisor_tui.rules.projection.project import library
from advisor_tui.store.tables import Goal, Liability, Projection
from tests.desk import proposal_case as case
from tests.support import TODAY, make_desk

MILLION = 100_000_000


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    found = make_desk(tmp_path / "home")
    yield found
    found.close()


@pytest.fixture
def proposal(desk: Desk) -> str:
    """A draft that puts a million each into two products of a client who has six, with a goal."""
    client = case.assess(desk, "C0001", 3)
    case.add_goal(desk, client)
    found = case.start(desk, client)
    case.build(desk, found, wmp_cash_a=MILLION, wmp_fixed_90=MILLION)
    return found


def stored(desk: Desk, proposal: str) -> list[Projection]:
    with desk.office.read() as session:
        rows = session.exec(select(Projection).where(Projection.proposal_id == proposal).order_by(Projection.id)).all()
        for row in rows:
            session.expunge(row)
        return list(rows)


def split(lines: tuple[DraftLine, ...], *places: Position) -> tuple[list[Part], list[Part]]:
    """What is held and what is proposed of it, by the shipped catalogue."""
    from advisor_tui.reference.catalogue import load_reference
    from advisor_tui.reference.root import data_root

    reference = load_reference(data_root())
    products = {product.id: product for product in reference.products.on(TODAY)}
    held, proposed = held_and_proposed(Draft(0, lines), places, products, reference.projection)
    return list(held.parts), list(proposed.parts)


def place(kind: str, value: int, product: str = "", level: int | None = None) -> Position:
    return Position(product or kind, kind, kind, product, value, level)


def amounts(parts: list[Part]) -> dict[tuple[str, str], int]:
    return {(part.asset_class, part.kind): part.amount_fen for part in parts}


def test_what_is_bought_is_paid_from_the_most_liquid_position_and_no_fen_is_lost() -> None:
    held, proposed = split(
        (DraftLine("fund-index-300", 5_000_001),), place("stock", 7_000_000), place("current", 3_000_000)
    )
    assert amounts(held) == {("equity_cn", "stock"): 7_000_000, ("cash", "deposit"): 3_000_000}
    assert amounts(proposed) == {("equity_cn", "fund_public"): 5_000_001, ("equity_cn", "stock"): 4_999_999}


def test_what_the_holdings_cannot_pay_comes_from_elsewhere_in_both() -> None:
    held, proposed = split((DraftLine("fund-index-300", 5_000_000),), place("current", 3_000_000))
    assert amounts(proposed) == {("equity_cn", "fund_public"): 5_000_000}
    assert sum(part.amount_fen for part in held) == 5_000_000
    assert all(part.asset_class == "cash" for part in held)


def test_what_is_given_back_and_not_used_becomes_cash() -> None:
    held, proposed = split(
        (DraftLine("wmp-fixed-90", 1_000_000, 4_000_000),), place("wmp", 4_000_000, product="wmp-fixed-90")
    )
    assert amounts(held) == {("credit", "wmp_public"): 4_000_000}
    assert amounts(proposed) == {("credit", "wmp_public"): 1_000_000, ("cash", "deposit"): 3_000_000}


def test_a_part_has_its_products_fees_tax_and_contract_rate() -> None:
    lines = (DraftLine("fund-equity-tech", 10_000_000, 4_000_000), DraftLine("pf-equity-1", MILLION))
    _, proposed = split(lines, place("fund", 4_000_000, product="fund-equity-tech"))
    found = {part.asset_class: part for part in proposed}
    assert (found["equity_cn"].fee, found["equity_cn"].entry_fen) == (120, 6_000_000 * 150 // 10_000)
    assert (found["private_equity"].fee, found["private_equity"].gain_fee) == (200, 2000)
    _, deposits = split((DraftLine("dep-term-3y", 1_000_000), DraftLine("bond-power-5y", 1_000_000)))
    assert [(part.rate, part.rate_months, part.tax) for part in deposits] == [(125, 36, 0), (265, 60, 2000)]


def test_property_is_no_part_of_the_money() -> None:
    held, proposed = split((), place("property", MILLION), place("business", MILLION), place("bullion", 5))
    assert amounts(held) == amounts(proposed) == {("gold", "bullion"): 5}


def test_a_projection_is_stored_with_all_that_explains_it(desk: Desk, proposal: str) -> None:
    assert desk.proposals.projections.page(proposal).base is None
    desk.proposals.projections.run(proposal)
    (row,) = stored(desk, proposal)
    assert (row.paths, row.months, row.stress, row.library) == (10_000, 360, "", library())
    assumed = json.loads(row.assumptions)
    assert "演示假设" in assumed["source"]
    assert {found["id"] for found in assumed["classes"]} >= {"money_market", "credit"}
    page = desk.proposals.projections.page(proposal)
    assert page.base is not None
    assert (page.draft, page.outdated, page.base.rerun_of) == (True, False, None)
    assert page.base.seed == row.seed
    assert page.base.proposed.fan[2][0] == page.base.current.fan[2][0] == 612_400_000
    assert [goal.kind for goal in page.base.goals] == ["education"]
    fate = page.base.fate(page.base.goals[0].id)
    assert fate is not None
    assert (fate.wanted_fen, fate.success) == (800_000_00, 10_000)


def test_the_chart_is_drawn_from_what_was_stored_and_a_rerun_says_so(desk: Desk, proposal: str) -> None:
    jobs = desk.proposals.projections
    jobs.run(proposal)
    first = jobs.page(proposal).base
    assert first is not None
    jobs.run(proposal, rerun=True)
    again = jobs.page(proposal).base
    assert again is not None
    assert again.id != first.id
    assert again.rerun_of == first.made_at
    assert (again.proposed, again.current, again.seed) == (first.proposed, first.current, first.seed)
    with desk.office.write("test.break") as session:  # what is stored is what is shown, whatever the rules say now
        row = session.get_one(Projection, again.id)
        result = json.loads(row.result)
        result["proposed"]["fan"][2][30] = 7
        row.result = json.dumps(result)
        session.commit()
    shown = jobs.page(proposal).base
    assert shown is not None
    assert shown.proposed.fan[2][30] == 7


def test_a_changed_line_goal_or_holding_makes_it_outdated(desk: Desk, proposal: str) -> None:
    jobs = desk.proposals.projections
    jobs.run(proposal)
    case.build(desk, proposal, wmp_fixed_90=2 * MILLION)
    assert jobs.page(proposal).outdated
    jobs.run(proposal)
    assert not jobs.page(proposal).outdated
    with desk.office.read() as session:
        client = session.get_one(Projection, stored(desk, proposal)[0].id).client_id
    case.hold(desk, client, "fund-index-300", 1_000_000)
    assert jobs.page(proposal).outdated


def test_a_stress_test_stands_beside_its_own_base_case_only(desk: Desk, proposal: str) -> None:
    jobs = desk.proposals.projections
    jobs.run(proposal)
    jobs.run(proposal, "wmp_below_par")
    page = jobs.page(proposal)
    found = {row.id: row.found for row in page.stresses}
    assert len(found) == 9
    hit = found.pop("wmp_below_par")
    assert set(found.values()) == {None}
    assert page.base is not None
    assert hit is not None
    assert hit.proposed.fan[2][1] < page.base.proposed.fan[2][1]
    assert hit.current.fan == page.base.current.fan
    case.build(desk, proposal, wmp_fixed_90=2 * MILLION)
    jobs.run(proposal)
    assert all(row.found is None for row in jobs.page(proposal).stresses)


def test_another_stress_test_does_not_exist(desk: Desk, proposal: str) -> None:
    with pytest.raises(DeskError) as refused:
        desk.proposals.projections.run(proposal, "flood")
    assert refused.value.code == "stress_unknown"


def test_a_run_that_is_stopped_stores_nothing(desk: Desk, proposal: str) -> None:
    told = []

    def stop(done: int, paths: int) -> None:
        told.append((done, paths))
        raise DeskError("stopped", "stopped")

    with pytest.raises(DeskError):
        desk.proposals.projections.run(proposal, tick=stop)
    assert told == [(2_000, 10_000)]
    assert stored(desk, proposal) == []


def test_goals_without_an_amount_or_a_time_and_the_emergency_fund_are_told_not_projected(
    desk: Desk, proposal: str
) -> None:
    office = desk.office
    with office.write("test.goals") as session:
        client = session.exec(select(Goal)).first()
        assert client is not None
        for kind, amount, due in (
            ("house", None, date(2030, 1, 1)),
            ("emergency", 5, None),
            ("retirement", 240_000_000, date(2040, 1, 15)),
        ):
            session.add(
                Goal(id=office.ids.new(), client_id=client.client_id, kind=kind, amount=amount, due_on=due, saved=0)
            )
        session.commit()
    jobs = desk.proposals.projections
    jobs.run(proposal)
    base = jobs.page(proposal).base
    assert base is not None
    assert [(goal.kind, goal.months, goal.amount_fen) for goal in base.goals] == [
        ("education", 1, 800_000_00),
        ("retirement", 240, 1_000_000),
    ]
    assert set(base.assumed.gaps) == {"cash_flow", "goal_open", "emergency"}
    assert base.assumed.figures["working_months"] == 157
    assert stored(desk, proposal)[0].months == 12 * 34, "it reaches to the end of the retirement"


def test_debts_on_file_are_paid_back_where_the_client_told_no_sum(desk: Desk, proposal: str) -> None:
    office = desk.office
    with office.write("test.debt") as session:
        goal = session.exec(select(Goal)).first()
        assert goal is not None
        session.add(
            Liability(
                id=office.ids.new(), client_id=goal.client_id, reference="L1", kind="mortgage",
                balance=1_200_000_00, instalment=10_000_00, rate=36_000,
            )
        )  # fmt: skip
        session.commit()
    jobs = desk.proposals.projections
    jobs.run(proposal)
    base = jobs.page(proposal).base
    assert base is not None
    assert base.proposed.debt_fen[0] == 1_200_000_00
    assert base.proposed.debt_fen[30] == 0
    assert base.assumed.figures["instalments"] == 10_000_00
    assert base.proposed.fan[2][1] < base.proposed.fan[2][0] - 11 * 10_000_00


def test_a_shown_proposal_keeps_its_chart_and_can_be_projected_anew(desk: Desk) -> None:
    shown = case.present(desk)
    jobs = desk.proposals.projections
    jobs.run(shown)
    page = jobs.page(shown)
    assert not page.draft
    assert page.base is not None
    jobs.run(shown, rerun=True)
    again = jobs.page(shown).base
    assert again is not None
    assert again.rerun_of == page.base.made_at
    assert replace(again, id="", rerun_of=None) == replace(page.base, id="")


def test_a_draft_that_is_thrown_away_takes_its_projections_along(desk: Desk, proposal: str) -> None:
    jobs = desk.proposals.projections
    jobs.run(proposal)
    jobs.run(proposal, rerun=True)
    desk.proposals.discard(proposal)
    assert stored(desk, proposal) == []
