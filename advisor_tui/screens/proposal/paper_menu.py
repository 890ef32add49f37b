"""The papers of a presented proposal that can be printed."""

from advisor_tui.desk.views.papers import PaperChoice
from advisor_tui.desk.views.proposals import ProposalRow
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.printing import Printable, choose_papers


def print_proposal(screen: DeskScreen, proposal: ProposalRow) -> None:
    """Offer the papers of a presented version, and print what is chosen."""

    def printable(choice: PaperChoice) -> Printable:
        return Printable(choice.label, lambda desk, lang: desk.proposal_papers.write(proposal.id, choice, lang))

    def offer(choices: tuple[PaperChoice, ...]) -> None:
        choose_papers(screen, [printable(choice) for choice in choices], proposal.client.name)

    screen.ask(lambda desk: desk.proposal_papers.offer(proposal.id), offer, group="print")
