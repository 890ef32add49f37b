"""The lists of proposals, by prebuilt statements."""

from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlmodel import Session

from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.proposals import ProposalRow
from advisor_tui.store.tables import metadata

MOST_OPEN = 500
"""Open drafts that the list without a client shows at most."""
_client_table = metadata.tables["client"]
_client = _client_table.c
_proposal = metadata.tables["proposal"].c
_line = metadata.tables["proposal_line"].c
_amount = select(func.coalesce(func.sum(_line.amount), 0)).where(_line.proposal_id == _proposal.id).scalar_subquery()
_lines = select(func.count()).where(_line.proposal_id == _proposal.id).scalar_subquery()
_cooling = metadata.tables["cooling_off"].c
_stepped_back = (_cooling.line_id == _line.id, _line.proposal_id == _proposal.id, _cooling.status == "revoked")
_revoked = select(func.count(_cooling.id)).where(*_stepped_back).scalar_subquery()
_undone = select(func.coalesce(func.sum(_line.amount - _line.held), 0)).where(*_stepped_back).scalar_subquery()
_moment = func.coalesce(
    _proposal.decided_at, _proposal.presented_at, _proposal.created_at, type_=_proposal.created_at.type
)
_ROWS: Select[Any] = select(
    _proposal.id, _client.id, _client.name, _client.number, _proposal.number, _proposal.version, _proposal.status,
    _moment, _proposal.investable, _amount, _lines, _revoked, _undone,
).join(_client_table, _client.id == _proposal.client_id)  # fmt: skip
_OF_CLIENT = _ROWS.where(_proposal.client_id == bindparam("client")).order_by(
    _proposal.number.desc(), _proposal.version.desc()
)
_OPEN = _ROWS.where(_proposal.status == "draft").order_by(_proposal.created_at.desc()).limit(MOST_OPEN)


def rows_of_client(session: Session, client_id: str) -> tuple[ProposalRow, ...]:
    """Every version of a client's proposals, the newest first."""
    return _rows(session, _OF_CLIENT, client=client_id)


def open_rows(session: Session) -> tuple[ProposalRow, ...]:
    """The open drafts of all clients, the newest first, at most `MOST_OPEN`."""
    return _rows(session, _OPEN)


def _rows(session: Session, statement: Select[Any], **params: object) -> tuple[ProposalRow, ...]:
    rows = session.connection().execute(statement, params).all()
    latest: dict[tuple[str, int], int] = {}
    for row in rows:
        latest[row[1], row[4]] = max(latest.get((row[1], row[4]), 0), row[5])
    found = []
    for row_id, client, name, code, number, version, status, moment, investable, amount, lines, *back in rows:
        newest = latest[client, number] == version
        ref = ClientRef(client, name, code)
        found.append(
            ProposalRow(row_id, ref, number, version, status, moment, investable, amount, lines, newest, *back)
        )
    return tuple(found)
