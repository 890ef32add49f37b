"""One row's cells as checked values; a refusal names the field."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.money import parse_amount
from advisor_tui.base.text import half_width
from advisor_tui.desk.checks.fields import check_date, check_text
from advisor_tui.desk.importing.columns import Columns
from advisor_tui.desk.importing.workbook import INEXACT
from advisor_tui.reference.imports import ImportTable, plain_header

EARLIEST = date(1900, 1, 1)
EMPTY = {"-", "--", "—", "——", "/", "N/A", "#N/A", "NULL"}
"""How reports write that there is nothing."""
ERRORS = {"#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}
"""What a spreadsheet shows where a formula failed."""
_SCALE = 10_000
_MEMORY = 20_000
"""How many words and dates are remembered: columns repeat them."""
_PLAIN = re.compile(r"[\x21-\x7e\u4e00-\u9fff]+")
"""Nothing that would have to be made safe, put in another width or trimmed."""
_CUT = re.compile(r"\d(\.\d+)?[eE]\+\d+")
"""How a spreadsheet writes a long number into CSV."""
_QUOTED = re.compile(r"'(?:[=+\-@]|\d[\d.,/: -]*[Xx%]?$)")
"""How our own file of rejected rows writes a cell that could be taken for a formula, and people a number as text."""
_SERIAL = re.compile(r"\d{5}")
_FIRST_SERIAL_DAY = date(1899, 12, 30)
_TIME = re.compile(r"[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_LEVEL = re.compile(r"(?:PR|R|C|P)?(\d+)(?:级|[-(型].*)?", re.IGNORECASE)


class Cells:
    """The cells of one row by field; an empty cell is None and never erases anything.

    One object serves all rows of a table, so that words and dates that repeat are worked out once.
    """

    def __init__(self, columns: Columns, table: ImportTable) -> None:
        self._columns = columns
        self._places = columns.places
        self._words = {
            field.name: {plain_header(word): meaning for word, meaning in field.words.items()} for field in table.fields
        }
        self._known_words: dict[tuple[str, str], str] = {}
        self._known_days: dict[str, date] = {}
        self._cells: list[str] = []

    def take(self, cells: list[str]) -> None:
        """Turn to the next row.

        Raises:
            DeskError: `row_too_long`: a cell beyond the last header; the row has slipped.
        """
        if len(cells) > self._columns.width and any(cells[self._columns.width :]):
            raise DeskError("row_too_long", mark("The row has more cells than the table has headers"))
        self._cells = cells

    def raw(self, field: str) -> str | None:
        """The cell's text, or None when it is empty or there is no such column.

        Raises:
            DeskError: `number_cut` for a number that a spreadsheet has cut to fifteen digits, `cell_error` for a failed
                formula.
        """
        place = self._places.get(field)
        if place is None or place >= len(self._cells):
            return None
        text = self._cells[place].strip()
        if not text or text in EMPTY:
            return None
        if text == INEXACT or (text[0].isdigit() and _CUT.fullmatch(text)):
            raise number_cut(field)
        if text[0] == "#" and text in ERRORS:
            raise DeskError(
                "cell_error", mark("{value} is a failed formula of the spreadsheet"), where=field, value=text
            )
        return text[1:] if text[0] == "'" and _QUOTED.match(text) else text

    def text(self, field: str, longest: int = 200) -> str | None:
        """Safe text of one line."""
        value = self.raw(field)
        if value is None or (len(value) <= longest and _PLAIN.fullmatch(value)):
            return value
        return check_text(value, where=field, longest=longest) or None

    def code(self, field: str, longest: int) -> str | None:
        """A number or code that names something: half width, without outer spaces."""
        value = self.text(field, longest)
        return value if value is None or value.isascii() else half_width(value)

    def word(self, field: str, known: tuple[str, ...] | None = None) -> str | None:
        """What the cell's word means.

        Raises:
            DeskError: `word_unknown` where only known words will do.
        """
        value = self.text(field)
        if value is None:
            return None
        meant = self._known_words.get((field, value))
        if meant is None:
            meant = self._words[field].get(plain_header(value), value)
            if known is not None and meant not in known:
                raise DeskError("word_unknown", mark("{value} is not known here"), where=field, value=value)
            if len(self._known_words) < _MEMORY:
                self._known_words[field, value] = meant
        return meant

    def day(self, field: str, *, latest: date | None = None) -> date | None:
        """A date since 1900, not after `latest`; a time of day and a spreadsheet's day number are understood.

        Raises:
            DeskError: `date_invalid`, `date_too_early`, `date_ahead`.
        """
        value = self.raw(field)
        if value is None:
            return None
        day = self._known_days.get(value)
        if day is None:
            day = self._day(value, field)
            if len(self._known_days) < _MEMORY:
                self._known_days[value] = day
        if latest is not None and day > latest:
            raise DeskError("date_ahead", mark("{day} is still to come"), where=field, day=day)
        return day

    def _day(self, value: str, field: str) -> date:
        if _SERIAL.fullmatch(value):
            return _FIRST_SERIAL_DAY + timedelta(days=int(value))
        day = check_date(_TIME.sub("", value), where=field)
        if day < EARLIEST:
            raise DeskError("date_too_early", mark("{day} is before 1900"), where=field, day=day)
        return day

    def amount(self, field: str) -> int | None:
        """An amount that is not negative, in 分; the header may say 万元, a cell's own unit goes before it.

        Raises:
            DeskError: `amount_invalid`, `amount_negative`.
        """
        value = self.raw(field)
        if value is None:
            return None
        text = half_width(value).removeprefix("人民币")
        try:
            fen = parse_amount(text + self._columns.units[field] if text[-1:].isdigit() else text)
        except ValueError as error:
            message = mark("{value} is not an amount of yuan with at most two decimals")
            raise DeskError("amount_invalid", message, where=field, value=value) from error
        if fen < 0:
            raise DeskError("amount_negative", mark("An amount is not negative: {value}"), where=field, value=value)
        return fen

    def scaled(self, field: str) -> int | None:
        """A number in 10⁻⁴ (units of a fund), not negative.

        Raises:
            DeskError: `number_invalid`.
        """
        value = self.raw(field)
        return None if value is None else self._scaled(value, half_width(value).removesuffix("份"), field)

    def rate(self, field: str) -> int | None:
        """A yearly rate in 10⁻⁴ percent: 3.1 and 3.1% are the same, 0.031 could be either and is refused.

        Raises:
            DeskError: `number_invalid`, `rate_unclear`.
        """
        value = self.raw(field)
        if value is None:
            return None
        text = half_width(value)
        rate = self._scaled(value, text.removesuffix("%"), field)
        if 0 < rate < _SCALE // 2 and not text.endswith("%") and self._columns.units[field] != "%":
            message = mark("{value} could be a percentage or a part of one: write it with %, or the header with (%)")
            raise DeskError("rate_unclear", message, where=field, value=value)
        return rate

    def _scaled(self, value: str, digits: str, field: str) -> int:
        try:
            number = Decimal(digits.replace(",", "").strip()) * _SCALE
        except InvalidOperation:
            number = Decimal(-1)
        if not number.is_finite() or number < 0 or number != number.to_integral_value() or number > 10**17:
            raise DeskError(
                "number_invalid", mark("{value} is not a number with up to four decimals"), where=field, value=value
            )
        return int(number)

    def integer(self, field: str, low: int, high: int) -> int | None:
        """A whole number within bounds; of a level (R3, PR3, C2-稳健型, 3级) the number.

        Raises:
            DeskError: `number_invalid`.
        """
        value = self.word(field)
        if value is None:
            return None
        found = _LEVEL.fullmatch(half_width(value))
        if not found or len(found[1]) > 9 or not low <= int(found[1]) <= high:
            raise DeskError(
                "number_invalid", mark("{value} is not between {low} and {high}"), where=field, value=value, low=low,
                high=high,
            )  # fmt: skip
        return int(found[1])


def number_cut(field: str) -> DeskError:
    """A long number that has lost its end in a spreadsheet."""
    message = mark("The spreadsheet kept only 15 digits of this number; format the column as text and enter it again")
    return DeskError("number_cut", message, where=field)


def at_field(field: str, check: Callable[[], Any]) -> Any:
    """What a check answers; its refusal names this field."""
    try:
        return check()
    except DeskError as error:
        raise DeskError(error.code, error.message, where=field, **error.params) from error


def stored(values: Mapping[str, object]) -> dict[str, Any]:
    """The values that are there, as the database keeps them: an empty cell never erases."""
    return {
        name: value.isoformat() if isinstance(value, date) else int(value) if isinstance(value, bool) else value
        for name, value in values.items()
        if value is not None
    }
