"""The client's decision: what it needs, that it stays, and what it sets going."""

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import select

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import use_language
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.draft import change_line
from advisor_tui.desk.proposal.product_record import canonical, sha256
from advisor_tui.desk.proposal.sheet import proposal_content
from advisor_tui.desk.proposal.walk import require_walked
from advisor_tui.desk.views.common import Anchor
from advisor_tui.desk.views.proposals import Decision, Step
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Source
from advisor_tui.store.tables import Confirmation, Disclosure, FollowUp, Proposal, Task
from tests.desk.proposal_case import (
    ACCEPTED,
    CASH,
    ask,
    assess,
    build,
    hold,
    present,
    show_all,
    start,
)
from tests.support import NOW, TODAY, client_id, make_desk, refused


def shown(desk: Desk) -> str:
    """A proposal that the client has seen to the end."""
    proposal = present(desk)
    show_all(desk, proposal)
    return proposal


def test_an_acceptance_is_recorded_with_the_hash_of_what_was_proposed(desk: Desk) -> None:
    proposal = shown(desk)
    desk.proposals.confirmations.confirm(proposal, ACCEPTED)
    with desk.office.read() as session:
        row = session.exec(select(Confirmation)).one()
        stored = session.get_one(Proposal, proposal)
        content = proposal_content(session, stored)
    assert stored.status == "accepted"
    assert stored.decided_at == desk.office.clock.now()
    assert row.proposal_sha256 == sha256(canonical(content))
    assert content["lines"][0]["amount"] == 1_000_000_00
    assert (row.form_number, row.witness, row.recording_ref) == ("F-0001", "赵六", "REC-0001")


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("form_number_missing", replace(ACCEPTED, form_number="  ")),
        ("witness_missing", replace(ACCEPTED, witness="")),
        ("witness_self", replace(ACCEPTED, witness="王敏")),
        ("witness_self", replace(ACCEPTED, witness="1001")),
        ("witness_client", replace(ACCEPTED, witness=" 张三丰 ")),
        ("recording_missing", replace(ACCEPTED, recording_ref="")),
        ("decision_missing", replace(ACCEPTED, decision="perhaps")),
    ],
)
def test_what_is_missing_is_refused_and_nothing_is_written(desk: Desk, code: str, wrong: Decision) -> None:
    proposal = shown(desk)
    refused(code, lambda: desk.proposals.confirmations.confirm(proposal, wrong))
    assert desk.proposals.presentations.sheet(proposal).proposal.status == "presented"
    assert _rows(desk, "confirmation") == _rows(desk, "task") == 0


def test_every_products_texts_have_to_be_shown_first(desk: Desk) -> None:
    proposal = present(desk)
    sheet = desk.proposals.presentations.sheet(proposal)
    for step in sheet.steps:
        code = "not_shown" if desk.proposals.presentations.sheet(proposal).unread[0].product_id else "not_walked"
        refused(code, lambda: desk.proposals.confirmations.confirm(proposal, ACCEPTED))
        assert desk.proposals.presentations.sheet(proposal).proposal.status == "presented"
        desk.proposals.presentations.walked(proposal, step.kind, step.product_id)
    desk.proposals.confirmations.confirm(proposal, ACCEPTED)
    assert desk.proposals.presentations.sheet(proposal).proposal.status == "accepted"


def test_what_was_disclosed_belongs_to_the_confirmation(desk: Desk) -> None:
    proposal = shown(desk)
    desk.proposals.confirmations.confirm(proposal, ACCEPTED)
    with desk.office.read() as session:
        confirmation = session.exec(select(Confirmation)).one()
        disclosures = session.exec(select(Disclosure)).all()
    assert {row.kind for row in disclosures} == {"disclosure", "risks", "overview", "heed"}
    assert all(row.confirmation_id == confirmation.id for row in disclosures)
    product = desk.office.reference.products.latest(CASH, TODAY)
    assert product.disclosure.hash in {row.sha256 for row in disclosures}


def test_a_client_may_decline_without_a_recording_and_nothing_follows(desk: Desk) -> None:
    proposal = present(desk)
    carried = desk.proposals.confirmations.confirm(proposal, Decision("declined", "F-1", "赵六"))
    assert carried.tasks == 0
    assert desk.proposals.presentations.sheet(proposal).proposal.status == "declined"
    assert _rows(desk, "task") == _rows(desk, "follow_up") == 0


