"""The lines of the client page: what comes, what happened, what the client has and owes, in one order of days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from advisor_tui.base.clock import CHINA
from advisor_tui.base.languages import labelled, mark, pick, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.clients import ClientPage, HistoryLine, Position
from advisor_tui.desk.views.cooling_off import CoolingOffRow
from advisor_tui.screens.client import words
from advisor_tui.screens.proposal.warnings import deadline, end_words
from advisor_tui.screens.proposal.words import in_yuan
from advisor_tui.screens.work.text import money

Part = Literal["all", "said", "work", "money", "record"]
PARTS: Mapping[Part, str] = {
    "all": mark("Everything"),
    "said": mark("Contacts, events"),
    "work": mark("Business"),
    "money": mark("Money, dates"),
    "record": mark("Record, access"),
}
_PART_OF: Mapping[str, Part] = {
    "contact": "said", "follow_up": "said", "feedback": "said", "complaint": "said", "life_event": "said",
    "interview": "work", "assessment": "work", "proposal": "work", "confirmation": "work", "task": "work",
    "loan": "work", "change": "record", "access": "record",
}  # fmt: skip


@dataclass(frozen=True)
class PageLine:
    """One line of the page.

    Attributes:
        kind: A word of `client_words.KINDS`.
        on: The day that it stands at; of a holding or a debt the day that its amount is of.
        sign: `!` for what is late or has expired.
        full: The whole text, for Enter.
        history: Where it is something that happened.
        proposal: The proposal whose cooling-off it tells of, or "".
    """

    key: str
    part: Part
    kind: str
    on: date | None
    sign: str
    text: str
    full: str
    history: HistoryLine | None = None
    proposal: str = ""


def page_lines(page: ClientPage, today: date, cooling_offs: Sequence[CoolingOffRow] = ()) -> list[PageLine]:
    """Every line, the latest day first; within a day what comes, what happened, what is held and owed.

    Above all stand the cooling-offs that are not settled, the one that ends first on top: their hour does not wait.
    What bears no day at all stands last.
    """
    lines = [*_ahead(page, today), *_history(page, today), *_positions(page)]
    lines.sort(key=lambda line: line.on or date.min, reverse=True)
    return [*map(_cooling_off, cooling_offs), *lines]


def of_part(lines: list[PageLine], part: Part) -> list[PageLine]:
    """The lines of one part."""
    return lines if part == "all" else [line for line in lines if line.part == part]


def _cooling_off(row: CoolingOffRow) -> PageLine:
    ended = row.state == "ended"
    when, on = end_words(row), None
    if row.ends_at is not None:
        on = (row.ends_at - timedelta.resolution).astimezone(CHINA).date()
        if ended:
            when = translate(mark("ended {end}, call-back due")).format(end=deadline(row.ends_at))
    text = f"{labelled(when, one_line(pick(row.name)))}  {in_yuan(row.amount)}"
    return PageLine(
        f"cooling_off:{row.id}", "work", "cooling_off", on, "!" if ended else "", text, text, proposal=row.proposal
    )


def _ahead(page: ClientPage, today: date) -> Iterator[PageLine]:
    for place, item in enumerate(page.ahead):
        text = words.ahead(item)
        yield PageLine(f"ahead:{place}", "money", item.kind, item.on, "!" if item.on < today else "", text, text)


def _history(page: ClientPage, today: date) -> Iterator[PageLine]:
    for line in page.history:
        late = line.status in ("open", "planned") and line.kind in ("task", "follow_up") and line.on < today
        text = words.history(line, today)
        full = f"{text}\n\n{line.text}" if "\n" in line.text else text
        yield PageLine(line.key, _PART_OF[line.kind], line.kind, line.on, "!" if late else "", text, full, line)


def _positions(page: ClientPage) -> Iterator[PageLine]:
    for kind, names, positions in (
        ("holding", words.HOLDINGS, page.holdings),
        ("debt", words.DEBTS, page.liabilities),
    ):
        for position in positions:
            text = _position(position, names)
            yield PageLine(f"{kind}:{position.key}", "money", kind, position.as_of, "", text, text)


def _position(position: Position, names: Mapping[str, str]) -> str:
    parts = [words.word(names, position.kind), one_line(position.name), money(position.amount)]
    if position.currency != "CNY":
        parts.append(one_line(position.currency))
    if position.risk_level:
        parts.append(f"R{position.risk_level}")
    if position.rate is not None:
        parts.append(f"{position.rate / 10_000:.2f}%")
    if position.matures_on is not None:
        parts.append(translate(mark("until {day}")).format(day=position.matures_on))
    return "  ".join(filter(None, parts))
