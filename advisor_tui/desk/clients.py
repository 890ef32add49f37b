"""The client list: pages, search, jump, neighbours, saved views, and what is done to several clients at once."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.checks.fields import check_choice, check_text
from advisor_tui.desk.client.order import COLUMNS, IndexOrder, ListOrder, Order, Stretch, read_list
from advisor_tui.desk.client.preview import read_preview
from advisor_tui.desk.client.rows import read_lines
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.clients import (
    Both,
    ClientFilter,
    ClientLine,
    ClientPreview,
    ClientQuery,
    ManyDone,
    PlanForMany,
    SavedView,
    TierChoice,
)
from advisor_tui.desk.views.common import Anchor, ClientRef, JumpRow, Page
from advisor_tui.desk.views.tasks import Undone
from advisor_tui.desk.work.undo import UndoLog
from advisor_tui.store.pinyin import folded
from advisor_tui.store.search import lookup

if TYPE_CHECKING:
    from advisor_tui.store.tables import SavedView as SavedViewRow

# The tables are imported where something is written: their import takes longer than reading the list.
SCREEN = "clients"
_STATE = (
    "SELECT (SELECT rows FROM table_state WHERE table_name = 'client'), "
    "(SELECT seq FROM journal ORDER BY seq DESC LIMIT 1)"
)
_PLANNED = (
    "SELECT client_id FROM follow_up WHERE status = 'planned' AND planned_on = ? AND title = ? "
    "AND client_id IN (SELECT value FROM json_each(?))"
)
_GIVE_TIER = "UPDATE client SET tier = ? WHERE tier <> ? AND id IN (SELECT value FROM json_each(?))"
_NAME = "SELECT id, name, number FROM client WHERE id = ?"


class Clients:
    """The client list and search."""

    def __init__(self, office: Office, undo: UndoLog | None = None) -> None:
        self._office = office
        self._undo = undo or UndoLog(office)
        self._names: dict[str, Both] = {tier.id: tier.name for tier in office.reference.tiers}
        self._ranks = {tier: rank for rank, tier in enumerate(self._names)}
        self._list: tuple[ClientQuery, int, date, ListOrder] | None = None
        self._indexes: dict[tuple[str, bool], IndexOrder] = {}

    # Reading

    def page(self, query: ClientQuery, anchor: Anchor, count: int) -> Page[ClientLine]:
        """A page of the list; keys are client ids."""
        today = self._office.today
        with self._office.rows() as connection:
            stretch = self._stretch(connection, query, anchor, count)
            rows = read_lines(connection, stretch.docids, self._names, today, query.text)
        return Page(rows, stretch.first, stretch.total)

    def count(self, query: ClientQuery) -> int:
        """How many clients the list has."""
        with self._office.rows() as connection:
            return self._stretch(connection, query, Anchor("start"), 1).total

    def next_client(self, query: ClientQuery, client_id: str) -> ClientRef | None:
        """The client after this one in the list, None at its end."""
        return self._neighbour(query, Anchor("after", client_id))

    def previous_client(self, query: ClientQuery, client_id: str) -> ClientRef | None:
        """The client before this one in the list, None at its start."""
        return self._neighbour(query, Anchor("before", client_id))

    def jump(self, text: str, limit: int) -> list[JumpRow]:
        """The clients that a typed text finds, best first."""
        query = ClientQuery(text)
        if not folded(text):
            return []
        rows = self.page(query, Anchor("start"), limit).rows
        return [JumpRow(row.ref, row.ref.name, row.found_by) for row in rows]

    def preview(self, client_id: str) -> ClientPreview:
        """What stands beside the list.

        Raises:
            DeskError: `no_client` when there is none.
        """
        with self._office.rows() as connection:
            return read_preview(connection, client_id, self._office.today)

    def ref(self, client_id: str) -> ClientRef:
        """A client's name and number.

        Raises:
            DeskError: `no_client`.
        """
        with self._office.rows() as connection:
            row = connection.exec_driver_sql(_NAME, (client_id,)).first()
        if row is None:
            raise DeskError("no_client", mark("There is no such client."))
        return ClientRef(*row)

    def tiers(self) -> tuple[TierChoice, ...]:
        """The bank's tiers, from the lowest up."""
        return tuple(TierChoice(tier, name) for tier, name in self._names.items())

    def _neighbour(self, query: ClientQuery, anchor: Anchor) -> ClientRef | None:
        rows = self.page(query, anchor, 1).rows
        return rows[0].ref if rows else None

    def _stretch(self, connection: Connection, query: ClientQuery, anchor: Anchor, count: int) -> Stretch:
        total, state = connection.exec_driver_sql(_STATE).one()
        key = folded(query.text)
        if not key and query.filter.empty:
            return self._index(query, total or 0).stretch(connection, anchor, count)
        held = self._held(query, state or 0)
        if held is None and key and query.filter.empty and query.sort == "match" and anchor.kind == "start":
            found = lookup.count(connection, key, total or 0)
            return Stretch(lookup.best(connection, key, count, found=found, book=total or 0), 0, found)
        return (held or self._read(connection, query, state or 0)).stretch(connection, anchor, count)

    def _index(self, query: ClientQuery, total: int) -> Order:
        known = (COLUMNS[query.sort], query.descending or query.sort == "match")
        if known not in self._indexes:
            self._indexes[known] = IndexOrder(known[0], descending=known[1])
        self._indexes[known].total = total
        return self._indexes[known]

    def _held(self, query: ClientQuery, state: int) -> ListOrder | None:
        if self._list and self._list[:3] == (query, state, self._office.today):
            return self._list[3]
        return None

    def _read(self, connection: Connection, query: ClientQuery, state: int) -> ListOrder:
        docids = read_list(connection, query, self._ranks, self._office.today)
        before = self._list[3] if self._list and self._list[0] == query else None
        order = ListOrder(docids, before)
        self._list = (query, state, self._office.today, order)
        return order

    # Saved views

    def saved_views(self) -> tuple[SavedView, ...]:
        """The named views, by name."""
        from sqlmodel import select

        from advisor_tui.store.tables import SavedView as SavedViewRow

        with self._office.read() as session:
            rows = session.exec(select(SavedViewRow).where(SavedViewRow.screen == SCREEN)).all()
        return tuple(sorted((_view(row) for row in rows), key=lambda view: view.name))

    def save_view(self, name: str, query: ClientQuery) -> None:
        """Keep filter, sort and text under a name; an existing view of that name is replaced.

        Raises:
            DeskError: `field_missing`, `field_too_long`.
        """
        from sqlmodel import select

        from advisor_tui.store.tables import SavedView as SavedViewRow

        name = check_text(name, where="name", longest=40, required=True)
        definition = json.dumps(asdict(query), ensure_ascii=False)
        with self._undo.write("view.save") as session:
            found = select(SavedViewRow).where(SavedViewRow.screen == SCREEN, SavedViewRow.name == name)
            row = session.exec(found).first()
            if row is None:
                row = SavedViewRow(id=self._office.ids.new(), screen=SCREEN, name=name)
            row.definition = definition
            session.add(row)
            session.commit()

    def delete_view(self, view_id: str) -> None:
        """Forget a saved view; it can be undone."""
        from advisor_tui.store.tables import SavedView as SavedViewRow

        with self._undo.write("view.delete") as session:
            row = session.get(SavedViewRow, view_id)
            if row is not None:
                session.delete(row)
                session.commit()

    # Several clients at once

    def plan_follow_ups(self, client_ids: Iterable[str], plan: PlanForMany) -> ManyDone:
        """Plan the same follow-up for several clients; one that has it already is left alone.

        Raises:
            DeskError: `choice_invalid`, `field_missing`, `date_past`.
        """
        from advisor_tui.store.tables import FollowUp
        from advisor_tui.store.tables.contact import CHANNELS

        channel = check_choice(plan.channel, CHANNELS, where="channel")
        purpose = check_text(plan.purpose, where="purpose", required=True)
        if plan.planned_on < self._office.today:
            raise DeskError("date_past", mark("A follow-up is planned for today or later."), where="planned_on")
        wanted = sorted(set(client_ids))
        with self._undo.write("followup.plan_many") as session:
            same = (plan.planned_on.isoformat(), purpose, json.dumps(wanted))
            planned = {row[0] for row in session.connection().exec_driver_sql(_PLANNED, same)}
            rows = [
                FollowUp(
                    id=self._office.ids.new(), client_id=client_id, advisor_id=self._office.me.id,
                    planned_on=plan.planned_on, channel=channel, purpose="other", title=purpose,
                )
                for client_id in wanted if client_id not in planned
            ]  # fmt: skip
            if rows:
                session.add_all(rows)
                session.commit()
        return ManyDone(len(rows), len(wanted) - len(rows))

    def set_tier(self, client_ids: Iterable[str], tier: str) -> ManyDone:
        """Give several clients a tier; "" lets their assets decide again.

        Raises:
            DeskError: `choice_invalid`.
        """
        check_choice(tier, ("", *self._names), where="tier")
        wanted = sorted(set(client_ids))
        with self._undo.write("client.tier_many") as session:
            given = (tier, tier, json.dumps(wanted))
            changed = session.connection().exec_driver_sql(_GIVE_TIER, given).rowcount
            if changed:
                session.commit()
        return ManyDone(changed, len(wanted) - changed)

    def undo(self) -> Undone | None:
        """Take back the newest change of this list; None when there is none.

        Raises:
            DeskError: `changed_since`.
        """
        return self._undo.undo()


def _view(row: "SavedViewRow") -> SavedView:
    given = json.loads(row.definition)
    chosen = ClientFilter(**given.pop("filter", {}))
    return SavedView(row.id, row.name, ClientQuery(**given, filter=chosen))
