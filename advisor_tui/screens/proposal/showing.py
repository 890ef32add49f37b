"""Asking before a draft is shown to the client: what is shown is a version that does not change any more."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from advisor_tui.base.languages import mark, translate
from advisor_tui.widgets.dialog import pick_one

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.bench import Workbench
    from advisor_tui.screens.base import DeskScreen


def ask_to_show(screen: "DeskScreen", bench: "Workbench", then: Callable[[], None]) -> None:
    """Say what showing does, and do it on Enter: a version that was fixed by mistake cannot be had back."""
    pick_one(
        screen,
        mark(
            "Show this draft to {name}? It becomes version {version} and does not change any more; what changes later "
            "is a new version."
        ),
        [("show", translate(mark("Show it to the client"))), ("back", translate(mark("Go on with the draft")))],
        lambda answer: then() if answer == "show" else None,
        name=bench.client.name,
        version=bench.version,
    )
