"""What the automatic proposal answers. Amounts are 分."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tight:
    """A row that lets nothing more through: its rule, what it is about, and what is left in it."""

    rule: str
    subject: str
    slack_fen: int


@dataclass(frozen=True, slots=True)
class Bought:
    """A line of the answer.

    Attributes:
        amount_fen: All that the client is to have of it.
        bought_fen: What is added.
        serves: Needs with what it gives each, the first in priority first; what is left over serves none.
        tight: What kept it from being larger, the tightest first; empty where only the target mix did.
    """

    product: str
    amount_fen: int
    bought_fen: int
    serves: tuple[tuple[str, int], ...]
    tight: tuple[Tight, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """What a need got.

    Attributes:
        tight: Of one that is not met, what stood against more.
        barred: Of one that nothing can serve, the rules and unknown facts that bar the products of its classes.
    """

    want: str
    size_fen: int
    covered_fen: int
    tight: tuple[Tight, ...] = ()
    barred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """A proposal.

    Attributes:
        lines: By product, only what is bought.
        left_fen: Money that is placed nowhere.
        off_target_fen: Half of all distances from the target mix: what would have to be moved to reach it.
        gap_fen: How far the first unproven step may be from its best, 0 where everything is proven.
        gap_step: Which step that was: a need's id, `money` or `mix`; "" where everything is proven.
    """

    lines: tuple[Bought, ...]
    covered: tuple[Covered, ...]
    left_fen: int
    off_target_fen: int
    gap_fen: int = 0
    gap_step: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One of the conditions that cannot hold together: `kind` is bound, pin or barred.

    Attributes:
        rule: The row's rule, the rule or fact that bars products; "" for a pin.
        subject: The row's subject, or the pinned product.
        amount_fen: What the row asks for or allows, or the pinned amount.
    """

    kind: str
    rule: str
    subject: str
    amount_fen: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Nothing fits: an irreducible set of reasons; with any one less they leave room.

    Attributes:
        further: Whether there are more reasons beside these, which show once one of these is lifted.
        irreducible: Whether that is proven; else time ran out over one of them, which may be needless.
    """

    reasons: tuple[Reason, ...]
    further: bool = False
    irreducible: bool = True


@dataclass(frozen=True, slots=True)
class Undecided:
    """The time ran out before anything was found that fits, and before it was proven that nothing does."""


class StoppedError(Exception):
    """The search was given up by whoever asked for it."""
