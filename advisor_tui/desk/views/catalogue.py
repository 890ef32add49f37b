"""What screens receive of the catalogue beside the products themselves."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AssumedView:
    """What a class of assets is projected with; rates are yearly, in 10⁻⁴.

    Attributes:
        name: In both languages.
        source: Whose figures they are.
        confirmed: Whether the bank has adopted them.
    """

    name: Mapping[str, str]
    yearly_return: int
    volatility: int
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class LoanStart:
    """What a loan product says of a case that begins with it.

    Attributes:
        kind: A kind of loan cases.
        name, purpose: In both languages.
        least, most: 分.
        months: The longest term.
        rate: Yearly, in 10⁻⁴ percent, as loan cases have it.
    """

    kind: str
    name: Mapping[str, str]
    purpose: Mapping[str, str]
    least: int
    most: int
    months: int
    rate: int
