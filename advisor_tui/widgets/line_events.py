"""What a line table tells the screen around it; screens name these `LineTable.RowChosen` and so on."""

from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from advisor_tui.widgets.line_table import LineTable


class TableEvent(Message):
    """Something about one table; `@on(..., "#id")` selects by the table."""

    def __init__(self, table: "LineTable[Any]") -> None:
        super().__init__()
        self.table = table

    @property
    def control(self) -> "LineTable[Any]":
        """The table that sent it."""
        return self.table


class RowChosen(TableEvent, namespace="line_table"):
    """Enter was pressed on a row."""

    def __init__(self, table: "LineTable[Any]", key: str, row: Any) -> None:
        super().__init__(table)
        self.key, self.row = key, row


class RowHighlighted(TableEvent, namespace="line_table"):
    """The cursor rests on a row (sent a moment after the last move)."""

    def __init__(self, table: "LineTable[Any]", key: str, row: Any) -> None:
        super().__init__(table)
        self.key, self.row = key, row


class MarksChanged(TableEvent, namespace="line_table"):
    """The set of marked keys changed."""

    def __init__(self, table: "LineTable[Any]", keys: frozenset[str]) -> None:
        super().__init__(table)
        self.keys = keys


class PageShown(TableEvent, namespace="line_table"):
    """Rows arrived: the total may have changed."""

    def __init__(self, table: "LineTable[Any]", total: int) -> None:
        super().__init__(table)
        self.total = total
