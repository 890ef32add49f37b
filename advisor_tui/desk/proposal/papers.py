"""A presented proposal on paper: the proposal, the opinion, the comparison, and a risk disclosure for each product."""

from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import Lang, mark, writing_in
from advisor_tui.desk.office import Office
from advisor_tui.desk.printing import write_in_clear
from advisor_tui.desk.proposal.paper_content import Frozen, said_of
from advisor_tui.desk.proposal.paper_sections import opinion_facts, proposal_content
from advisor_tui.desk.views.papers import COMPARISON, DISCLOSURE, OPINION, PROPOSAL, PaperChoice
from advisor_tui.documents.advice import Offered
from advisor_tui.documents.comparison import comparison_paper
from advisor_tui.documents.paper import Paper, print_paper
from advisor_tui.documents.proposal import proposal_paper
from advisor_tui.documents.risk_disclosure import risk_disclosure
from advisor_tui.documents.suitability_opinion import suitability_opinion


class ProposalPapers:
    """Printing; each print is entered in the access log and lies in the home's `print/` until the desk locks."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def offer(self, proposal_id: str) -> tuple[PaperChoice, ...]:
        """What can be printed of a presented proposal, in the order in which a client is given it.

        Raises:
            DeskError: `proposal_unknown`, `still_a_draft`.
        """
        with self._office.read() as session:
            sheet = Frozen(session, self._office, proposal_id).sheet
        sold = [line for line in sheet.lines if line.sold]
        choices = [PaperChoice(PROPOSAL)]
        if sold:
            choices.append(PaperChoice(OPINION))
        if len(sheet.lines) > 1:
            choices.append(PaperChoice(COMPARISON))
        disclosed = [line for line in sold if line.type != "deposit"]
        return (*choices, *(PaperChoice(DISCLOSURE, line.product_id, line.name) for line in disclosed))

    def write(self, proposal_id: str, choice: PaperChoice, lang: Lang) -> Path:
        """Print one of them in the client's language; the same paper of the same version has the same bytes.

        Raises:
            DeskError: `proposal_unknown`, `still_a_draft`, `line_unknown`, `promise_found`, `glyph_missing`,
                `font_missing`, `print_failed`.
        """
        office = self._office
        with writing_in(lang):
            with office.read() as session:
                frozen = Frozen(session, office, proposal_id)
                paper = _paper(frozen, choice)
                client, presented, day = frozen.client.id, frozen.presented, frozen.day
                version = f"{frozen.proposal.number}-V{frozen.proposal.version}"
            # Setting it takes longer than reading: no snapshot is held meanwhile.
            words = office.reference.rulebook.as_of(day).get("promises")
            content = print_paper(paper, words, presented)
        of_product = f"-{choice.product_id}" if choice.product_id else ""
        return write_in_clear(
            office,
            f"{choice.kind.replace('_', '-')}-{proposal_id}{of_product}-{lang}.pdf",
            content,
            action="proposal.print",
            kind="print",
            what=f"{choice.kind} {version}",
            client_id=client,
        )


def _paper(frozen: Frozen, choice: PaperChoice) -> Paper:
    advised, products = frozen.advised(), frozen.offered()
    if choice.kind == PROPOSAL:
        return proposal_paper(proposal_content(frozen))
    if choice.kind == COMPARISON:
        return comparison_paper(advised, products)
    if choice.kind == OPINION:
        sold = tuple(found for found in products if found.sold)
        return suitability_opinion(advised, opinion_facts(frozen), sold, said_of(frozen.sheet.findings))
    return risk_disclosure(advised, _chosen(frozen, products, choice.product_id))


def _chosen(frozen: Frozen, products: tuple[Offered, ...], product_id: str) -> Offered:
    for line, product in zip(frozen.sheet.lines, products, strict=True):
        if line.product_id == product_id:
            return product
    raise DeskError("line_unknown", mark("This product is not in the proposal."), where=product_id)
