"""What a client has been shown does not change, whatever code tries it; erasing the client takes it along."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from advisor_tui.desk.desk import Desk
from advisor_tui.store.frozen import SAID
from tests.desk.proposal_case import ACCEPTED, build, present, show_all, start
from tests.support import client_id

CHANGES = (
    "UPDATE proposal SET investable = investable + 1 WHERE id = :id",
    "UPDATE proposal SET asked = '{\"premium_budget\": 1}' WHERE id = :id",
    "UPDATE proposal SET status = 'draft' WHERE id = :id",
    "DELETE FROM proposal WHERE id = :id",
    "UPDATE proposal_line SET amount = amount + 1 WHERE proposal_id = :id",
    "UPDATE proposal_line SET origin = 'client' WHERE proposal_id = :id",
    "DELETE FROM proposal_line WHERE proposal_id = :id",
    "INSERT INTO proposal_line (id, proposal_id, client_id, product_id, position, amount, held, pay, origin) "
    "SELECT 'x', proposal_id, client_id, product_id, 9, 1, 0, '', 'advisor' FROM proposal_line "
    "WHERE proposal_id = :id LIMIT 1",
    "UPDATE finding SET verdict = 'allowed', params = '{\"x\": 1}' WHERE proposal_id = :id",
    "DELETE FROM finding WHERE proposal_id = :id",
)
RECORDS = (
    "UPDATE proposal SET status = 'declined' WHERE id = :id",
    "UPDATE confirmation SET form_number = 'F-2' WHERE proposal_id = :id",
    "DELETE FROM confirmation WHERE proposal_id = :id",
    "UPDATE disclosure SET read_seconds = 999 WHERE proposal_id = :id",
    "DELETE FROM disclosure WHERE proposal_id = :id",
)


def tried(desk: Desk, statement: str, proposal: str) -> None:
    with desk.office.write("test.change") as session:
        session.connection().execute(text(statement), {"id": proposal})
        session.commit()


@pytest.mark.parametrize("statement", CHANGES)
@pytest.mark.parametrize("accepted", [False, True])
def test_what_was_shown_does_not_change(desk: Desk, statement: str, accepted: bool) -> None:
    proposal = present(desk)
    if accepted:
        show_all(desk, proposal)
        desk.proposals.confirmations.confirm(proposal, ACCEPTED)
    before = desk.proposals.presentations.sheet(proposal)
    with pytest.raises(DBAPIError, match=SAID):
        tried(desk, statement, proposal)
    assert desk.proposals.presentations.sheet(proposal) == before


@pytest.mark.parametrize("statement", RECORDS)
def test_what_the_client_decided_does_not_change(desk: Desk, statement: str) -> None:
    proposal = present(desk)
    show_all(desk, proposal)
    desk.proposals.confirmations.confirm(proposal, ACCEPTED)
    with pytest.raises(DBAPIError, match=SAID):
        tried(desk, statement, proposal)


@pytest.mark.parametrize("statement", [one for one in CHANGES if "finding" not in one and "'draft'" not in one])
def test_a_draft_changes_as_before(desk: Desk, statement: str) -> None:
    presented = present(desk)
    draft = start(desk, client_id(desk, "C0001"))
    build(desk, draft, wmp_cash_a=1_000_000_00)
    if statement.startswith("DELETE FROM proposal "):
        tried(desk, "DELETE FROM proposal_line WHERE proposal_id = :id", draft)
    tried(desk, statement, draft)
    assert desk.proposals.presentations.sheet(presented).proposal.status == "presented"


def test_erasing_the_client_takes_everything_along(tmp_path: Path, desk: Desk) -> None:
    proposal = present(desk)
    show_all(desk, proposal)
    desk.proposals.confirmations.confirm(proposal, ACCEPTED)
    with desk.office.write("test.erase") as session:
        connection = session.connection()
        connection.execute(text("DELETE FROM task"))
        connection.execute(text("DELETE FROM follow_up"))
        connection.execute(text("UPDATE proposal SET assessment_id = assessment_id"))
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        connection.execute(text("DELETE FROM client WHERE id = :id"), {"id": client_id(desk, "C0001")})
        left = connection.execute(text("SELECT count(*) FROM proposal_line")).scalar_one()
        assert left == 0
