"""Bundles sealed for a month whose key is not here: the recovery key opens them, and is asked for by nothing else."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, func, select

from advisor_tui.base.clock import business_date
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.keys import month_name
from advisor_tui.headoffice.tables import Outbound, Stream, Terminal


def identities_for(context: Context, sender: str) -> Iterator[str]:
    """The age identities to try for a terminal's bundle, in order; each is unlocked only when those before did not fit.

    The recovery key opens every terminal's database, and is best kept in a safe. So it is read only where it lies here
    and the terminal may still seal for a month whose key is gone.
    """
    yield from context.keys.identities()
    if _may_seal_for_forgotten(context, sender):
        yield from context.keys.recovery()


def _may_seal_for_forgotten(context: Context, sender: str) -> bool:
    """Whether the newest keys that a terminal has for certain are older than the oldest month that is kept.

    Or whether it may have newer ones than we have, since we were put back from a copy.
    Those are of its enrolment, or of the last bundle that it has acknowledged: what it sealed before that one came
    was applied before the acknowledgement, and all that comes now was sealed with those keys or newer ones.
    """
    with context.warehouse.read() as session:
        terminal = session.get(Terminal, sender)
        if terminal is None:
            return False
        stream = session.get(Stream, (terminal.name, terminal.epoch))
        if terminal.asked_at is not None or (stream is not None and stream.told_at is not None):
            return True  # it sealed for keys that were made after the copy which we were put back from
        newest = max(filter(None, (terminal.registered_at, _last_acknowledged(session, terminal))))
    return month_name(business_date(newest)) < min(context.keys.months(), default="")


def _last_acknowledged(session: Session, terminal: Terminal) -> datetime | None:
    """When the newest bundle was sealed that a terminal has acknowledged."""
    query = select(func.max(Outbound.sealed_at)).where(
        Outbound.terminal == terminal.name, col(Outbound.acknowledged_at).is_not(None)
    )
    return session.exec(query).one()
