"""What goes into a projection: goals as far as they reach, what the client was asked, and what is owed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlmodel import col

from advisor_tui.base.languages import Lang, use_language
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.debts import debts_of
from advisor_tui.desk.proposal.paper_content import Frozen
from advisor_tui.desk.proposal.paper_sections import proposal_content
from advisor_tui.desk.proposal.whole import situation_for
from advisor_tui.desk.views.projection import ProjectionView
from advisor_tui.desk.views.projection_words import gap_sentences
from advisor_tui.rules.profile import Fact
from advisor_tui.rules.projection.plan import Debt
from advisor_tui.store.tables import Client, Goal, Liability
from tests.desk import proposal_case as case
from tests.support import TODAY, make_desk

MILLION = 100_000_000
THOUSAND = 1_000_00
RATE = 350
"""What the shipped data assumes of a loan without a rate, in 10⁻⁴."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = make_desk(tmp_path / "home")
    yield found
    found.close()


@pytest.fixture
def client(desk: Desk) -> str:
    """A client of whom no debt is on file."""
    found = case.assess(desk, "C0001", 3)
    with desk.office.write("test.bare") as session:
        session.execute(delete(Liability).where(col(Liability.client_id) == found))
        session.commit()
    return found


@pytest.fixture
def proposal(desk: Desk, client: str) -> str:
    """A draft that buys for a million."""
    found = case.start(desk, client)
    case.build(desk, found, wmp_cash_a=MILLION)
    return found


def want(desk: Desk, client: str, kind: str, amount: int, due: date) -> None:
    with desk.office.write("test.want") as session:
        goal = Goal(id=desk.office.ids.new(), client_id=client, kind=kind, amount=amount, due_on=due, saved=0)
        session.add(goal)
        session.commit()


def owe(desk: Desk, client: str, *debts: tuple[int, int | None, int | None]) -> None:
    with desk.office.write("test.owe") as session:
        for place, (balance, instalment, rate) in enumerate(debts):
            session.add(
                Liability(
                    id=desk.office.ids.new(), client_id=client, reference=f"L{place}", kind="mortgage",
                    balance=balance, instalment=instalment, rate=rate,
                )
            )  # fmt: skip
        session.commit()


def projected(desk: Desk, proposal: str) -> ProjectionView:
    desk.proposals.projections.run(proposal)
    found = desk.proposals.projections.page(proposal).base
    assert found is not None
    return found


def test_a_goal_after_fifty_years_is_looked_at_and_missed(desk: Desk, client: str, proposal: str) -> None:
    """The 601st month is December 2076."""
    want(desk, client, "house", 1_000 * MILLION, date(2076, 12, 24))
    view = projected(desk, proposal)
    (goal,) = view.goals
    fate = view.fate(goal.id)
    assert fate is not None
    assert (fate.success, fate.wanted_fen) == (0, 1_000 * MILLION)
    assert view.proposed.years == 51
    assert "goal_late" not in view.assumed.gaps


def test_whoever_is_25_is_looked_after_to_the_end_of_a_retirement_at_60(desk: Desk, client: str, proposal: str) -> None:
    with desk.office.write("test.young") as session:
        session.get_one(Client, client).born_on = TODAY.replace(year=TODAY.year - 25)
        session.commit()
    want(desk, client, "retirement", 240 * MILLION, TODAY.replace(year=TODAY.year + 35))
    view = projected(desk, proposal)
    assert view.proposed.years == 55
    fate = view.fate(view.goals[0].id)
    assert fate is not None
    assert fate.mean_short_fen > 230 * MILLION, "the last five of its twenty years are among what is missing"


@pytest.mark.parametrize(("due", "told"), [(date(2086, 11, 24), True), (date(2086, 12, 24), False)])
def test_what_reaches_beyond_the_last_year_is_left_out_and_told(
    desk: Desk, client: str, proposal: str, due: date, told: bool
) -> None:
    """Twenty years of retirement end with the 80th year or a month later."""
    want(desk, client, "retirement", 240 * MILLION, due)
    want(desk, client, "house", MILLION, date(2030, 1, 1))
    view = projected(desk, proposal)
    kinds = ["house", "retirement"] if told else ["house"]
    assert [goal.kind for goal in view.goals] == kinds
    assert len(view.proposed.wants) == len(kinds)
    assert view.proposed.years == (80 if told else 30)
    assert ("goal_late" in view.assumed.gaps) is not told
    assert view.assumed.figures["working_months"] == (720 if told else 721)


@pytest.mark.parametrize(
    ("lang", "sentence"), [("en", "Goals that are paid for later"), ("zh", "用款晚于最长测算年限")]
)
def test_a_goal_that_is_left_out_is_told_in_both_languages(
    desk: Desk, client: str, proposal: str, lang: Lang, sentence: str
) -> None:
    want(desk, client, "house", MILLION, date(2107, 1, 1))
    assumed = projected(desk, proposal).assumed
    use_language(lang)
    assert any(found.startswith(sentence) for found in gap_sentences(assumed))


