"""Which legal retention periods bind a client's records, and until when an erasure has to wait for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from advisor_tui.rules.deadlines import Retention, keep_through

_BY_PRODUCT = {"wmp": "retention_wmp", "fund": "retention_fund", "insurance": "retention_insurance_long"}


@dataclass(frozen=True, slots=True)
class Business:
    """What the bank has done with a client.

    Attributes:
        last_on: The last day of it; None where there never was any: then no period binds.
        assessed: The client was assessed, or confirmed a proposal.
        kinds: Kinds of the products sold.
    """

    last_on: date | None
    assessed: bool = False
    kinds: frozenset[str] = frozenset()


def binding_rules(business: Business) -> tuple[str, ...]:
    """The ids of the retention rules that bind (反洗钱法 第三十四条; 令2025年第7号 第十七条; by product where sold)."""
    if business.last_on is None:
        return ()
    found = ["retention_due_diligence"]
    if business.assessed:
        found.append("retention_suitability")
    found += sorted({rule for kind in business.kinds for word, rule in _BY_PRODUCT.items() if kind.startswith(word)})
    return tuple(found)


def kept_until(business: Business, rules: Mapping[str, Retention]) -> date | None:
    """The last day on which the records must be kept; None where no period binds.

    Raises:
        KeyError: A rule that binds is not in force: then nobody may say that nothing does.
    """
    bound = [rules[rule] for rule in binding_rules(business)]
    return None if business.last_on is None else keep_through(business.last_on, *bound)