def test_a_decision_is_made_once(desk: Desk) -> None:
    proposal = shown(desk)
    desk.proposals.confirmations.confirm(proposal, ACCEPTED)
    for job in (
        lambda: desk.proposals.confirmations.confirm(proposal, ACCEPTED),
        lambda: desk.proposals.withdraw(proposal),
    ):
        refused("not_presented", job)
    version = desk.proposals.new_version(proposal)
    assert desk.proposals.presentations.sheet(proposal).proposal.status == "accepted"
    assert desk.proposals.bench(version).version == 2


def test_a_wrong_entry_is_corrected_by_another(desk: Desk) -> None:
    proposal = shown(desk)
    desk.proposals.confirmations.confirm(proposal, ACCEPTED)
    tasks = _rows(desk, "task")
    desk.office.clock.move(timedelta(minutes=5))  # type: ignore[attr-defined]  # the tests' clock can be moved
    desk.proposals.confirmations.correct(proposal, replace(ACCEPTED, form_number="F-0002", decision="declined"))
    first, second = desk.proposals.presentations.sheet(proposal).decisions
    assert (first.form_number, second.form_number) == ("F-0001", "F-0002")
    assert second.decision == "accepted"
    assert first.sha256 == second.sha256
    assert _rows(desk, "task") == tasks
    refused(
        "recording_missing", lambda: desk.proposals.confirmations.correct(proposal, replace(ACCEPTED, recording_ref=""))
    )


def test_only_a_decision_can_be_corrected(desk: Desk) -> None:
    proposal = shown(desk)
    refused("not_decided", lambda: desk.proposals.confirmations.correct(proposal, ACCEPTED))
    assert desk.proposals.presentations.sheet(proposal).decisions == ()


# Ticks


WRITTEN = "ins-unit-1:insurance_suitable:written_confirm"


def insisting(desk: Desk, *, walked: bool = True) -> str:
    """A client of 46 with C3 who insists on a unit-linked policy of R4."""
    proposal = start(desk, assess(desk, "C0001", 3))
    draft = build(desk, proposal, ins_unit_1=50_000_00)
    desk.proposals.save(proposal, change_line(draft, "ins-unit-1", origin="insists"))
    ask(desk, proposal, "family_annual_income", 10_000_00)
    ask(desk, proposal, "premium_budget", 100_000_00)
    desk.proposals.present(proposal)
    if walked:
        show_all(desk, proposal)
    return proposal


def test_each_paper_of_a_warning_needs_its_own_tick(desk: Desk) -> None:
    proposal = insisting(desk)
    ticks = desk.proposals.confirmations.form(proposal).ticks
    papers = {tick.key for tick in ticks if not tick.numbered}
    forms = {tick.key for tick in ticks if tick.numbered}
    assert papers == {"ins-unit-1:insurance_single_premium:signed_statement"}
    assert forms == {WRITTEN}
    good = replace(ACCEPTED, ticks=frozenset(papers), forms={WRITTEN: "W-0001"})
    confirm = desk.proposals.confirmations.confirm
    for code, wrong, key in (
        ("tick_missing", replace(good, ticks=frozenset()), next(iter(papers))),
        ("paper_number_missing", replace(good, forms={}), WRITTEN),
        ("paper_number_missing", replace(good, forms={WRITTEN: "  "}), WRITTEN),
        ("paper_number_used", replace(good, forms={WRITTEN: ACCEPTED.form_number}), WRITTEN),
    ):
        assert refused(code, partial(confirm, proposal, wrong)).where == key
    confirm(proposal, good)
    with desk.office.read() as session:
        kept = {(row.kind, row.version, row.form_number) for row in session.exec(select(Disclosure)).all()}
    assert ("written_confirm", "insurance_suitable", "W-0001") in kept
    assert ("signed_statement", "insurance_single_premium", "") in kept


def test_cover_against_advice_is_advised_against_first_and_its_risks_told_next(desk: Desk) -> None:
    """令2025年第7号 art. 38: advise to stop, then explain the risks, then a written confirmation."""
    proposal = insisting(desk, walked=False)
    presentations = desk.proposals.presentations
    kinds = [step.kind for step in presentations.sheet(proposal).steps]
    assert kinds[:4] == ["overview", "product", "advise_stop", "insist_risks"]
    product = presentations.sheet(proposal).lines[0].product_id
    refused("step_order", lambda: presentations.walked(proposal, "advise_stop", product))
    presentations.walked(proposal, "product", product)
    refused("step_order", lambda: presentations.walked(proposal, "insist_risks", product))
    presentations.walked(proposal, "advise_stop", product)
    presentations.walked(proposal, "insist_risks", product)


# What an acceptance sets going


