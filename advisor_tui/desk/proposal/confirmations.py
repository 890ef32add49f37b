"""The client's decision on a proposal: what it needs, how it is recorded, and what an acceptance sets going."""

import json

from sqlmodel import Session, col, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, pick
from advisor_tui.base.text import one_line, safe_text
from advisor_tui.desk.interview.assessment import last_assessment, require_confirmed_level
from advisor_tui.desk.office import Office
from advisor_tui.desk.proposal.carrying_out import carry_out
from advisor_tui.desk.proposal.presentation import BasisOf, Presentations, require_presented
from advisor_tui.desk.proposal.product_record import sha256
from advisor_tui.desk.proposal.records import StoredLine, find, stored_lines
from advisor_tui.desk.proposal.sheet import proposal_sha256, read_sheet, stored_finding
from advisor_tui.desk.proposal.standing import PAPERS, asked_words, check_standing, frozen_findings
from advisor_tui.desk.views.proposals import Carried, ConfirmationForm, Decision, Sheet, Tick
from advisor_tui.store.tables import Client, Confirmation, Disclosure, Proposal


class Confirmations:
    """Recording decisions; an entry is never edited, a wrong one is corrected by another."""

    def __init__(self, office: Office, presentations: Presentations, basis: BasisOf) -> None:
        self._office = office
        self._presentations = presentations
        self._basis = basis

    def form(self, proposal_id: str) -> ConfirmationForm:
        """What has to be asked for a decision.

        Raises:
            DeskError: `proposal_unknown`, `still_a_draft`.
        """
        with self._office.read() as session:
            proposal = find(session, proposal_id)
            sheet = read_sheet(session, self._office, proposal)
            return ConfirmationForm(
                sheet,
                self._ticks(session, proposal),
                "record" in asked_words(session, proposal),
                tuple(line.name for line in sheet.unshown),
            )

    def confirm(self, proposal_id: str, decision: Decision) -> Carried:
        """Record the client's decision; an acceptance creates its tasks and the next follow-up in the same breath.

        Raises:
            DeskError: `proposal_unknown`, `not_presented`; `form_number_missing`, `form_number_used`,
                `witness_missing`, `witness_self`; and for an acceptance `not_shown`, `recording_missing`,
                `tick_missing`, and what stands against the sale today: see `check_standing`, and
                `level_unconfirmed`.
        """
        entry = _clean(decision)
        with self._office.write("proposal.confirm") as session:
            proposal = require_presented(find(session, proposal_id))
            self._check_entry(session, proposal, entry)
            client = session.get_one(Client, proposal.client_id)
            lines = stored_lines(session, proposal_id)
            confirmation = self._entry(session, proposal, entry)
            carried = Carried(0, None)
            if entry.decision == "accepted":
                sheet = read_sheet(session, self._office, proposal)
                ticks = self._ticks(session, proposal)
                self._check_acceptance(session, proposal, entry, sheet, ticks)
                require_confirmed_level(last_assessment(session, client.id), client)
                basis = self._basis(session, client)
                check_standing(session, proposal, lines, basis)
                self._keep_ticks(session, confirmation, lines, ticks)
                must_do = {line.row.id: asked_words(session, proposal, line.row.id) for line in lines}
                carried = carry_out(session, self._office, proposal, client, lines, must_do)
            for row in session.exec(select(Disclosure).where(Disclosure.proposal_id == proposal_id)):
                row.confirmation_id = confirmation.id
            proposal.status, proposal.decided_at = entry.decision, self._office.clock.now()
            session.commit()
            return carried

    def correct(self, proposal_id: str, decision: Decision) -> None:
        """Correct what was written down of a decision by a new entry; the decision itself stays.

        Raises:
            DeskError: `proposal_unknown`, `not_decided`, `form_number_missing`, `form_number_used`,
                `witness_missing`, `witness_self`, `recording_missing`.
        """
        with self._office.write("proposal.correct") as session:
            proposal = find(session, proposal_id)
            if proposal.status not in ("accepted", "declined"):
                raise DeskError("not_decided", mark("The client has not decided on this version."), where=proposal_id)
            entry = _clean(decision, proposal.status)
            self._check_entry(session, proposal, entry)
            if entry.decision == "accepted":
                _check_recording(session, proposal, entry)
            self._entry(session, proposal, entry)
            session.commit()

    # Checks

    def _check_entry(self, session: Session, proposal: Proposal, entry: Decision) -> None:
        if not entry.form_number:
            raise DeskError("form_number_missing", mark("The number of the signed form is missing."))
        if not entry.witness:
            raise DeskError("witness_missing", mark("Who witnessed the signature is missing."))
        if entry.witness in (self._office.me.name, self._office.me.staff_no):
            raise DeskError("witness_self", mark("The witness has to be somebody else than the advisor."))
        other = session.exec(
            select(Proposal)
            .join(Confirmation, col(Confirmation.proposal_id) == col(Proposal.id))
            .where(Confirmation.form_number == entry.form_number, Proposal.id != proposal.id)
        ).first()
        if other is not None:
            raise DeskError(
                "form_number_used",
                mark("Form {form} belongs to proposal {number} version {version} of another confirmation."),
                form=entry.form_number,
                number=other.number,
                version=other.version,
            )

    def _check_acceptance(
        self, session: Session, proposal: Proposal, entry: Decision, sheet: Sheet, ticks: tuple[Tick, ...]
    ) -> None:
        if sheet.unshown:
            raise DeskError(
                "not_shown",
                mark("The client has not seen the risks and the disclosure of {product} to the end."),
                product=pick(sheet.unshown[0].name),
            )
        _check_recording(session, proposal, entry)
        for tick in ticks:
            if tick.key not in entry.ticks:
                raise DeskError(
                    "tick_missing",
                    mark("{product}: {paper} is still open. {text} ({article})"),
                    where=tick.key,
                    product=pick(tick.product),
                    paper=tick.label,
                    text=tick.finding.text,
                    article=tick.finding.source,
                )

    # Records

    def _entry(self, session: Session, proposal: Proposal, entry: Decision) -> Confirmation:
        confirmation = Confirmation(
            id=self._office.ids.new(),
            proposal_id=proposal.id,
            client_id=proposal.client_id,
            advisor_id=self._office.me.id,
            decision=entry.decision,
            form_number=entry.form_number,
            witness=entry.witness,
            recording_ref=entry.recording_ref,
            proposal_sha256=proposal_sha256(session, proposal),
            confirmed_at=self._office.clock.now(),
            remark=entry.remark,
        )
        session.add(confirmation)
        session.flush()
        return confirmation

    def _keep_ticks(
        self, session: Session, confirmation: Confirmation, lines: list[StoredLine], ticks: tuple[Tick, ...]
    ) -> None:
        products = {line.product.code: line.product for line in lines}
        for tick in ticks:
            code, rule, word = tick.key.split(":")
            session.add(
                Disclosure(
                    id=self._office.ids.new(),
                    confirmation_id=confirmation.id,
                    proposal_id=confirmation.proposal_id,
                    client_id=confirmation.client_id,
                    product_id=products[code].id,
                    kind=word,
                    version=rule,
                    sha256=sha256(f"{tick.finding.text}\n{tick.finding.source}"),
                    disclosed_at=self._office.clock.now(),
                )
            )
        session.flush()

    def _ticks(self, session: Session, proposal: Proposal) -> tuple[Tick, ...]:
        """What needs its own tick, by line and rule, in the order of the lines."""
        rules = self._office.reference.rulebook.as_of(self._office.today)
        found = []
        for line in stored_lines(session, proposal.id):
            name = json.loads(line.product.text)["name"]
            for row in frozen_findings(session, proposal, line.row.id):
                for word in json.loads(row.must_do):
                    if word in PAPERS:
                        key = f"{line.product.code}:{row.rule}:{word}"
                        found.append(Tick(key, rules.must_do(word), name, stored_finding(self._office, row)))
        return tuple(found)


def _clean(decision: Decision, fixed: str = "") -> Decision:
    if (fixed or decision.decision) not in ("accepted", "declined"):
        raise DeskError("decision_missing", mark("Say whether the client accepts or declines."))
    return Decision(
        fixed or decision.decision,
        one_line(decision.form_number),
        one_line(decision.witness),
        one_line(decision.recording_ref),
        safe_text(decision.remark, lines=True).strip(),
        decision.ticks,
    )


def _check_recording(session: Session, proposal: Proposal, entry: Decision) -> None:
    if not entry.recording_ref and "record" in asked_words(session, proposal):
        raise DeskError("recording_missing", mark("The reference of the sound and picture recording is missing."))
