"""Every paper that a client signs has a form of its own: confirmations, written confirmations, notices."""

from dataclasses import replace
from functools import partial

from sqlmodel import select

from advisor_tui.desk.desk import Desk
from advisor_tui.desk.views.proposals import Decision
from advisor_tui.store.tables import CoolingOff
from tests.desk.proposal_case import ACCEPTED, assess, build, show_all, start
from tests.desk.test_confirmations import WRITTEN, insisting, shown
from tests.desk.test_cooling_off import accepted
from tests.support import refused


def test_a_form_number_belongs_to_one_proposal(desk: Desk) -> None:
    desk.proposals.confirmations.confirm(shown(desk), ACCEPTED)
    other = start(desk, assess(desk, "C0003", 3))
    build(desk, other, dep_term_1y=100_000_00)
    desk.proposals.present(other)
    show_all(desk, other)
    refused("form_number_used", lambda: desk.proposals.confirmations.confirm(other, ACCEPTED))
    assert desk.proposals.presentations.sheet(other).decisions == ()
    desk.proposals.confirmations.confirm(other, replace(ACCEPTED, form_number="F-0009"))
    assert [row.form_number for row in desk.proposals.presentations.sheet(other).decisions] == ["F-0009"]


def test_the_form_of_a_written_confirmation_serves_nothing_else(desk: Desk) -> None:
    """令2025年第7号 art. 38: a number of another proposal's form, or notice, confirms no cover in writing."""
    desk.proposals.confirmations.confirm(shown(desk), replace(ACCEPTED, form_number="F-0009"))
    proposal = insisting(desk)
    ticks = desk.proposals.confirmations.form(proposal).ticks
    papers = frozenset(tick.key for tick in ticks if not tick.numbered)
    confirm, correct = desk.proposals.confirmations.confirm, desk.proposals.confirmations.correct
    good = replace(ACCEPTED, ticks=papers, forms={WRITTEN: "W-0001"})
    for number in ("F-0009", "f-0009", ACCEPTED.form_number):
        refused("paper_number_used", partial(confirm, proposal, replace(good, forms={WRITTEN: number})))
    confirm(proposal, good)
    refused("form_number_used", partial(correct, proposal, replace(good, form_number="W-0001")))
    with desk.office.read() as session:
        cooling_off = session.exec(select(CoolingOff)).one().id
    refused("form_number_used", partial(desk.proposals.cooling_offs.step_back, cooling_off, "W-0001"))
    correct(proposal, replace(good, remark="同一单据"))


def test_a_notice_has_a_form_of_its_own(desk: Desk) -> None:
    """The form of a confirmation, of this proposal or of another client's, is no notice; and the reverse."""
    (row,) = accepted(desk)
    step_back = desk.proposals.cooling_offs.step_back
    for used in (ACCEPTED.form_number, f" {ACCEPTED.form_number.lower()} ", "Ｆ－０００１"):
        refused("form_number_used", lambda used=used: step_back(row.id, used))  # type: ignore[misc]  # called at once
    other = start(desk, assess(desk, "C0003", 3))
    build(desk, other, dep_term_1y=100_000_00)
    desk.proposals.present(other)
    desk.proposals.confirmations.confirm(other, Decision("declined", "F-0002", "赵六"))
    refused("form_number_used", lambda: step_back(row.id, "F-0002"))
    assert step_back(row.id, "b-0001") == 2
    for wrong in (replace(ACCEPTED, form_number="B-0001"), replace(ACCEPTED, form_number="F-0002")):
        refused("form_number_used", lambda wrong=wrong: desk.proposals.confirmations.correct(row.proposal, wrong))  # type: ignore[misc]  # called at once
