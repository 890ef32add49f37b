"""Rows that a terminal makes of our orders: their content does not travel back, since we have it.

Told by the terminal's receipt, so that credit decisions and targets stand in the copies as they do at the terminal.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, select, text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import one_line, safe_text
from advisor_tui.headoffice.content import ENTRY, Content, Folded, Scalar
from advisor_tui.headoffice.evidence import BLANKING, ERASED, ranges_of
from advisor_tui.headoffice.tables import COPIES, HeadOrder, journal
from advisor_tui.sync.names import HEAD_OFFICE
from advisor_tui.sync.orders.contents import CreditDecision, Incentive, TargetGoal, TrainingRequirement
from advisor_tui.sync.orders.order import read_content
from advisor_tui.sync.strict_json import load_object

_ORDERS = HeadOrder.__table__  # type: ignore[attr-defined]
_SEQ, _PAYLOAD, _ORIGIN = (ENTRY.index(name) for name in ("seq", "payload", "origin"))
NOT_REBUILT = frozenset({"bulletin"})
"""Tables in which files of ours change what no receipt tells: from then on they are not compared."""
_TABLES = {CreditDecision.KIND: "credit_decision", TargetGoal.KIND: "target"}


def rows_of_receipts(
    connection: Connection, terminal: str, receipts: Mapping[str, Folded]
) -> dict[str, dict[str, Folded]]:
    """By table and id, what the orders that a bundle's receipts tell of have put there."""
    done = {order: one for order, one in receipts.items() if one.values.get("status") == "applied"}
    query = select(_ORDERS.c.id, _ORDERS.c.kind, _ORDERS.c.about, _ORDERS.c.content).where(_ORDERS.c.id.in_(list(done)))
    rows: dict[str, dict[str, Folded]] = {}
    for order, kind, about, content in connection.execute(query).all() if done else ():
        said, receipt = read_content(kind, load_object(content, order), order), done[order]
        if isinstance(said, CreditDecision):
            made = _decision(connection, terminal, order, about, said)
        elif isinstance(said, TargetGoal):
            made = _target(connection, terminal, str(receipt.values.get("about")), about, said)
        elif isinstance(said, Incentive | TrainingRequirement):
            table, named = _named_by(receipt, said)
            for values in named:
                row = Folded(receipt.hlc, values, inserted=table == "training")
                rows.setdefault(table, {})[str(values["id"])] = row
            continue
        else:
            continue
        if made:
            rows.setdefault(_TABLES[kind], {})[str(made["id"])] = Folded(receipt.hlc, made, inserted=True)
    return rows


def _named_by(receipt: Folded, said: Incentive | TrainingRequirement) -> tuple[str, list[dict[str, Scalar]]]:
    """The trainings that an order made, or the targets whose formula it set: the receipt names them, by their ids."""
    evidence = load_object(str(receipt.values.get("evidence")), "order_receipt")
    if isinstance(said, Incentive):
        targets = evidence.get("targets")
        formula = one_line(said.formula)
        return "target", [
            {"id": one, "formula": formula} for one in (targets if type(targets) is list else []) if type(one) is str
        ]
    trainings = evidence.get("trainings")
    made = trainings if type(trainings) is dict else {}
    return "training", [
        {
            "id": one, "advisor_id": advisor, "topic": one_line(said.topic), "required": 1, "completed_on": None,
            "valid_until": None, "score": None,
        }
        for one, advisor in made.items() if type(advisor) is str
    ]  # fmt: skip


def _decision(connection: Connection, terminal: str, order: str, case: str, said: CreditDecision) -> dict[str, Scalar]:
    cases = COPIES["loan_case"]
    client = connection.execute(
        select(cases.c.client_id).where(cases.c.terminal == terminal, cases.c.id == case)
    ).scalar()
    return {
        **said.__dict__, "id": order, "loan_case_id": case, "client_id": client,
        "conditions": safe_text(said.conditions, lines=True), "decided_by": one_line(said.decided_by),
    }  # fmt: skip


def _target(connection: Connection, terminal: str, target: str, staff: str, said: TargetGoal) -> dict[str, Scalar]:
    advisors = COPIES["advisor"]
    found = connection.execute(
        select(advisors.c.id).where(advisors.c.terminal == terminal, advisors.c.staff_no == staff)
    ).scalar()
    return {**said.__dict__, "id": target, "advisor_id": found, "formula": one_line(said.formula)} if found else {}


_BLANK = text(
    "UPDATE hq_journal SET salt = NULL, payload = NULL WHERE payload IS NOT NULL "
    "AND (table_name, row_id) IN (SELECT table_name, row_id FROM hq_journal "
    "WHERE epoch = :epoch AND seq BETWEEN :first AND :last)"
)


def rows_removed(
    connection: Connection, terminal: str, epoch: str, receipts: Mapping[str, Folded]
) -> dict[str, dict[str, Folded]]:
    """By table and id, the rows of clients that a terminal erased or purged: their entries came blanked.

    What was erased is blanked in our journal too, in every epoch and of every terminal that the client came by; what
    was purged has gone to another terminal.
    """
    rows: dict[str, dict[str, Folded]] = {}
    for receipt in receipts.values():
        if receipt.values.get("status") not in BLANKING:
            continue
        for first, last in ranges_of(str(receipt.values.get("evidence"))):
            entries = select(journal.c.table_name, journal.c.row_id).where(
                journal.c.epoch == epoch, journal.c.seq.between(first, last)
            )
            for table, row in connection.execute(entries).all():
                rows.setdefault(table, {})[row] = Folded(receipt.hlc, deleted=True)
            if receipt.values["status"] == ERASED:
                connection.execute(_BLANK, {"epoch": epoch, "first": first, "last": last})
    return rows


def require_explained(connection: Connection, terminal: str, content: Content) -> None:
    """Every entry that came without content is ours, or a receipt of the terminal names it as erased or purged.

    The terminal blanks entries and writes the receipt in one transaction, so that they travel together; an older copy
    that sends its whole journal again may have its receipts here already. A terminal that leaves a change's content
    out by itself hides something.

    Raises:
        DeskError: `blank_unexplained`.
    """
    blank = [entry for entry in content.entries if entry[_PAYLOAD] is None and entry[_ORIGIN] != HEAD_OFFICE]
    if not blank:
        return
    known = COPIES["order_receipt"]
    told = select(known.c.evidence).where(known.c.terminal == terminal, known.c.status.in_(BLANKING))
    evidence = [str(each) for each in connection.execute(told).scalars()]
    evidence += [
        str(receipt.values.get("evidence"))
        for receipt in content.folded.get("order_receipt", {}).values()
        if receipt.values.get("status") in BLANKING
    ]
    named = [pair for each in evidence for pair in ranges_of(each)]
    for number in (int(entry[_SEQ] or 0) for entry in blank):
        if not any(first <= number <= last for first, last in named):
            raise DeskError(
                "blank_unexplained",
                mark("An entry came without its content, and no erasure names it"),
                where=f"{content.place}:{number}",
            )
