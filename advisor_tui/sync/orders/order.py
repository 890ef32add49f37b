"""orders.jsonl: reading refuses whatever is unknown, missing or ill-typed, and names the field."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.sync.orders.checks import day, instant, text, uuid7
from advisor_tui.sync.orders.contents import CONTENTS, Content
from advisor_tui.sync.package import ORDERS, read_rows, rows_of

_CHECKS = {"id": uuid7, "about": text(longest=80), "issued_at": instant, "effective_from": day}


@dataclass(frozen=True)
class Order:
    """One order of head office.

    Attributes:
        id: UUIDv7; an order that comes again under its id does nothing again.
        about: A row's id, a client's or a staff number, as the kind of content says, or "".
        issued_at: UTC instant.
        effective_from: Business date; before it the order waits.
        content: What it says.
    """

    id: str
    about: str
    issued_at: str
    effective_from: str
    content: Content

    @property
    def kind(self) -> str:
        """The word for the kind of order."""
        return self.content.KIND


def write_orders(orders: Iterable[Order]) -> bytes:
    """orders.jsonl.

    Raises:
        DeskError: `order_invalid` for what no reader would accept.
    """
    rows = [to_row(order) for order in orders]
    for number, row in enumerate(rows, start=1):
        _order(row, f"{ORDERS.path}:{number}")
    return rows_of(ORDERS, rows)


def read_orders(data: bytes, where: str) -> Iterator[Order]:
    """The orders of a bundle.

    Raises:
        DeskError: `row_invalid` for the columns, `order_invalid`, naming the row and the field.
    """
    seen: set[str] = set()
    for number, row in enumerate(read_rows(ORDERS, data, where), start=1):
        order = _order(row, f"{where}:data/{ORDERS.path}:{number}")
        if order.id in seen:
            raise _wrong(f"{where}:data/{ORDERS.path}:{number}", "id")
        seen.add(order.id)
        yield order


def to_row(order: Order) -> dict[str, Any]:
    """The order as a row of orders.jsonl."""
    return {
        "id": order.id, "kind": order.kind, "about": order.about, "issued_at": order.issued_at,
        "effective_from": order.effective_from, "content": asdict(order.content),
    }  # fmt: skip


def from_row(row: Mapping[str, Any], where: str) -> Order:
    """An order from a row with the columns of orders.jsonl; see `read_orders` for the errors."""
    return _order(row, where)


def _order(row: Mapping[str, Any], where: str) -> Order:
    for name, check in _CHECKS.items():
        if not check(row[name]):
            raise _wrong(where, name)
    if row["kind"] not in CONTENTS:
        raise _wrong(where, "kind")
    content = read_content(row["kind"], row["content"], where)
    return Order(row["id"], row["about"], row["issued_at"], row["effective_from"], content)


def read_content(kind: str, values: Mapping[str, Any], where: str) -> Content:
    """The content of an order of a kind.

    Raises:
        DeskError: `order_invalid`, naming the field.
    """
    into = CONTENTS[kind]
    for name in sorted(values.keys() ^ into.CHECKS.keys()):
        raise _wrong(where, f"content.{name}")
    for name, check in into.CHECKS.items():
        if not check(values[name]):
            raise _wrong(where, f"content.{name}")
    if "ends_on" in values and values["ends_on"] < values["starts_on"]:
        raise _wrong(where, "content.ends_on")
    return into(**values)


def _wrong(where: str, field: str) -> DeskError:
    return DeskError(
        "order_invalid", mark("The order's field {field} is missing, unknown or wrong"), where=where, field=field
    )
