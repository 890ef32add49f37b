"""What head office's bundles changed, as sentences in the language in use."""

from collections.abc import Mapping, Sequence
from typing import Any

from advisor_tui.base.languages import join_list, language, mark, translate
from advisor_tui.desk.views.exchange import ReceiveView
from advisor_tui.sync.carrying.wiping import GIVEN_UP
from advisor_tui.sync.receive import Received

SENTENCES: Mapping[str, str] = {
    "product_new": mark("New product: {name} ({code})"),
    "product_changed": mark("Changed product: {name} ({code})"),
    "product_withdrawn": mark("Withdrawn product: {name} ({code})"),
    "product_risk": mark("{name} ({code}): risk level {old} → {new}"),
    "bulletin_new": mark("New bulletin: {name}"),
    "bulletin_changed": mark("Changed bulletin: {name}"),
    "file": mark("New version of {code}: {new}"),
    "credit_approved": mark("Loan case no. {code} is approved: {new} yuan"),
    "credit_approved_with_conditions": mark("Loan case no. {code} is approved with conditions: {new} yuan"),
    "credit_refused": mark("Loan case no. {code} is refused"),
    "credit_returned": mark("Loan case no. {code} comes back: papers or figures must be completed"),
    "target_new": mark("New target, {metric} ({name}): {new}"),
    "target_changed": mark("Changed target, {metric} ({name}): {old} → {new}"),
    "incentive": mark("Incentive formula, {metric} ({name}): {new}"),
    "training": mark("Training required by {new}: {code}"),
    "keys": mark("Head office's keys were renewed (version {new}); bundles are sealed for {code} from now on"),
    "settlement": mark("Head office has settled a conflict"),
    "rows": mark("Records of head office taken over: {new}"),
    "full": mark("Everything that head office has of this desk is here again"),
    "telling_again": mark("Head office was put back from a copy: the next export sends it everything again"),
    "conflicts": mark("! Fields that both sides changed: {new}; they are settled under F9, Exchange, 4"),
    "client_removed_again": mark("A client whom head office had had removed here was removed from this older copy too"),
    "client_renumbered": mark("! Two clients had number {code}: one of them has number {new} now"),
    "erased": mark("A client was erased by head office's order; its traces in the journal are blank"),
    "papers_outside": mark(
        "! Papers of that client that were printed here: {new}, the last on {old}. What this program wrote is gone; "
        "destroy the paper, and copies of files that were put elsewhere"
    ),
    "erasure_restricted": mark(
        "Client {code} is locked until {new}: the law asks to keep the records, and for no more"
    ),
    "client_comes": mark("Client {code} is looked after by {name} now"),
    "client_goes": mark("Client {code} goes to {name} from {new}: locked here, purged once head office has everything"),
    "late_edits": mark("! Client {code}: {new} edits after the cut-over go to head office for review"),
    "client_purged": mark("A reassigned client was purged: head office has acknowledged everything of it"),
    "wiped": GIVEN_UP,
    "order_waits": mark("Head office's order ({order}) holds from {new}"),
    "order_refused": mark("! Head office's order ({order}) could not be carried out: {reason}"),
}
METRICS: Mapping[str, str] = {
    "satisfaction": mark("Satisfaction"),
    "new_loans": mark("New loans"),
    "product_sales": mark("Product sales"),
    "follow_ups": mark("Follow-ups"),
    "interviews": mark("Interviews"),
}
ORDERS: Mapping[str, str] = {
    "credit_decision": mark("credit decision"),
    "target": mark("target"),
    "incentive": mark("incentive formula"),
    "training_requirement": mark("required training"),
    "assignment": mark("reassignment"),
    "erasure": mark("erasure"),
    "settlement": mark("settling a conflict"),
    "wipe": mark("giving the terminal up"),
}


def lines_of(changes: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The changes that the inbox keeps as JSON, a sentence each."""
    return tuple(_line(change) for change in changes)


def received_view(result: Received) -> ReceiveView:
    """What became of one file, with what it changed or waits for."""
    lines = list(lines_of([change.to_json() for change in result.changes]))
    if result.update_needed:
        lines.append(translate(mark("It waits: this program is too old for it and must be updated first")))
    if result.reason:
        lines.append(result.reason)
    if result.missing:
        numbers = join_list(str(seq) for seq in result.missing)
        lines.append(translate(mark("It waits for earlier bundles: {numbers}")).format(numbers=numbers))
    wiped = any(change.kind == "wiped" for change in result.changes)
    return ReceiveView(result.file, result.status, tuple(lines), result.acknowledged, wiped)


def _line(change: Mapping[str, Any]) -> str:
    kind, code = change["kind"], change["code"]
    values = {
        "name": change["name"].get(language()) or code, "code": code, "old": change["old"], "new": change["new"],
        "metric": translate(METRICS[code]) if code in METRICS else code,
        "order": translate(ORDERS[code]) if code in ORDERS else code,
    }  # fmt: skip
    if kind == "order_refused":
        values["reason"] = translate(change["new"])
    return translate(SENTENCES[kind]).format(**values)
