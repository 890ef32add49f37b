"""The numbers of the forms that a client signs: each form serves one paper, whatever proposal it is of."""

from sqlmodel import Session, col, or_, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import half_width, one_line
from advisor_tui.store.tables import Confirmation, CoolingOff, Disclosure, Proposal, ProposalLine


def clean_number(typed: str) -> str:
    """A form's number as it is kept: half-width, capitals, one line; "" where there is none."""
    return one_line(half_width(typed)).upper()


def serving(session: Session, number: str, corrected: str = "") -> Proposal | None:
    """The proposal for which a form of this number was signed already.

    It may have been its confirmation, a written confirmation of its own (令2025年第7号 art. 38), or the notice by which
    the client stepped back from one of its lines.

    Args:
        session: Where to look.
        number: A number as `clean_number` gives it.
        corrected: The id of the proposal whose confirmation is written down anew, and may keep its number.
    """
    confirmed = select(Confirmation.proposal_id).where(
        Confirmation.form_number == number, Confirmation.proposal_id != corrected
    )
    papers = select(Disclosure.proposal_id).where(Disclosure.form_number == number)
    notices = (
        select(ProposalLine.proposal_id)
        .join(CoolingOff, col(CoolingOff.line_id) == col(ProposalLine.id))
        .where(CoolingOff.form_number == number)
    )
    served = or_(*(col(Proposal.id).in_(found) for found in (confirmed, papers, notices)))
    return session.exec(select(Proposal).where(served)).first()


def require_unused(session: Session, number: str, corrected: str = "") -> None:
    """Refuse the number of a form that serves another paper already; see `serving`.

    Raises:
        DeskError: `form_number_used`.
    """
    other = serving(session, number, corrected)
    if other is not None:
        raise DeskError(
            "form_number_used",
            mark("Form {form} serves proposal {number} version {version} already: every paper has a form of its own."),
            form=number,
            number=other.number,
            version=other.version,
        )
