"""A presented proposal on paper, from the desk: what it says, whose hash it bears, and what is recorded of it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from advisor_tui.base.languages import Lang, language, use_language
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.paper_content import Frozen
from advisor_tui.desk.proposal.paper_sections import opinion_facts, proposal_content
from advisor_tui.desk.views.papers import COMPARISON, DISCLOSURE, OPINION, PROPOSAL, PaperChoice
from advisor_tui.documents.signing import grouped
from advisor_tui.store.tables import AccessLog, Confirmation, Goal, Proposal, RiskAssessment
from tests.desk.paper_case import LINES, full_proposal
from tests.desk.proposal_case import ACCEPTED, add_goal, assess, build, hold, present, show_all, start
from tests.documents.reading import pages_of, text_of, words_of
from tests.support import refused

LARGEST = 300 * 1024


def written(desk: Desk, proposal: str, kind: str, lang: Lang = "zh") -> bytes:
    """The bytes of the first paper of a kind."""
    choice = next(choice for choice in desk.proposal_papers.offer(proposal) if choice.kind == kind)
    return desk.proposal_papers.write(proposal, choice, lang).read_bytes()


def test_the_printed_hash_is_the_one_that_the_decision_is_recorded_with(desk: Desk, tmp_path: Path) -> None:
    proposal = present(desk)
    papers = [written(desk, proposal, kind) for kind in (PROPOSAL, OPINION, COMPARISON, DISCLOSURE)]
    show_all(desk, proposal)
    desk.proposals.confirmations.confirm(proposal, ACCEPTED)
    with desk.office.read() as session:
        recorded = session.exec(select(Confirmation.proposal_sha256)).one()
    assert re.fullmatch(r"[0-9a-f]{64}", recorded)
    for pdf in papers:
        assert grouped(recorded) in text_of(pdf, tmp_path)


def test_another_version_bears_another_hash(desk: Desk, tmp_path: Path) -> None:
    proposal = present(desk)
    first = desk.proposals.presentations.sheet(proposal).sha256
    newer = desk.proposals.new_version(proposal)
    build(desk, newer, wmp_cash_a=900_000_00)
    desk.proposals.present(newer)
    second = desk.proposals.presentations.sheet(newer).sha256
    assert first != second
    text = text_of(written(desk, newer, PROPOSAL), tmp_path)
    assert grouped(second) in text
    assert grouped(first) not in text


def test_names_are_whole_and_the_identity_number_is_masked(desk: Desk, tmp_path: Path) -> None:
    words = words_of(written(desk, present(desk), PROPOSAL), tmp_path)
    assert "张三丰" in words
    assert "11010519491231002X" not in words
    assert "1****************X" in words


def test_each_print_is_a_journalled_act_and_a_file_of_its_owners_only(desk: Desk) -> None:
    proposal = present(desk)
    path = desk.proposal_papers.write(proposal, PaperChoice(OPINION), "en")
    assert path.parent == desk.office.home.print
    assert path.stat().st_mode & 0o777 == 0o600
    assert "张三丰" not in path.name
    with desk.office.read() as session:
        log = session.exec(select(AccessLog)).one()
        client = session.get_one(Proposal, proposal).client_id
    assert (log.kind, log.what, log.client_id) == ("print", "suitability_opinion 1-V1", client)
    with desk.office.rows() as connection:
        action = connection.exec_driver_sql("SELECT action FROM journal ORDER BY seq DESC LIMIT 1").scalar_one()
    assert action == "proposal.print"


@pytest.mark.parametrize(("screen", "paper"), [("zh", "en"), ("en", "zh")])
def test_the_paper_is_in_the_clients_language_and_the_screen_stays_in_its_own(
    desk: Desk, screen: Lang, paper: Lang, tmp_path: Path
) -> None:
    use_language(screen)
    text = text_of(written(desk, present(desk), PROPOSAL, paper), tmp_path)
    titles = {"zh": "财富规划建议书", "en": "Wealth proposal"}
    assert titles[paper] in text
    assert titles[screen] not in text
    assert language() == screen


def test_the_same_version_printed_twice_has_the_same_bytes(desk: Desk) -> None:
    proposal = present(desk)
    first = written(desk, proposal, PROPOSAL)
    desk.office.clock.move(timedelta(hours=3))  # type: ignore[attr-defined]  # the clock of tests
    assert written(desk, proposal, PROPOSAL) == first


def test_a_draft_has_no_papers(desk: Desk) -> None:
    draft = start(desk, assess(desk, "C0001", 3))
    build(desk, draft, wmp_cash_a=100_000_00)
    refused("still_a_draft", lambda: desk.proposal_papers.offer(draft))
    refused("still_a_draft", lambda: desk.proposal_papers.write(draft, PaperChoice(PROPOSAL), "zh"))


def test_a_disclosure_is_of_a_product_that_is_bought_and_of_no_deposit(desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    hold(desk, client, "wmp-fixed-90", 500_000_00)
    proposal = start(desk, client)
    build(desk, proposal, wmp_cash_a=300_000_00, dep_demand=100_000_00, wmp_fixed_90=500_000_00)
    desk.proposals.present(proposal)
    offered = desk.proposal_papers.offer(proposal)
    kinds = [(choice.kind, choice.product and choice.product["en"]) for choice in offered]
    assert kinds == [
        (PROPOSAL, None), (OPINION, None), (COMPARISON, None), (DISCLOSURE, "Chenghu Daily Cash A"),
    ]  # fmt: skip
    stranger = PaperChoice(DISCLOSURE, "no-such-product")
    refused("line_unknown", lambda: desk.proposal_papers.write(proposal, stranger, "zh"))


def test_the_client_stays_as_told_at_the_presentation(desk: Desk) -> None:
    """The level of the opinion is the one that the proposal was shown with, whatever was assessed later."""
    proposal = present(desk)
    with desk.office.write("test.later") as session:
        client = session.get_one(Proposal, proposal).client_id
        session.add(
            RiskAssessment(
                id=desk.office.ids.new(), client_id=client, level=1, assessed_on=desk.office.today,
                valid_until=desk.office.today + timedelta(days=30),
            )
        )  # fmt: skip
        session.commit()
    use_language("en")
    with desk.office.read() as session:
        facts = dict(opinion_facts(Frozen(session, desk.office, proposal)))
    assert facts["The client's risk level"].startswith("C3")
    assert facts["Whether the client reports changes"] == "no"


def test_what_is_left_out_is_named(desk: Desk) -> None:
    use_language("en")
    client = assess(desk, "C0001", 3)
    goal = add_goal(desk, client)
    first = start(desk, client)
    build(desk, first, wmp_cash_a=300_000_00, wmp_fixed_90=500_000_00)
    desk.proposals.present(first)
    newer = desk.proposals.new_version(first)
    draft = desk.proposals.bench(newer).draft
    desk.proposals.save(newer, type(draft)(draft.investable, draft.lines[:1], draft.asked))
    desk.proposals.present(newer)
    with desk.office.read() as session:
        assert session.get_one(Goal, goal).kind == "education"
        content = proposal_content(Frozen(session, desk.office, newer))
    told = dict(content.left_out)
    assert told["Needs and goals"].startswith("Education 2030")
    assert told["Chenghu Steady 90 days"] == "It stood in version 1 and was taken out."


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_whole_proposal_of_twelve_lines_is_whole_on_paper(desk: Desk, lang: Lang, tmp_path: Path) -> None:
    """Needs of a real interview, products of every kind, a client of 65: every line, fee and duty is on the paper."""
    proposal = full_proposal(desk)
    sheet = desk.proposals.presentations.sheet(proposal)
    assert len(sheet.lines) == LINES
    pdf = written(desk, proposal, PROPOSAL, lang)
    words = words_of(pdf, tmp_path)
    assert len(pdf) <= LARGEST
    assert 3 <= len(pages_of(pdf, tmp_path)) <= 8
    for line in sheet.lines:
        assert "".join(line.name[lang].split()) in words
    warned = {"zh": "履行老年客户特别注意义务", "en": "Takespecialcareoftheseniorclient"}
    assert warned[lang] in words
    told = {"zh": "应急备用金不足", "en": "Emergencyfund"}
    assert told[lang] in words
    for choice in desk.proposal_papers.offer(proposal):
        assert desk.proposal_papers.write(proposal, choice, lang).stat().st_size <= LARGEST


def test_a_stored_projection_is_drawn_with_its_assumptions(desk: Desk, tmp_path: Path) -> None:
    proposal = full_proposal(desk, lines=3)
    before = words_of(written(desk, proposal, PROPOSAL), tmp_path)
    assert "测算假设" not in before
    desk.proposals.projections.run(proposal)
    words = words_of(written(desk, proposal, PROPOSAL), tmp_path)
    for expected in ("情景测算", "测算假设", "不构成任何承诺", "随机种子", "中位数（建议）"):
        assert expected in words, expected
