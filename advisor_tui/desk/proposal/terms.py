"""The sentences of what a product's own terms and the sums of a proposal say, and a finding as it is read."""

from collections.abc import Mapping

from advisor_tui.base.languages import Lang, mark, translate
from advisor_tui.base.money import yuan
from advisor_tui.base.text import safe_text
from advisor_tui.desk.views.proposals import FindingView
from advisor_tui.reference.rulebook import RulesInForce
from advisor_tui.reference.thresholds import MONEY
from advisor_tui.rules.findings import Finding

POSITION_HELD = "position_held"
"""What the client had of a line's product when it was presented: a record, so that a later change can be told."""
LEVELS_HELD = "levels_held"
"""How much the client had at each risk level when a proposal was presented: a record too."""
RECORDS = frozenset({POSITION_HELD, LEVELS_HELD})
"""What is kept among the findings of a presentation and is no answer of a rule."""
TERMS: Mapping[str, tuple[str, str]] = {
    "product_gone": (
        mark("Not in the catalogue"),
        mark("The bank does not offer this product today: take it out, or propose another one."),
    ),
    "product_loan": (
        mark("Loans"),
        mark("It is a loan, no line of a proposal: a loan case (F7) judges it by the borrower's income and debts."),
    ),
    "product_window": (
        mark("Sale window"),
        mark("It is sold from {first} to {last} only, and today is {today}."),
    ),
    "product_currency": (
        mark("Currency"),
        mark("It is in {currency}; the amounts of a proposal are in yuan."),
    ),
    "product_step": (
        mark("Step"),
        mark("{amount} yuan is not {least} yuan plus whole steps of {step} yuan."),
    ),
    "product_least": (mark("Least amount"), mark("{amount} yuan is below the least amount of {least} yuan.")),
    "no_amount": (mark("No amount"), mark("The line has no amount yet.")),
    "no_pay": (mark("Way of payment"), mark("Choose how the premium is paid, and for how many years.")),
    "over_investable": (
        mark("More than there is"),
        mark("The lines ask for {used} yuan, {over} yuan more than the {investable} yuan to invest."),
    ),
    "no_lines": (mark("No lines"), mark("The proposal has no line yet.")),
    POSITION_HELD: (mark("Position"), mark("The client holds {held} yuan of it, in {count} holdings.")),
    LEVELS_HELD: (mark("Risk levels"), mark("The client holds {held} yuan in all.")),
}
"""Title and sentence of what a product's own terms and the sums say, beside the rules of law."""
_SOURCE = {
    "over_investable": mark("The sum of the proposal"),
    "no_lines": mark("The sum of the proposal"),
    POSITION_HELD: mark("The client's holdings at the presentation"),
    LEVELS_HELD: mark("The client's holdings at the presentation"),
}
_OWN_SOURCE = mark("The product's own terms")


def show_finding(finding: Finding, rules: RulesInForce, lang: Lang | None = None) -> FindingView:
    """A finding as it is read: title, sentence, source, what must be done."""
    if finding.rule in TERMS:
        title, sentence = TERMS[finding.rule]
        shown = {
            name.removesuffix(MONEY): yuan(value)
            if isinstance(value, int) and name.endswith(MONEY)
            else safe_text(str(value))
            for name, value in finding.params.items()
        }
        return FindingView(
            finding.rule,
            finding.verdict.value,
            translate(title),
            translate(sentence).format(**shown),
            translate(_SOURCE.get(finding.rule, _OWN_SOURCE)),
        )
    return FindingView(
        finding.rule,
        finding.verdict.value,
        rules.title(finding, lang),
        rules.sentence(finding, lang),
        rules.article(finding, lang),
        tuple(rules.must_do(word, lang) for word in finding.must_do),
        rules.edition(finding).confirmed,
    )
