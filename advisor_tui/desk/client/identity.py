"""The client's main identity paper as papers and lists may show it."""

from sqlmodel import Session, col, select

from advisor_tui.base.text import mask
from advisor_tui.store.tables import IdentityDocument


def masked_identity(session: Session, client_id: str) -> str:
    """The number of a client's main identity paper, masked; "" where none is on record."""
    paper = session.exec(
        select(IdentityDocument)
        .where(IdentityDocument.client_id == client_id, col(IdentityDocument.main).is_(True))
        .order_by(col(IdentityDocument.id))
    ).first()
    return "" if paper is None else mask("id", paper.number)
