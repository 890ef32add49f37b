"""What the screens of proposals receive: frozen values of the standard library."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from advisor_tui.desk.views.common import ClientRef

Both = Mapping[str, str]


@dataclass(frozen=True)
class FindingView:
    """A finding as it is read, in the language in use when it was made.

    Attributes:
        rule: The rule's id.
        verdict: forbidden, warn, allowed or missing.
        title: The rule's short name.
        text: What it says of this case.
        source: Law and article, or the product's own terms.
        must_do: What has to be done, as labels.
    """

    rule: str
    verdict: str
    title: str
    text: str
    source: str
    must_do: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProposalRow:
    """A version of a proposal in a list; amounts in 分.

    Attributes:
        status: draft, presented, accepted, declined, withdrawn or superseded.
        moment: When it got that status.
        latest: Whether no later version of this number exists.
    """

    id: str
    client: ClientRef
    number: int
    version: int
    status: str
    moment: datetime
    investable: int
    amount: int
    lines: int
    latest: bool = True


@dataclass(frozen=True)
class Assessed:
    """The client's latest risk assessment; valid up to and including `valid_until`."""

    id: str
    level: int
    assessed_on: date
    valid_until: date


@dataclass(frozen=True)
class ClientProposals:
    """The list of one client.

    Attributes:
        assessed: The latest assessment, None when there is none.
        valid: Whether it can carry a proposal today.
        suggested: What is free to invest as far as the holdings tell, in 分.
    """

    client: ClientRef
    assessed: Assessed | None
    valid: bool
    suggested: int
    rows: tuple[ProposalRow, ...]


@dataclass(frozen=True)
class Position:
    """What the client has; `value` in 分; `product` is an id of the catalogue or ""."""

    key: str
    name: str
    kind: str
    product: str
    value: int
    level: int | None


@dataclass(frozen=True)
class Purpose:
    """What a line may serve.

    Attributes:
        table: goal or need.
        kind: The kind of goal or need.
        name: What a person called it, or "".
        amount: 分, or None.
        year: When the money is needed, or None.
    """

    id: str
    table: str
    kind: str
    name: str
    amount: int | None
    year: int | None


@dataclass(frozen=True)
class SheetLine:
    """One product of a proposal as the client sees it; names and texts in both languages.

    Attributes:
        product_id: The stored version of the product.
        code, version: Its id in the catalogue and that version.
        amount, held: 分; of insurance one premium.
        sold: Whether something is bought, so that its texts have to be disclosed.
        shown: Whether they were.
    """

    product_id: str
    code: str
    version: str
    name: Both
    issuer: Both
    type: str
    level: int | None
    issuer_level: int | None
    seller_level: int | None
    term_days: int | None
    liquidity: str
    cooling_off_hours: int | None
    fees: tuple[tuple[Both, int], ...]
    risks: Both
    disclosure: Both
    amount: int
    held: int
    pay: str
    pay_years: int | None
    purpose: Purpose | None
    findings: tuple[FindingView, ...]
    sold: bool
    shown: bool


@dataclass(frozen=True)
class Decided:
    """An entry of the client's decision."""

    decision: str
    form_number: str
    witness: str
    recording_ref: str
    sha256: str
    at: datetime
    remark: str


@dataclass(frozen=True)
class PlannedRow:
    """A task or a follow-up that the acceptance created."""

    title: Both
    due: date


@dataclass(frozen=True)
class Sheet:
    """A proposal that was presented, as it then stood.

    Attributes:
        findings: Those about the whole.
        sha256: The hash of what was proposed.
        decisions: The entries of the client's decision, the newest last; a correction is a new entry.
        planned: What the acceptance created.
    """

    proposal: ProposalRow
    assessed: Assessed | None
    lines: tuple[SheetLine, ...]
    findings: tuple[FindingView, ...]
    sha256: str
    decisions: tuple[Decided, ...] = ()
    planned: tuple[PlannedRow, ...] = ()

    @property
    def unshown(self) -> tuple[SheetLine, ...]:
        """Lines whose texts the client has not seen to the end."""
        return tuple(line for line in self.lines if line.sold and not line.shown)


@dataclass(frozen=True)
class Tick:
    """A paper that has to be at hand for an acceptance: its key, what it is, and the finding that asks for it."""

    key: str
    label: str
    product: Both
    finding: FindingView


@dataclass(frozen=True)
class ConfirmationForm:
    """What the confirmation has to ask.

    Attributes:
        ticks: Each needs its own tick before an acceptance.
        recording: Whether a reference to the recording is required.
    """

    sheet: Sheet
    ticks: tuple[Tick, ...]
    recording: bool
    unshown: tuple[Both, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What was entered of the client's decision.

    Attributes:
        decision: accepted or declined.
        ticks: Keys of the papers that are at hand.
    """

    decision: str
    form_number: str
    witness: str
    recording_ref: str = ""
    remark: str = ""
    ticks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Carried:
    """What a confirmation set going: how many tasks, and the day of the next follow-up."""

    tasks: int
    follow_up: date | None
