"""The columns of the client list, and what it can be sorted by."""

from collections.abc import Mapping

from advisor_tui.base.languages import mark
from advisor_tui.desk.views.clients import Sort
from advisor_tui.widgets.columns import Column

SORT_NAMES: Mapping[Sort, str] = {
    "match": mark("best match"),
    "name": mark("Name"),
    "tier": mark("Tier"),
    "assets": mark("Assets"),
    "risk": mark("Risk level"),
    "contact": mark("Last contact"),
    "due": mark("Next due"),
}
COLUMNS = (
    Column("name", mark("Client"), 8, flex=2),
    Column("number", mark("Number"), 10, min_screen_width=70),
    Column("tier", mark("Tier"), 8, min_screen_width=44),
    Column("assets", mark("Assets 10k"), 10, align="right"),
    Column("risk", mark("Rated"), 5, min_screen_width=44),
    Column("contact", mark("Contact"), 7, min_screen_width=54),
    Column("due", mark("Next"), 7),
)
