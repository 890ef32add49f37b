"""A lawful erasure: at once where no legal retention period binds, else the records are locked until it ends.

个人信息保护法 第四十七条: within a legal retention period, nothing but storing and protecting is allowed.
"""

from datetime import date

from sqlalchemy import Connection, text

from advisor_tui.base.clock import business_date, parse_instant
from advisor_tui.base.languages import mark
from advisor_tui.base.text import one_line
from advisor_tui.rules.retention import Business, kept_until
from advisor_tui.sync.carrying.ground import Carried, Ground, refused
from advisor_tui.sync.carrying.removing import remove_client
from advisor_tui.sync.differences import Change
from advisor_tui.sync.leftovers import papers_of
from advisor_tui.sync.orders.contents import Erasure
from advisor_tui.sync.orders.order import Order
from advisor_tui.sync.proven import proven_day

_CLIENT = text("SELECT id, number, status, opened_on FROM client WHERE number = :about OR id = :about")
_NEW = text(
    "INSERT INTO erasure_order (id, subject_id, ordered_at, ordered_by, reason, status, restricted_until) "
    "VALUES (:id, :subject, :at, :by, :reason, 'ordered', NULL)"
)
_RESTRICT = text("UPDATE erasure_order SET status = 'restricted', restricted_until = :until WHERE id = :id")
_EXECUTED = text("UPDATE erasure_order SET status = 'executed', executed_at = :now, reason = '' WHERE id = :id")
_LOCK = text(
    "INSERT OR REPLACE INTO client_lock (id, why, order_id, since, last_change, until) "
    "VALUES (:subject, 'restricted', :id, :now, 0, :until)"
)
_STATUS = text("UPDATE client SET status = 'restricted' WHERE id = :subject")
_ENDED = text(
    "SELECT erasure_order.id, subject_id, client.number FROM erasure_order JOIN client ON client.id = subject_id "
    "WHERE erasure_order.status = 'restricted' AND restricted_until < :today ORDER BY erasure_order.id"
)
_DATES = text(
    "SELECT max(on_day) FROM (SELECT max(applied_on) AS on_day FROM loan_case WHERE client_id = :subject "
    "UNION ALL SELECT max(coalesce(ends_on, signed_on)) FROM agreement WHERE client_id = :subject "
    "UNION ALL SELECT max(assessed_on) FROM risk_assessment WHERE client_id = :subject "
    "UNION ALL SELECT date(max(confirmed_at), '+8 hours') FROM confirmation WHERE client_id = :subject)"
)
_ASSESSED = text(
    "SELECT (SELECT count(*) FROM risk_assessment WHERE client_id = :subject) + "
    "(SELECT count(*) FROM confirmation WHERE client_id = :subject)"
)
_KINDS = text(
    "SELECT kind FROM holding WHERE client_id = :subject UNION SELECT product.kind FROM proposal_line "
    "JOIN product ON product.id = proposal_line.product_id JOIN proposal ON proposal.id = proposal_line.proposal_id "
    "WHERE proposal_line.client_id = :subject AND proposal.status = 'accepted'"
)
_GOES = text("SELECT 1 FROM client_lock WHERE id = :subject AND why = 'reassigned'")
NO_CLIENT = mark("This desk has no client of that number")
GOES = mark("The client goes to another terminal, where the order is carried out")
KEPT = mark("A legal retention period has not ended: the records are locked until then")


def carry_erasure(ground: Ground, order: Order, content: Erasure) -> Carried:
    """Erase the client, or lock its records until the law lets them go."""
    connection = ground.connection
    client = connection.execute(_CLIENT, {"about": order.about}).first()
    if client is None:
        return refused(NO_CLIENT)
    until = kept_until(business_of(connection, client.id, ground.today), ground.retentions)
    day = proven_day(connection, ground.today)
    bound = until is not None and (day is None or until >= day)
    if bound and connection.execute(_GOES, {"subject": client.id}).first() is not None:
        # What is locked for its leaving is purged here; head office gives the order to where the client goes too.
        return refused(GOES, client.id)
    values = {
        "id": order.id, "subject": client.id, "at": order.issued_at, "by": one_line(content.ordered_by),
        "reason": one_line(content.reason), "until": until.isoformat() if until else None, "now": ground.now,
    }  # fmt: skip
    with ground.own():
        connection.execute(_NEW, values)
        if bound and until is not None:
            connection.execute(_RESTRICT, values)
            connection.execute(_STATUS, values)
            lock_restricted(ground, client.id, order.id, values["until"])
            changes = (Change("erasure_restricted", client.number, new=until.isoformat()),)
            return Carried("restricted", client.id, KEPT, {"until": until.isoformat()}, changes)
    return _erase(ground, order.id, client.id, client.number)


def lock_restricted(ground: Ground, subject: str, order_id: str, until: str | None) -> None:
    """Lock a client's records until the law lets them go (ISO date)."""
    ground.connection.execute(_LOCK, {"subject": subject, "id": order_id, "now": ground.now, "until": until})


def erase_ended(ground: Ground) -> list[tuple[str, Carried]]:
    """Erase the clients whose retention period has ended since; by the id of their order.

    Ended is what has ended by head office's clock too: records that the law keeps must not go because a terminal's
    clock is wrong.
    """
    day = proven_day(ground.connection, ground.today)
    found = ground.connection.execute(_ENDED, {"today": day.isoformat()}).all() if day is not None else ()
    return [(row.id, _erase(ground, row.id, row.subject_id, row.number)) for row in found]


def business_of(connection: Connection, subject: str, today: date) -> Business:
    """What the bank has done with a client: while the relation goes on, its last day is today."""
    values = {"subject": subject}
    client = connection.execute(text("SELECT status, opened_on FROM client WHERE id = :subject"), values).one()
    kinds = frozenset(connection.execute(_KINDS, values).scalars())
    dated = connection.execute(_DATES, values).scalar()
    last = date.fromisoformat(dated) if dated else None
    if client.opened_on is not None and client.status == "closed":
        last = max(filter(None, (last, date.fromisoformat(client.opened_on))))
    elif kinds or (client.opened_on is not None and client.status != "prospect"):
        last = today
    return Business(last, bool(connection.execute(_ASSESSED, values).scalar()), kinds)


def _erase(ground: Ground, order_id: str, subject: str, number: str) -> Carried:
    papers, last = papers_of(ground.connection, subject)
    evidence = remove_client(ground, subject, number, order_id, "erased")
    with ground.own():
        ground.connection.execute(_EXECUTED, {"id": order_id, "now": ground.now})
    told = f"{business_date(parse_instant(ground.now)):%Y-%m-%d}"
    changes = [Change("erased", "client", new=told)]
    if papers:
        changes.append(Change("papers_outside", "client", old=last, new=str(papers)))
    return Carried("erased", subject, evidence=evidence, changes=tuple(changes))
