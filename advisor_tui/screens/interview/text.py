"""Headings, days and facts of an interview as its screens name them."""

from datetime import datetime

from advisor_tui.base.clock import business_date
from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.desk.views.interviews import InterviewHead
from advisor_tui.rules.said import Source
from advisor_tui.widgets.glyphs import signs


def next_source(source: Source) -> Source:
    """The source that F11 turns to: a document where nobody showed one, else the client's word."""
    return "client" if source == "document" else "document"


def title(head: InterviewHead) -> str:
    """Client, questionnaire and paper form, as every page of an interview is headed."""
    parts = [head.client.name, pick(head.title)]
    if head.form_number:
        parts.append(translate(mark("form {number}")).format(number=head.form_number))
    return signs(" · ").join(parts)


def day(instant: datetime | None) -> str:
    """The business date of an instant, or a dash."""
    return signs("—") if instant is None else business_date(instant).isoformat()
