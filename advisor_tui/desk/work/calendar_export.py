"""Follow-ups leave in clear on purpose: masked unless asked otherwise, and written into the access log."""

from datetime import date

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import mask
from advisor_tui.desk.office import Office
from advisor_tui.desk.printing import write_in_clear
from advisor_tui.desk.views.followup_words import channel_name, purpose_name
from advisor_tui.desk.views.followups import Exported, FollowUpRow
from advisor_tui.desk.work import followup_rows
from advisor_tui.desk.work.calendar_file import Appointment, calendar_bytes


def export(office: Office, first: date, last: date, *, masked: bool) -> Exported:
    """Write the planned follow-ups of a range; the file is readable by its owner only.

    Raises:
        DeskError: `nothing_to_export`, `print_failed`.
    """
    with office.rows() as connection:
        rows = [row for row in followup_rows.between(connection, office.me.id, first, last) if row.status == "planned"]
    if not rows:
        raise DeskError("nothing_to_export", mark("No follow-up is planned in these days."))
    content = calendar_bytes(
        [Appointment(row.id, row.on, row.time, row.minutes, _summary(row, masked)) for row in rows],
        office.clock.now(),
        translate(mark("Follow-ups")),
    )
    path = write_in_clear(
        office,
        f"follow-ups-{first}-{last}.ics",
        content,
        action="follow_up.export",
        kind="export",
        what=f"follow_up.ics {first}..{last} {len(rows)} {'masked' if masked else 'whole'}",
    )
    return Exported(str(path), len(rows), masked)


def _summary(row: FollowUpRow, masked: bool) -> str:
    name = mask("name", row.client.name) if masked else row.client.name
    about = purpose_name(row.purpose) if masked or not row.title else row.title
    return f"{name} {about} ({channel_name(row.channel)})"
