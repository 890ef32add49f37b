"""What the automatic proposal covers: which needs are one, how large they are, what serves them, and by which day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.draft import DraftLine
from advisor_tui.desk.proposal.wanting import Asked, Wanted, wanted
from advisor_tui.desk.proposal.whole import Whole, place_of, planned_line
from advisor_tui.reference.allocation import TargetMix
from advisor_tui.rules.allocation.bounds import serving
from advisor_tui.rules.allocation.problem import Want
from tests.desk import proposal_case as case
from tests.desk.test_proposal_purposes import goal, interview, need
from tests.rules.allocation.builders import candidate, problem
from tests.support import TODAY

INCOME = 400_000_00
WAN = 10_000_00


@pytest.fixture
def client(desk: Desk) -> str:
    return case.assess(desk, "C0001", 3)


@pytest.fixture
def of(desk: Desk, client: str) -> str:
    """The client's interview."""
    return interview(desk, client, 5)


def found(desk: Desk, client: str, *kept: DraftLine, income: int | None = INCOME) -> Wanted:
    """What is wanted for a client beside some lines that stay."""
    mix = desk.office.reference.allocation.find("target-mix", TODAY)
    assert isinstance(mix, TargetMix)
    with desk.office.read() as session:
        return wanted(session, client, mix, Asked(TODAY, income, whole(desk, client), kept))


def whole(desk: Desk, client: str) -> Whole:
    """What the checker knows of the whole portfolio."""
    drafts = [row.id for row in desk.proposals.open_drafts() if row.client.id == client]
    known = desk.proposals.bench(drafts[0] if drafts else case.start(desk, client)).basis.whole
    assert known is not None
    return known


def sizes(of: Wanted) -> dict[str, int]:
    return {want.id: want.size_fen for want in of.wants}


@pytest.mark.parametrize("largest", [0, 1])
def test_money_that_matures_and_money_that_is_idle_are_one_need_the_larger_of_both(
    desk: Desk, client: str, of: str, largest: int
) -> None:
    amounts = (30 * WAN, 50 * WAN) if largest else (50 * WAN, 30 * WAN)
    both = [
        need(desk, client, of, kind, amount)
        for kind, amount in zip(("maturing_money", "idle_cash"), amounts, strict=True)
    ]
    assert sizes(found(desk, client)) == {both[largest]: 50 * WAN}


@pytest.mark.parametrize("serves", [0, 1])
def test_what_serves_one_of_needs_that_are_one_serves_it(desk: Desk, client: str, of: str, serves: int) -> None:
    both = [
        need(desk, client, of, kind, 50 * WAN - place) for place, kind in enumerate(("maturing_money", "idle_cash"))
    ]
    line = DraftLine("wmp-cash-a", 20 * WAN, 5 * WAN, need=both[serves], pinned=True)
    assert sizes(found(desk, client, line)) == {both[0]: 35 * WAN}, "what is held already was there before"


def test_needs_of_one_kind_stay_apart(desk: Desk, client: str, of: str) -> None:
    two = {need(desk, client, of, "early_need", size * WAN, on="2027-03-01"): size * WAN for size in (3, 8)}
    assert sizes(found(desk, client)) == two


