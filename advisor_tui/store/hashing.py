"""The hashes of the journal and the digests of the tables: one definition for triggers, audit and head office."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from json import JSONEncoder
from json.encoder import encode_basestring

GENESIS = "0" * 64
"""The `prev_hash` of the first entry."""
MODULUS = 1 << 256
HEADER = ("seq", "instant", "hlc", "origin", "actor", "action", "table_name", "row_id")
"""The columns that an entry's hash covers before its payload's and its predecessor's hash."""

Value = str | int | float | None
_encode = JSONEncoder(ensure_ascii=False).encode


def payload_hash(salt: str, payload: str) -> str:
    """SHA-256 over the salt's 16 bytes and the payload's UTF-8 text.

    Raises:
        ValueError: The salt is not hexadecimal.
    """
    return sha256(bytes.fromhex(salt) + payload.encode()).hexdigest()


def entry_hash(header: Sequence[Value], hashed_payload: str, previous: str) -> str:
    """SHA-256 over the compact UTF-8 JSON array of the header's values, the payload's hash and the previous hash."""
    # Value by value: making an encoder for each array takes longer than hashing it.
    text = f"[{','.join([_json(value) for value in (*header, hashed_payload, previous)])}]"
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _json(value: Value) -> str:
    if type(value) is str:
        return encode_basestring(value)
    return repr(value) if type(value) is int else _encode(value)


def row_number(table: str, values: str) -> int:
    """What one row adds to its table's digest: SHA-256(table, 0, JSON array of its columns) as a number."""
    return int.from_bytes(sha256(f"{table}\0{values}".encode("utf-8", "surrogatepass")).digest(), "big")


def digest_add(digest: str, table: str, plus: str | None, minus: str | None) -> str:
    """A table's digest with a row added, removed, or both (an update); 64 hex digits, mod 2²⁵⁶."""
    number = int(digest, 16)
    if plus is not None:
        number += row_number(table, plus)
    if minus is not None:
        number -= row_number(table, minus)
    return f"{number % MODULUS:064x}"


def digest_of(table: str, rows: Iterable[str]) -> str:
    """The digest of a whole table from its rows' JSON arrays."""
    return f"{sum(row_number(table, row) for row in rows) % MODULUS:064x}"
