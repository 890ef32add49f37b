"""What of the market and the client's life bears on the question that stands."""

from textual.content import Content

from advisor_tui.base.languages import pick
from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import plain


def events_of(step: InterviewStep, *, private: bool = True) -> Content:
    """A line an event, with its source; without `private` only what the client may see, when the screen is turned."""
    shown = [event for event in step.events if private or not event.private]
    lines = [plain(signs("▸ ") + f"{pick(event.sentence)} ({pick(event.source)})") for event in shown]
    return Content("\n").join(lines)