def test_one_premium_meets_several_needs_for_cover_the_most_pressing_names_it(desk: Desk, client: str, of: str) -> None:
    later = need(desk, client, of, "protection_gap", 90 * WAN, priority=2)
    first = need(desk, client, of, "protection_person", 80 * WAN, priority=1)
    assert sizes(found(desk, client)) == {first: INCOME * 500 // 10_000}
    served = DraftLine("ins-term-20", 15_000_00, need=later, pinned=True)
    assert sizes(found(desk, client, served)) == {first: 5_000_00}


def test_a_premium_without_an_income_is_told_and_not_guessed(desk: Desk, client: str, of: str) -> None:
    first = need(desk, client, of, "protection_person", 80 * WAN)
    told = found(desk, client, income=None)
    assert (told.wants, told.unsized) == ((), ((first, "client.family_annual_income"),))


@pytest.mark.parametrize(
    ("insurance", "fits"), [("critical", True), ("medical", True), ("pension", True), ("accident", False)]
)
def test_missing_insurance_is_served_by_its_own_classes(
    desk: Desk, client: str, of: str, insurance: str, *, fits: bool
) -> None:
    missing = need(desk, client, of, "insurance_missing", insurance=insurance)
    assert (missing in sizes(found(desk, client))) is fits


def test_a_need_of_no_size_and_one_that_is_served_whole_are_not_wanted(desk: Desk, client: str, of: str) -> None:
    need(desk, client, of, "liquidity")
    served = need(desk, client, of, "emergency_fund", 5 * WAN)
    line = DraftLine("wmp-cash-a", 5 * WAN, need=served, pinned=True)
    assert found(desk, client, line).wants == ()


def test_of_a_goal_what_is_saved_and_what_stays_for_it_is_covered(desk: Desk, client: str, of: str) -> None:
    house = goal(desk, client, of, 90 * WAN)
    line = DraftLine("wmp-fixed-90", 30 * WAN, 10 * WAN, goal=house, pinned=True)
    assert sizes(found(desk, client, line)) == {house: 60 * WAN}, "a position that serves it too"


@pytest.mark.parametrize(
    ("kind", "params", "day"),
    [
        ("emergency_fund", {}, TODAY),
        ("liquidity", {}, TODAY),
        ("early_need", {"on": "2027-03-01"}, date(2027, 3, 1)),
        ("early_need", {"on": "soon"}, None),
        ("early_need", {}, None),
    ],
)
def test_solver_and_checker_have_the_same_day_of_a_need(
    desk: Desk, client: str, of: str, kind: str, params: dict[str, str], day: date | None
) -> None:
    wanted_by = need(desk, client, of, kind, 5 * WAN, **params)
    (want,) = found(desk, client).wants
    assert (want.id, want.due_on) == (wanted_by, day)
    product = desk.proposals.bench(desk.proposals.open_drafts()[0].id).product("wmp-fixed-90")
    assert product is not None
    line = DraftLine("wmp-fixed-90", 5 * WAN, need=wanted_by)
    assert planned_line(line, product, whole(desk, client)).due_on == day


def test_a_line_that_is_not_free_when_its_early_need_is_paid_is_said_so_by_the_checker(
    desk: Desk, client: str, of: str
) -> None:
    wanted_by = need(desk, client, of, "early_need", 5 * WAN, on="2026-12-20")
    proposal = case.start(desk, client)
    draft = case.build(desk, proposal, wmp_fixed_90=5 * WAN, wmp_cash_a=5 * WAN)

    def late(product: str) -> bool:
        lines = tuple(replace(line, need=wanted_by if line.product == product else "") for line in draft.lines)
        bench = desk.proposals.bench(proposal)
        said = bench.judge(replace(draft, lines=lines)).whole.findings
        return any(one.rule == "portfolio_horizon" and one.verdict.value != "allowed" for one in said)

    assert late("wmp-fixed-90")
    assert not late("wmp-cash-a")


@pytest.mark.parametrize(
    ("product", "days"), [("bond-bank-3y", 1095), ("treasury-book-2y", 730), ("bond-city-5y", 1826)]
)
def test_a_bond_serves_nothing_that_is_due_before_its_end_neither_for_the_solver_nor_for_the_checker(
    desk: Desk, client: str, of: str, product: str, days: int
) -> None:
    """It may be sold on any day, but at the market's price: nobody knows then what comes back."""
    proposal = case.start(desk, client)
    for due, serves in ((days - 1, False), (days, True)):
        wanted_by = need(desk, client, of, "early_need", 5 * WAN, on=(TODAY + timedelta(days=due)).isoformat())
        draft = case.build(desk, proposal, **{product.replace("-", "_"): 5 * WAN})
        bench = desk.proposals.bench(proposal)
        goods = bench.product(product)
        assert goods is not None
        bond = replace(candidate(product, "fixed"), place=place_of(goods, {}))
        want = Want(wanted_by, 5 * WAN, {"fixed": 10_000}, TODAY + timedelta(days=due))
        shop = problem(5, bond, wants=(want,), of={"on": TODAY})
        assert [one.product for one in serving(shop)[wanted_by]] == ([product] if serves else [])
        lines = tuple(replace(line, need=wanted_by) for line in draft.lines)
        said = {one.rule for one in bench.judge(replace(draft, lines=lines)).whole.findings}
        assert ("portfolio_horizon" not in said) is serves


@pytest.mark.parametrize("product", ["ins-annuity-10", "ins-annuity-child", "ins-annuity-single"])
def test_every_annuity_pays_by_its_contract_and_has_no_horizon(desk: Desk, client: str, product: str) -> None:
    goods = desk.proposals.bench(case.start(desk, client)).product(product)
    assert goods is not None
    assert place_of(goods, {}).pays_income


def test_the_order_is_the_banks_and_the_goals_stand_in_the_clients(desk: Desk, client: str, of: str) -> None:
    idle = need(desk, client, of, "idle_cash", 9 * WAN)
    urgent = need(desk, client, of, "emergency_fund", 1 * WAN, priority=9)
    second, first = goal(desk, client, of, 2 * WAN, priority=2), goal(desk, client, of, 3 * WAN, priority=1)
    told = found(desk, client)
    assert [want.id for want in told.wants] == [urgent, first, second, idle]
    assert told.tables == {urgent: "need", first: "goal", second: "goal", idle: "need"}
    assert all(isinstance(want, Want) for want in told.wants)
