"""A proposal while it is built: a value that every key changes into another one, so that undo is going back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal

from advisor_tui.base.money import parse_amount
from advisor_tui.base.text import half_width

Origin = Literal["advisor", "client", "insists"]
ORIGINS: tuple[Origin, ...] = ("advisor", "client", "insists")
"""Who brought a product up; `insists` is a client who wants it against the bank's advice."""
MOST = 10**15
"""分 that one amount may have at most: ten trillion yuan."""
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)%")
_REST = ("rest", "余", "剩余", "余额", "其余")

Asked = dict[str, int | bool]


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A product and what the client is to have of it.

    Attributes:
        product: The product's id.
        amount: What is proposed, in 分: all that the client will have of it; of insurance one premium.
        held: What the client has of it now, in 分.
        pay: How a premium is paid, or "".
        pay_years: For how many years, or None.
        origin: Who brought it up.
        goal, need: The id of what it serves, or "".
    """

    product: str
    amount: int
    held: int = 0
    pay: str = ""
    pay_years: int | None = None
    origin: Origin = "advisor"
    goal: str = ""
    need: str = ""

    @property
    def bought(self) -> int:
        """What is added to what the client has, in 分; nothing where it stays or shrinks."""
        return max(0, self.amount - self.held)

    @property
    def changed(self) -> bool:
        """Whether the proposal differs from what is held."""
        return self.amount != self.held


@dataclass(frozen=True, slots=True)
class Draft:
    """The lines in order, the money they share out (分), and what the client was asked for this proposal.

    Attributes:
        asked: Facts by name: yes or no, 分, or a number; a sorted tuple, so that drafts compare.
    """

    investable: int
    lines: tuple[DraftLine, ...] = ()
    asked: tuple[tuple[str, int | bool], ...] = ()

    @property
    def used(self) -> int:
        """The sum of the lines, in 分."""
        return sum(line.amount for line in self.lines)

    @property
    def left(self) -> int:
        """What is not shared out yet, in 分; negative when the lines ask for more than there is."""
        return self.investable - self.used

    def find(self, product: str) -> DraftLine | None:
        """The line of a product."""
        return next((line for line in self.lines if line.product == product), None)

    def facts(self) -> Asked:
        """What was asked, by name."""
        return dict(self.asked)


def add_line(draft: Draft, line: DraftLine) -> Draft:
    """The draft with one more line; a product that is in it already changes nothing."""
    if draft.find(line.product) is not None:
        return draft
    return replace(draft, lines=(*draft.lines, line))


def keep_holding(draft: Draft, line: DraftLine) -> Draft:
    """Take a position that the client has into the draft: its value joins the money that is shared out."""
    if draft.find(line.product) is not None:
        return draft
    return add_line(replace(draft, investable=draft.investable + line.held), line)


def change_line(draft: Draft, product: str, **values: Any) -> Draft:
    """The draft with some fields of one line changed."""
    return replace(
        draft, lines=tuple(replace(line, **values) if line.product == product else line for line in draft.lines)
    )


def with_held(draft: Draft, held: Mapping[str, int]) -> Draft:
    """The draft with what is held now (分 by product); what the client is to have stays as it was proposed.

    The money that is shared out stays too: buying or giving back a position only moves it.
    """
    lines = tuple(replace(line, held=held.get(line.product, line.held)) for line in draft.lines)
    return replace(draft, lines=lines)


def remove_line(draft: Draft, product: str) -> Draft:
    """The draft without a line; what the client has of it leaves the money that is shared out, as it came in."""
    held = sum(line.held for line in draft.lines if line.product == product)
    lines = tuple(line for line in draft.lines if line.product != product)
    return replace(draft, investable=max(0, draft.investable - held), lines=lines)


def answer(draft: Draft, fact: str, value: int | bool) -> Draft:
    """The draft with a fact that the client was asked for."""
    return replace(draft, asked=tuple(sorted({**draft.facts(), fact: value}.items())))


def rest_for(draft: Draft, product: str) -> int:
    """What the other lines leave for one, in 分; never less than nothing."""
    return max(0, draft.investable - sum(line.amount for line in draft.lines if line.product != product))


def typed_amount(draft: Draft, product: str, typed: str) -> int:
    """The amount that was typed for a line, in 分: `20万`, `30%` of the investable money, `rest` or `余`, `+5万`.

    A share is rounded down to the 分, so that lines that share out all the money never ask for more than there is.

    Raises:
        ValueError: It is none of these, or less than nothing.
    """
    text = half_width(typed).replace(" ", "").lower()
    if text in _REST:
        return rest_for(draft, product)
    percent = _PERCENT.fullmatch(text)
    if percent:
        share = Fraction(percent[1])
        if share > 100:
            raise ValueError(typed)
        return int(draft.investable * share / 100)
    line = draft.find(product)
    amount = parse_amount(text)
    if text[:1] in "+-" and line is not None:
        amount += line.amount
    if not 0 <= amount <= MOST:
        raise ValueError(typed)
    return amount


def stepped(amount: int, by: int, least: int, step: int) -> int:
    """The next amount up (`by` 1) or down (-1) that a product takes: its minimum, and steps above it; 0 below."""
    if by > 0:
        return least if amount < least else least + ((amount - least) // step + 1) * step
    if amount <= least:
        return 0
    return least + (-(-(amount - least) // step) - 1) * step


@dataclass(frozen=True, slots=True)
class History:
    """A draft with the ones before it and those that were taken back, for undo and redo."""

    now: Draft
    past: tuple[Draft, ...] = field(default=())
    future: tuple[Draft, ...] = field(default=())

    def do(self, draft: Draft) -> "History":
        """A change; what had been taken back is gone. The same draft changes nothing."""
        return self if draft == self.now else History(draft, (*self.past, self.now))

    def with_held(self, held: Mapping[str, int]) -> "History":
        """Every draft with what is held now: what the client has is a fact, which undo does not take back."""
        past, future = (tuple(with_held(draft, held) for draft in drafts) for drafts in (self.past, self.future))
        return History(with_held(self.now, held), past, future)

    def undo(self) -> "History":
        """One change back; at the beginning nothing happens."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.now, *self.future))

    def redo(self) -> "History":
        """One change forward again."""
        if not self.future:
            return self
        return History(self.future[0], (*self.past, self.now), self.future[1:])
