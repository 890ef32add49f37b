"""The numbers that a desk gives clients itself, where the bank's own number is not known: L and six digits."""

from itertools import count

from sqlalchemy import Connection, text

_LAST = text(
    "SELECT max(cast(substr(number, 2) AS INTEGER)) FROM client "
    "WHERE number GLOB 'L[0-9][0-9][0-9][0-9][0-9][0-9]*' AND NOT substr(number, 2) GLOB '*[^0-9]*' "
    "AND length(number) <= 10"
)
"""Up to nine digits once there are a million.

A longer one is a bank's own and no place to go on from: beyond 64 bits SQLite reads each as the same number.
"""
_HOLDER = text("SELECT id FROM client WHERE number = :number")


def next_number(connection: Connection) -> str:
    """The one after the last; an imported L999999999 must not block the numbers after it, so the taken are passed."""
    last = int(connection.execute(_LAST).scalar() or 0)
    following = (f"L{number:06d}" for number in count(last + 1))
    return next(number for number in following if holder_of(connection, number) is None)


def holder_of(connection: Connection, number: str) -> str | None:
    """The id of the client who has a number here."""
    found = connection.execute(_HOLDER, {"number": number}).scalar()
    return None if found is None else str(found)
