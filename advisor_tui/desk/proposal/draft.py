"""A proposal while it is built: a value that every key changes into another one, so that undo is going back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal

from advisor_tui.base.money import YUAN, parse_amount
from advisor_tui.base.text import half_width
from advisor_tui.rules.positions import PositionDrift

Origin = Literal["advisor", "client", "insists"]
ORIGINS: tuple[Origin, ...] = ("advisor", "client", "insists")
"""Who brought a product up; `insists` is a client who wants it against the bank's advice."""
MOST = 10**15
"""分 that one amount may have at most: ten trillion yuan."""
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)%")
_REST = ("rest", "余", "剩余", "余额", "其余")
_ALL = ("all", "全部", "全")
NOTHING_BOUND = "{}"
"""JSON of a line or a draft that the automatic proposal said nothing of."""

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
        pinned: Whether the automatic proposal leaves it as it is.
        bound: What bound its amount in the automatic proposal, as JSON; "{}" where it was not proposed so, or changed
            since.
    """

    product: str
    amount: int
    held: int = 0
    pay: str = ""
    pay_years: int | None = None
    origin: Origin = "advisor"
    goal: str = ""
    need: str = ""
    pinned: bool = False
    bound: str = NOTHING_BOUND

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
        solution: What the automatic proposal last answered, as JSON; "{}" where it was not asked.
    """

    investable: int
    lines: tuple[DraftLine, ...] = ()
    asked: tuple[tuple[str, int | bool], ...] = ()
    solution: str = NOTHING_BOUND

    @property
    def used(self) -> int:
        """The sum of the lines, in 分."""
        return sum(line.amount for line in self.lines)

    @property
    def left(self) -> int:
        """What is not shared out yet, in 分; negative when the lines ask for more than there is."""
        return self.investable - self.used

    @property
    def served(self) -> frozenset[str]:
        """Ids of the goals and needs that lines serve."""
        return frozenset(purpose for line in self.lines for purpose in (line.goal, line.need) if purpose)

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
    """The draft with some fields of one line changed; another amount is no longer the automatic proposal's."""
    if "amount" in values:
        values.setdefault("bound", NOTHING_BOUND)
    return replace(
        draft, lines=tuple(replace(line, **values) if line.product == product else line for line in draft.lines)
    )


def with_held(draft: Draft, held: Mapping[str, int], drift: PositionDrift) -> Draft:
    """The draft with what is held now (分 by product); what the client is to have stays as it was proposed.

    The money that is shared out stays too: buying or giving back a position only moves it. But a position that is
    kept and only moved with the market is still kept: its amount and that money move along, so that a day's drift
    never becomes a purchase or a redemption.
    """
    lines, grown = [], 0
    for line in draft.lines:
        now = held.get(line.product, line.held)
        kept = not line.changed and drift.within(line.held, now)
        grown += now - line.held if kept else 0
        lines.append(replace(line, held=now, amount=now if kept else line.amount))
    return replace(draft, investable=draft.investable + grown, lines=tuple(lines))


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


def move_amount(draft: Draft, source: str, target: str, amount: int) -> Draft:
    """The draft with an amount (分) moved from one line to another; what it shares out stays the same.

    Raises:
        ValueError: A line is missing, or the amount is not within what the source line has.
    """
    giving, taking = draft.find(source), draft.find(target)
    if giving is None or taking is None or source == target or not 0 < amount <= giving.amount:
        raise ValueError(amount)
    return change_line(change_line(draft, source, amount=giving.amount - amount), target, amount=taking.amount + amount)


def moved_amount(draft: Draft, source: str, typed: str) -> int:
    """The amount that was typed for moving from a line, in 分: `5万`, `50%` of the line, `all` or `全部`.

    Raises:
        ValueError: It is none of these, nothing, or more than the line has.
    """
    line = draft.find(source)
    whole = 0 if line is None else line.amount
    text = half_width(typed).replace(" ", "").lower()
    percent = _PERCENT.fullmatch(text)
    amount = whole if text in _ALL else int(whole * Fraction(percent[1]) / 100) if percent else parse_amount(text)
    if not 0 < amount <= whole:
        raise ValueError(typed)
    return amount


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


def stride(investable: int, step: int, share: int) -> int:
    """How far one key moves an amount, in 分: about `share` percent of the money, round, in whole steps of the product.

    Round is 1, 2 or 5 with zeros behind it, and never less than a yuan. A product with larger steps has its own.
    """
    wanted = max(YUAN, investable * share // 100)
    size = int("1".ljust(len(str(wanted)), "0"))
    round_amount = next(part * size for part in (5, 2, 1) if part * size <= wanted)
    return max(step, round_amount // step * step)


def stepped(amount: int, by: int, least: int, step: int, stride: int) -> int:
    """The next round amount up (`by` 1) or down (-1): a multiple of `stride` that the product takes.

    What a product takes is its least amount and whole steps above it, which is also the first stop on the way up and
    the last before 0. Amounts in 分.
    """
    if by > 0:
        if amount < least:
            return least
        found = _taken((amount // stride + 1) * stride, least, step)
        return found if found > amount else least + ((amount - least) // step + 1) * step
    if amount <= least:
        return 0
    return max(least, _taken((-(-amount // stride) - 1) * stride, least, step))


def _taken(wanted: int, least: int, step: int) -> int:
    """The largest amount up to `wanted` that a product takes; below its least amount some amount below it."""
    return least + (wanted - least) // step * step


@dataclass(frozen=True, slots=True)
class History:
    """A draft with the ones before it and those that were taken back, for undo and redo."""

    now: Draft
    past: tuple[Draft, ...] = field(default=())
    future: tuple[Draft, ...] = field(default=())

    def do(self, draft: Draft) -> "History":
        """A change; what had been taken back is gone. The same draft changes nothing."""
        return self if draft == self.now else History(draft, (*self.past, self.now))

    def with_held(self, held: Mapping[str, int], drift: PositionDrift) -> "History":
        """Every draft with what is held now: what the client has is a fact, which undo does not take back."""
        past, future = (tuple(with_held(draft, held, drift) for draft in drafts) for drafts in (self.past, self.future))
        return History(with_held(self.now, held, drift), past, future)

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
