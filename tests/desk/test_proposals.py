"""Proposals at the desk: starting, saving, versions, presenting."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import Lang, use_language
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.draft import DraftLine, add_line, change_line, keep_holding, remove_line
from advisor_tui.desk.proposal.product_record import sha256
from advisor_tui.store.tables import (
    Finding,
    Holding,
    Interview,
    Need,
    Product,
    Proposal,
    Questionnaire,
    RiskAssessment,
)
from tests.desk.proposal_case import (
    CASH,
    FIXED,
    MONEY,
    add_goal,
    ask,
    assess,
    build,
    hold,
    present,
    show_all,
    start,
)
from tests.support import TODAY, client_id, refused


def test_a_proposal_needs_an_assessment(desk: Desk) -> None:
    client = client_id(desk, "C0001")
    error = refused("not_assessed", lambda: start(desk, client))
    assert "张三丰" in str(error)
    assert not desk.proposals.of_client(client).valid


@pytest.mark.parametrize(("valid_until", "valid"), [(TODAY, True), (TODAY - timedelta(days=1), False)])
def test_the_last_day_of_an_assessment_counts(desk: Desk, valid_until: date, *, valid: bool) -> None:
    client = assess(desk, "C0001", 3, on=valid_until - timedelta(days=360))
    assert desk.proposals.of_client(client).valid is valid
    if valid:
        assert start(desk, client)
    else:
        refused("assessment_expired", lambda: start(desk, client))


def test_a_proposal_needs_money(desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    refused("no_investable", lambda: desk.proposals.start(client, 0))


def test_numbers_count_up_by_client(desk: Desk) -> None:
    one, other = assess(desk, "C0001", 3), assess(desk, "C0003", 2)
    for client in (one, one, other):
        start(desk, client)
    assert [row.number for row in desk.proposals.of_client(one).rows] == [2, 1]
    assert [row.number for row in desk.proposals.of_client(other).rows] == [1]
    assert {row.client.number for row in desk.proposals.open_drafts()} == {"C0001", "C0003"}


def test_what_is_built_is_there_after_the_desk_was_closed(desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    goal = add_goal(desk, client)
    proposal = start(desk, client)
    draft = build(desk, proposal, wmp_cash_a=600_000_00, ins_par_10=20_000_00)
    draft = change_line(draft, "ins-par-10", pay="annual", pay_years=5, origin="client", goal=goal)
    desk.proposals.save(proposal, draft)
    bench = desk.proposals.bench(proposal)
    assert bench.draft == draft
    assert bench.purpose(goal, "") is not None
    assert bench.client.name == "张三丰"


def test_saving_writes_only_what_differs(desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    proposal = start(desk, client)
    draft = build(desk, proposal, wmp_cash_a=600_000_00, wmp_fixed_90=400_000_00)
    before = _entries(desk)
    desk.proposals.save(proposal, draft)
    assert _entries(desk) == before
    desk.proposals.save(proposal, change_line(draft, CASH, amount=500_000_00))
    assert _entries(desk) == before + 1
    desk.proposals.save(proposal, remove_line(draft, CASH))
    assert desk.proposals.bench(proposal).draft.find(CASH) is None


def test_an_order_of_lines_is_kept(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    draft = build(desk, proposal, wmp_fixed_90=400_000_00, wmp_cash_a=1_00, dep_demand=1_00)
    assert [line.product for line in desk.proposals.bench(proposal).draft.lines] == [
        line.product for line in draft.lines
    ]


def test_positions_stand_against_the_lines(desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    hold(desk, client, FIXED, 500_000_00)
    proposal = start(desk, client)
    bench = desk.proposals.bench(proposal)
    assert bench.held(FIXED) == 500_000_00
    assert [position.product for position in bench.positions] == ["", FIXED]
    draft = keep_holding(bench.draft, DraftLine(FIXED, 500_000_00, 500_000_00))
    desk.proposals.save(proposal, draft)
    assert desk.proposals.bench(proposal).draft.investable == MONEY + 500_000_00


def test_money_that_is_free_soon_is_suggested(desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    assert desk.proposals.of_client(client).suggested == 612_400_000
    hold(desk, client, FIXED, 500_000_00)
    assert desk.proposals.of_client(client).suggested == 612_400_000


def interviewed(desk: Desk, client: str, day: int, idle: int | None) -> None:
    """Give a client an interview, completed on a day of November, that found so much money idle (分), or none."""
    office = desk.office
    with office.write("test.interview") as session:
        questionnaire = session.exec(select(Questionnaire)).first()
        if questionnaire is None:
            questionnaire = Questionnaire(
                id=office.ids.new(), code="quick-2026", version="1", sha256="0" * 64, text="{}", effective_from=TODAY
            )  # fmt: skip
            session.add(questionnaire)
            session.flush()
        held_on = datetime(2026, 11, day, 2, tzinfo=UTC)
        interview = Interview(
            id=office.ids.new(), client_id=client, advisor_id=office.me.id, questionnaire_id=questionnaire.id,
            number=day, status="completed", started_at=held_on, completed_at=held_on,
        )  # fmt: skip
        session.add(interview)
        session.flush()
        if idle is not None:
            session.add(
                Need(id=office.ids.new(), client_id=client, interview_id=interview.id, kind="idle_cash", size=idle)
            )
        session.commit()


def test_what_the_newest_interview_found_idle_is_suggested(desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    on_file = desk.proposals.of_client(client).suggested
    interviewed(desk, client, 3, 300_000_00)
    interviewed(desk, client, 5, 54_000_00)
    found = desk.proposals.of_client(client)
    assert (found.suggested, found.found_on) == (54_000_00, date(2026, 11, 5))
    interviewed(desk, client, 7, None)
    found = desk.proposals.of_client(client)
    assert (found.suggested, found.found_on) == (on_file, None)


@pytest.mark.parametrize(("lang", "name"), [("en", "Demand deposit"), ("zh", "活期存款")])
def test_a_current_account_is_the_banks_demand_deposit(desk: Desk, lang: Lang, name: str) -> None:
    client = assess(desk, "C0001", 3)
    with desk.office.write("test.hold") as session:
        for number, currency in enumerate(("CNY", "CNY", "USD")):
            session.add(
                Holding(
                    id=desk.office.ids.new(),
                    client_id=client,
                    reference=f"A{number}",
                    kind="current",
                    name="活期存款",
                    currency=currency,
                    amount=7_312_50,
                    value=7_312_50,
                    risk_level=1,
                    as_of=TODAY,
                )
            )
        session.commit()
    proposal = start(desk, client)
    use_language(lang)
    bench = desk.proposals.bench(proposal)
    (position,) = [position for position in bench.positions if position.product == "dep-demand"]
    product = bench.product("dep-demand")
    assert product is not None
    assert (position.name, position.level, position.value) == (name, product.level, 14_625_00)
    assert sum(position.kind == "current" for position in bench.positions) == 2  # dollars are no deposit in yuan
    line = DraftLine("dep-demand", 20_000_00, bench.held("dep-demand"))
    desk.proposals.save(proposal, keep_holding(bench.draft, line))
    again = desk.proposals.bench(proposal)
    assert (again.draft.lines[0].held, again.moved) == (14_625_00, ())
    desk.proposals.present(proposal)
    assert desk.proposals.presentations.sheet(proposal).lines[0].held == 14_625_00


def test_a_product_that_left_the_catalogue_cannot_be_added(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    draft = add_line(desk.proposals.bench(proposal).draft, DraftLine("gone", 1_00))
    refused("reference_unknown", lambda: desk.proposals.save(proposal, draft))


def test_presenting_freezes_findings_with_articles_and_products_with_text(desk: Desk) -> None:
    proposal = present(desk)
    with desk.office.read() as session:
        findings = session.exec(select(Finding).where(Finding.proposal_id == proposal)).all()
        products = session.exec(select(Product)).all()
        row = session.get_one(Proposal, proposal)
    assert row.status == "presented"
    assert row.presented_at == desk.office.clock.now()
    assert {finding.rule for finding in findings} >= {"level", "assessment_valid", "recording", "disclosure"}
    assert all(finding.article and finding.checked_on == TODAY for finding in findings)
    level = next(finding for finding in findings if finding.rule == "level")
    assert json.loads(level.params) == {"client_level": 3, "product_level": 1}
    assert {product.code for product in products} == {CASH, FIXED}
    assert all(product.sha256 == sha256(product.text) for product in products)
    assert all(json.loads(product.text)["disclosure"]["sha256"] for product in products)


def test_a_forbidden_line_is_not_presented_and_the_refusal_names_it(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    build(desk, proposal, wmp_cash_a=600_000_00, wmp_equity_a=100_000_00)
    error = refused("line_forbidden", lambda: desk.proposals.present(proposal))
    assert error.where == "wmp-equity-a"
    assert "令2025年第7号" in str(error)
    assert desk.proposals.of_client(client_id(desk, "C0001")).rows[0].status == "draft"
    assert _count(desk, "finding") == 0


def test_an_unknown_fact_is_asked_for_before_presenting(desk: Desk) -> None:
    proposal = desk.proposals.start(assess(desk, "C0001", 3, on=TODAY - timedelta(days=1)), MONEY)
    build(desk, proposal, wmp_cash_a=600_000_00)
    error = refused("facts_missing", lambda: desk.proposals.present(proposal))
    assert "客户情况是否变化" in str(error) or "changes" in str(error)
    ask(desk, proposal, "changes_reported", value=True)
    refused("line_forbidden", lambda: desk.proposals.present(proposal))
    ask(desk, proposal, "changes_reported", value=False)
    desk.proposals.present(proposal)


@pytest.mark.parametrize("amounts", [{}, {"wmp_cash_a": MONEY + 1_00}])
def test_nothing_and_more_than_there_is_are_not_presented(desk: Desk, amounts: dict[str, int]) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    build(desk, proposal, **amounts)
    refused("proposal_forbidden", lambda: desk.proposals.present(proposal))


@pytest.mark.parametrize("what", ["save", "present", "discard", "bench"])
def test_what_was_presented_does_not_change(desk: Desk, what: str) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    draft = build(desk, proposal, wmp_cash_a=600_000_00)
    desk.proposals.present(proposal)
    jobs: dict[str, Callable[[], object]] = {
        "save": lambda: desk.proposals.save(proposal, draft),
        "present": lambda: desk.proposals.present(proposal),
        "discard": lambda: desk.proposals.discard(proposal),
        "bench": lambda: desk.proposals.bench(proposal),
    }
    refused("not_a_draft", jobs[what])


def test_withdrawing_is_a_compensating_transaction(desk: Desk) -> None:
    proposal = present(desk)
    findings = _count(desk, "finding")
    desk.proposals.withdraw(proposal)
    assert desk.proposals.presentations.sheet(proposal).proposal.status == "withdrawn"
    assert _count(desk, "finding") == findings
    refused("not_presented", lambda: desk.proposals.withdraw(proposal))


def test_a_change_is_a_new_version_based_on_the_old_one(desk: Desk) -> None:
    proposal = present(desk)
    version = desk.proposals.new_version(proposal)
    bench = desk.proposals.bench(version)
    assert (bench.number, bench.version) == (1, 2)
    assert [line.amount for line in bench.draft.lines] == [1_000_000_00, 1_000_000_00]
    assert bench.draft.asked == ()
    assert desk.proposals.new_version(proposal) == version
    with desk.office.read() as session:
        assert session.get_one(Proposal, version).based_on_id == proposal
        assert session.get_one(Proposal, proposal).status == "superseded"
    rows = desk.proposals.of_client(client_id(desk, "C0001")).rows
    assert [(row.version, row.latest) for row in rows] == [(2, True), (1, False)]


def test_a_new_version_takes_over_what_the_client_was_asked_but_not_what_every_sale_asks(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    build(desk, proposal, wmp_cash_a=1_000_000_00)
    for fact, value in (("loan_money", 0), ("annual_premium", 5_000_00), ("guardian_consent", True)):
        ask(desk, proposal, fact, value)
    desk.proposals.present(proposal)
    version = desk.proposals.new_version(proposal)
    assert desk.proposals.bench(version).draft.facts() == {"loan_money": 0, "annual_premium": 5_000_00}
    desk.proposals.present(version)
    interviewed(desk, client_id(desk, "C0001"), 7, None)
    third = desk.proposals.new_version(version)
    with desk.office.read() as session:
        assert session.get_one(Proposal, third).asked == "{}"


def test_a_draft_has_no_new_version(desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    refused("still_a_draft", lambda: desk.proposals.new_version(proposal))


def test_a_draft_can_be_discarded(desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    proposal = start(desk, client)
    build(desk, proposal, wmp_cash_a=600_000_00)
    desk.proposals.discard(proposal)
    assert desk.proposals.of_client(client).rows == ()
    refused("proposal_unknown", lambda: desk.proposals.bench(proposal))


def test_an_id_is_found_whoever_sends_it(desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    proposal = start(desk, client)
    found = desk.proposals.find(proposal)
    assert found.client.id == client
    assert desk.proposals.find(client) == desk.proposals.of_client(client)
    refused("proposal_unknown", lambda: desk.proposals.find("nobody"))


def test_the_sheet_is_read_from_what_was_frozen(desk: Desk, clock: FixedClock) -> None:
    proposal = present(desk)
    sheet = desk.proposals.presentations.sheet(proposal)
    assert [line.code for line in sheet.lines] == [CASH, FIXED]
    assert [line.shown for line in sheet.lines] == [False, False]
    assert {view.rule for view in sheet.lines[0].findings} >= {"level", "disclosure"}
    shown = show_all(desk, proposal)
    assert shown.unshown == ()
    assert shown.sha256 == sheet.sha256
    count = _count(desk, "disclosure")
    show_all(desk, proposal)
    assert _count(desk, "disclosure") == count == 6


def test_a_sheet_of_a_draft_and_a_strange_product_are_refused(desk: Desk) -> None:
    draft = start(desk, assess(desk, "C0003", 2))
    refused("still_a_draft", lambda: desk.proposals.presentations.sheet(draft))
    proposal = present(desk)
    refused("line_unknown", lambda: desk.proposals.presentations.shown(proposal, "nothing"))


def _count(desk: Desk, table: str) -> int:
    with desk.office.rows() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def _entries(desk: Desk) -> int:
    return _count(desk, "journal")


def test_a_changed_level_carries_no_sale_until_the_client_confirmed_it(desk: Desk) -> None:
    client = client_id(desk, "C0001")
    with desk.office.write("test.assess") as session:
        session.add(
            RiskAssessment(
                id=desk.office.ids.new(),
                client_id=client,
                level=4,
                previous_level=3,
                level_change_confirmed=False,
                assessed_on=TODAY,
                valid_until=date(2027, 11, 24),
            )
        )
        session.commit()
    with pytest.raises(DeskError) as refusal:
        desk.proposals.start(client, 100_000_00)
    assert refusal.value.code == "level_unconfirmed"
    with desk.office.rows() as connection:
        assert (
            connection.exec_driver_sql("SELECT risk_level FROM client_card WHERE client_id = ?", (client,)).scalar()
            == 0
        )
