"""What the builder says of the automatic proposal: the answer, what bound a line, and why nothing fits."""

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textual.content import Content

from advisor_tui.base.languages import join_list, labelled, mark, pick, translate
from advisor_tui.base.money import percent
from advisor_tui.desk.proposal.choosing import FACT, ONLY_FOR_NEEDS
from advisor_tui.desk.proposal.proposing import Proposed, solution_of
from advisor_tui.desk.proposal.terms import TERMS
from advisor_tui.desk.views.proposal_words import purpose_name
from advisor_tui.rules.allocation.answer import Reason
from advisor_tui.rules.allocation.bounds import MIX_HIGH, MIX_LOW, MONEY
from advisor_tui.rules.allocation.frame import BARRED, PIN
from advisor_tui.rules.allocation.reading import NEED_MET, NEED_MIX, OWN_LIMIT
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.screens.proposal.findings import in_full
from advisor_tui.screens.proposal.words import ten_thousands
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import clip, plain

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.bench import Workbench
    from advisor_tui.desk.proposal.draft import Draft, DraftLine

_OWN = {
    MONEY: mark("the money"),
    NEED_MET: mark("the need takes no more"),
    NEED_MIX: mark("its share of what serves the need"),
    OWN_LIMIT: mark("the product's own limit"),
    ONLY_FOR_NEEDS: mark("cover is bought for a need only"),
}
"""What binds beside the rules."""


def need_name(bench: "Workbench", want: str) -> str:
    """What a goal or need is called."""
    return purpose_name(bench.purpose(want, want)) or want


def class_name(bench: "Workbench", sort: str) -> str:
    """What a class of the target mix is called."""
    found = None if bench.mix is None else bench.mix.classes.get(sort)
    return sort if found is None else pick(found.name)


def rule_name(bench: "Workbench", rule: str, subject: str) -> str:
    """What binds, in a few words, and what it is about."""
    if rule in _OWN:
        return translate(_OWN[rule])
    if rule == MIX_LOW:
        return translate(mark("target mix, at least {name}")).format(name=class_name(bench, subject))
    if rule == MIX_HIGH:
        return translate(mark("target mix, at most {name}")).format(name=class_name(bench, subject))
    if rule.startswith(FACT):
        return translate(mark("not known: {fact}")).format(fact=bench.fact_name(rule))
    title = translate(TERMS[rule][0]) if rule in TERMS else bench.basis.rules.title(Finding(rule, Verdict.WARN))
    name = bench.name(subject) if bench.product(subject) is not None else ""
    return labelled(title, name) if name else title


def line_told(bench: "Workbench", line: "DraftLine") -> str:
    """What a line serves and what bound it; "" of one that was not proposed automatically."""
    bound: dict[str, Any] = json.loads(line.bound)
    if not bound:
        return ""
    serves = [f"{need_name(bench, want)} {ten_thousands(fen)}" for want, fen in bound["serves"]]
    tight = [rule_name(bench, rule, subject) for rule, subject, _ in bound["tight"][:2]] or [
        translate(mark("the target mix"))
    ]
    told = join_list(serves) if serves else translate(mark("the rest, by the target mix"))
    return translate(mark("Serves: {needs}; bound by: {rules}")).format(needs=told, rules=join_list(tight))


def solution_told(bench: "Workbench", draft: "Draft") -> str:
    """What the automatic proposal came to: money left, needs that lack something, the gap; "" once it was changed."""
    found = solution_of(draft)
    if found is None:
        return ""
    gap_step, gap = found["gap"]
    parts = [
        translate(mark("{amount} left over")).format(amount=ten_thousands(found["left"])),
        translate(mark("off the target mix {amount}")).format(amount=ten_thousands(found["off_target"])),
    ]
    if gap_step:
        parts.append(translate(mark("gap at most {amount}, time ran out")).format(amount=ten_thousands(gap)))
    else:
        parts.append(translate(mark("gap 0")))
    lacking = [
        f"{need_name(bench, want)} {ten_thousands(size - covered)}"
        for want, size, covered, _, _ in found["needs"]
        if covered < size
    ]
    if lacking:
        parts.append(translate(mark("lacking: {needs}")).format(needs=join_list(lacking)))
    return translate(mark("Automatic (10k): {what}")).format(what=signs(" · ").join(parts))