def test_a_goal_that_is_left_out_is_told_on_paper(desk: Desk, client: str, proposal: str) -> None:
    want(desk, client, "house", MILLION, date(2107, 1, 1))
    projected(desk, proposal)
    desk.proposals.present(proposal)
    use_language("zh")
    with desk.office.read() as session:
        paper = proposal_content(Frozen(session, desk.office, proposal)).projected
    assert paper is not None
    assert [found for found in paper.model if found.startswith("用款晚于最长测算年限")]


def test_what_the_client_is_asked_in_the_builder_counts(desk: Desk, proposal: str) -> None:
    before = projected(desk, proposal)
    assert "cash_flow" in before.assumed.gaps
    for fact, value in (
        ("family_annual_income", 240 * THOUSAND),
        ("annual_income_3y", 120 * THOUSAND),
        ("monthly_expense", 5 * THOUSAND),
    ):
        case.ask(desk, proposal, fact, value)
    assert desk.proposals.projections.page(proposal).outdated
    view = projected(desk, proposal)
    assert not {"cash_flow", "own_income"} & set(view.assumed.gaps)
    figures = view.assumed.figures
    assert [figures[name] // THOUSAND for name in ("income", "own_income", "spending")] == [20, 10, 5]
    assert view.proposed.fan[2][1] > before.proposed.fan[2][1] + 170 * THOUSAND


def test_instalments_without_a_sum_are_paid_while_work_goes_on_and_told(desk: Desk, proposal: str) -> None:
    before = projected(desk, proposal)
    case.ask(desk, proposal, "monthly_debt_payment", 3 * THOUSAND)
    view = projected(desk, proposal)
    assert view.assumed.figures["instalments"] == 3 * THOUSAND
    assert view.assumed.figures["debt"] == 0
    assert "debt_sum" in set(view.assumed.gaps) - set(before.assumed.gaps)
    assert view.proposed.fan[2][1] < before.proposed.fan[2][1] - 35 * THOUSAND


def test_asked_instalments_belong_to_the_debts_on_file(desk: Desk, client: str, proposal: str) -> None:
    owe(desk, client, (500 * THOUSAND, 2 * THOUSAND, 36_000))
    case.ask(desk, proposal, "monthly_debt_payment", 6 * THOUSAND)
    view = projected(desk, proposal)
    assert view.assumed.figures["instalments"] == 6 * THOUSAND
    assert view.proposed.debt_fen[0] == 500 * THOUSAND
    assert not {"debts", "debt_sum"} & set(view.assumed.gaps)


@pytest.mark.parametrize(("asked", "paid"), [(None, None), (1, 2), (2, 2), (6, 6)])
def test_asked_instalments_are_never_less_than_on_file_for_rules_and_projection_alike(
    desk: Desk, client: str, proposal: str, asked: int | None, paid: int | None
) -> None:
    owe(desk, client, (500 * THOUSAND, 2 * THOUSAND, 36_000))
    if asked is not None:
        case.ask(desk, proposal, "monthly_debt_payment", asked * THOUSAND)
    bench = desk.proposals.bench(proposal)
    assert bench.basis.whole is not None
    known = situation_for(bench.draft, bench.basis.whole)
    assert known.monthly_debts_fen == (None if paid is None else paid * THOUSAND)
    assert projected(desk, proposal).assumed.figures["instalments"] == (paid or 2) * THOUSAND
    assert projected(desk, proposal).assumed.figures["debt"] == known.debts_fen == 500 * THOUSAND


@pytest.mark.parametrize(
    ("told", "on_file", "debts", "known"),
    [
        ((None, None), [], [], True),
        ((0, None), [], [], True),
        ((None, 5), [], [], True),
        ((100, 5), [], [Debt(100, 5, RATE)], True),
        ((100, None), [], [Debt(100, 0, RATE)], False),
        ((None, None), [(70, 3, 36_000), (30, None, None)], [Debt(70, 3, 360), Debt(30, 0, RATE)], False),
        ((None, 5), [(70, 3, 36_000)], [Debt(70, 5, 360)], True),
        ((100, 5), [(70, 3, 36_000)], [Debt(100, 5, 360)], True),
        ((60, 2), [(70, 3, 36_000)], [Debt(70, 3, 360)], True),
        ((0, 0), [(70, 3, 36_000)], [Debt(70, 3, 360)], True),
        ((60, None), [(70, 3, 36_000)], [Debt(70, 3, 360)], True),
        ((100, None), [(70, 3, 36_000)], [Debt(70, 3, 360), Debt(30, 0, 360)], False),
        ((100, 5), [(60, 3, 30_000), (20, 1, 50_000), (20, 1, None)], [Debt(100, 5, 350)], True),
    ],
)
def test_debts_are_what_was_told_but_never_less_than_on_file(
    desk: Desk,
    client: str,
    told: tuple[int | None, int | None],
    on_file: list[tuple[int, int | None, int | None]],
    debts: list[Debt],
    known: bool,
) -> None:
    owe(desk, client, *on_file)
    names = ("total_debts", "monthly_debt_payment")
    facts = {name: Fact(name, value, "q") for name, value in zip(names, told, strict=True) if value is not None}
    with desk.office.read() as session:
        found, complete = debts_of(session, client, facts).projected(RATE)
    assert ([*found], complete) == (debts, known)
