"""The qualifications of the advisor, as head office sends them."""

from datetime import date

from advisor_tui.desk.desk import Desk
from advisor_tui.desk.views.staff_words import QUALIFICATION_NAMES
from advisor_tui.store.tables import StaffQualification


def qualify(desk: Desk, *kinds: str, until: date | None = None) -> None:
    """Give the advisor qualifications of these kinds, of all where none is named."""
    office = desk.office
    with office.write("test.qualify") as session:
        for kind in kinds or QUALIFICATION_NAMES:
            session.add(
                StaffQualification(
                    id=office.ids.new(), advisor_id=office.me.id, kind=kind, certificate=kind,
                    valid_from=date(2024, 1, 1), valid_until=until,
                )
            )  # fmt: skip
        session.commit()
