"""Adding and correcting clients, contact notes and life events; each can be undone.

A contact note is never taken away: a newer one that names it corrects it, and both stay.
"""

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from advisor_tui.base.clock import business_date, midday
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.checks.fields import check_choice, check_date, check_text
from advisor_tui.desk.client.checks import ALL, PAPER_FIELDS, CheckedForm, check_form
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.clients import ClientForm, ContactNote, NewLifeEvent, Saved
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.tasks import Undone
from advisor_tui.desk.work.undo import UndoLog
from advisor_tui.store.client_numbers import next_number
from advisor_tui.store.tables import AccessLog, Client, ContactLog, IdentityDocument, LifeEvent
from advisor_tui.store.tables.contact import CHANNELS, LIFE_EVENTS


class ClientEdits:
    """Adding and correcting clients, contact notes and life events."""

    def __init__(self, office: Office, undo: UndoLog | None = None) -> None:
        self._office = office
        self._undo = undo or UndoLog(office)

    # Clients

    def form(self, client_id: str) -> ClientForm:
        """What the form of a client holds; it shows the ID number and the phone, so the access log says so.

        Raises:
            DeskError: `no_client`.
        """
        with self._office.write("client.open_form") as session:
            client = _client(session, client_id)
            paper = _main_paper(session, client_id)
            session.add(
                AccessLog(
                    id=self._office.ids.new(), client_id=client_id, advisor_id=self._office.me.id,
                    at=self._office.clock.now(), kind="reveal", what="client_form",
                )
            )  # fmt: skip
            session.commit()
            return _form(client, paper)

    def add(self, form: ClientForm) -> Saved:
        """Add a client of this advisor.

        Raises:
            DeskError: A field is wrong (`where` names it) or `duplicate_client`, saying who it is.
        """
        checked = self._check(form)
        with self._undo.write("client.add") as session:
            self._refuse_duplicates(session, "", "", checked)
            values = dict(checked.client)
            values["number"] = values["number"] or next_number(session.connection())
            values["opened_on"] = values["opened_on"] or self._office.today
            client = Client(
                id=self._office.ids.new(), advisor_id=self._office.me.id, branch_id=self._office.me.branch_id, **values
            )
            session.add(client)
            session.flush()
            self._write_paper(session, client.id, checked)
            session.commit()
        return Saved(ClientRef(client.id, client.name, client.number), checked.warnings)

    def change(self, client_id: str, before: ClientForm, after: ClientForm) -> Saved:
        """Write what differs between the form as it was opened and as it is now.

        Raises:
            DeskError: A field is wrong, `duplicate_client`, or `changed_since`: someone changed such a field meanwhile.
        """
        changed = frozenset(name for name in ALL if getattr(before, name) != getattr(after, name))
        checked = self._check(after, changed)
        if "id_number" in changed and not after.id_number.strip():
            raise DeskError(
                "paper_kept", mark("The number of an identity paper is corrected, never emptied."), where="id_number"
            )
        with self._undo.write("client.edit") as session:
            client = _client(session, client_id)
            now = _form(client, _main_paper(session, client_id))
            for name in sorted(changed):
                if getattr(now, name) != getattr(before, name):
                    raise DeskError(
                        "changed_since", mark("This was changed meanwhile; open the form again."), where=name
                    )
            self._refuse_duplicates(session, client_id, client.name, checked)
            for name, value in checked.client.items():
                setattr(client, name, value)
            client.number = client.number or now.number
            session.add(client)
            if changed & PAPER_FIELDS:
                self._write_paper(session, client_id, checked)
            session.commit()
        return Saved(ClientRef(client.id, client.name, client.number), checked.warnings)

    def _check(self, form: ClientForm, only: frozenset[str] = ALL) -> CheckedForm:
        office = self._office
        tiers = tuple(tier.id for tier in office.reference.tiers)
        return check_form(form, today=office.today, tiers=tiers, demo=office.settings.demo, only=only)

    def _refuse_duplicates(self, session: Session, client_id: str, name_now: str, checked: CheckedForm) -> None:
        given = checked.client
        tests = []
        if given.get("number"):
            tests.append(("number", select(Client).where(Client.number == given["number"])))
        if checked.paper:
            same = (
                select(Client)
                .join(IdentityDocument)
                .where(
                    IdentityDocument.number == checked.paper["number"], IdentityDocument.kind == checked.paper["kind"]
                )
            )
            tests.append(("id_number", same))
        if given.get("phone"):
            name = given.get("name") or name_now
            tests.append(("phone", select(Client).where(Client.name == name, Client.phone == given["phone"])))
        for where, test in tests:
            found = session.exec(test.where(Client.id != client_id)).first()
            if found is not None:
                raise DeskError(
                    "duplicate_client", mark("This is already {name} ({number})."), where=where, name=found.name,
                    number=found.number,
                )  # fmt: skip

    def _write_paper(self, session: Session, client_id: str, checked: CheckedForm) -> None:
        if checked.paper is None:
            return
        paper = _main_paper(session, client_id) or IdentityDocument(
            id=self._office.ids.new(), client_id=client_id, number="-"
        )
        for name, value in checked.paper.items():
            setattr(paper, name, value)
        paper.seen_on = self._office.today
        session.add(paper)

    # Contacts and life events

    def add_note(self, client_id: str, note: ContactNote, corrects: str | None = None) -> str:
        """Note a contact down, and answer its id.

        Args:
            client_id: Whom it was with.
            note: What was said.
            corrects: The note that this one corrects; it stands at the same instant where the day is the same.

        Raises:
            DeskError: `no_client`, `choice_invalid`, `field_missing`, `date_invalid`, `date_future`; `not_correctable`
                for another advisor's note, or one that was corrected already.
        """
        channel = check_choice(note.channel, CHANNELS, where="channel")
        summary = check_text(note.summary, where="summary", longest=2000, required=True, lines=True)
        at = self._instant(note.on)
        with self._undo.write("contact.add") as session:
            _client(session, client_id)
            if corrects is not None:
                wrong = self._correctable(session, client_id, corrects)
                at = wrong.at if business_date(wrong.at) == business_date(at) else at
            row = ContactLog(
                id=self._office.ids.new(), client_id=client_id, advisor_id=self._office.me.id, at=at, channel=channel,
                summary=summary, corrects_id=corrects,
            )  # fmt: skip
            session.add(row)
            session.commit()
            return row.id

    def _correctable(self, session: Session, client_id: str, note_id: str) -> ContactLog:
        note = session.get(ContactLog, note_id)
        newer = session.exec(select(ContactLog).where(ContactLog.corrects_id == note_id)).first()
        if note is None or note.client_id != client_id or note.advisor_id != self._office.me.id or newer is not None:
            raise DeskError("not_correctable", mark("Only your own notes can be corrected, each by one newer note."))
        return note

    def add_life_event(self, client_id: str, event: NewLifeEvent) -> str:
        """Note an event of the client's life down, and answer its id.

        Raises:
            DeskError: `no_client`, `choice_invalid`, `date_invalid`.
        """
        kind = check_choice(event.kind, LIFE_EVENTS, where="kind")
        happens_on = check_date(event.on, where="on")
        remark = check_text(event.remark, where="remark", longest=500)
        with self._undo.write("life_event.add") as session:
            _client(session, client_id)
            row = LifeEvent(
                id=self._office.ids.new(), client_id=client_id, kind=kind, happens_on=happens_on, yearly=event.yearly,
                lunar=event.lunar, remark=remark,
            )  # fmt: skip
            session.add(row)
            session.commit()
            return row.id

    def delete(self, key: str) -> None:
        """Take a life event away, by its key on the client page; nothing else there can be.

        Raises:
            DeskError: `not_deletable`.
        """
        kind, _, row_id = key.partition(":")
        with self._undo.write("life_event.delete") as session:
            row = session.get(LifeEvent, row_id) if kind == "life_event" else None
            if row is None:
                raise DeskError(
                    "not_deletable", mark("Only life events can be taken away; a contact note is corrected with C.")
                )
            session.delete(row)
            session.commit()

    def undo(self) -> Undone | None:
        """Take back the newest change made here; None when there is none.

        Raises:
            DeskError: `changed_since`.
        """
        return self._undo.undo()

    def _instant(self, typed: str) -> datetime:
        if not typed.strip():
            return self._office.clock.now()
        on = check_date(typed, where="on")
        if on > self._office.today:
            raise DeskError("date_future", mark("This date lies in the future."), where="on")
        return self._office.clock.now() if on == self._office.today else midday(on)


def _client(session: Session, client_id: str) -> Client:
    client = session.get(Client, client_id)
    if client is None:
        raise DeskError("no_client", mark("There is no such client."))
    return client


def _main_paper(session: Session, client_id: str) -> IdentityDocument | None:
    papers = select(IdentityDocument).where(IdentityDocument.client_id == client_id, IdentityDocument.main)
    return session.exec(papers.order_by(IdentityDocument.id)).first()


def _form(client: Client, paper: IdentityDocument | None) -> ClientForm:
    values: dict[str, Any] = {
        field.name: _text(getattr(client, field.name)) for field in fields(ClientForm) if hasattr(client, field.name)
    }
    if paper is not None:
        values |= {
            "id_kind": paper.kind,
            "id_number": paper.number,
            "id_expires": _text(paper.expires_on),
            "id_long_term": paper.long_term,
        }
    return ClientForm(**values)


def _text(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""
