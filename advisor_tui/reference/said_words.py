"""What sources of figures and members of a household are called, on screens and on paper."""

from collections.abc import Mapping

from advisor_tui.base.languages import mark
from advisor_tui.rules.said import Role, Source

SAID_BY: Mapping[Source, str] = {
    "client": mark("client says"),
    "document": mark("document"),
    "head_office": mark("head office"),
}
"""Message ids of who says a figure."""
ROLE_NAMES: Mapping[Role, str] = {
    "spouse": mark("Spouse"),
    "child": mark("Child"),
    "parent": mark("Parent"),
    "sibling": mark("Sibling"),
    "other": mark("Other"),
}
"""Message ids of what a member of the household is to the client."""
