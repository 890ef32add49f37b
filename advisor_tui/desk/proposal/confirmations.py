"""The client's decision on a proposal: what it needs, how it is recorded, and what an acceptance sets going."""

import json

from sqlmodel import Session, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, pick
from advisor_tui.base.text import one_line, safe_text
from advisor_tui.desk.interview.assessment import last_assessment, require_confirmed_level
from advisor_tui.desk.office import Office
from advisor_tui.desk.proposal.carrying_out import carry_out
from advisor_tui.desk.proposal.cooling_off import start_cooling_offs
from advisor_tui.desk.proposal.forms import clean_number, require_unused, serving
from advisor_tui.desk.proposal.found import asked_words, frozen_findings
from advisor_tui.desk.proposal.presentation import BasisOf, Presentations, require_presented
from advisor_tui.desk.proposal.product_record import sha256
from advisor_tui.desk.proposal.records import StoredLine, find, stored_lines
from advisor_tui.desk.proposal.sheet import proposal_sha256, read_sheet, stored_finding
from advisor_tui.desk.proposal.standing import PAPERS, check_standing
from advisor_tui.desk.proposal.walk import ADVISE_STOP, require_walked, with_walk
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
            sheet = self._sheet(session, proposal)
            return ConfirmationForm(
                sheet,
                self._ticks(session, proposal),
                "record" in asked_words(session, proposal),
                tuple(line.name for line in sheet.unshown),
                self._obstacle(session, proposal) if proposal.status == "presented" else "",
            )

    def confirm(self, proposal_id: str, decision: Decision) -> Carried:
        """Record the client's decision; an acceptance creates its tasks and the next follow-up in the same breath.

        Raises:
            DeskError: `proposal_unknown`, `not_presented`; `form_number_missing`, `form_number_used`,
                `witness_missing`, `witness_self`, `witness_client`; and for an acceptance `not_shown`,
                `recording_missing`, `tick_missing`, and what stands against the sale today: see `check_standing`,
                and `level_unconfirmed`.
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
                sheet = self._sheet(session, proposal)
                ticks = self._ticks(session, proposal)
                self._check_acceptance(session, proposal, entry, sheet, ticks)
                self._check_sale(session, proposal, client, lines)
                self._keep_ticks(session, confirmation, lines, ticks, entry)
                start_cooling_offs(session, self._office, confirmation, lines)
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
                `witness_missing`, `witness_self`, `witness_client`, `recording_missing`.
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

    def _sheet(self, session: Session, proposal: Proposal) -> Sheet:
        return with_walk(session, self._office, proposal, read_sheet(session, self._office, proposal))

    # Checks

    def _check_entry(self, session: Session, proposal: Proposal, entry: Decision) -> None:
        if not entry.form_number:
            raise DeskError("form_number_missing", mark("The number of the signed form is missing."))
        if not entry.witness:
            raise DeskError("witness_missing", mark("Who witnessed the signature is missing."))
        if entry.witness in (self._office.me.name, self._office.me.staff_no):
            raise DeskError("witness_self", mark("The witness has to be somebody else than the advisor."))
        if entry.witness == session.get_one(Client, proposal.client_id).name:
            raise DeskError("witness_client", mark("The witness has to be somebody else than the client."))
        require_unused(session, entry.form_number, proposal.id)

    def _check_acceptance(
        self, session: Session, proposal: Proposal, entry: Decision, sheet: Sheet, ticks: tuple[Tick, ...]
    ) -> None:
        require_walked(sheet)
        _check_recording(session, proposal, entry)
        for tick in ticks:
            if tick.numbered:
                self._check_form(session, proposal, entry, tick)
            elif tick.key not in entry.ticks:
                raise DeskError(
                    "tick_missing",
                    mark("{product}: {paper} is still open. {text} ({article})"),
                    where=tick.key,
                    product=pick(tick.product),
                    paper=tick.label,
                    text=tick.finding.text,
                    article=tick.finding.source,
                )

    def _check_form(self, session: Session, proposal: Proposal, entry: Decision, tick: Tick) -> None:
        """A written confirmation of its own has a form of its own (令2025年第7号 art. 38)."""
        number = entry.forms.get(tick.key, "")
        if not number:
            raise DeskError(
                "paper_number_missing",
                mark("{product}: the number of the form by which the client confirms it in writing is missing."),
                where=tick.key,
                product=pick(tick.product),
            )
        others = [other for key, other in entry.forms.items() if key != tick.key]
        if serving(session, number) is not None or number == entry.form_number or number in others:
            raise DeskError(
                "paper_number_used",
                mark("{product}: form {form} serves another paper already."),
                where=tick.key,
                product=pick(tick.product),
                form=number,
            )

    def _check_sale(self, session: Session, proposal: Proposal, client: Client, lines: list[StoredLine]) -> None:
        """Refuse what may not be sold today any more, whatever the form says."""
        require_confirmed_level(last_assessment(session, client.id), client)
        check_standing(session, proposal, lines, self._basis(session, client))

    def _obstacle(self, session: Session, proposal: Proposal) -> str:
        """What `_check_sale` would refuse, so that nobody fills in a form for nothing."""
        client = session.get_one(Client, proposal.client_id)
        try:
            self._check_sale(session, proposal, client, stored_lines(session, proposal.id))
        except DeskError as refusal:
            return str(refusal)
        return ""

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
        self,
        session: Session,
        confirmation: Confirmation,
        lines: list[StoredLine],
        ticks: tuple[Tick, ...],
        entry: Decision,
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
                    form_number=entry.forms.get(tick.key, "") if tick.numbered else "",
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
                    if word in PAPERS and word != ADVISE_STOP:  # the advice to stop is a step of the walk
                        key = f"{line.product.code}:{row.rule}:{word}"
                        view = stored_finding(self._office, row)
                        found.append(Tick(key, rules.must_do(word), name, view, word == "written_confirm"))
        return tuple(found)


def _clean(decision: Decision, fixed: str = "") -> Decision:
    if (fixed or decision.decision) not in ("accepted", "declined"):
        raise DeskError("decision_missing", mark("Say whether the client accepts or declines."))
    return Decision(
        fixed or decision.decision,
        clean_number(decision.form_number),
        one_line(decision.witness),
        one_line(decision.recording_ref),
        safe_text(decision.remark, lines=True).strip(),
        decision.ticks,
        {key: clean_number(number) for key, number in decision.forms.items()},
    )


def _check_recording(session: Session, proposal: Proposal, entry: Decision) -> None:
    if not entry.recording_ref and "record" in asked_words(session, proposal):
        raise DeskError("recording_missing", mark("The reference of the sound and picture recording is missing."))
