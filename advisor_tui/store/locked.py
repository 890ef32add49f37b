"""The triggers that keep a locked client's records as they are: only what head office orders may change them.

A client is locked between the order that gives it to another advisor and the purge, and while the law forbids erasing
but asks for no other use (个人信息保护法 第四十七条). What code tries makes no difference.
"""

from sqlalchemy import Connection, MetaData

from advisor_tui.store.failures import CLIENT_LOCKED
from advisor_tui.store.tables.columns import is_synced

PREFIX = "locked_"
ORDER_ACTIONS = ("bundle.receive", "order.apply", "schema.migrate")
"""The units of work that carry out what head office ordered."""
_FREE = ("access_log", "conflict")
"""Who looked is recorded also of a locked client, and so is what is in question."""


def locked_triggers(metadata: MetaData) -> list[str]:
    """The statements that make them, three a table, each named `locked_…`."""
    found = _of("client", "id")
    for name, table in sorted(metadata.tables.items()):
        if is_synced(table.info) and "client_id" in table.columns and name not in _FREE:
            found += _of(name, "client_id")
    return found


def drop_locked_triggers(connection: Connection) -> None:
    """Drop them, as a migration must before it rebuilds a table."""
    names = connection.exec_driver_sql(
        f"SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name GLOB '{PREFIX}*'"
    )
    for (name,) in list(names):
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def _of(table: str, column: str) -> list[str]:
    rows = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
    actions = ", ".join(f"'{action}'" for action in ORDER_ACTIONS)
    return [
        f'CREATE TRIGGER {PREFIX}{table}_{event} BEFORE {event.upper()} ON "{table}" WHEN '
        f"EXISTS (SELECT 1 FROM client_lock WHERE id IN ({', '.join(f'{row}.{column}' for row in seen)})) "
        f"AND journal_action() NOT IN ({actions}) "
        f"BEGIN SELECT RAISE(ABORT, '{CLIENT_LOCKED}'); END"
        for event, seen in rows.items()
    ]
