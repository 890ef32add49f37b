"""The SQL functions that the stored triggers call; a connection without them cannot write."""

from typing import Any

from advisor_tui.store.context import WriteContext
from advisor_tui.store.hashing import GENESIS, digest_add, entry_hash


def register_functions(connection: Any, context: WriteContext) -> None:
    """Register what the journal's triggers ask for on a driver connection."""

    def actor() -> str:
        if not context.actor:
            raise ValueError("a change needs an actor: write through Store.write")
        return context.actor

    def sealed(seq: int, table: str, row_id: str, payload: str, previous: str) -> str:
        header = (seq, context.instant, context.hlc(seq), context.origin, context.actor, context.action, table, row_id)
        return entry_hash(header, context.payload_hash(seq, payload), previous)

    for name, count, function, pure in (
        ("journal_instant", 0, lambda: context.instant, False),
        ("journal_origin", 0, lambda: context.origin, False),
        ("journal_actor", 0, actor, False),
        ("journal_action", 0, lambda: context.action, False),
        ("journal_hlc", 1, context.hlc, False),
        ("journal_salt", 1, context.salt, False),
        ("journal_genesis", 0, lambda: GENESIS, True),
        ("journal_payload_hash", 2, context.payload_hash, False),
        ("journal_entry_hash", 5, sealed, False),
        ("digest_add", 4, digest_add, True),
    ):
        connection.create_function(name, count, function, deterministic=pure)
