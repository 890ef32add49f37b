"""Two versions of a proposal side by side, as the screen receives them."""

from dataclasses import dataclass
from datetime import datetime

from advisor_tui.desk.views.proposals import Both, FindingView


@dataclass(frozen=True)
class Version:
    """One version: its number, status, when it got that status, and the money that it shares out, in 分."""

    id: str
    version: int
    status: str
    moment: datetime
    investable: int
    amount: int


@dataclass(frozen=True)
class LineChange:
    """A product in the two versions; amounts in 分, None where the version has no line of it.

    Attributes:
        change: added, removed, changed or same.
        terms: Whether something besides the amount differs: payment, purpose, who brought it up.
    """

    code: str
    name: Both
    level: int | None
    before: int | None
    after: int | None
    change: str
    terms: bool


@dataclass(frozen=True)
class FindingChange:
    """A finding that only one of the two versions has; `name` is its product's, None of the whole proposal.

    Attributes:
        appeared: Whether the later one has it; else it went.
    """

    name: Both | None
    view: FindingView
    appeared: bool


@dataclass(frozen=True)
class Versions:
    """All versions of a proposal, the newest first, and the difference between two of them."""

    client: str
    number: int
    all: tuple[Version, ...]
    before: Version
    after: Version
    lines: tuple[LineChange, ...]
    findings: tuple[FindingChange, ...]
