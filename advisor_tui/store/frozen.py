"""The triggers that keep what a client has been shown: a proposal that is no draft any more does not change.

They refuse the change itself, whatever code tries it; a new version is the way. Erasing a client takes everything
along: then the client's row is gone before the rows that hang on it are deleted.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

PREFIX = "frozen_"
SAID = "what a client has been shown does not change"
_PROPOSAL = (
    "client_id", "number", "version", "investable", "assessment_id", "interview_id", "based_on_id", "asked",
    "created_at", "presented_at", "solution",
)  # fmt: skip
_LINE = (
    "proposal_id", "client_id", "product_id", "position", "amount", "held", "pay", "pay_years", "origin", "goal_id",
    "need_id", "pinned", "bound",
)  # fmt: skip
_FINDING = ("proposal_id", "client_id", "line_id", "rule", "verdict", "must_do", "params", "article", "checked_on")
_CONFIRMATION = (
    "proposal_id", "client_id", "advisor_id", "decision", "form_number", "witness", "recording_ref",
    "proposal_sha256", "confirmed_at", "remark",
)  # fmt: skip
_DISCLOSURE = (
    "proposal_id", "client_id", "product_id", "kind", "version", "sha256", "disclosed_at", "read_seconds",
    "form_number",
)  # fmt: skip
_PARTS = {"proposal_line": _LINE, "finding": _FINDING}
_RECORDS = {"confirmation": _CONFIRMATION, "disclosure": _DISCLOSURE}
_CLIENT = "EXISTS (SELECT 1 FROM client WHERE id = OLD.client_id)"


def frozen_triggers() -> list[str]:
    """The statements that make them, each named `frozen_…`."""
    found = [
        _trigger("proposal_update", "UPDATE ON proposal", f"OLD.status <> 'draft' AND {_changed(_PROPOSAL)}"),
        _trigger(
            "proposal_status",
            "UPDATE OF status ON proposal",
            "OLD.status NOT IN ('draft', 'presented') AND NEW.status IS NOT OLD.status",
        ),
        _trigger("proposal_again", "UPDATE OF status ON proposal", "OLD.status = 'presented' AND NEW.status = 'draft'"),
        _trigger("proposal_delete", "DELETE ON proposal", f"OLD.status <> 'draft' AND {_CLIENT}"),
    ]
    for table, columns in _PARTS.items():
        found += [
            _trigger(f"{table}_insert", f"INSERT ON {table}", _shown("NEW")),
            _trigger(f"{table}_update", f"UPDATE ON {table}", f"{_shown('OLD')} AND {_changed(columns)}"),
            _trigger(f"{table}_delete", f"DELETE ON {table}", f"{_shown('OLD')} AND {_CLIENT}"),
        ]
    for table, columns in _RECORDS.items():
        found += [
            _trigger(f"{table}_update", f"UPDATE ON {table}", _changed(columns)),
            _trigger(f"{table}_delete", f"DELETE ON {table}", _CLIENT),
        ]
    return found


def drop_frozen_triggers(connection: Connection) -> None:
    """Drop them, as a migration must before it rebuilds a table."""
    names = connection.exec_driver_sql(
        f"SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name GLOB '{PREFIX}*'"
    )
    for (name,) in list(names):
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


@contextmanager
def thawed(connection: Connection) -> Iterator[None]:
    """Inside a transaction: write what head office has of a proposal, or erase it, in whatever order that needs."""
    drop_frozen_triggers(connection)
    yield
    for sql in frozen_triggers():
        connection.exec_driver_sql(sql)


def _trigger(name: str, event: str, when: str) -> str:
    return f"CREATE TRIGGER {PREFIX}{name} BEFORE {event} WHEN {when} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"


def _changed(columns: tuple[str, ...]) -> str:
    return f"({' OR '.join(f'OLD.{name} IS NOT NEW.{name}' for name in columns)})"


def _shown(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM proposal WHERE id = {row}.proposal_id AND status <> 'draft')"
