"""What the rules say of one version and not of the other: by subject, never by a figure or by what nobody told."""

from dataclasses import replace

from sqlalchemy import delete
from sqlmodel import col

from advisor_tui.base.languages import use_language
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.draft import change_line
from advisor_tui.store.tables import Holding
from tests.desk.proposal_case import CASH, FIXED, ask, assess, build, start

WAN = 10_000_00


def presented(desk: Desk, fixed: int, cash: int) -> str:
    """A presented proposal of 200 万元 for a client of whom no position is on file; amounts in 分."""
    client = assess(desk, "C0001", 3)
    with desk.office.write("test.bare") as session:
        session.execute(delete(Holding).where(col(Holding.client_id) == client))
        session.commit()
    proposal = start(desk, client)
    build(desk, proposal, wmp_fixed_90=fixed, wmp_cash_a=cash)
    ask(desk, proposal, "financial_assets", 200 * WAN)
    desk.proposals.present(proposal)
    return proposal


def changed(desk: Desk, proposal: str, fixed: int, cash: int) -> list[tuple[str, bool]]:
    """What the rules say anew, and what no more, when both amounts change in a second version."""
    second = desk.proposals.new_version(proposal)
    ask(desk, second, "financial_assets", 200 * WAN)
    draft = change_line(desk.proposals.bench(second).draft, FIXED, amount=fixed)
    desk.proposals.save(second, change_line(draft, CASH, amount=cash))
    return [(each.view.text, each.appeared) for each in desk.proposals.versions.compare(second).findings]


def test_two_findings_of_one_rule_are_told_apart_by_what_they_are_about(desk: Desk) -> None:
    use_language("en")
    found = changed(desk, presented(desk, 150 * WAN, 50 * WAN), 50 * WAN, 150 * WAN)
    products = desk.office.reference.products
    names = {code: products.latest(code, desk.office.today).name["en"] for code in (FIXED, CASH)}
    alone = [(text, appeared) for text, appeared in found if "alone" in text]
    assert [appeared for _, appeared in alone] == [True, False]
    assert names[CASH] in alone[0][0]
    assert names[FIXED] in alone[1][0]


def test_another_figure_of_the_same_finding_is_no_change(desk: Desk) -> None:
    assert changed(desk, presented(desk, 150 * WAN, 50 * WAN), 149 * WAN, 51 * WAN) == []


def test_what_nobody_told_is_no_result_and_takes_none_away(desk: Desk) -> None:
    """Where the second version knows less than the first, the first one's warnings have neither come nor gone."""
    first = presented(desk, 150 * WAN, 50 * WAN)
    second = desk.proposals.new_version(first)
    desk.proposals.save(second, replace(desk.proposals.bench(second).draft, asked=()))
    bench = desk.proposals.bench(second)
    unknown = [finding.rule for finding in bench.judge(bench.draft).whole.findings if finding.verdict == "missing"]
    assert {"portfolio_product", "portfolio_emergency"} <= set(unknown)
    assert desk.proposals.versions.compare(second).findings == ()
    ask(desk, second, "financial_assets", 1_000 * WAN)
    gone = desk.proposals.versions.compare(second).findings
    assert {(each.view.rule, each.appeared) for each in gone} >= {("portfolio_product", False)}
