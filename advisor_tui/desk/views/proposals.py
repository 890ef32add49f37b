"""What the screens of proposals receive: frozen values of the standard library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.cooling_off import CoolingOffRow

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
        confirmed: Whether the law behind it was read; where it was not, `source` says so to the bank's staff, and no
            page of the client's cites it.
    """

    rule: str
    verdict: str
    title: str
    text: str
    source: str
    must_do: tuple[str, ...] = ()
    confirmed: bool = True


@dataclass(frozen=True)
class ProposalRow:
    """A version of a proposal in a list; amounts in 分.

    Attributes:
        status: draft, presented, accepted, declined, withdrawn or superseded.
        moment: When it got that status.
        latest: Whether no later version of this number exists.
        amount: What the lines came to when they were presented.
        revoked: Lines from which the client stepped back within the cooling-off.
        undone: What these lines bought, which is given back.
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
    revoked: int = 0
    undone: int = 0

    @property
    def standing(self) -> int:
        """What the lines come to without the purchases from which the client stepped back."""
        return self.amount - self.undone


@dataclass(frozen=True)
class Assessed:
    """The client's latest risk assessment; valid up to and including `valid_until`.

    Attributes:
        confirmed: Whether the client has confirmed the level, where it differs from the last one.
        interview: The interview whose result it is, or "".
    """

    id: str
    level: int
    assessed_on: date
    valid_until: date
    confirmed: bool = True
    interview: str = ""


@dataclass(frozen=True)
class ClientProposals:
    """The list of one client.

    Attributes:
        assessed: The latest assessment, None when there is none.
        valid: Whether it can carry a proposal today.
        ask_changes: Whether the client is to be asked for changes before a new one: not where the assessment was
            completed today.
        suggested: What may be free to invest, in 分: what the newest interview found idle, else as far as the holdings
            tell.
        found_on: The day of the interview that found it; None where the holdings tell.
    """

    client: ClientRef
    assessed: Assessed | None
    valid: bool
    suggested: int
    rows: tuple[ProposalRow, ...]
    ask_changes: bool = True
    found_on: date | None = None


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
class Step:
    """What has to be read before a decision, in its place in the walk.

    Attributes:
        kind: overview, product, advise_stop, insist_risks, special_warning, heed or senior_care.
        product_id: The stored version of the product that it is about, or "".
        least: Seconds that it has to be before the client at least.
        read: Whether it was read to its end.
    """

    kind: str
    product_id: str
    least: int
    read: bool


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
        steps: What has to be read before a decision, in the order of the walk.
        senior: Whether the client is of the age from which the walk is slower.
        cooling_offs: The times in which the client may step back, in the order of the lines.
    """

    proposal: ProposalRow
    assessed: Assessed | None
    lines: tuple[SheetLine, ...]
    findings: tuple[FindingView, ...]
    sha256: str
    decisions: tuple[Decided, ...] = ()
    planned: tuple[PlannedRow, ...] = ()
    steps: tuple[Step, ...] = ()
    senior: bool = False
    cooling_offs: tuple[CoolingOffRow, ...] = ()

    @property
    def unshown(self) -> tuple[SheetLine, ...]:
        """Lines whose texts the client has not seen to the end."""
        return tuple(line for line in self.lines if line.sold and not line.shown)

    def step(self, kind: str, product_id: str) -> Step | None:
        """The step of a kind and product; None where the walk has none."""
        return next((step for step in self.steps if (step.kind, step.product_id) == (kind, product_id)), None)

    @property
    def unread(self) -> tuple[Step, ...]:
        """Steps of the walk that are still to be taken."""
        return tuple(step for step in self.steps if not step.read)


@dataclass(frozen=True)
class Tick:
    """A paper that has to be at hand for an acceptance: its key, what it is, and the finding that asks for it.

    Attributes:
        numbered: Whether it is a form of its own, whose number is recorded.
    """

    key: str
    label: str
    product: Both
    finding: FindingView
    numbered: bool = False


@dataclass(frozen=True)
class ConfirmationForm:
    """What the confirmation has to ask.

    Attributes:
        ticks: Each needs its own tick before an acceptance.
        recording: Whether an acceptance requires a reference to the recording.
        unshown: What the client has not read to the end yet, without which nothing is accepted.
        obstacle: Why an acceptance would be refused today besides that, in the language in use, or "".
    """

    sheet: Sheet
    ticks: tuple[Tick, ...]
    recording: bool
    unshown: tuple[Both, ...] = ()
    obstacle: str = ""


@dataclass(frozen=True)
class Decision:
    """What was entered of the client's decision.

    Attributes:
        decision: accepted or declined.
        ticks: Keys of the papers that are at hand.
        forms: The numbers of papers that are forms of their own, by key.
    """

    decision: str
    form_number: str
    witness: str
    recording_ref: str = ""
    remark: str = ""
    ticks: frozenset[str] = frozenset()
    forms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Carried:
    """What a confirmation set going: how many tasks, and the day of the next follow-up."""

    tasks: int
    follow_up: date | None