def test_tasks_follow_the_templates_of_each_product(desk: Desk) -> None:
    proposal = shown(desk)
    carried = desk.proposals.confirmations.confirm(proposal, ACCEPTED)
    with desk.office.read() as session:
        tasks = session.exec(select(Task)).all()
        follow_up = session.exec(select(FollowUp)).one()
    templates = [
        template.id for template in desk.office.reference.workflows["wmp_public"].tasks if not template.only_if
    ]
    assert carried.tasks == len(tasks)
    for code in (CASH, "wmp-fixed-90"):
        kinds = [task.kind for task in tasks if json.loads(task.params)["product_code"] == code]
        assert set(templates) <= set(kinds)
    assert all(task.proposal_id == proposal and task.due_on >= TODAY for task in tasks)
    assert follow_up.planned_on == carried.follow_up == date(2026, 11, 25)
    assert follow_up.purpose == "proposal"  # two million are bought, and that is no movement of its own
    assert desk.office.reference.work_calendar.is_workday(follow_up.planned_on)
    sheet = desk.proposals.presentations.sheet(proposal)
    assert len(sheet.planned) == len(tasks) + 1
    assert all(row.title["zh"] and "{" not in row.title["zh"] for row in sheet.planned)


def test_the_queue_calls_the_tasks_by_the_template_of_their_product(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    build(desk, proposal, fund_bond_plus=100_000_00, wmp_fixed_90=100_000_00)
    desk.proposals.present(proposal)
    show_all(desk, proposal)
    desk.proposals.confirmations.confirm(proposal, ACCEPTED)
    titles = [item.title for item in desk.tasks.page("all", Anchor(), 100).rows if item.place.ref == proposal]
    zh = {title["zh"] for title in titles if title is not None}
    assert "申购“远帆债券精选”" in zh
    assert "认购“澄湖稳健增利 90 天”并核对成交" in zh
    assert "Subscribe to Yuanfan Bond Select" in {title["en"] for title in titles if title is not None}
    assert zh <= {row.title["zh"] for row in desk.proposals.presentations.sheet(proposal).planned}


def test_the_senior_client_is_called_back_and_the_premium_waits_for_its_cooling_off(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0003", 4))
    draft = build(desk, proposal, ins_unit_1=50_000_00, wmp_equity_a=100_000_00)
    ask_all = {"family_annual_income": 500_000_00, "premium_budget": 100_000_00}
    desk.proposals.save(proposal, draft)
    for fact, value in ask_all.items():
        ask(desk, proposal, fact, value)
    desk.proposals.present(proposal)
    show_all(desk, proposal)
    keys = frozenset(tick.key for tick in desk.proposals.confirmations.form(proposal).ticks)
    assert "wmp-equity-a:senior_care:senior_care" in keys
    desk.proposals.confirmations.confirm(proposal, replace(ACCEPTED, ticks=keys))
    with desk.office.read() as session:
        because = {json.loads(task.params)["because"] for task in session.exec(select(Task)).all()}
    words = {word for joined in because for word in joined.split(",")}
    assert {"senior_care", "callback_in_cooling_off"} <= words


def test_a_position_that_shrinks_makes_a_redemption(desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    hold(desk, client, CASH, 300_000_00)
    proposal = start(desk, client)
    draft = build(desk, proposal, wmp_cash_a=300_000_00, dep_demand=100_00)
    desk.proposals.save(proposal, change_line(draft, CASH, held=300_000_00, amount=100_000_00))
    desk.proposals.present(proposal)
    show_all(desk, proposal)
    desk.proposals.confirmations.confirm(proposal, ACCEPTED)
    with desk.office.read() as session:
        task = session.exec(select(Task).where(Task.kind == "redemption")).one()
    assert "200,000" in task.title
    assert task.due_on == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("given_back", "bought", "purpose"),
    [
        (500_000_00, 0, "balance_move"),
        (499_999_99, 0, "proposal"),
        (600_000_00, 100_000_00, "balance_move"),
        (600_000_00, 100_001_00, "proposal"),
        (0, 1_000_000_00, "proposal"),
    ],
)
def test_only_money_that_is_given_back_and_not_placed_again_moves(
    desk: Desk, given_back: int, bought: int, purpose: str
) -> None:
    client = assess(desk, "C0001", 3)
    hold(desk, client, CASH, 2_000_000_00)
    proposal = start(desk, client, 3_000_000_00)
    build(desk, proposal, wmp_cash_a=2_000_000_00 - given_back, **({"wmp_fixed_90": bought} if bought else {}))
    desk.proposals.present(proposal)
    show_all(desk, proposal)
    desk.proposals.confirmations.confirm(proposal, ACCEPTED)
    with desk.office.read() as session:
        assert session.exec(select(FollowUp)).one().purpose == purpose


def test_a_contact_that_is_planned_already_is_enough(desk: Desk) -> None:
    proposal = shown(desk)
    office = desk.office
    with office.write("test.plan") as session:
        session.add(
            FollowUp(
                id=office.ids.new(),
                client_id=client_id(desk, "C0001"),
                advisor_id=office.me.id,
                planned_on=TODAY,
                purpose="review",
            )
        )
        session.commit()
    assert desk.proposals.confirmations.confirm(proposal, ACCEPTED).follow_up is None


def test_decision_tasks_and_follow_up_are_one_transaction(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = shown(desk)

    def broken(*_: object) -> None:
        raise DeskError("broken", "Nothing here")

    monkeypatch.setattr("advisor_tui.desk.proposal.carrying_out._follow_up", broken)
    refused("broken", lambda: desk.proposals.confirmations.confirm(proposal, ACCEPTED))
    assert _rows(desk, "confirmation") == _rows(desk, "task") == 0
    assert desk.proposals.presentations.sheet(proposal).proposal.status == "presented"


# Time passes


@pytest.fixture
def later(tmp_path: Path) -> tuple[Desk, FixedClock]:
    """A desk whose clock the test moves."""
    clock = FixedClock(NOW)
    return make_desk(tmp_path / "later", clock=clock), clock


def test_an_assessment_that_expired_meanwhile_stops_the_sale(later: tuple[Desk, FixedClock]) -> None:
    desk, clock = later
    proposal = start(desk, assess(desk, "C0001", 3, on=date(2025, 11, 30)))
    build(desk, proposal, wmp_cash_a=100_000_00)
    desk.proposals.present(proposal)
    show_all(desk, proposal)
    clock.move(timedelta(days=7))
    error = refused("line_forbidden", lambda: desk.proposals.confirmations.confirm(proposal, ACCEPTED))
    assert "第二十九条" in str(error)
    desk.proposals.confirmations.confirm(proposal, Decision("declined", "F-3", "赵六"))
    desk.close()


def test_a_sale_window_that_closed_meanwhile_stops_the_sale(later: tuple[Desk, FixedClock]) -> None:
    desk, clock = later
    clock.move(timedelta(days=17))
    proposal = start(desk, assess(desk, "C0001", 3))
    build(desk, proposal, treasury_5y=100_000_00)
    desk.proposals.present(proposal)
    show_all(desk, proposal)
    clock.move(timedelta(days=9))
    error = refused("line_forbidden", lambda: desk.proposals.confirmations.confirm(proposal, ACCEPTED))
    assert error.where == "treasury-5y"
    desk.close()


def test_a_product_that_changed_meanwhile_is_shown_again(desk: Desk) -> None:
    proposal = shown(desk)
    shipped = (data_root() / "products" / "wmp_public.toml").read_text(encoding="utf-8")
    published = shipped.replace("rate = 15 }", "rate = 25 }", 1)
    assert published != shipped
    newer = load_reference(data_root(), [Source("products/wmp_public.toml", published)])
    desk.move(desk.office.with_reference(newer))
    error = refused("product_changed", lambda: desk.proposals.confirmations.confirm(proposal, ACCEPTED))
    assert error.where == CASH
    version = desk.proposals.new_version(proposal)
    ask(desk, version, "changes_reported", value=False)
    desk.proposals.present(version)
    show_all(desk, version)
    desk.proposals.confirmations.confirm(version, ACCEPTED)


def _rows(desk: Desk, table: str) -> int:
    with desk.office.rows() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


@pytest.mark.parametrize(
    ("kind", "product", "said"),
    [
        ("product", "P", "has not seen the risks and the disclosure of Term Life"),
        ("advise_stop", "P", "the bank's advice not to take Term Life out"),
        ("insist_risks", "P", "the risks of taking Term Life out against advice"),
        ("special_warning", "P", "the special warning about Term Life"),
        ("senior_care", "", "the warning about high risk"),
        ("overview", "", "every page of this proposal"),
        ("heed", "", "every page of this proposal"),
    ],
)
def test_a_page_that_is_unread_is_named_for_what_it_is(desk: Desk, kind: str, product: str, said: str) -> None:
    sheet = desk.proposals.presentations.sheet(present(desk))
    line = replace(sheet.lines[0], product_id="P", name={"zh": "定期寿险", "en": "Term Life"})
    unread = replace(sheet, lines=(line,), steps=(Step(kind, product, 0, False),))
    use_language("en")
    with pytest.raises(DeskError) as refusal:
        require_walked(unread)
    assert said in str(refusal.value)
    assert refusal.value.code == ("not_shown" if product else "not_walked")
