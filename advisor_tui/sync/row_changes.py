"""rows.jsonl: rows that head office gives to a terminal, whole (a full, a new client) or as edits to be merged."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.sync.orders.checks import scalar, uuid7
from advisor_tui.sync.package import ROWS, read_rows, rows_of

MODES = ("whole", "edit", "late")
_HLC = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{6}Z-[0-9a-f]{6}-[A-Z][A-Z0-9]{1,8}")
"""A hybrid clock: the instant, a counter, and who counts (`store.context`)."""
_WORD = re.compile(r"[a-z_]{1,60}")
Scalar = str | int | None


@dataclass(frozen=True)
class RowChange:
    """One change of one row, as the journal writes it, without the chain.

    Attributes:
        table_name: A synced table of the desk.
        row_id: The row.
        hlc: The hybrid clock of the change: later wins where both sides changed a field.
        origin: Where it was made: a terminal, or HQ.
        actor: Who made it, a staff number.
        mode: `whole`: the row as head office has it (old values null); `edit`: merged field by field; `late`: made by
            a former owner after the cut-over, so it goes to the review queue.
        payload: Column → (old, new); a deletion has every new value null.
    """

    table_name: str
    row_id: str
    hlc: str
    origin: str
    actor: str
    mode: str
    payload: Mapping[str, tuple[Scalar, Scalar]]

    @property
    def deletes(self) -> bool:
        """Whether the row is gone after it."""
        return "id" in self.payload and self.payload["id"][1] is None

    @property
    def values(self) -> dict[str, Scalar]:
        """The new values."""
        return {name: new for name, (_, new) in self.payload.items()}


def is_hlc(value: str) -> bool:
    """Whether a text is a hybrid clock."""
    return _HLC.fullmatch(value) is not None


def is_row_id(value: str) -> bool:
    """Whether a text is a row's id: a UUIDv7, or the name of a setting."""
    return uuid7(value) or _WORD.fullmatch(value) is not None


def write_row_changes(changes: Iterable[RowChange]) -> bytes:
    """rows.jsonl, in the order given."""
    rows = [
        {"seq": number, **change.__dict__, "payload": {name: list(pair) for name, pair in change.payload.items()}}
        for number, change in enumerate(changes, start=1)
    ]
    return rows_of(ROWS, rows)


def read_row_changes(data: bytes, where: str) -> Iterator[RowChange]:
    """The changes, in order.

    Raises:
        DeskError: `row_invalid` for the columns, `change_invalid`, naming the row and the field.
    """
    for number, row in enumerate(read_rows(ROWS, data, where), start=1):
        place = f"{where}:data/{ROWS.path}:{number}"
        checks = {
            "seq": row["seq"] == number,
            "table_name": _WORD.fullmatch(row["table_name"]),
            "row_id": is_row_id(row["row_id"]),
            "hlc": is_hlc(row["hlc"]),
            "mode": row["mode"] in MODES,
            "payload": _is_payload(row["payload"]),
        }
        for field, good in checks.items():
            if not good:
                raise DeskError("change_invalid", mark("The change's field {field} is wrong"), where=place, field=field)
        payload = {name: (old, new) for name, (old, new) in row["payload"].items()}
        yield RowChange(
            row["table_name"], row["row_id"], row["hlc"], row["origin"], row["actor"], row["mode"], payload
        )  # fmt: skip


def _is_payload(values: Mapping[str, Any]) -> bool:
    return bool(values) and all(
        _WORD.fullmatch(name) and isinstance(pair, list) and len(pair) == 2 and all(map(scalar, pair))
        for name, pair in values.items()
    )
