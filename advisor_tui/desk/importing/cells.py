"""One row's cells as checked values; a refusal names the column."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.money import WAN, parse_amount
from advisor_tui.base.text import half_width
from advisor_tui.desk.checks.fields import check_date, check_text
from advisor_tui.desk.importing.columns import Columns
from advisor_tui.desk.importing.reading import INEXACT
from advisor_tui.reference.imports import ImportTable, plain_header

LONG_TERM = {"长期", "长期有效", "longterm", "permanent", "9999-12-31", "99991231", "2099-12-31"}
"""How banks write that an identity card never expires."""
_SCALE = 10_000


class Cells:
    """The cells of one row by field; an empty cell is None and never erases anything."""

    def __init__(self, cells: list[str], columns: Columns, table: ImportTable) -> None:
        self._cells = cells
        self._columns = columns
        self._table = table

    def raw(self, field: str) -> str | None:
        """The cell's text, or None when it is empty or there is no such column.

        Raises:
            DeskError: `number_cut` for a number that the spreadsheet has cut to fifteen digits.
        """
        place = self._columns.places.get(field)
        if place is None or place >= len(self._cells):
            return None
        text = self._cells[place].strip()
        if text == INEXACT:
            raise DeskError(
                "number_cut",
                mark("The spreadsheet kept only 15 digits of this number; format the column as text."),
                where=field,
            )
        return text or None

    def text(self, field: str, longest: int = 200) -> str | None:
        """Safe text of one line."""
        value = self.raw(field)
        return None if value is None else check_text(value, where=field, longest=longest) or None

    def word(self, field: str, known: tuple[str, ...] | None = None) -> str | None:
        """What the cell's word means.

        Raises:
            DeskError: `word_unknown` where only known words will do.
        """
        value = self.text(field)
        if value is None:
            return None
        meant = self._table.words_of(field).get(plain_header(value), value)
        if known is not None and meant not in known:
            raise DeskError("word_unknown", mark("{value} is not known here"), where=field, value=value)
        return meant

    def day(self, field: str) -> date | None:
        """A date."""
        value = self.raw(field)
        return None if value is None else check_date(value.split(" ")[0], where=field)

    def amount(self, field: str) -> int | None:
        """An amount that is not negative, in 分; the header may say 万元."""
        value = self.raw(field)
        if value is None:
            return None
        try:
            fen = parse_amount(value)
        except ValueError:
            fen = -1
        if self._columns.units.get(field) == "万元":
            fen *= WAN // 100
        if fen < 0:
            raise DeskError("amount_invalid", mark("{value} is not an amount of yuan"), where=field, value=value)
        return fen

    def scaled(self, field: str) -> int | None:
        """A number in 10⁻⁴ (units, or percent of a rate), not negative."""
        value = self.raw(field)
        if value is None:
            return None
        try:
            number = Decimal(half_width(value).replace(",", "").rstrip("%")) * _SCALE
        except InvalidOperation:
            number = Decimal(-1)
        if not number.is_finite() or number < 0 or number != number.to_integral_value() or number > 10**17:
            raise DeskError(
                "number_invalid", mark("{value} is not a number with up to four decimals"), where=field, value=value
            )
        return int(number)

    def integer(self, field: str, low: int, high: int) -> int | None:
        """A whole number within bounds; for a level a leading letter (R3, C2) is let go."""
        value = self.word(field)
        if value is None:
            return None
        digits = half_width(value).upper().lstrip("RCP")
        if not digits.isdecimal() or not low <= int(digits) <= high:
            raise DeskError(
                "number_invalid_range", mark("{value} is not between {low} and {high}"), where=field, value=value,
                low=low, high=high,
            )  # fmt: skip
        return int(digits)


def known_values(values: Mapping[str, object]) -> dict[str, object]:
    """The values that are there: an empty cell never erases."""
    return {name: value for name, value in values.items() if value is not None}
