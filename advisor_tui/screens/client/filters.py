"""Filters of the client list, and the views that were saved under a name."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.desk.views.clients import ClientFilter, ClientQuery, SavedView, TierChoice
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.client import words
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.dialog import ask_text
from advisor_tui.widgets.form import FieldSpec, Form
from advisor_tui.widgets.line_events import RowChosen
from advisor_tui.widgets.line_table import LineTable

MOST_DAYS = 3650


class ClientFiltersScreen(DeskScreen):
    """Chooses what the list holds.

    Args:
        query: What it shows now; text and sort stay.
        tiers: The bank's tiers.
        then: Called with the new query.
    """

    AREA = "clients"
    HEADING = mark("Filter clients")
    HELP = mark(
        "Every condition that is filled in must hold. Ctrl+S shows the list. Ctrl+B keeps the conditions with sort and "
        "search under a name; Tab goes to the saved views, where Enter shows one and Delete forgets it."
    )
    FIRST_FOCUS = "#field-tier"
    CSS_PATH = "filters.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+b", "save_view", mark("Save as view"), id="filters.save-view"),
        Binding("ctrl+t", "clear", mark("Everyone"), id="filters.clear"),
        Binding("delete", "forget", mark("Forget view"), id="filters.forget"),
        Binding("ctrl+z", "undo", mark("Undo"), id="filters.undo", show=False),
    ]

    def __init__(self, query: ClientQuery, tiers: tuple[TierChoice, ...], then: Callable[[ClientQuery], None]) -> None:
        super().__init__()
        self._query = query
        self._tiers = tiers
        self._then = then

    def compose_body(self) -> ComposeResult:
        """The conditions and the saved views."""
        chosen = self._query.filter
        every = ("", translate(mark("All tiers")))
        no_yes = (("", translate(mark("No"))), ("yes", translate(mark("Yes"))))
        days = partial(FieldSpec, kind="digits", check=days_complaint, max_length=4)
        yield Form(
            (
                FieldSpec(
                    "tier", mark("Tier"), chosen.tier,
                    options=[every, *((tier.id, pick(tier.name)) for tier in self._tiers)],
                ),
                FieldSpec("due", mark("Follow-up due"), "yes" if chosen.follow_up_due else "", options=no_yes),
                days("maturing", mark("Matures within days"), _number(chosen.maturing_days)),
                FieldSpec(
                    "expired", mark("Assessment expired"), "yes" if chosen.assessment_expired else "", options=no_yes
                ),
                days("quiet", mark("No contact for days"), _number(chosen.no_contact_days)),
            ),
            id="filters-form",
        )  # fmt: skip
        yield Static(translate(mark("Saved views")), markup=False, id="filters-title")
        yield LineTable(
            (Column("name", mark("View"), 16, flex=1), Column("what", mark("Conditions"), 30, flex=2)),
            self._draw,
            empty=mark("No view is saved yet. Ctrl+B saves the conditions above."),
            id="filters-views",
        )

    @property
    def table(self) -> LineTable[SavedView]:
        """The saved views."""
        return self.query_one("#filters-views", LineTable)

    def _draw(self, view: SavedView) -> Line:
        tier = next((choice.name for choice in self._tiers if choice.id == view.query.filter.tier), None)
        what = words.filter_words(view.query.filter, tier)
        return Line(view.id, (view.name, f"{what}  {view.query.text}".rstrip()))

    def refresh_data(self) -> None:
        """Read the saved views."""
        self.ask(lambda desk: desk.clients.saved_views(), self._views, group="views")

    def _views(self, views: tuple[SavedView, ...]) -> None:
        self.table.show_rows(views)

    def _chosen_query(self, values: Mapping[str, str]) -> ClientQuery:
        chosen = ClientFilter(
            tier=values["tier"],
            follow_up_due=values["due"] == "yes",
            maturing_days=int(values["maturing"]) if values["maturing"] else None,
            assessment_expired=values["expired"] == "yes",
            no_contact_days=int(values["quiet"]) if values["quiet"] else None,
        )
        return replace(self._query, filter=chosen)

    @on(Form.Saved)
    def _apply(self, event: Form.Saved) -> None:
        self._use(self._chosen_query(event.values))

    def _use(self, query: ClientQuery) -> None:
        self.close()
        self._then(query)

    @on(RowChosen)
    def _view_chosen(self, event: RowChosen) -> None:
        self._use(cast(SavedView, event.row).query)

    def action_clear(self) -> None:
        """Show everyone again."""
        self._use(replace(self._query, filter=ClientFilter()))

    def action_save_view(self) -> None:
        """Keep the conditions under a name."""
        form = self.query_one(Form)
        if form.check():
            query = self._chosen_query(form.values())
            ask_text(
                self, mark("Under which name?"), lambda name: self.act(lambda desk: desk.clients.save_view(name, query))
            )

    def action_forget(self) -> None:
        """Forget the view under the cursor."""
        view = self.table.cursor_row
        if view is not None and self.table.has_focus:
            self.act(lambda desk: desk.clients.delete_view(view.id))

    def action_undo(self) -> None:
        """Take the last change of the views back."""
        self.act(lambda desk: desk.clients.undo(), lambda _: self.refresh_data())


def days_complaint(typed: str) -> str | None:
    """What is wrong with typed days, in the language in use, or None."""
    if typed.isdecimal() and int(typed) <= MOST_DAYS:
        return None
    return translate(mark("Days from 0 to {most}")).format(most=MOST_DAYS)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
