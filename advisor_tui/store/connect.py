"""One SQLCipher connection, set up in the order that matters."""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

CACHE_KIB = 16 * 1024
READER_CACHE_KIB = 8 * 1024
"""Of each reader: there are two of them, and what lists and search read again and again is small."""
BULK_CACHE_KIB = 64 * 1024
"""While importing or verifying: scans cost two to five times less CPU with it."""


def connect(path: Path, key: bytes, *, read_only: bool = False) -> Any:
    """Open a connection with the raw key.

    The order is not free: logging must be off before anything can be logged over the screen, the key comes before any
    read, and recursive triggers make REPLACE fire the delete trigger. Schema functions stay trusted because the stored
    triggers call ours, and the file is authenticated page by page.

    Raises:
        sqlcipher3 DatabaseError: The key is wrong or the file is damaged, at the first read.
    """
    connection = sqlcipher.connect(str(path), check_same_thread=False, isolation_level=None)
    for pragma in (
        "cipher_log_level = NONE",
        f"key = \"x'{key.hex()}'\"",
        "cipher_memory_security = OFF",  # docs/decisions/0002: it makes each write twenty times slower
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "secure_delete = ON",
        "journal_mode = WAL",
        "synchronous = FULL",
        "temp_store = MEMORY",
        "trusted_schema = ON",
        "cell_size_check = ON",
        f"cache_size = -{READER_CACHE_KIB if read_only else CACHE_KIB}",
        "busy_timeout = 5000",
        *(("query_only = ON",) if read_only else ()),
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection
