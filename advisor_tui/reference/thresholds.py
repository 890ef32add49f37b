"""Fills a rule's threshold dataclass from the `thresholds` of an edition, units checked."""

from dataclasses import fields
from typing import Any, get_type_hints

from advisor_tui.base.languages import mark
from advisor_tui.base.money import YUAN
from advisor_tui.reference.toml import Table
from advisor_tui.rules.findings import Verdict

MONEY = "_fen"
"""The ending of a threshold in 分; its key in the data has none and is in yuan."""
_WHOLE = (
    "years", "months", "days", "workdays", "hours", "seconds", "age", "level", "score", "times", "percent", "count",
    "rate",
)  # fmt: skip
"""Units of whole numbers; a `rate` is a yearly one in 10⁻⁴ percent."""
_LISTED = ("levels", "days", "age", "years")
"""Units of lists of whole numbers."""
_NAMED = {
    "adult": ("age",), "adult_from": ("age",), "after": ("days",), "ages_under": ("age",), "before": ("days",),
    "child": ("age",), "five_years": ("rate",), "highest": ("level", "levels"), "incapable_under": ("age",),
    "most": ("count", "times"), "older_than": ("age",), "one_year": ("rate",), "own_income_from": ("age",),
    "reach": ("count",), "regular_pay_older_than": ("age",), "run": ("months",), "sum": ("years",),
}  # fmt: skip
"""The unit of a threshold whose name does not say it."""
_SWITCH = (Verdict.WARN.value, Verdict.FORBIDDEN.value)


def read_thresholds(edition: Table, kind: type) -> Any:
    """An instance of the dataclass `kind`; what is wrong is noted in the table's document."""
    wanted = fields(kind)
    if not wanted:
        edition.only(*_EDITION)
        return kind()
    edition.only(*_EDITION, "thresholds")
    table = edition.table("thresholds")
    table.only(*(field.name.removesuffix(MONEY) for field in wanted))
    hints = get_type_hints(kind)
    return kind(**{field.name: _threshold(table, field.name, hints[field.name]) for field in wanted})


_EDITION = ("law", "article", "effective_from", "effective_to", "confirmed", "active", "policy", "note", "source")


def _threshold(table: Table, name: str, kind: Any) -> object:
    entry = table.table(name.removesuffix(MONEY))
    entry.only("value", "unit")
    if kind is Verdict:
        entry.word("unit", ("verdict",))
        return Verdict(entry.word("value", _SWITCH))
    if kind == tuple[str, ...]:
        entry.word("unit", ("words",))
        return entry.words("value")
    if kind == tuple[int, ...]:
        entry.word("unit", units_of(name, _LISTED))
        numbers = entry.integers("value")
        if not numbers:
            entry.wrong("value", mark("At least {least} entries are needed here"), least=1)
        return numbers
    if name.endswith(MONEY):
        entry.word("unit", ("yuan",))
        return entry.integer("value", low=0) * YUAN
    entry.word("unit", units_of(name, _WHOLE))
    return entry.integer("value", low=0)


def units_of(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The units that a threshold may have: what its name says (`longest_months`, `percent_of_income`), else any known.

    A figure of months that is marked as years would be taken as it stands, and be wrong by twelve times.
    """
    said = _NAMED.get(name) or tuple(word for word in name.split("_") if word in known)
    return tuple(unit for unit in said if unit in known) or known
