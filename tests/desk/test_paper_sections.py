"""What the client's paper says beside its lines: what is left out, how the risk lies, whom its sentences speak to."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from advisor_tui.base.languages import LANGUAGES, Lang, use_language
from advisor_tui.base.money import yuan
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.draft import change_line
from advisor_tui.desk.proposal.levels import level_mix
from advisor_tui.desk.proposal.paper_content import Frozen
from advisor_tui.desk.proposal.paper_sections import proposal_content
from advisor_tui.desk.views.papers import PROPOSAL, PaperChoice
from advisor_tui.documents.proposal import ProposalContent
from advisor_tui.rules.needs.need import NEED_KINDS
from advisor_tui.screens.proposal.risk_scale import risk_scale
from advisor_tui.store.tables import Holding
from tests.desk import proposal_case as case
from tests.desk.paper_case import full_proposal
from tests.desk.test_proposal_purposes import goal, interview
from tests.desk.test_proposal_purposes import need as bare_need
from tests.documents.reading import words_of

NEEDS = "Needs and goals"
MISSING = "Missing insurance"


@pytest.fixture
def client(desk: Desk) -> str:
    use_language("en")
    return case.assess(desk, "C0001", 3)


def need(desk: Desk, client: str, of: str, kind: str, **told: str) -> str:
    """A need of an interview with all that its sentence tells; its id."""
    return bare_need(desk, client, of, kind, 900_000_00, **{name: told.get(name, 1) for name in NEED_KINDS[kind]})


def shown(desk: Desk, client: str, serving: dict[str, str] | None = None, amount: int = 500_000_00) -> ProposalContent:
    """The paper of a proposal with one line, which serves what is named by `goal` or `need`."""
    proposal = case.start(desk, client)
    draft = case.build(desk, proposal, wmp_cash_a=amount)
    saved: dict[str, Any] = dict(serving or {})
    desk.proposals.save(proposal, change_line(draft, case.CASH, **saved))
    desk.proposals.present(proposal)
    return read(desk, proposal)


def read(desk: Desk, proposal: str) -> ProposalContent:
    with desk.office.read() as session:
        return proposal_content(Frozen(session, desk.office, proposal))


@pytest.mark.parametrize("kind", ["idle_cash", "maturing_money"])
def test_money_that_looks_for_a_place_is_met_by_whatever_is_bought(desk: Desk, client: str, kind: str) -> None:
    need(desk, client, interview(desk, client, 3), kind)
    assert shown(desk, client).left_out == ()


def test_idle_money_stays_unmet_where_nothing_is_bought(desk: Desk, client: str) -> None:
    need(desk, client, interview(desk, client, 3), "idle_cash")
    case.hold(desk, client, case.CASH, 500_000_00)
    assert dict(shown(desk, client).left_out)[NEEDS].startswith("Idle cash: no line")


@pytest.mark.parametrize(
    ("kind", "params", "of"),
    [
        ("retirement_gap", {}, "retirement"),
        ("goal_shortfall", {"goal": "education"}, "education"),
        ("emergency_fund", {}, "emergency"),
    ],
)
def test_a_gap_is_met_by_a_line_for_its_goal_and_the_goal_by_a_line_for_its_gap(
    desk: Desk, client: str, kind: str, params: dict[str, str], of: str
) -> None:
    held = interview(desk, client, 3)
    lacking = need(desk, client, held, kind, **params)
    wanted = goal(desk, client, held, kind=of)
    assert shown(desk, client, {"goal": wanted}).left_out == ()
    assert shown(desk, client, {"need": lacking}).left_out == ()


def test_the_gap_of_another_goal_stays_unmet(desk: Desk, client: str) -> None:
    held = interview(desk, client, 3)
    need(desk, client, held, "goal_shortfall", goal="education")
    need(desk, client, held, "retirement_gap")
    told = dict(shown(desk, client, {"goal": goal(desk, client, held, kind="house")}).left_out)
    assert told[NEEDS].startswith("Gap of a goal, Retirement gap: no line")


def test_needs_that_the_bank_counts_as_one_are_met_together(desk: Desk, client: str) -> None:
    held = interview(desk, client, 3)
    served = need(desk, client, held, "protection_gap")
    need(desk, client, held, "protection_debts")
    need(desk, client, held, "liquidity")
    told = dict(shown(desk, client, {"need": served}).left_out)
    assert told[NEEDS].startswith("Money soon needed: no line")


def test_of_missing_insurance_the_classes_that_no_line_serves_are_named(desk: Desk, client: str) -> None:
    held = interview(desk, client, 3)
    medical, *_ = (need(desk, client, held, "insurance_missing", insurance=word) for word in ("medical", "accident"))
    told = shown(desk, client, {"need": medical}).left_out
    assert dict(told).keys() == {MISSING}
    assert dict(told)[MISSING].startswith("accident cover: no line")
    use_language("zh")
    assert dict(shown(desk, client).left_out)["保险缺口"].startswith("医疗险、意外险：")


def test_the_risk_on_paper_is_that_of_the_builders_scale(desk: Desk, client: str) -> None:
    case.hold(desk, client, case.FIXED, 200_000_00)
    proposal = case.start(desk, client)
    draft = case.build(desk, proposal, wmp_cash_a=300_000_00, dep_demand=100_000_00)
    bench = desk.proposals.bench(proposal)
    _, held, proposed = risk_scale(bench, draft, 120).plain.split("\n")
    desk.proposals.present(proposal)
    levels = read(desk, proposal).levels
    whole = sum(position.value for position in bench.positions)
    rated = {position.level for position in bench.positions if position.level}
    assert levels.now is not None
    assert 2 in rated
    for level in range(1, 6):
        fen = sum(position.value for position in bench.positions if position.level == level)
        assert levels.now[level - 1] == fen * 10_000 // whole
        assert (f"{round(fen * 100 / whole)}%" in held) or not fen
    assert levels.proposed == (7500, 0, 0, 0, 0, 2500)
    assert "75%" in proposed


def test_the_risk_on_paper_stays_as_it_was_at_the_presentation(desk: Desk) -> None:
    proposal = case.present(desk)
    before = read(desk, proposal).levels
    with desk.office.write("test.later") as session:
        for holding in session.exec(select(Holding)):
            holding.value, holding.risk_level = holding.value * 3 + 1, 5
        session.commit()
    assert read(desk, proposal).levels == before


def test_shares_are_of_all_money_and_what_has_no_level_is_the_last() -> None:
    mix = level_mix([(2, 200), (3, 200), (None, 600)])
    assert (mix.shares, mix.mean) == ((0, 2000, 2000, 0, 0, 6000), 250)
    assert (level_mix([]).shares, level_mix([]).mean) == ((0,) * 6, None)


def test_the_record_of_the_levels_is_no_finding_that_anybody_is_told(desk: Desk) -> None:
    proposal = case.present(desk)
    assert "levels_held" not in {view.rule for view in desk.proposals.presentations.sheet(proposal).findings}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_paper_speaks_to_the_client_and_its_amounts_have_a_unit(desk: Desk, lang: Lang) -> None:
    proposal = full_proposal(desk, lines=3)
    desk.proposals.projections.run(proposal)
    use_language(lang)
    content = read(desk, proposal)
    assert content.projected is not None
    said = " ".join([text for _, text in content.needs] + list(content.projected.model))
    to_others = ("与客户", "客户本人", "客户所述", "The client's", "as the client")
    assert not [phrase for phrase in to_others if phrase in said]
    figures = dict(content.projected.figures)
    label = {"zh": "家庭月收入", "en": "Family income a month"}[lang]
    assert figures[label].endswith({"zh": " 元", "en": " yuan"}[lang])
    assert "万元" in content.projected.range
    due = next(text for _, text in content.needs if yuan(8_850_000_00) in text)
    if lang == "en":
        assert due.startswith("8,850,000 yuan fall due in 0 to 30 days (holdings: 1)")


def test_a_sale_against_advice_is_told_as_the_clients_own_wish(desk: Desk, client: str, tmp_path: Path) -> None:
    proposal = case.start(desk, client)
    draft = case.build(desk, proposal, wmp_cash_a=500_000_00, wmp_fixed_90=500_000_00)
    desk.proposals.save(proposal, change_line(draft, case.FIXED, origin="insists"))
    desk.proposals.present(proposal)
    assert [line.insists for line in read(desk, proposal).lines] == [False, True]
    pdf = desk.proposal_papers.write(proposal, PaperChoice(PROPOSAL), "zh").read_bytes()
    words = words_of(pdf, tmp_path)
    assert "您自愿购买（非本行建议）" in words
    assert "建议终止购买。如您坚持购买，系出于本人意愿" in words
