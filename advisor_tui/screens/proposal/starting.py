"""Starting a proposal: what stands in its way is said first, then only what is needed is asked."""

from typing import TYPE_CHECKING

from textual.content import Content

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.money import parse_amount, yuan
from advisor_tui.desk.views.proposals import ClientProposals
from advisor_tui.screens.entry import amount_understood
from advisor_tui.screens.proposal.amount import money_complaint
from advisor_tui.screens.proposal.words import day, in_yuan
from advisor_tui.widgets.dialog import ask_text, confirm, pick_one
from advisor_tui.widgets.plain import plain, plain_line

if TYPE_CHECKING:
    from advisor_tui.screens.proposal.proposals import ProposalsScreen


def client_head(found: ClientProposals) -> Content:
    """Whose proposals, whether the assessment can carry one, and what is free to invest."""
    name = plain_line(f"{found.client.name}  {found.client.number}", "bold")
    assessed = found.assessed
    if assessed is None:
        state = Content.styled(translate(mark("No risk assessment yet: F3 makes one.")), "$text-warning")
    elif found.valid:
        text = translate(mark("C{level}, valid until {day}"))
        state = Content(text.format(level=assessed.level, day=day(assessed.valid_until)))
    else:
        text = translate(
            mark("C{level}, not confirmed by the client yet: Ctrl+N leads there.")
            if not assessed.confirmed
            else mark("C{level}, expired on {day}: F3 assesses again.")
        )
        state = Content.styled(text.format(level=assessed.level, day=day(assessed.valid_until)), "$text-warning")
    return Content("\n").join([Content("   ").join([name, state]), plain(suggestion(found), "dim")])


def suggestion(found: ClientProposals) -> str:
    """What may be free to invest, and who says so."""
    amount = in_yuan(found.suggested)
    if found.found_on is None:
        return translate(mark("Free soon, as far as the holdings tell: {amount}")).format(amount=amount)
    return translate(mark("Idle by the interview of {day}: {amount}")).format(day=day(found.found_on), amount=amount)


def money_understood(typed: str, suggested: int) -> str:
    """The amount in yuan and what it leaves of the one suggested (分), or "" while it cannot be read."""
    understood = amount_understood(typed)
    if not understood or not suggested:
        return understood
    left = suggested - parse_amount(typed)
    if not left:
        return translate(mark("{amount}, all of that")).format(amount=understood)
    said = mark("{amount}, {rest} of that stay free") if left > 0 else mark("{amount}, {rest} more than that")
    return translate(said).format(amount=understood, rest=in_yuan(abs(left)))


class Starter:
    """One start: what forbids it, whether something changed (令2025年第7号 art. 29), and the money, in that order."""

    def __init__(self, screen: "ProposalsScreen", found: ClientProposals) -> None:
        self._screen, self._found = screen, found

    def begin(self) -> None:
        """Say what is in the way and offer the way there, or ask for what is needed."""
        found, assessed = self._found, self._found.assessed
        if assessed is None:
            self._offer(mark("{name} has no risk assessment: assess first, propose afterwards. Go to the interview?"))
        elif not assessed.confirmed:
            self._offer(
                mark(
                    "{name} has not confirmed the changed level C{level} yet, and nothing may be proposed before that "
                    "(Order No. 7 of 2025, art. 29). Go to the result of the interview?"
                ),
                assessed.interview,
                level=assessed.level,
            )
        elif not found.valid:
            self._offer(
                mark("The risk assessment of {name} expired on {day}: assess again first. Go to the interview?"),
                day=day(assessed.valid_until),
            )
        elif found.ask_changes:
            self._ask_changes(day(assessed.assessed_on))
        else:
            self._ask_money()

    def _offer(self, question: str, interview: str = "", **places: object) -> None:
        confirm(self._screen, question, lambda: self._interview(interview), name=self._found.client.name, **places)

    def _interview(self, interview: str = "") -> None:
        """To the result whose level is to be confirmed, or to a new interview."""
        shell, client = self._screen.shell, self._found.client
        shell.current_client = client
        if interview:
            shell.open_area("interview", "open", interview)
        else:
            shell.open_area("interview", "new", client.id)

    def _ask_changes(self, since: str) -> None:
        options = [("no", translate(mark("Nothing changed"))), ("yes", translate(mark("Something changed")))]
        pick_one(
            self._screen,
            mark("Ask {name}: has anything changed since the assessment of {day} (income, assets, debts, family)?"),
            options,
            self._changes_told,
            name=self._found.client.name,
            day=since,
        )

    def _changes_told(self, answer: str) -> None:
        if answer == "yes":
            self._offer(mark("A change is assessed before anything is proposed. Go to the interview with {name}?"))
        else:
            self._ask_money()

    def _ask_money(self) -> None:
        suggested = self._found.suggested
        ask_text(
            self._screen,
            mark(
                "How much money does this proposal share out? What {name} puts into new products; the rest stays where "
                "it is. {found}."
            ),
            self._start,
            value=yuan(suggested) if suggested else "",
            check=money_complaint,
            read=lambda typed: money_understood(typed, suggested),
            name=self._found.client.name,
            found=suggestion(self._found),
        )

    def _start(self, typed: str) -> None:
        client, money = self._found.client.id, parse_amount(typed)
        asked: dict[str, int | bool] = {"changes_reported": False} if self._found.ask_changes else {}
        self._screen.act(lambda desk: desk.proposals.start(client, money, asked), self._screen.build)
