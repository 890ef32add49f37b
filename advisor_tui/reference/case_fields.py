"""Reads the fields of a decision case; what does not fit is refused, naming the case and the field."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, NoReturn, TypeVar

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.base.money import YUAN

Word = TypeVar("Word", bound=StrEnum)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_YUAN = 10**15
_LARGEST = 10**18
_MOST_PLACES = 18


class JsonObject(dict[str, Any]):
    """An object as JSON writes it.

    Attributes:
        twice: A field that was written more than once, None where there is none.
    """

    twice: str | None = None

    @classmethod
    def of_pairs(cls, pairs: list[tuple[str, Any]]) -> "JsonObject":
        """The object of the pairs that a JSON reader found."""
        found = cls(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            found.twice = next(name for name in names if names.count(name) > 1)
        return found


def _is_unicode(text: str) -> bool:
    """Whether a text can be written anywhere: JSON's escapes can name half of a surrogate pair."""
    return text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text)


def _within_digits(number: int | Decimal) -> bool:
    """Whether a number can be written out: the fraction of 1e999999999 would take minutes and a gigabyte."""
    if isinstance(number, int):
        return True
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and abs(exponent) <= _MOST_PLACES


class Fields:
    """One object of a case. A field that is absent or null is None: not known.

    Attributes:
        case: How the case is named in an error: its id, or its place in the file.
        path: Where the object stands in the case, `""` or `client.`.
    """

    def __init__(self, case: str, path: str, values: Mapping[str, Any]) -> None:
        self.case = case
        self.path = path
        self._values = values

    def refuse(self, name: str, message: str, /, **params: object) -> NoReturn:
        """Refuse the file because of one field.

        Raises:
            DeskError: `case_invalid`, always.
        """
        raise DeskError("case_invalid", message, where=f"{self.case}: {self.path}{name}", **params)

    def has_null(self, name: str) -> bool:
        """Whether the field is there and says null."""
        return name in self._values and self._values[name] is None

    def only(self, known: Iterable[str]) -> None:
        """Refuse a field that is not known: a misspelt fact would silently leave a rule out."""
        for name in sorted(self._values.keys() - set(known)):
            self.refuse(name, mark("This field is not known"))

    def required(self, name: str) -> Any:
        """The value of a field that has to be there."""
        value = self._values.get(name)
        if value is None:
            self.refuse(name, mark("This field is missing"))
        return value

    def nested(self, name: str) -> "Fields":
        """An object in this one; absent is an empty one."""
        value = self._values.get(name)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            self._expected(name, mark("an object"))
        fields = Fields(self.case, f"{self.path}{name}.", value)
        fields.each_once()
        return fields

    def each_once(self) -> None:
        """Refuse an object in which a field stands twice: JSON would keep the last one without a word."""
        if isinstance(self._values, JsonObject) and self._values.twice is not None:
            self.refuse(self._values.twice, mark("This field stands twice"))

    def number(self, name: str) -> Fraction | None:
        """A number that is not negative, exactly as written."""
        value = self._signed(name)
        if value is not None and value < 0:
            self._expected(name, mark("a number that is not negative"))
        return value

    def whole(self, name: str, low: int = 0, high: int = 10_000) -> int | None:
        """A whole number within bounds, both included."""
        value = self.number(name)
        if value is None:
            return None
        if value.denominator != 1 or not low <= value <= high:
            self.refuse(name, mark("Expected a whole number from {low} to {high}"), low=low, high=high)
        return value.numerator

    def money(self, name: str) -> int | None:
        """An amount in yuan with at most two decimals, in 分."""
        self.number(name)
        return self.signed_money(name)

    def signed_money(self, name: str) -> int | None:
        """An amount in yuan that may be negative, such as assets net of debts, in 分."""
        value = self._signed(name)
        if value is None:
            return None
        fen = value * YUAN
        if fen.denominator != 1 or abs(value) > _MOST_YUAN:
            self._expected(name, mark("an amount in yuan with at most two decimals"))
        return fen.numerator

    def flag(self, name: str) -> bool | None:
        """True or false."""
        value = self._values.get(name)
        if value is not None and not isinstance(value, bool):
            self._expected(name, mark("true or false"))
        return value

    def needed_word(self, name: str, kind: type[Word]) -> Word:
        """One of the words of an enumeration, which has to be there."""
        self.required(name)
        return self.word(name, kind) or self.refuse(name, mark("This field is missing"))

    def needed_day(self, name: str) -> date:
        """A date that has to be there."""
        self.required(name)
        return self.day(name) or self.refuse(name, mark("This field is missing"))

    def word(self, name: str, kind: type[Word]) -> Word | None:
        """One of the words of an enumeration."""
        value = self._values.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or value not in list(kind):
            self.refuse(name, mark("Expected one of {words}"), words=", ".join(kind))
        return kind(value)

    def day(self, name: str) -> date | None:
        """A date as `2026-11-24`."""
        value = self._values.get(name)
        if value is None:
            return None
        try:
            if isinstance(value, str) and _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            self._expected(name, mark("a date such as 2026-11-24"))
        return self._expected(name, mark("a date such as 2026-11-24"))

    def text(self, name: str) -> str | None:
        """A text."""
        value = self._values.get(name)
        if value is not None and not (isinstance(value, str) and _is_unicode(value)):
            self._expected(name, mark("a text"))
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A text or a list of texts."""
        value = self._values.get(name)
        items = [] if value is None else [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) and _is_unicode(item) for item in items):
            self._expected(name, mark("a text or a list of texts"))
        return tuple(item for item in items if item.strip())

    def _signed(self, name: str) -> Fraction | None:
        value = self._values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return self._expected(name, mark("a number"))
        if not _within_digits(value) or abs(exact := Fraction(value)) > _LARGEST:
            return self.refuse(name, mark("This number is too large or too precise"))
        return exact

    def _expected(self, name: str, kind: str) -> NoReturn:
        self.refuse(name, mark("Expected {kind}"), kind=translate(kind))
