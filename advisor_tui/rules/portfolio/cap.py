"""A limit of the whole portfolio as a linear row: what some lines may have together, and what that says of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from advisor_tui.rules.findings import Finding, Param, Verdict, missing
from advisor_tui.rules.loans import percent_text
from advisor_tui.rules.portfolio.facts import PlannedLine


@dataclass(frozen=True, slots=True)
class Cap:
    """The lines of `keys` may have at most `most_fen` together: Σ amount ≤ `most_fen`, in 分.

    A fact that is not known leaves the bound open to one side or to both: then it is the best that is known, and
    `sure_within` and `sure_broken` say what a comparison with it can still prove.

    Attributes:
        rule: The rule's id, a table of `data/rules/portfolio.toml`.
        keys: The keys of the lines that count.
        most_fen: The bound; negative where what lies outside the lines has used it up already.
        before_fen: What the client has now of what counts: a proposal that keeps or lessens it makes nothing worse.
        verdict: What breaking it means, warn or forbidden, as the bank decides.
        subject: What it is about: a product, an issuer, a kind, a day; "" where there is one row only.
        outside_fen: What counts beside the lines and is in the bound already; it is shown.
        whole_fen: What a share is taken of, 0 included; None where it is no share.
        facts: The facts that are not known.
        sure_within, sure_broken: What holds for certain in spite of them.
        params: What fills the rule's sentence.
    """

    rule: str
    keys: frozenset[str]
    most_fen: int
    before_fen: int
    verdict: Verdict
    subject: str = ""
    outside_fen: int = 0
    whole_fen: int | None = None
    facts: tuple[str, ...] = ()
    sure_within: bool = True
    sure_broken: bool = True
    params: Mapping[str, Param] = field(default_factory=dict, hash=False)

    @property
    def ceiling_fen(self) -> int:
        """The bound for a new proposal, in 分: nobody has to give back what is held, and nothing is less than 0."""
        return max(0, self.most_fen, self.before_fen)

    def used_fen(self, amounts: Mapping[str, int]) -> int:
        """What the lines that count have together, of the amounts (分) by key."""
        return sum(amounts.get(key, 0) for key in self.keys)

    def judge(self, amounts: Mapping[str, int]) -> Finding:
        """What the row says of these amounts (分) by key: the limit is included.

        What is broken already and not made worse is a warning, whatever the bank decides of new purchases.
        """
        used = self.used_fen(amounts)
        within = used <= self.most_fen
        if not (self.sure_within if within else self.sure_broken):
            return missing(self.rule, *self.facts)
        shown: dict[str, Param] = {"used_fen": used + self.outside_fen, "most_fen": max(0, self.most_fen)}
        if self.whole_fen is not None:
            shown["most_fen"] = self.most_fen + self.outside_fen
            shown["whole_fen"] = self.whole_fen
            shown["share"] = share_text(used + self.outside_fen, self.whole_fen)
        shown.update(self.params)
        if within:
            return Finding(self.rule, Verdict.ALLOWED, params=shown)
        return Finding(self.rule, self.verdict if used > self.before_fen else Verdict.WARN, params=shown)

    def fullness(self, amounts: Mapping[str, int]) -> Fraction:
        """How near the bound these amounts come, 1 at the bound; to choose the row that is worth showing."""
        return Fraction(self.used_fen(amounts) + 1, max(0, self.most_fen) + 1)


def share_text(part_fen: int, whole_fen: int) -> str:
    """A part (分) in percent of a whole (分); of nothing anything is ∞."""
    if whole_fen:
        return percent_text(Fraction(part_fen, whole_fen))
    return "∞" if part_fen else "0"


def keys_of(lines: Iterable[PlannedLine]) -> frozenset[str]:
    """The keys of these lines."""
    return frozenset(line.key for line in lines)


def held_of(lines: Iterable[PlannedLine]) -> int:
    """What the client has of these lines, in 分."""
    return sum(line.held_fen for line in lines)
