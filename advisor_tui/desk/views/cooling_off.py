"""What the screens receive of the time in which a client may step back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class CoolingOffRow:
    """The time in which the client may step back from one line.

    Attributes:
        state: running; ended, where its time is over and the call-back is not recorded yet; over; or revoked.
        amount: What was bought, in 分; of insurance one premium.
        starts_at: The signature.
        ends_at: None while the receipt of the policy, from which insurance counts, is not recorded.
        ended_at: When the call-back was recorded or the client stepped back.
        form_number: Of the client's notice of stepping back, or "".
        days: Of insurance, how many days after the receipt; None where hours count from the signature.
        received_on: The day on which the client received the policy.
    """

    id: str
    proposal: str
    number: int
    name: Mapping[str, str]
    type: str
    amount: int
    starts_at: datetime
    ends_at: datetime | None
    state: str
    ended_at: datetime | None = None
    form_number: str = ""
    days: int | None = None
    received_on: date | None = None
