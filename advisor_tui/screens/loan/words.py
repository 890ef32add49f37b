"""Steps and decisions of loan cases in words, and rates as typed."""

from collections.abc import Mapping

from advisor_tui.base import rates
from advisor_tui.base.languages import mark

STATUSES: Mapping[str, str] = {
    "enquiry": mark("Enquiry"),
    "collecting": mark("Collecting papers"),
    "submitted": mark("With the risk department"),
    "approved": mark("Approved"),
    "refused": mark("Refused"),
    "signed": mark("Signed"),
    "paid_out": mark("Paid out"),
    "withdrawn": mark("Withdrawn by the client"),
}
DECISIONS: Mapping[str, str] = {
    "approved": mark("Approved"),
    "approved_with_conditions": mark("Approved with conditions"),
    "refused": mark("Refused"),
    "returned": mark("Returned for completion"),
}
MISSING: Mapping[str, str] = {
    "income": mark("income is not on file"),
    "term": mark("the term is not known"),
    "rate": mark("the rate is not known"),
}


_HIGHEST = 36 * rates.PERCENT


def parse_rate(typed: str) -> int:
    """A yearly rate as typed, in 10⁻⁴ percent; see `base.rates`.

    Raises:
        ValueError: Not a rate from 0 to 36 percent with at most four decimals.
    """
    rate = rates.parse_rate(typed)
    if rate > _HIGHEST:
        raise ValueError(typed)
    return rate
