"""The projection on screen: computed when it is first asked for, kept, stressed by key, explained, stopped."""

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from advisor_tui.base.languages import Lang, writing_in
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.projecting import Projections
from advisor_tui.screens.help import keys_of
from advisor_tui.screens.proposal.projection_text import source_line, stress_keys
from advisor_tui.store.tables import Goal, Holding, Projection
from advisor_tui.widgets.plain import width
from tests.desk import proposal_case as case
from tests.screens.proposal_stage import SIZES, ProposalStage, proposal_stage
from tests.support import client_id, make_desk
from tests.waiting import LONGEST, until

MILLION = 100_000_000
LANGS: tuple[Lang, ...] = ("en", "zh")
STRESSES = (
    "Property −20%",
    "LPR +100bp",
    "WMP below par",
    "Job loss",
    "Equities −40%",
    "inflation",
    "Currencies",
    "death",
    "Illness",
)


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    found = make_desk(tmp_path / "home")
    client = case.assess(found, "C0001", 4)
    case.add_goal(found, client)
    office = found.office
    with office.write("test.situation") as session:
        for kind, amount, due in (
            ("house", 250_000_000, date(2032, 6, 1)),
            ("retirement", 240_000_000, date(2040, 1, 15)),
        ):
            session.add(Goal(id=office.ids.new(), client_id=client, kind=kind, amount=amount, due_on=due, saved=0))
        session.add(
            Holding(
                id=office.ids.new(), client_id=client, reference="P1", kind="property", name="房", amount=3 * MILLION,
                value=3 * MILLION,
            )
        )  # fmt: skip
        session.commit()
    proposal = case.start(found, client, 4 * MILLION)
    case.build(found, proposal, wmp_cash_a=MILLION, wmp_fixed_90=MILLION, fund_index_300=2 * MILLION)
    yield found
    found.close()


def kept(desk: Desk) -> list[Projection]:
    """What is stored, the oldest first."""
    with desk.office.read() as session:
        rows = session.exec(select(Projection).order_by(Projection.id)).all()
        for row in rows:
            session.expunge(row)
        return list(rows)


async def to_projection(stage: ProposalStage) -> None:
    """From the list into the draft, and from there to what it may come to."""
    await stage.press("enter", "f12")
    await until(stage.pilot, lambda: "computed on" in stage.text or "测算于" in stage.text, "a projection")
    assert stage.screen == "ProjectionScreen"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", SIZES)
async def test_everything_stands_on_one_screen(tmp_path: Path, desk: Desk, lang: Lang, size: tuple[int, int]) -> None:
    async with proposal_stage(tmp_path, desk, lang, size) as stage:
        await to_projection(stage)
        lines = stage.text.splitlines()
        assert len(lines) == size[1]
        assert all(sign in stage.text for sign in "░▒─×")
        assert "演示假设" in stage.text, "whose assumptions"
        assert ("No promise" if lang == "en" else "不构成承诺") in stage.text
        assert "2026-11-24 09:41" in stage.text
        for number in range(1, 10):
            assert f"{number} " in "".join(lines[-8:])
        for goal in ("Education", "Home", "Retirement") if lang == "en" else ("教育", "购房", "养老"):
            assert goal in stage.text
        assert ("as held now" if lang == "en" else "现有持仓") in stage.text
        if lang == "en":
            assert all(word in stage.text.replace("\n", " ") for word in ("1 Property", "5", "Equities", "8"))


async def test_a_first_look_computes_and_keeps_one_and_a_second_look_shows_it(tmp_path: Path, desk: Desk) -> None:
    async with proposal_stage(tmp_path, desk) as stage:
        await to_projection(stage)
        (row,) = kept(desk)
        await stage.press("escape")
        assert stage.screen == "ProposalScreen"
        await stage.press("f12")
        assert [found.id for found in kept(desk)] == [row.id]


async def test_a_changed_draft_is_computed_anew_and_is_no_rerun(tmp_path: Path, desk: Desk) -> None:
    async with proposal_stage(tmp_path, desk) as stage:
        await to_projection(stage)
        await stage.press("escape", "plus", "f12")
        await until(stage.pilot, lambda: len(kept(desk)) == 2, "a second projection")
        first, second = kept(desk)
        assert second.rerun_of_id is None
        assert first.input_sha256 != second.input_sha256


async def test_computing_again_says_that_it_is_a_rerun(tmp_path: Path, desk: Desk) -> None:
    async with proposal_stage(tmp_path, desk) as stage:
        await to_projection(stage)
        await stage.press("ctrl+n")
        await until(stage.pilot, lambda: "computed again" in stage.text, "the label of a rerun")
        first, second = kept(desk)
        assert second.rerun_of_id == first.id
        assert second.result == first.result


@pytest.mark.parametrize("key", range(1, 10))
async def test_each_digit_shows_its_stress_test_against_the_base_case(tmp_path: Path, desk: Desk, key: int) -> None:
    async with proposal_stage(tmp_path, desk) as stage:
        await to_projection(stage)
        await stage.press(str(key))
        await until(stage.pilot, lambda: "stressed" in stage.text, "a stress test")
        head = stage.text.splitlines()[2]
        assert STRESSES[key - 1] in head
        assert "× base case" in stage.text
        tests = desk.office.reference.projection.stresses
        assert [row.stress for row in kept(desk)] == ["", tests[key - 1].stress.id]
        await stage.press("0")
        assert "base case" in stage.text.splitlines()[2]
        assert "× as held now" in stage.text
        await stage.press(str(key))
        assert len(kept(desk)) == 2, "shown again, not computed again"


