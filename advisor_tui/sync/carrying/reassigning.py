"""A client goes to another advisor: within the terminal, to it, or away from it.

Away means: what is not sent yet is sealed as it is, nothing of the client changes here any more, and once head office
has acknowledged all of it everything of the client is purged. What was edited after the cut-over is named in the
receipt, so that head office puts it before the new owner instead of into the record.
"""

from datetime import UTC, date, datetime, time

from sqlalchemy import Row, text

from advisor_tui.base.clock import CHINA, instant_text
from advisor_tui.base.languages import mark
from advisor_tui.base.text import one_line
from advisor_tui.store.blanks import rows_of
from advisor_tui.sync.carrying.ground import Carried, Ground, refused
from advisor_tui.sync.carrying.removing import receipt_evidence, remove_client
from advisor_tui.sync.differences import Change
from advisor_tui.sync.names import HEAD_OFFICE
from advisor_tui.sync.orders.contents import Reassignment
from advisor_tui.sync.orders.order import Order

_CLIENT = text("SELECT id, number, advisor_id FROM client WHERE number = :about OR id = :about")
_ADVISOR = text("SELECT id FROM advisor WHERE staff_no = :staff")
_OWNER = text("UPDATE client SET advisor_id = :advisor WHERE id = :subject AND advisor_id <> :advisor")
_END = text("UPDATE assignment SET ends_on = max(starts_on, :day) WHERE client_id = :subject AND ends_on IS NULL")
_BEGIN = text(
    "INSERT INTO assignment (id, client_id, advisor_id, starts_on, ends_on, reason) "
    "VALUES (:id, :subject, :advisor, :day, NULL, :reason)"
)
_UNLOCK = text("DELETE FROM client_lock WHERE id = :subject AND why = 'reassigned'")
_LOCK = text(
    "INSERT OR REPLACE INTO client_lock (id, why, order_id, since, last_change, until) "
    "VALUES (:subject, 'reassigned', :id, :now, (SELECT max(seq) FROM journal), NULL)"
)
_GOING = text("SELECT 1 FROM client_lock WHERE id = :subject AND why = 'reassigned'")
_LATE = text(
    "SELECT seq FROM journal WHERE table_name = :table AND row_id = :row AND instant >= :cut_over AND origin <> :hq"
)
_UNSEEN = text(
    "SELECT seq FROM journal WHERE table_name = :table AND row_id = :row AND seq > :known AND origin <> :hq "
    "AND action <> :receiving"
)
_SENT = text(
    "SELECT client_lock.id AS subject, order_id, client.number FROM client_lock "
    "JOIN client ON client.id = client_lock.id WHERE why = 'reassigned' AND last_change <= :known "
    "ORDER BY client_lock.id"
)
LATE = "late"
"""In the evidence of a client who goes: the entries made after the cut-over."""
RECEIVING = "bundle.receive"
"""The unit of work that merges what head office sends: what it writes is no advisor's edit."""
_RESTRICTED = text("SELECT 1 FROM client_lock WHERE id = :subject AND why = 'restricted'")
NO_CLIENT = mark("This desk has no client of that number")
NOT_OURS = mark("The order is for other terminals")
GOING = mark("The client is on the way to another terminal already")
NO_ADVISOR = mark("The client's new advisor is not known to this desk")
RESTRICTED = mark("An erasure has locked the client's records: they stay where they are until the law lets them go")


def carry_reassignment(ground: Ground, order: Order, content: Reassignment) -> Carried:
    """Let the client stay, come or go."""
    if ground.terminal not in (content.from_terminal, content.to_terminal):
        return refused(NOT_OURS)
    client = ground.connection.execute(_CLIENT, {"about": order.about}).first()
    if client is None:
        return refused(NO_CLIENT)
    if ground.connection.execute(_RESTRICTED, {"subject": client.id}).first() is not None:
        return refused(RESTRICTED, client.id)
    if ground.terminal == content.to_terminal:
        return _come(ground, order, content, client)
    if ground.connection.execute(_GOING, {"subject": client.id}).first() is not None:
        return refused(GOING, client.id)
    late = _late_entries(ground, client.id, order.effective_from)
    with ground.own():
        lock_leaving(ground, client.id, order.id)
    change = Change("client_goes", client.number, {"zh": content.name, "en": content.name}, new=order.effective_from)
    changes = (change, Change("late_edits", client.number, new=str(len(late)))) if late else (change,)
    return Carried(about=client.id, evidence={LATE: late}, changes=changes)


def lock_leaving(ground: Ground, subject: str, order_id: str) -> None:
    """Let nothing of a client change any more until head office has everything and it is purged."""
    ground.connection.execute(_LOCK, {"subject": subject, "id": order_id, "now": ground.now})


def unseen_entries(ground: Ground, subject: str, known: int) -> list[int]:
    """Entries of a client that this terminal made and head office may not have."""
    found: list[int] = []
    for table, row in rows_of(ground.connection, subject):
        found += ground.connection.execute(
            _UNSEEN, {"table": table, "row": row, "known": known, "hq": HEAD_OFFICE, "receiving": RECEIVING}
        ).scalars()
    return sorted(found)


def purge_sent(ground: Ground, known: int) -> list[tuple[str, Carried]]:
    """Purge the clients that went away once head office has everything of them; by the id of the order.

    Args:
        ground: The transaction.
        known: The last seq of this journal that head office has.
    """
    done = []
    for row in ground.connection.execute(_SENT, {"known": known}).all():
        before = receipt_evidence(ground.connection, row.order_id)
        evidence = remove_client(ground, row.subject, row.number, row.order_id, "purged")
        change = Change("client_purged", "client")
        done.append((row.order_id, Carried("purged", row.subject, evidence={**before, **evidence}, changes=(change,))))
    return done


def _come(ground: Ground, order: Order, content: Reassignment, client: Row[tuple[str, str, str]]) -> Carried:
    connection = ground.connection
    advisor = connection.execute(_ADVISOR, {"staff": content.staff_no}).scalar()
    if advisor is None:
        return refused(NO_ADVISOR, client.id)
    values = {
        "id": order.id, "subject": client.id, "advisor": advisor, "day": order.effective_from,
        "reason": one_line(content.reason),
    }  # fmt: skip
    with ground.own():
        for statement in (_UNLOCK, _OWNER, _END, _BEGIN):
            connection.execute(statement, values)
    name = one_line(content.name)
    return Carried(about=client.id, changes=(Change("client_comes", client.number, {"zh": name, "en": name}),))


def _late_entries(ground: Ground, subject: str, effective_from: str) -> list[int]:
    """Entries of the client made from the cut-over's first moment on (UTC+8)."""
    start = datetime.combine(date.fromisoformat(effective_from), time(), CHINA).astimezone(UTC)
    found: list[int] = []
    for table, row in rows_of(ground.connection, subject):
        values = {"table": table, "row": row, "cut_over": instant_text(start), "hq": HEAD_OFFICE}
        found += ground.connection.execute(_LATE, values).scalars()
    return sorted(found)
