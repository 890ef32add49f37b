"""The risk disclosure of one product: what 令2025年第7号 art. 31 lists, and the client's confirmation by hand."""

from advisor_tui.base.languages import join_sentences, translate
from advisor_tui.documents.advice import Advised, Offered, against_advice, no_promise
from advisor_tui.documents.blocks import Block, Callout, Copied, Digest, Heading, Prose, Terms
from advisor_tui.documents.figures import in_full, in_words
from advisor_tui.documents.paper import Paper
from advisor_tui.documents.signing import grouped


def risk_disclosure(advised: Advised, product: Offered) -> Paper:
    """The disclosure of a product as a paper, in the language in use."""
    blocks: list[Block] = [no_promise()]
    if product.senior:
        blocks.append(_senior())
    if product.insists:
        blocks.append(against_advice())
    blocks += [
        Heading(translate("The product")),
        Terms(_facts(product)),
        Heading(translate("The risks")),
        Terms(_risks(product)),
        Heading(translate("How it fits you")),
        Terms(_fit(advised, product)),
        Heading(translate("What we have to tell you")),
        Prose(product.disclosure),
        Digest(
            translate("Text disclosed: {key} (SHA-256)").format(key=product.disclosure_key),
            grouped(product.disclosure_sha256),
        ),
        advised.close(*_confirmation(product)),
    ]
    return Paper(
        advised.branch,
        advised.reference,
        translate("Risk disclosure"),
        product.name,
        advised.head(),
        tuple(blocks),
    )


def _confirmation(product: Offered) -> tuple[Block, ...]:
    return (
        Heading(translate("Your confirmation")),
        Prose(
            translate(
                "The bank has explained to me the product, its risk level, its risks and fees, and whether it suits "
                "me. I decide on my own."
            )
        ),
        Copied(
            translate("Please copy this sentence by hand:"),
            _sentence(product),
        ),
    )


def _facts(product: Offered) -> tuple[tuple[str, str], ...]:
    prospectus = translate("as the issuer's prospectus says, which you are given with this paper")
    pairs = (
        (translate("Product"), f"{product.name} ({product.key})"),
        (translate("Type"), product.kind),
        (translate("Manager, issuer"), product.issuer),
        (translate("Offered"), product.raising),
        (translate("For whom"), product.investors),
        (translate("Investment scope and shares"), prospectus),
        (translate("Distribution of returns"), prospectus),
        (translate("Term"), product.term),
        (translate("Money back"), product.money_back),
        (
            translate("Least amount, step"),
            join_sentences((in_full(product.least), in_full(product.step))),
        ),
        (translate("Fees"), product.fees_text),
        (translate("Amount"), join_sentences(part for part in (in_words(product.amount), product.paid) if part)),
        (translate("Cooling-off"), product.cooling_off or translate("none")),
    )
    return tuple((label, value) for label, value in pairs if value)


def _risks(product: Offered) -> tuple[tuple[str, str], ...]:
    losses = {
        "investment": (
            translate("Loss of principal"),
            translate("The main risk: you may get back less than you paid in, in the worst case nothing."),
        ),
        "insurance": (
            translate("Loss at surrender"),
            translate(
                "After the cooling-off a surrender pays the cash value only, which may be far below the premiums paid."
            ),
        ),
    }
    loss = losses.get(product.nature)
    return (
        (translate("Risk level"), product.levels or translate("without a level")),
        (
            translate("Change of the level"),
            translate("The level may change during the life of the product; you will be told."),
        ),
        *(() if loss is None else (loss,)),
        (translate("Risks of this product"), product.risks),
    )


def _sentence(product: Offered) -> str:
    """The sentence that the client copies: the bank's own wording for each kind of product."""
    if product.nature == "insurance" and product.uncertain:
        return translate(
            "I have read the terms, the description of the product and the notice to policyholders, and I know what "
            "this product is and that its benefits are uncertain."
        )
    if product.nature == "insurance":
        return translate(
            "I have read the terms and the notice to policyholders and know what this product covers and excludes."
        )
    return translate("I have read the risk disclosure and am willing to bear the risk of the investment.")


def _fit(advised: Advised, product: Offered) -> tuple[tuple[str, str], ...]:
    pairs = [(translate("Your risk level"), advised.level or "—")]
    pairs += [(said.title, f"{said.text} {said.source}".rstrip()) for said in product.heeded()]
    pairs.append((translate("Every rule"), translate("stands in the suitability opinion, which you are given too")))
    return tuple(pairs)


def _senior() -> Block:
    return Callout(
        translate("To our elderly clients"),
        (
            translate(
                "This product carries a high risk. Please take your time, ask whatever you like, and talk it over with "
                "your family before you sign; nobody may press you."
            ),
            translate("You may lose a large part of your money. Think of what you need for health, care and old age."),
            translate("The bank will call you back soon after the signature and ask whether you still want it."),
        ),
        tone="bad",
    )