def told(bench: "Workbench", draft: "Draft", product: str, cells: int) -> list[Content]:
    """At most two lines for the bottom of the builder: the answer, and the line under the cursor."""
    line = draft.find(product)
    texts = [solution_told(bench, draft), "" if line is None else line_told(bench, line)]
    return [plain(f" {clip(text, cells - 2)}") for text in texts if text]


def needs_in_full(bench: "Workbench", draft: "Draft") -> Content | None:
    """Every need with what it got and why no more, for the page of findings; None without an automatic proposal."""
    found = solution_of(draft)
    if found is None:
        return None
    parts = [plain(solution_told(bench, draft), "bold")]
    for want, size, covered, tight, barred in found["needs"]:
        text = translate(mark("{need}: {covered} of {size}")).format(
            need=need_name(bench, want), covered=ten_thousands(covered), size=ten_thousands(size)
        )
        stops = [rule_name(bench, rule, subject) for rule, subject, _ in tight]
        stops += [rule_name(bench, rule, "") for rule in barred]
        if covered < size:
            text += "  " + translate(mark("no more because of: {rules}")).format(
                rules=join_list(stops) if stops else translate(mark("no product of its classes is sold today"))
            )
        parts.append(plain(f"  {text}"))
    parts += [
        plain(
            "  "
            + labelled(need_name(bench, want), translate(mark("not known: {fact}")).format(fact=bench.fact_name(fact)))
        )
        for want, fact in found["unsized"]
    ]
    parts += [
        plain(f"  {labelled(bench.name(line.product), line_told(bench, line))}")
        for line in draft.lines
        if line.bound != "{}"
    ]
    return Content("\n").join(parts)


def reasons_in_full(bench: "Workbench", proposed: Proposed) -> Content:
    """Why nothing fits, each reason with what would lift it."""
    parts = [plain(translate(_lead(proposed)), "bold")]
    for reason in proposed.reasons:
        what, lift = _reason(bench, proposed, reason)
        parts.append(
            Content("\n").join([Content.assemble("  ", plain(what)), Content.assemble("    ", plain(lift, "dim"))])
        )
    if proposed.standing:
        parts.append(in_full([(bench.name(line) if line else "", bench.show(one)) for line, one in proposed.standing]))
    if proposed.further:
        parts.append(plain(translate(mark("There are more reasons; they show once one of these is lifted."))))
    return Content("\n\n").join(parts)


def _lead(proposed: Proposed) -> str:
    """What the reasons have in common; that each is needed is said only where it is proven."""
    if not proposed.reasons:
        return mark("These stand against every proposal, whatever is chosen beside them:")
    if not proposed.irreducible:
        return mark("These conditions cannot hold together; time ran out, and not each is proven to be needed.")
    return mark("These conditions cannot hold together; with any one less, something fits.")


def _reason(bench: "Workbench", proposed: Proposed, reason: Reason) -> tuple[str, str]:
    amount = ten_thousands(reason.amount_fen)
    if reason.kind == PIN:
        what = translate(mark("Pinned: {product} {amount}")).format(product=bench.name(reason.subject), amount=amount)
        return what, translate(mark("Insert on the line unpins it, or give it another amount."))
    if reason.kind == BARRED:
        names = _few([bench.name(product) for product in (proposed.barred or {}).get(reason.rule, ())])
        what = translate(mark("{rule} bars: {products}")).format(rule=rule_name(bench, reason.rule, ""), products=names)
        if reason.rule.startswith(FACT):
            return what, translate(mark("Ask the client: Ctrl+T, or an interview."))
        return what, translate(mark("No amount lifts it: it is a rule or the product's own term."))
    name = rule_name(bench, reason.rule, reason.subject)
    what = labelled(name, amount)
    if reason.rule == MONEY:
        return what, translate(mark("Ctrl+B changes the money to invest."))
    if reason.rule in (MIX_LOW, MIX_HIGH) and bench.mix is not None:
        share = percent(reason.amount_fen, max(1, proposed.draft.investable))
        lift = mark("{share} of the money, by the bank's policy for this level ({source}); head office can change it.")
        return what, translate(lift).format(share=share, source=bench.mix.source)
    return what, translate(mark("A limit of the whole portfolio, {source}.")).format(
        source=bench.show(Finding(reason.rule, Verdict.MISSING)).source
    )


def _few(names: Sequence[str], most: int = 3) -> str:
    shown: Iterable[str] = names[:most]
    text = join_list(shown)
    return (
        text
        if len(names) <= most
        else translate(mark("{names} and {count} more")).format(names=text, count=len(names) - most)
    )
