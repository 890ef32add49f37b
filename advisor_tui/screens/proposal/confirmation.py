"""Recording the client's decision on a proposal, and correcting what was written down of it."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import counted, labelled, mark, pick, translate
from advisor_tui.desk.views.proposals import Carried, ConfirmationForm, Decision, Tick
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.proposal.words import day, in_yuan, status_name
from advisor_tui.widgets.dialog import confirm
from advisor_tui.widgets.form import FieldSpec, Form
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import plain

_FIELDS = {
    "form_number_missing": "form_number",
    "form_number_used": "form_number",
    "witness_missing": "witness",
    "witness_self": "witness",
    "witness_client": "witness",
    "recording_missing": "recording_ref",
}
"""Under which field a refusal is shown."""
_PAPERS = ("tick_missing", "paper_number_missing", "paper_number_used")
"""Refusals that name a paper."""


class ConfirmationScreen(DeskScreen):
    """Reads what a decision needs; writes one entry, and with an acceptance its tasks and the next follow-up."""

    AREA = "proposals"
    HEADING = mark("Decision")
    HELP = mark(
        "What the client decided, on which form, and who witnessed it. Each paper that a warning asks for has its own "
        "line. An acceptance creates the tasks that carry the proposal out and plans the next contact. An entry is "
        "never changed: a wrong one is corrected by another."
    )
    FIRST_FOCUS = "Form Field, Form ChoiceField"
    CSS_PATH = "confirmation.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, proposal_id: str, *, correcting: bool = False, declining: bool = False) -> None:
        """The form of a decision; `declining` where nothing but a refusal can be recorded."""
        super().__init__()
        self.proposal_id = proposal_id
        self._correcting, self._declining = correcting, declining
        self._form: ConfirmationForm | None = None
        self._refusal = ""

    def compose_body(self) -> ComposeResult:
        """What is decided on, then the form once it is known what it has to ask."""
        yield Static("", markup=False, id="confirmation-head")
        yield Vertical(id="confirmation-form")

    def refresh_data(self) -> None:
        """Read what has to be asked; what is typed already stays."""
        if self._form is None or not self.query(Form):
            self.ask(lambda desk: desk.proposals.confirmations.form(self.proposal_id), self._arrived)

    async def _mount_form(self, form: ConfirmationForm) -> None:
        holder = self.query_one("#confirmation-form")
        await holder.remove_children()
        await holder.mount(Form(self._specs(form), id="decision-form"))
        self.focus_first()

    def _arrived(self, form: ConfirmationForm) -> None:
        self._form = form
        self.query_one("#confirmation-head", Static).update(self._head(form))
        self.call_later(self._mount_form, form)

    def _head(self, form: ConfirmationForm) -> Content:
        proposal = form.sheet.proposal
        text = translate(mark("{name}: proposal {number} v{version}, {amount} in {products}")).format(
            name=proposal.client.name,
            number=proposal.number,
            version=proposal.version,
            amount=in_yuan(proposal.amount),
            products=counted(mark("1 product"), mark("{count} products"), proposal.lines),
        )
        parts = [plain(text, "bold")]
        if self._correcting:
            stays = translate(
                mark(
                    "A correction is a new entry; the one before stays. The decision itself stays too: {decision}. If "
                    "the client decides otherwise, go back, make a new version with 3, show it and record that "
                    "decision; tasks of this one that fall away are settled in F5."
                )
            )
            parts.append(plain(stays.format(decision=status_name(proposal.status))))
        elif self._declining:
            parts.append(plain(translate(mark("An acceptance cannot be recorded now, only that the client declines."))))
        if self._refusal:
            parts.append(Content.assemble((f"{signs('✗')} ", "$text-error bold"), plain(self._refusal)))
        return Content("\n").join(parts)

    def _specs(self, form: ConfirmationForm) -> list[FieldSpec]:
        status = form.sheet.proposal.status

        def accepting(values: Mapping[str, str]) -> bool:
            return values.get("decision", status) == "accepted"

        last = form.sheet.decisions[-1] if self._correcting and form.sheet.decisions else None
        specs = [
            FieldSpec(
                "form_number",
                mark("Form number"),
                last.form_number if last else "",
                required=True,
                form=mark("as printed on it, such as F-20261124-1"),
                hint=mark("The number on the confirmation that the client signed; each form serves one proposal."),
            ),
            FieldSpec(
                "witness",
                mark("Witness"),
                last.witness if last else "",
                required=True,
                form=mark("name or staff number"),
                hint=mark("A colleague who saw the client sign: not you, and not the client."),
            ),
            FieldSpec(
                "recording_ref",
                mark("Recording"),
                last.recording_ref if last else "",
                required_if=accepting if form.recording else None,
                hint=mark("The reference of the sound and picture recording; an acceptance needs it.")
                if form.recording
                else "",
            ),
            FieldSpec("remark", mark("Remark"), last.remark if last else ""),
        ]
        if self._correcting:
            return specs
        accepts = ("accepted", translate(mark("The client accepts")))
        decision = FieldSpec(
            "decision",
            mark("Decision"),
            options=[*([] if self._declining else [accepts]), ("declined", translate(mark("The client declines")))],
        )
        ticks = [
            FieldSpec(
                f"tick-{place}",
                translate(mark("Paper {number}")).format(number=place + 1),
                required_if=accepting,
                options=[("no", translate(mark("not yet"))), ("yes", translate(mark("at hand")))],
                hint=_why(tick),
            )
            if not tick.numbered
            else FieldSpec(
                f"tick-{place}",
                translate(mark("Form of paper {number}")).format(number=place + 1),
                required_if=accepting,
                form=mark("its own number"),
                hint=_why(tick),
            )
            for place, tick in enumerate(() if self._declining else form.ticks)
        ]
        return [decision, *ticks, *specs]

    def unsaved(self) -> bool:
        """Whether something was typed."""
        return any(form.dirty for form in self.query(Form))

    def on_form_saved(self, event: Form.Saved) -> None:
        """Record it."""
        values, form = event.values, self._form
        if form is None:
            return
        ticks = frozenset(tick.key for place, tick in enumerate(form.ticks) if values.get(f"tick-{place}") == "yes")
        decision = Decision(
            values.get("decision", form.sheet.proposal.status),
            values["form_number"],
            values["witness"],
            values["recording_ref"],
            values["remark"],
            ticks,
            {tick.key: values.get(f"tick-{place}", "") for place, tick in enumerate(form.ticks) if tick.numbered},
        )
        if self._correcting:
            self.act(
                lambda desk: desk.proposals.confirmations.correct(self.proposal_id, decision),
                lambda _: self._corrected(),
                failed=self._refused,
            )
        elif decision.decision == "declined":
            # One stray digit chooses it, and a recorded decision cannot be taken back.
            confirm(self, mark("Record that the client declines? It cannot be undone."), lambda: self._record(decision))
        else:
            self._record(decision)

    def _record(self, decision: Decision) -> None:
        self.act(
            lambda desk: desk.proposals.confirmations.confirm(self.proposal_id, decision),
            lambda carried: self._confirmed(decision, carried),
            failed=self._refused,
        )

    def _refused(self, error: DeskError) -> None:
        name = _FIELDS.get(error.code, "")
        form = self._form
        if error.code in _PAPERS and form is not None:
            name = next((f"tick-{place}" for place, tick in enumerate(form.ticks) if tick.key == error.where), "")
        if name:
            self.query_one(Form).complain(name, str(error))
        elif form is not None:
            # What was typed stays, and so does why it was refused: a notice is gone before it is read.
            self._refusal = str(error)
            self.query_one("#confirmation-head", Static).update(self._head(form))

    def _corrected(self) -> None:
        self.say(mark("The correction is recorded."))
        self.close()

    def _confirmed(self, decision: Decision, carried: Carried) -> None:
        if decision.decision == "declined":
            self.say(mark("Recorded: the client declines."))
        else:
            created = counted(mark("1 task was created"), mark("{count} tasks were created"), carried.tasks)
            if carried.follow_up is None:
                self.say(mark("Recorded: the client accepts. {created}."), created=created)
            else:
                self.say(
                    mark("Recorded: the client accepts. {created}; the next contact is on {day}."),
                    created=created,
                    day=day(carried.follow_up),
                )
        self.close()


def _why(tick: Tick) -> str:
    """What a paper is, of which product, and which finding asks for it."""
    paper = signs(" · ").join((tick.label, pick(tick.product)))
    return labelled(paper, f"{tick.finding.text} {tick.finding.source}")
