"""The proposal on paper: needs, lines, what the rules say, costs, projection, what was left out, signatures."""

from dataclasses import dataclass, replace

from advisor_tui.base.languages import join_sentences, translate
from advisor_tui.documents.advice import Advised, Offered, Said, no_promise
from advisor_tui.documents.allocation import LevelShares, allocation
from advisor_tui.documents.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    Picture,
    Prose,
    Table,
    Terms,
)
from advisor_tui.documents.figures import exact
from advisor_tui.documents.paper import Paper


@dataclass(frozen=True)
class Fate:
    """How a goal fares: in how many of a hundred futures it is met now and as proposed, and what falls short."""

    goal: str
    year: str
    now: str
    proposed: str
    said: str


@dataclass(frozen=True)
class Projected:
    """A stored projection: its chart, and the assumptions without which no figure of it may be read.

    Attributes:
        svg: The fan of what the money may come to.
        range: Between what it lies at the end, in words.
        whose: Whose assumptions they are.
        classes: Name, expected yearly return, volatility and source of each class of assets.
        figures: The household's figures that went in, and how it was computed.
        model: What is taken for granted, and what was not known.
    """

    svg: str
    range: str
    fates: tuple[Fate, ...]
    whose: str
    classes: tuple[tuple[str, str, str, str], ...]
    figures: tuple[tuple[str, str], ...]
    model: tuple[str, ...]


@dataclass(frozen=True)
class ProposalContent:
    """Everything that the paper shows, in the reader's language; amounts in 分.

    Attributes:
        needs: Titles with what the interview found.
        investable: What is shared out.
        levels: How the money lies over the risk levels.
        left_out: What was considered and is not part of it, with the reason.
        versions: Labels with versions: of the rules' day, the questionnaire, the products.
        whole: What the rules said about the proposal as a whole.
    """

    advised: Advised
    needs: tuple[tuple[str, str], ...]
    investable: int
    lines: tuple[Offered, ...]
    levels: LevelShares
    whole: tuple[Said, ...]
    left_out: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str], ...]
    projected: Projected | None = None


def proposal_paper(content: ProposalContent) -> Paper:
    """The proposal as a paper, in the language in use."""
    advised = content.advised
    blocks: list[Block] = [
        *_needs(content),
        *allocation(content.lines, content.investable, content.levels),
        *_rules(content),
        *_costs(content),
        *_projection(content.projected),
    ]
    if content.left_out:
        blocks += [Heading(translate("Considered and left out")), Bullets(content.left_out)]
    blocks += [
        Heading(translate("Versions")),
        Terms(content.versions),
        advised.close(no_promise()),
    ]
    return Paper(
        advised.branch,
        advised.reference,
        translate("Wealth proposal"),
        translate("Proposal {number}, version {version}").format(number=advised.number, version=advised.version),
        advised.head(),
        tuple(blocks),
    )


def _needs(content: ProposalContent) -> list[Block]:
    if not content.needs:
        return []
    return [Heading(translate("What you told us, and what follows from it")), Bullets(content.needs)]


def _rules(content: ProposalContent) -> list[Block]:
    own = translate("at your own wish, against the bank's advice")
    told = [(Cell(line.name, own if line.insists else ""), line.heeded()) for line in content.lines]
    heeded = tuple(said for said in content.whole if said.verdict != "allowed")
    told.append((Cell(translate("The proposal as a whole")), heeded))
    rows: list[tuple[Cell, ...]] = []
    for product, findings in told:
        for place, said in enumerate(findings):
            row = (said.verdict_cell(), Cell(said.text, said.source), Cell(join_sentences(said.must_do) or "—"))
            rows.append(row if place else (replace(product, rows=len(findings)), *row))
    if not rows:
        return []
    columns = (
        Column(translate("Product"), part=5),
        Column(translate("Result"), "center"),
        Column(translate("What the rule says of it, and where it stands"), part=10),
        Column(translate("To be done"), part=4),
    )
    return [Heading(translate("Why it suits you, and what has to be done")), Table(columns, tuple(rows))]


def _costs(content: ProposalContent) -> list[Block]:
    rows: list[tuple[Cell, ...]] = []
    for line in content.lines:
        for place, fee in enumerate(line.fees):
            due = line.due(fee)
            row = (
                Cell(fee.name),
                Cell(fee.when_text or "—"),
                Cell(fee.rate_text),
                Cell("—" if due is None else exact(due)),
            )
            rows.append(row if place else (Cell(line.name, rows=len(line.fees)), *row))
    if not rows:
        return []
    columns = (
        Column(translate("Product"), part=1),
        Column(translate("Fee")),
        Column(translate("Charged")),
        Column(translate("Rate"), "right"),
        Column(translate("Comes to (yuan)"), "right"),
    )
    return [
        Heading(translate("Costs and fees")),
        Prose(
            translate(
                "The rates are those of the products; whether a fee is contained in the net asset value already stands "
                "in the product's contract. What is charged when you buy is computed on what you buy now, a yearly fee "
                "on all that you then hold, one when you sell on what you sell now, or else on all that you then hold."
            ),
            small=True,
            leads=True,
        ),
        Table(columns, tuple(rows)),
    ]


def _projection(found: Projected | None) -> list[Block]:
    if found is None:
        return []
    return [
        Heading(translate("What it may come to")),
        Prose(
            translate(
                "The chart shows what may happen under the assumptions below, in 万元 of today's money. It is "
                "computed, not promised: the result can be better or worse than everything shown."
            ),
            leads=True,
        ),
        Picture(found.svg, translate("Range of possible results over the years")),
        Prose(found.range),
        *_fates(found.fates),
        Heading(translate("Assumptions of the projection")),
        Prose(found.whose, small=True, leads=True),
        Table(
            (
                Column(translate("Class of assets"), part=3),
                Column(translate("Expected a year"), "right"),
                Column(translate("Volatility"), "right"),
                Column(translate("Source"), part=5),
            ),
            tuple(tuple(Cell(text) for text in row) for row in found.classes),
        ),
        Terms(found.figures),
        Bullets(tuple(("", sentence) for sentence in found.model)),
    ]


def _fates(fates: tuple[Fate, ...]) -> list[Block]:
    if not fates:
        return []
    columns = (
        Column(translate("Goal"), part=2),
        Column(translate("Year"), "center"),
        Column(translate("Met now"), "right"),
        Column(translate("Met as proposed"), "right"),
        Column(translate("What falls short, and why"), part=5),
    )
    rows = tuple(
        (Cell(fate.goal), Cell(fate.year or "—"), Cell(fate.now), Cell(fate.proposed), Cell(fate.said or "—"))
        for fate in fates
    )
    return [Table(columns, rows)]
