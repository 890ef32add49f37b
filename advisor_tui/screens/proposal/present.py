"""The proposal before the client: page by page, calm, without the bank's own lines."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from advisor_tui.base.languages import join_list, mark, translate
from advisor_tui.desk.views.proposals import ConfirmationForm
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.proposal.cooling_off import ask_cooling_off
from advisor_tui.screens.proposal.paper_menu import print_proposal
from advisor_tui.screens.proposal.versions import VersionsScreen
from advisor_tui.screens.proposal.walking import WalkScreen
from advisor_tui.widgets.dialog import confirm, pick_one
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.key_line import KeyHint

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk

_OFFERED = {"decide": ("presented",), "withdraw": ("presented",), "correct": ("accepted", "declined")}


class ProposalPresentScreen(WalkScreen):
    """Reads a presented proposal as it was frozen; records which products' texts the client has seen to the end."""

    AREA = "proposals"
    HEADING = mark("Shown to the client")
    HELP = mark(
        "Turn the screen to the client. PgDn goes on to the end of a page and then to the next one; a page counts as "
        "read, and a product's risks and disclosure are recorded as shown, once its end is on the screen. When all "
        "pages were read 1 records the decision; a client who declines need not read them. "
        "Ctrl+Z withdraws the proposal as long as nothing is decided; 3 makes a new version, 4 prints its papers, "
        "6 compares versions, F12 shows what it may come to. A client of the age of special care has more time on each "
        "page. After the signature 5 records the day on which the client received a policy, that the client steps back "
        "within the cooling-off, or the call-back after it."
    )
    FIRST_FOCUS = "#present-body"
    CSS_PATH = "present.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "pagedown,enter,right,space", "forward", mark("Go on"), id="present.next", priority=True, key_display="PgDn"
        ),
        Binding("pageup,left", "backward", mark("Page before"), id="present.previous", show=False, priority=True),
        Binding(
            digit_key(1) + ",ctrl+o", "decide", mark("The client's decision"), id="present.decide", key_display="1"
        ),
        Binding(digit_key(2), "correct", mark("Correct the entry"), id="present.correct"),
        Binding(digit_key(3), "version", mark("New version"), id="present.version"),
        Binding(digit_key(4), "print", mark("Print"), id="present.print"),
        Binding(digit_key(5), "cooling_off", mark("Cooling-off"), id="present.cooling_off"),
        Binding(digit_key(6), "versions", mark("Versions"), id="present.versions", show=False),
        Binding(digit_key(7) + ",f12", "project", mark("Projection"), id="present.project", key_display="F12"),
        Binding("ctrl+z", "withdraw", mark("Withdraw"), id="present.withdraw"),
    ]

    def keys(self) -> list[KeyHint]:
        """PgDn says where it leads, and the decision how many pages it waits for."""
        hints, offered = [], super().keys()
        left = len(self.unread())
        for hint in offered:
            text = hint.text
            if hint.key == signs("PgDn"):
                if self.at_end and self.last:
                    continue
                text = translate(mark("Next page")) if self.at_end else translate(mark("Read on"))
            elif hint.key == "1" and left:
                text = translate(mark("Decision (pages to read: {count})")).format(count=left)
            hints.append(replace(hint, text=text))
        return hints

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the proposal's status allows."""
        status = "" if self._sheet is None else self._sheet.proposal.status
        if action in _OFFERED:
            return status in _OFFERED[action]
        if action in ("version", "print", "versions"):
            return bool(status)
        if action == "cooling_off":
            return self._sheet is not None and any(
                row.state in ("running", "ended") for row in self._sheet.cooling_offs
            )
        return super().check_action(action, parameters)

    def action_decide(self) -> None:
        """Record the client's decision; what stands against an acceptance is said before a form is filled in."""
        sheet = self._sheet
        if sheet is None:
            return
        if self.wait_for_records():
            return  # pressed right behind the last page: what has been read is known in a moment
        unread = self.unread()
        if unread:
            names = join_list(self._pages[place].heading for place in unread)
            why = translate(mark("Not read to the end yet: {names}.")).format(names=names)
            self._offer_refusal(why, translate(mark("Go on reading")))
        else:
            self.ask(lambda desk: desk.proposals.confirmations.form(self.proposal_id), self._may_decide, group="decide")

    def _may_decide(self, form: ConfirmationForm) -> None:
        if form.obstacle:
            self._offer_refusal(form.obstacle, translate(mark("Back to the pages")))
        else:
            self._open_form()

    def _offer_refusal(self, why: str, go_on: str) -> None:
        pick_one(
            self,
            mark("An acceptance cannot be recorded yet. {why}"),
            [("back", go_on), ("declined", translate(mark("The client declines")))],
            self._unless_accepting,
            why=why,
        )

    def _unless_accepting(self, answer: str) -> None:
        if answer == "declined":
            self._open_form(declining=True)
            return
        unread = self.unread()
        if unread and unread[0] != self._place:
            self.turn_to(unread[0])

    def _open_form(self, **how: bool) -> None:
        from advisor_tui.screens.proposal.confirmation import ConfirmationScreen

        self.app.push_screen(ConfirmationScreen(self.proposal_id, **how))

    def action_correct(self) -> None:
        """Correct what was written down of the decision, by a new entry."""
        self._open_form(correcting=True)

    def action_project(self) -> None:
        """Go to what it may come to."""
        from advisor_tui.screens.proposal.projection import ProjectionScreen

        self.app.push_screen(ProjectionScreen(self.proposal_id))

    def action_version(self) -> None:
        """Make a new version of it."""

        def build(proposal_id: str) -> None:
            from advisor_tui.screens.proposal.proposal import ProposalScreen

            self.app.switch_screen(ProposalScreen(proposal_id))

        def start(desk: "Desk") -> str:
            return desk.proposals.new_version(self.proposal_id)

        self.act(start, build)

    def action_cooling_off(self) -> None:
        """The client received the policy, steps back, or confirmed the purchase in the call-back after the end."""
        if self._sheet is not None:
            ask_cooling_off(self, self._sheet.cooling_offs)

    def action_versions(self) -> None:
        """Compare this version with another one."""
        self.app.push_screen(VersionsScreen(self.proposal_id))

    def action_print(self) -> None:
        """Print its papers."""
        if self._sheet is not None:
            print_proposal(self, self._sheet.proposal)

    def action_withdraw(self) -> None:
        """Take the presentation back."""
        confirm(
            self,
            mark("Withdraw this proposal? The client can then no longer decide on it."),
            lambda: self.act(lambda desk: desk.proposals.withdraw(self.proposal_id)),
        )