async def test_the_goal_under_the_cursor_is_explained(tmp_path: Path, desk: Desk) -> None:
    async with proposal_stage(tmp_path, desk, size=(120, 40)) as stage:
        await to_projection(stage)
        assert "Met in all 10,000 futures" in stage.text
        await stage.press("down", "down")
        assert "Short in " in stage.text
        assert "It would disappear: " in stage.text
        assert "without inflation" in stage.text


async def test_the_assumptions_page_tells_all_of_them_and_what_repeats_the_result(tmp_path: Path, desk: Desk) -> None:
    async with proposal_stage(tmp_path, desk, size=(120, 60)) as stage:
        await to_projection(stage)
        await stage.press("pagedown")
        assert stage.screen == "ProjectionAssumptionsScreen"
        row = kept(desk)[0]
        for told in (
            "Chinese equities",
            "6.50%",
            "24.00%",
            "演示假设：参照境内宽基股票指数",
            "2.00%",
            str(row.seed),
            row.library,
            "10,000 futures",
        ):
            assert told in stage.text, told
        assert "Income or spending is not known" in stage.text
        await stage.press("enter")
        assert stage.screen == "ProjectionScreen"


@pytest.mark.parametrize(("lang", "told"), [("en", "Goals that are paid for later"), ("zh", "用款晚于最长测算年限")])
async def test_a_goal_that_reaches_beyond_is_said_to_be_left_out(
    tmp_path: Path, desk: Desk, lang: Lang, told: str
) -> None:
    office = desk.office
    with office.write("test.late") as session:
        client = session.exec(select(Goal)).first()
        assert client is not None
        late = Goal(id=office.ids.new(), client_id=client.client_id, kind="house", amount=1, due_on=date(2107, 1, 1))
        session.add(late)
        session.commit()
    async with proposal_stage(tmp_path, desk, lang, (120, 60)) as stage:
        await to_projection(stage)
        await stage.press("pagedown")
        assert told in stage.text


async def test_it_can_be_stopped_and_then_keeps_nothing(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Event()

    def long(
        self: Projections,
        proposal: str,
        stress: str = "",
        *,
        rerun: bool = False,
        tick: Callable[[int, int], None],
    ) -> None:
        """A run that takes until the test goes on."""
        tick(2_000, 10_000)
        asked.wait(LONGEST)
        tick(4_000, 10_000)

    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter")
        monkeypatch.setattr(Projections, "run", long)
        await stage.pilot.press("f12")
        while "Computing: 20%" not in stage.text:
            await stage.pilot.pause()
        assert "Esc Stop" in stage.text
        await stage.pilot.press("escape")
        asked.set()
        await stage.settle()
        assert stage.screen == "ProjectionScreen"
        assert "stopped" in stage.notices
        assert kept(desk) == []
        monkeypatch.undo()
        await stage.press("ctrl+n")
        await until(stage.pilot, lambda: "computed on" in stage.text, "a projection")
        assert kept(desk)[0].rerun_of_id is None
        await stage.press("escape")
        assert stage.screen == "ProposalScreen"


async def test_a_shown_proposal_keeps_its_chart_and_says_when_facts_changed(tmp_path: Path, desk: Desk) -> None:
    proposal = desk.proposals.open_drafts()[0].id
    case.ask(desk, proposal, "changes_reported", False)
    case.build(desk, proposal, fund_index_300=MILLION, wmp_cash_a=2 * MILLION)
    desk.proposals.present(proposal)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter", "f12")
        await until(stage.pilot, lambda: "as computed on" in stage.text, "a projection")
        case.hold(desk, desk.proposals.projections.page(proposal).client.id, "fund-bond-plus", 7 * MILLION)
        await stage.press("escape", "f12")
        assert "changed since" in stage.text.splitlines()[3]
        assert len(kept(desk)) == 1
        await stage.press("3")
        assert "Ctrl+N" in stage.notices
        await stage.press("ctrl+n")
        await until(stage.pilot, lambda: "computed again" in stage.text, "a rerun")
        assert "changed since" not in stage.text.splitlines()[3]


async def test_without_a_goal_the_money_is_shown_alone(tmp_path: Path, desk: Desk) -> None:
    with desk.office.write("test.goals") as session:
        for goal in session.exec(select(Goal)).all():
            session.delete(goal)
        session.commit()
    async with proposal_stage(tmp_path, desk) as stage:
        await to_projection(stage)
        assert "an interview tells them" in stage.text
        assert "2056: 8 of 10 between" in stage.text


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("cells", [58, 78, 118])
def test_the_key_of_a_stress_test_stands_before_its_name(desk: Desk, lang: Lang, cells: int) -> None:
    (row,) = desk.proposals.of_client(client_id(desk, "C0001")).rows
    page = desk.proposals.projections.page(row.id)
    with writing_in(lang):
        lines = stress_keys(page, "", cells).plain.split("\n")
    assert all(re.match(r"\d ", line) for line in lines)
    assert all(width(line) <= cells for line in lines)
    assert len(lines) > 1


async def test_the_help_lists_the_stress_tests_once(tmp_path: Path, desk: Desk) -> None:
    async with proposal_stage(tmp_path, desk, size=(120, 40)) as stage:
        await to_projection(stage)
        shown = [text for _, text in keys_of(stage.app.screen)]
        assert shown.count("Stress tests") == 1


async def test_a_stress_test_that_changes_nothing_says_so(tmp_path: Path, desk: Desk) -> None:
    async with proposal_stage(tmp_path, desk, size=(120, 40)) as stage:
        await to_projection(stage)
        page = stage.app.screen._page  # type: ignore[attr-defined]  # the page of the projection's screen
        row = replace(page.stresses[0], found=page.base)
        assert "Changes nothing here" in source_line(page, row, 200).plain
