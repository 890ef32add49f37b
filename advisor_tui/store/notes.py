"""Notes of the database about itself: one value a name, in no journal and no bundle."""

from sqlalchemy import Connection, text

_READ = text("SELECT value FROM meta WHERE name = :name")
_WRITE = text(
    "INSERT INTO meta (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_FORGET = text("DELETE FROM meta WHERE name = :name")


def read_note(connection: Connection, name: str) -> str | None:
    """A note's value; None where there is none."""
    value = connection.execute(_READ, {"name": name}).scalar()
    return None if value is None else str(value)


def write_note(connection: Connection, name: str, value: str) -> None:
    """Write a note, in the place of the one of that name."""
    connection.execute(_WRITE, {"name": name, "value": value})


def forget_notes(connection: Connection, *names: str) -> None:
    """Remove notes."""
    for name in names:
        connection.execute(_FORGET, {"name": name})
