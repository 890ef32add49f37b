"""What an advisor types, as the value of an answer; and values as the store keeps them."""

import re
from collections.abc import Mapping
from datetime import date

from advisor_tui.base.days import is_month, parse_day, read_day, read_month
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.money import parse_amount, yuan
from advisor_tui.base.rates import parse_rate, percent_of
from advisor_tui.base.text import half_width, safe_text
from advisor_tui.reference.said_json import figures_from, figures_json, relatives_from, relatives_json
from advisor_tui.rules.interview import fits
from advisor_tui.rules.questionnaire import DECLINED, LATER, Answer, Question, Value, answered
from advisor_tui.rules.said import Figures, Relatives

_TICKS = re.compile(r"[\s,;、+]*")
_REASONS: Mapping[str, str] = {
    "wrong_kind": mark("This does not answer the question"),
    "unknown_option": mark("There is no such option"),
    "repeated_option": mark("An option is named twice"),
    "alone": mark("This option excludes the others"),
    "too_low": mark("At least {low} is expected"),
    "too_high": mark("At most {high} is expected"),
    "too_few": mark("Choose at least {low}"),
    "too_many": mark("Choose at most {high}"),
    "too_short": mark("Please write something"),
    "too_long": mark("At most {high} characters"),
}


def parse_answer(question: Question, typed: str, today: date | None = None) -> Value:
    """The value that was typed: an option's digit, several digits, an amount, a number, a date, a text.

    Full-width signs are read as the keyboard meant them; an amount may carry its unit (`1.8万`, `300k`), a rate its
    sign (`3.5%`), and a month stands for its first day (`2030年6月`), but not as the last day of an identity paper.
    With `today`, the business date, a date may be named from it (`下周五`, `12-1`).

    Raises:
        DeskError: `answer_invalid`, saying what is expected.
    """
    value = _parse(question, typed, today)
    return check_value(question, value)


def check_value(question: Question, value: Value) -> Value:
    """The value itself, if it can answer the question.

    Raises:
        DeskError: `answer_invalid`, saying what is expected.
    """
    reason = fits(question, value)
    if reason:
        low, high = question.low if question.low is not None else 1, question.high
        raise DeskError(
            "answer_invalid",
            _REASONS[reason],
            where=question.id,
            low=_bound(question, low),
            high=None if high is None else _bound(question, high),
        )
    return value


def _bound(question: Question, bound: int) -> str:
    if question.kind in ("amount", "figures"):
        return yuan(bound)
    return f"{percent_of(bound)} %" if question.kind == "rate" else str(bound)


def _parse(question: Question, typed: str, today: date | None) -> Value:
    text = half_width(typed)
    if question.kind == "text":
        return safe_text(typed.strip(), lines=True)
    if question.kind == "amount":
        try:
            return parse_amount(text)
        except ValueError as error:
            raise _unreadable(question, mark("Write an amount such as 18000, 1.8万 or 300k")) from error
    if question.kind == "number":
        if not re.fullmatch(r"\d{1,9}", text):
            raise _unreadable(question, mark("Write a whole number"))
        return int(text)
    if question.kind == "rate":
        try:
            return parse_rate(text)
        except ValueError as error:
            raise _unreadable(question, mark("Write a yearly rate in percent such as 3.5")) from error
    if question.kind == "date":
        return _parse_date(question, text, today)
    if question.kind in ("figures", "members"):
        raise _unreadable(question, mark("This is answered line by line"))
    digits = _TICKS.sub("", text)
    places = [int(digit) - 1 for digit in digits] if re.fullmatch(r"[1-9]+", digits) else []
    if not places or max(places) >= len(question.options):
        raise _unreadable(question, mark("Choose by digit, 1 to {most}"), most=len(question.options))
    chosen = tuple(question.options[place].id for place in places)
    if question.kind == "choices":
        return tuple(option.id for option in question.options if option.id in chosen)
    if len(chosen) > 1:
        raise _unreadable(question, mark("Choose one option"))
    return chosen[0]


def _rows(question: Question, stored: object) -> Value:
    try:
        return figures_from(stored) if question.kind == "figures" else relatives_from(stored)
    except ValueError as error:
        raise _unreadable(question, mark("This does not answer the question")) from error


def _parse_date(question: Question, text: str, today: date | None) -> date:
    if question.fact == "id_expires" and is_month(text):
        # Its first day would call a paper expired that is not, its last day one valid that is not.
        raise _unreadable(question, mark("Write the whole day, as the paper says it: 2030-06-01"))
    for read in (read_day, read_month) if today is None else (lambda typed: parse_day(typed, today, month=True),):
        try:
            return read(text)
        except ValueError:
            continue
    raise _unreadable(question, mark("Write a date such as 2026-11-24"))


def _unreadable(question: Question, message: str, **params: object) -> DeskError:
    return DeskError("answer_invalid", message, where=question.id, **params)


def encode_answer(answer: Answer) -> dict[str, object]:
    """An answer as JSON can hold it: dates as ISO text, ticks, figures and members as a list."""
    value = answer.value
    if isinstance(value, date):
        return {"status": answer.status, "value": value.isoformat()}
    if isinstance(value, Figures):
        return {"status": answer.status, "value": figures_json(value)}
    if isinstance(value, Relatives):
        return {"status": answer.status, "value": relatives_json(value)}
    return {"status": answer.status, "value": list(value) if isinstance(value, tuple) else value}


def decode_answer(question: Question, stored: Mapping[str, object]) -> Answer:
    """The answer that `encode_answer` wrote, checked against the question.

    Raises:
        DeskError: `answer_invalid` for a value that the question does not take.
    """
    if stored.get("status") == "later":
        return LATER
    if stored.get("status") == "declined":
        return DECLINED
    value = stored.get("value")
    if question.kind == "date" and isinstance(value, str):
        return answered(check_value(question, _parse_date(question, value, None)))
    if question.kind in ("figures", "members"):
        return answered(check_value(question, _rows(question, value)))
    if isinstance(value, list):
        return answered(check_value(question, tuple(str(item) for item in value)))
    if isinstance(value, (int, str)):
        return answered(check_value(question, value))
    raise _unreadable(question, mark("This does not answer the question"))
