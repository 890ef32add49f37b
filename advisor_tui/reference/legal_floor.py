"""What head office may do with a rule of law: tighten it on any day, and never loosen it."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import TYPE_CHECKING

from advisor_tui.base.languages import mark
from advisor_tui.reference.positions import Key
from advisor_tui.reference.toml import Table
from advisor_tui.rules.rule import DIRECTION, looser

if TYPE_CHECKING:
    from advisor_tui.reference.rule_text import Edition

_MONEY = "_fen"


def keep_floor(table: Table, found: Sequence[tuple[Table, "Edition"]], floor: Iterable["Edition"]) -> None:
    """Note every edition that applies a rule of law less strictly than its floor on some day, or not at all.

    The floor are the shipped editions that are law and applied. A figure of a text that nobody has read yet
    (`confirmed = false`) may be corrected either way by an edition that names its article and says that it was read;
    one that was read only gets stricter. The bank's own policy is the bank's.

    Args:
        table: The rule.
        found: Its editions, each with its table.
        floor: The shipped editions.
    """
    shipped = tuple(floor)
    noted: set[tuple[Key, str | None]] = set()
    for day in (date.min, *change_days((*(edition for _, edition in found), *shipped))):
        law = next((edition for edition in shipped if edition.holds_on(day) and not edition.policy), None)
        if law is None:
            continue
        applied = next(((place, edition) for place, edition in found if edition.holds_on(day)), None)
        if applied is None:
            if law.confirmed or not any(_read_on(edition, day) for _, edition in found):
                _note(table, noted, None, mark("This rule of law ({law}) has to be applied on {day}"), law, day)
            continue
        place, edition = applied
        if edition.confirmed and not law.confirmed:
            continue
        for field in fields(law.thresholds):
            direction = field.metadata.get(DIRECTION)
            new, least = getattr(edition.thresholds, field.name), getattr(law.thresholds, field.name)
            if direction is not None and looser(new, least, direction):
                name = field.name.removesuffix(_MONEY)
                at = place.table("thresholds")
                _note(at, noted, name, mark("Looser than the law allows ({law}, from {day})"), law, day)


def _read_on(edition: "Edition", day: date) -> bool:
    """Whether an edition covers a day and its text was read, applied or not."""
    started = edition.effective_from is None or edition.effective_from <= day
    return edition.confirmed and started and (edition.effective_to is None or day <= edition.effective_to)


def _note(
    table: Table, noted: set[tuple[Key, str | None]], name: str | None, message: str, law: "Edition", day: date
) -> None:
    """Note a mistake once, for the first day on which it shows."""
    if (table.key, name) in noted:
        return
    noted.add((table.key, name))
    source = f"{law.law}{law.article}"
    table.wrong(name, message, law=source, day=day if day > date.min else "…")


def change_days(editions: Iterable["Edition"]) -> list[date]:
    """The days on which one of these editions begins or has ended, rising: between two of them nothing changes."""
    days = set()
    for edition in editions:
        if edition.effective_from is not None:
            days.add(edition.effective_from)
        if edition.effective_to is not None and edition.effective_to < date.max:
            days.add(edition.effective_to + timedelta(days=1))
    return sorted(days)
