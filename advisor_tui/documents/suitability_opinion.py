"""The suitability opinion (适当性匹配意见): facts, levels, and every rule's answer (令2025年第7号 art. 31)."""

from advisor_tui.base.languages import join_sentences, translate
from advisor_tui.documents.advice import Advised, Offered, Said, no_promise
from advisor_tui.documents.blocks import Block, Callout, Cell, Column, Heading, Prose, Table, Terms, Together, Tone
from advisor_tui.documents.paper import Paper

FEW = 5
"""Rules whose answers stay on one page with the opinion that follows from them."""


def suitability_opinion(
    advised: Advised, facts: tuple[tuple[str, str], ...], products: tuple[Offered, ...], whole: tuple[Said, ...]
) -> Paper:
    """The opinion on what is bought, as a paper in the language in use.

    Args:
        advised: Whose proposal it is.
        facts: Labels with what the rules knew of the client when the proposal was presented.
        products: What is bought.
        whole: What the rules said about the proposal as a whole.
    """
    blocks: list[Block] = [
        Heading(translate("What we know of you")),
        Terms(facts),
        Prose(
            translate("Please tell us if one of these is not right or has changed: the opinion rests on them."),
            small=True,
        ),
    ]
    for product in products:
        opinion = _opinion(product)
        blocks += [Together(tuple(opinion))] if len(product.said) <= FEW else opinion
    if whole:
        blocks += [Heading(translate("The proposal as a whole")), _answers(whole)]
    return Paper(
        advised.branch,
        advised.reference,
        translate("Suitability opinion"),
        translate("Proposal {number}, version {version}").format(number=advised.number, version=advised.version),
        advised.head(),
        (*blocks, advised.close(no_promise())),
    )


def _opinion(product: Offered) -> list[Block]:
    levels = product.levels or translate("without a level")
    blocks: list[Block] = [
        Heading(product.name),
        Prose(join_sentences((product.kind, levels)), small=True),
    ]
    if product.said:
        blocks.append(_answers(product.said))
    return [*blocks, _conclusion(product)]


def _answers(said: tuple[Said, ...]) -> Block:
    columns = (
        Column(translate("Rule"), part=3),
        Column(translate("What it says of this case, and where it stands"), part=8),
        Column(translate("Result"), "center"),
    )
    return Table(columns, tuple((Cell(one.title), Cell(one.text, one.source), one.verdict_cell()) for one in said))


def _conclusion(product: Offered) -> Block:
    verdicts = {said.verdict for said in product.said}
    owed = tuple(dict.fromkeys(word for said in product.said for word in said.must_do))
    tone: Tone = "good"
    if product.insists or "forbidden" in verdicts:
        text, tone = translate("It does not suit you. The bank advises you not to buy it."), "bad"
    elif product.nature == "deposit" or not product.said:
        text, tone = translate("The rules of suitability do not cover this product."), ""
    elif "warn" in verdicts:
        text, tone = translate("It may suit you, if you heed what is said above."), "warn"
    else:
        text = translate("It suits you by what you told us.")
    lines = (text, translate("Still to be done: {duties}.").format(duties=join_sentences(owed))) if owed else (text,)
    return Callout(translate("Opinion on {product}").format(product=product.name), lines, tone)
