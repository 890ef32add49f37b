"""What compliance looks at: the journal and its chain, the access log, training, qualifications, agreements."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import one_line
from advisor_tui.desk.diagnosis import walk_journal
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.common import Anchor, Page
from advisor_tui.desk.views.compliance import (
    AccessRow,
    AgreementRow,
    JournalRow,
    JournalView,
    Progress,
    TrainingRow,
    Verified,
)
from advisor_tui.desk.work import journal_rows
from advisor_tui.rules.practice import StaffPapers
from advisor_tui.store.tables import metadata

SHOWN_ACCESS = 500
_training = metadata.tables["training"].c
_qualification = metadata.tables["staff_qualification"].c
_agreement = metadata.tables["agreement"].c
_access = metadata.tables["access_log"].c
_advisor = metadata.tables["advisor"].c
_client = metadata.tables["client"].c
_TRAININGS: Select[Any] = select(
    _training.id,
    _advisor.name,
    _training.topic,
    _training.completed_on,
    _training.valid_until,
    _training.score,
).join_from(metadata.tables["training"], metadata.tables["advisor"], _advisor.id == _training.advisor_id)
_QUALIFICATIONS: Select[Any] = select(
    _qualification.id,
    _advisor.name,
    _qualification.kind,
    _qualification.certificate,
    _qualification.valid_from,
    _qualification.valid_until,
).join_from(
    metadata.tables["staff_qualification"], metadata.tables["advisor"], _advisor.id == _qualification.advisor_id
)
_AGREEMENTS: Select[Any] = (
    select(
        _agreement.id,
        _advisor.name.label("advisor"),
        _client.name.label("client"),
        _agreement.kind,
        _agreement.form_number,
        _agreement.signed_on,
        _agreement.ends_on,
    )
    .outerjoin_from(metadata.tables["agreement"], metadata.tables["advisor"], _advisor.id == _agreement.advisor_id)
    .outerjoin(metadata.tables["client"], _client.id == _agreement.client_id)
    .order_by(_agreement.signed_on.desc(), _agreement.id)
)
_ACCESS: Select[Any] = (
    select(_access.id, _access.at, _advisor.name, func.coalesce(_client.name, ""), _access.kind, _access.what)
    .join_from(metadata.tables["access_log"], metadata.tables["advisor"], _advisor.id == _access.advisor_id)
    .outerjoin(metadata.tables["client"], _client.id == _access.client_id)
    .order_by(_access.id.desc())
    .limit(SHOWN_ACCESS)
)


class Compliance:
    """Reads only: the journal has no other writer than the triggers."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def journal(self, anchor: Anchor, count: int) -> Page[JournalRow]:
        """A page of the journal, the newest entry first; keys are the entries' numbers."""
        with self._office.rows() as connection:
            return journal_rows.page(connection, anchor, count)

    def entry(self, seq: int) -> JournalView:
        """One entry with its changes, masked.

        Raises:
            DeskError: `no_entry`.
        """
        with self._office.rows() as connection:
            found = journal_rows.one(connection, seq)
        if found is None:
            raise DeskError("no_entry", mark("There is no entry {seq}."), where=str(seq), seq=seq)
        return found

    def verify(self, progress: Progress) -> Verified:
        """Walk the chain, against what was sealed last; `progress` is called with the entries walked so far.

        Raises:
            DeskError: `head_missing`, `head_damaged`, where every entry is what it was but the last seal is not known.
        """
        result, sealed = walk_journal(self._office, progress)
        return Verified(result.entries, result.ok, result.first_bad, result.reason, sealed)

    def access(self) -> tuple[AccessRow, ...]:
        """What was shown in full or left in clear, the newest first."""
        with self._office.rows() as connection:
            return tuple(
                AccessRow(row, at, staff, one_line(client), kind, one_line(what))
                for row, at, staff, client, kind, what in connection.execute(_ACCESS)
            )

    def training(self) -> tuple[TrainingRow, ...]:
        """Trainings and qualifications of the branch's staff, what needs doing first."""
        rows = []
        with self._office.rows() as connection:
            for row, staff, topic, on, until, score in connection.execute(_TRAININGS):
                state = self._state(until) if on else "open"
                rows.append(TrainingRow(row, staff, "training", one_line(topic), "", on, until, score, state))
            for row, staff, kind, certificate, on, until in connection.execute(_QUALIFICATIONS):
                rows.append(
                    TrainingRow(
                        row, staff, "qualification", one_line(kind), certificate, on, until, None, self._state(until)
                    )
                )
        order = ("expired", "open", "expiring", "valid")
        return tuple(sorted(rows, key=lambda row: (order.index(row.state), row.until or date.max, row.staff, row.id)))

    def agreements(self) -> tuple[AgreementRow, ...]:
        """Signed papers of advisors and clients, the newest first."""
        with self._office.rows() as connection:
            return tuple(
                AgreementRow(
                    row, one_line(client or advisor or ""), bool(client), kind, form, signed, ends, self._state(ends)
                )
                for row, advisor, client, kind, form, signed, ends in connection.execute(_AGREEMENTS)
            )

    def _state(self, until: date | None) -> str:
        today = self._office.today
        practice: StaffPapers | None = self._office.rules.get("staff_papers")
        ahead = timedelta(days=practice.remind_days if practice else 0)
        if until is None or until > today + ahead:
            return "valid"
        return "expiring" if until >= today else "expired"
