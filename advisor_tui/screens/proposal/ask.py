"""Asking the client, while building, for the facts that a rule lacks: one short question after the other."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.money import parse_amount
from advisor_tui.base.text import half_width
from advisor_tui.desk.proposal import draft as drafts
from advisor_tui.screens.entry import amount_understood
from advisor_tui.widgets.dialog import ask_text, pick_one

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.bench import Workbench
    from advisor_tui.screens.proposal.proposal import ProposalScreen

MOST_YEARS = 80
"""Years of experience that are believed."""


class FactAsker:
    """Asks for what can be asked for here; what an interview or the client's page has to tell is left out.

    Before a proposal is shown only that is asked which a line cannot be judged without; `every` asks for what the
    whole portfolio lacks too.
    """

    def __init__(
        self, screen: "ProposalScreen", bench: "Workbench", then: Callable[[], None], *, every: bool = False
    ) -> None:
        self._screen, self._bench, self._then, self._every = screen, bench, then, every

    def ask(self) -> None:
        """Ask for the next fact, or go on when none is left."""
        from advisor_tui.desk.proposal.check import ASKABLE

        judged = self._bench.judge(self._screen.draft)
        decisions = [judged.joined] if self._every else list(judged.lines.values())
        unknown = dict.fromkeys(fact for decision in decisions for fact in decision.unknown_facts)
        names = [fact.removeprefix("client.") for fact in unknown if fact.removeprefix("client.") in ASKABLE]
        if not names:
            self._then()
            return
        name = names[0]
        question = mark("Ask {client}: {fact}?")
        places: dict[str, Any] = {"client": self._bench.client.name, "fact": self._bench.fact_name(f"client.{name}")}
        if ASKABLE[name] == "yes_no":
            options = [("no", translate(mark("No"))), ("yes", translate(mark("Yes")))]
            pick_one(self._screen, question, options, lambda answer: self._keep(name, answer == "yes"), **places)
        elif ASKABLE[name] == "money":
            ask_text(
                self._screen, question, lambda typed: self._keep(name, parse_amount(typed)), check=_money,
                read=amount_understood, **places
            )  # fmt: skip
        else:
            ask_text(
                self._screen, question, lambda typed: self._keep(name, int(half_width(typed))), check=_years, **places
            )

    def _keep(self, name: str, value: int | bool) -> None:
        self._screen.change(drafts.answer(self._screen.draft, name, value))
        self.ask()


def _money(typed: str) -> str | None:
    try:
        good = 0 <= parse_amount(typed) <= drafts.MOST
    except ValueError:
        good = False
    return None if good else translate(mark("Write an amount such as 300k."))


def _years(typed: str) -> str | None:
    text = half_width(typed)
    good = text.isdecimal() and int(text) <= MOST_YEARS
    return None if good else translate(mark("Write a whole number of years."))
