"""Private products: qualified investors, no splitting, no public promotion (令2025年第7号 art. 30, 资管新规 art. 5)."""

from dataclasses import dataclass, field

from advisor_tui.rules.facts import ClientFacts, ProductType, Sale, Subtype
from advisor_tui.rules.findings import Finding, Param, Verdict, missing
from advisor_tui.rules.rule import FEWER, HIGHER, MORE, NoThresholds, Rule, any_of, at_least
from advisor_tui.rules.suitability.conduct import word

_UNDER_GUIDANCE = (ProductType.WMP_PRIVATE, ProductType.TRUST)
_WITH_COOLING_OFF = (ProductType.WMP_PRIVATE, ProductType.FUND_PRIVATE)


@dataclass(frozen=True, slots=True)
class QualifiedInvestor:
    """Experience in years and one of three amounts in 分, each included."""

    experience_years: int = field(metadata=HIGHER)
    net_financial_assets_fen: int = field(metadata=HIGHER)
    financial_assets_fen: int = field(metadata=HIGHER)
    annual_income_fen: int = field(metadata=HIGHER)


@dataclass(frozen=True, slots=True)
class PrivateMinimum:
    """The least amount in 分 by the product's nature."""

    fixed_fen: int = field(metadata=HIGHER)
    mixed_fen: int = field(metadata=HIGHER)
    equity_fen: int = field(metadata=HIGHER)
    derivative_fen: int = field(metadata=HIGHER)

    def of(self, subtype: Subtype) -> int:
        """The least amount for one nature, in 分."""
        return {
            Subtype.FIXED: self.fixed_fen,
            Subtype.MIXED: self.mixed_fen,
            Subtype.EQUITY: self.equity_fen,
            Subtype.DERIVATIVE: self.derivative_fen,
        }[subtype]


@dataclass(frozen=True, slots=True)
class CoolingOff:
    """The least cooling-off period in hours from signing."""

    hours: int = field(metadata=HIGHER)


@dataclass(frozen=True, slots=True)
class PrivatePromotion:
    """Channels that reach unspecified persons, and those that reach a specified one."""

    public: tuple[str, ...] = field(metadata=MORE)
    directed: tuple[str, ...] = field(metadata=FEWER)


def _unknown_wealth(client: ClientFacts) -> tuple[str, ...]:
    known = (
        ("client.net_financial_assets", client.net_financial_assets_fen),
        ("client.financial_assets", client.financial_assets_fen),
        ("client.annual_income_3y", client.annual_income_fen),
    )
    return tuple(name for name, value in known if value is None)


def judge_qualified_investor(sale: Sale, values: QualifiedInvestor) -> Finding | None:
    """Two years' experience and one of: net assets, assets, three-year average income (资管新规 art. 5)."""
    if sale.product.type not in _UNDER_GUIDANCE:
        return None
    client = sale.client
    wealthy = any_of(
        at_least(client.net_financial_assets_fen, values.net_financial_assets_fen),
        at_least(client.financial_assets_fen, values.financial_assets_fen),
        at_least(client.annual_income_fen, values.annual_income_fen),
    )
    experience = client.experience_years
    experienced = None if experience is None else experience >= values.experience_years
    params: dict[str, Param] = {
        "years": values.experience_years,
        "net_fen": values.net_financial_assets_fen,
        "assets_fen": values.financial_assets_fen,
        "income_fen": values.annual_income_fen,
    }
    if wealthy is False or experienced is False:
        return Finding("qualified_investor", Verdict.FORBIDDEN, params=params)
    if wealthy and experienced:
        return Finding("qualified_investor", Verdict.ALLOWED, ("qualified_investor_proof",), params)
    unknown = () if experienced else ("client.experience_years",)
    if wealthy is None:
        unknown = (*unknown, *_unknown_wealth(client))
    return missing("qualified_investor", *unknown, must_do=("qualified_investor_proof",))


def reaches(rule: str, sale: Sale, least_fen: int) -> Finding:
    """Whether the amount is at least so many 分, included."""
    if sale.amount_fen is None:
        return missing(rule, "amount")
    params: dict[str, Param] = {"amount_fen": sale.amount_fen, "least_fen": least_fen}
    return Finding(rule, Verdict.ALLOWED if sale.amount_fen >= least_fen else Verdict.FORBIDDEN, params=params)


def judge_private_minimum(sale: Sale, values: PrivateMinimum) -> Finding | None:
    """The least amount of a private WMP or trust plan by its nature (资管新规 art. 5)."""
    if sale.product.type not in _UNDER_GUIDANCE:
        return None
    if sale.product.subtype is None:
        return missing("private_minimum", "product.subtype")
    return reaches("private_minimum", sale, values.of(sale.product.subtype))


def judge_no_splitting(sale: Sale, _values: NoThresholds) -> Finding | None:
    """Units and rights to the proceeds of a private product are not split among persons (art. 30)."""
    if not sale.product.type.is_private or sale.context.shared_by_persons <= 1:
        return None
    return Finding("no_splitting", Verdict.FORBIDDEN, params={"persons": sale.context.shared_by_persons})


def judge_cooling_off(sale: Sale, values: CoolingOff) -> Finding | None:
    """The client may change their mind for at least 24 hours after signing a private product.

    A trust plan has the period only where its contract grants one.
    """
    product = sale.product
    hours = product.cooling_off_hours
    params: dict[str, Param] = {"hours": values.hours}
    if product.type is ProductType.TRUST and hours is not None and hours >= values.hours:
        return Finding("cooling_off", Verdict.ALLOWED, ("cooling_off_24h",), params)
    if product.type not in _WITH_COOLING_OFF:
        return None
    if hours is None:
        return missing("cooling_off", "product.cooling_off_hours", must_do=("cooling_off_24h",))
    verdict = Verdict.ALLOWED if hours >= values.hours else Verdict.FORBIDDEN
    return Finding("cooling_off", verdict, ("cooling_off_24h",), params)


def judge_private_promotion(sale: Sale, values: PrivatePromotion) -> Finding | None:
    """A private product is not promoted to unspecified persons through media, branches, site or app (art. 30).

    A channel that is on neither list is a warning: somebody has to say whom it reaches.
    """
    if not sale.product.type.is_private:
        return None
    if sale.context.channel is None:
        return missing("private_promotion", "context.channel")
    channel = word(sale.context.channel)
    params: dict[str, Param] = {"channel": sale.context.channel}
    words = {channel, *channel.split("_")}
    public, directed = {word(each) for each in values.public}, {word(each) for each in values.directed}
    if channel not in directed and not words.isdisjoint(public):
        return Finding("private_promotion", Verdict.FORBIDDEN, params=params)
    verdict = Verdict.WARN if words.isdisjoint(directed) else Verdict.ALLOWED
    return Finding("private_promotion", verdict, ("qualified_investor_proof",), params)


QUALIFIED_INVESTOR = Rule("qualified_investor", QualifiedInvestor, judge_qualified_investor)
PRIVATE_MINIMUM = Rule("private_minimum", PrivateMinimum, judge_private_minimum)
NO_SPLITTING = Rule("no_splitting", NoThresholds, judge_no_splitting)
COOLING_OFF = Rule("cooling_off", CoolingOff, judge_cooling_off)
PRIVATE_PROMOTION = Rule("private_promotion", PrivatePromotion, judge_private_promotion)
