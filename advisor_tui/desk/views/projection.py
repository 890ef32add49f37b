"""What the screen and the papers of a projection receive; amounts are 分 of today's money, rates and shares 10⁻⁴."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from advisor_tui.desk.views.common import ClientRef
from advisor_tui.rules.projection.outcome import Outcome, WantOutcome

Both = Mapping[str, str]


@dataclass(frozen=True)
class ProjectedGoal:
    """A goal that a projection serves: `amount_fen` at the end of each of `months` months, the first in `year`."""

    id: str
    kind: str
    name: str
    year: int
    months: int
    amount_fen: int


@dataclass(frozen=True)
class ClassRow:
    """What was assumed of one class of assets, and whose assumption it is."""

    name: Both
    yearly_return: int
    volatility: int
    source: str


@dataclass(frozen=True)
class Assumed:
    """Everything that a projection took for granted, as it was then.

    Attributes:
        classes: Of the classes that the plans hold.
        figures: The household's, by the names that `projection_words` reads them by.
        gaps: What was not known, as words of `projection_input.GAPS`.
    """

    source: str
    as_of: date
    confirmed: bool
    classes: tuple[ClassRow, ...]
    inflation: int
    property_growth: int
    figures: Mapping[str, int]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class ProjectionView:
    """A stored projection.

    Attributes:
        stress: The id of its stress test, or "".
        rerun_of: When the one was made that it repeats; None where it repeats none.
        input_sha256: Over everything that went in but the stress test.
    """

    id: str
    stress: str
    made_at: datetime
    rerun_of: datetime | None
    seed: int
    paths: int
    library: str
    input_sha256: str
    first_year: int
    current: Outcome
    proposed: Outcome
    goals: tuple[ProjectedGoal, ...]
    assumed: Assumed

    def fate(self, goal: str, *, proposed: bool = True) -> WantOutcome | None:
        """How a goal fares with what is proposed, or with what is held."""
        outcome = self.proposed if proposed else self.current
        return next((want for want in outcome.wants if want.id == goal), None)


@dataclass(frozen=True)
class StressRow:
    """A stress test on its key, with what it found if it was computed for the base case that is shown."""

    id: str
    name: Both
    about: Both
    source: str
    confirmed: bool
    found: ProjectionView | None


@dataclass(frozen=True)
class ProjectionPage:
    """Everything that the screen of a proposal's projection shows.

    Attributes:
        draft: Whether the proposal can still change.
        base: The newest base case; None where none was computed.
        outdated: Whether lines, holdings, goals, figures or assumptions are others now than in the base case.
    """

    client: ClientRef
    number: int
    version: int
    draft: bool
    base: ProjectionView | None
    outdated: bool
    stresses: tuple[StressRow, ...]
