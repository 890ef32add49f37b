"""Too much in one product, with one issuer, in one kind, in foreign currency (bank policy, not law)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from advisor_tui.rules.findings import Verdict
from advisor_tui.rules.portfolio.cap import Cap, held_of, keys_of
from advisor_tui.rules.portfolio.facts import HOME_CURRENCY, Place, PlannedLine, Situation
from advisor_tui.rules.portfolio.money import PortfolioTerms, outside, whole_fen

_HUNDRED = 100
Lines = tuple[PlannedLine, ...]


@dataclass(frozen=True, slots=True)
class ShareCap:
    """The highest share of all financial assets in percent, included, and what more than it means."""

    percent: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _Bucket:
    """What is counted together: its key, "" for what counts nowhere, and how it is read."""

    key: Callable[[Place], str]
    name: Callable[[Place], Mapping[str, str]]


_PRODUCT = _Bucket(lambda place: place.product, lambda place: place.name)
_ISSUER = _Bucket(lambda place: place.issuer, lambda place: place.issuer_name)
_KIND = _Bucket(lambda place: place.kind, lambda place: place.kind_name)


def product_caps(situation: Situation, lines: Lines, terms: PortfolioTerms, values: ShareCap) -> list[Cap]:
    """One product takes at most its share of all financial assets (bank policy)."""
    return _spread("portfolio_product", _PRODUCT, situation, lines, terms, values)


def issuer_caps(situation: Situation, lines: Lines, terms: PortfolioTerms, values: ShareCap) -> list[Cap]:
    """Products of one issuer take at most their share of all financial assets (bank policy)."""
    return _spread("portfolio_issuer", _ISSUER, situation, lines, terms, values)


def kind_caps(situation: Situation, lines: Lines, terms: PortfolioTerms, values: ShareCap) -> list[Cap]:
    """Products of one kind take at most their share of all financial assets (bank policy)."""
    return _spread("portfolio_kind", _KIND, situation, lines, terms, values)


def currency_caps(situation: Situation, lines: Lines, _terms: PortfolioTerms, values: ShareCap) -> list[Cap]:
    """What is not in yuan takes at most its share of all financial assets (bank policy)."""
    counted = tuple(line for line in lines if line.place.currency != HOME_CURRENCY)
    elsewhere = sum(held.value_fen for held in outside(situation, lines) if held.place.currency != HOME_CURRENCY)
    return [_share_cap("portfolio_currency", "", situation, counted, elsewhere, values, {})] if counted else []


def _spread(
    rule: str, bucket: _Bucket, situation: Situation, lines: Lines, terms: PortfolioTerms, values: ShareCap
) -> list[Cap]:
    counted: dict[str, list[PlannedLine]] = {}
    for line in lines:
        if line.place.kind in terms.spread_kinds and bucket.key(line.place):
            counted.setdefault(bucket.key(line.place), []).append(line)
    elsewhere: dict[str, int] = {}
    for held in outside(situation, lines):
        if held.place.kind in terms.spread_kinds:
            key = bucket.key(held.place)
            elsewhere[key] = elsewhere.get(key, 0) + held.value_fen
    return [
        _share_cap(rule, key, situation, tuple(found), elsewhere.get(key, 0), values, bucket.name(found[0].place))
        for key, found in sorted(counted.items())
    ]


def _share_cap(
    rule: str,
    subject: str,
    situation: Situation,
    counted: Lines,
    elsewhere_fen: int,
    values: ShareCap,
    name: Mapping[str, str],
) -> Cap:
    whole = whole_fen(situation)
    told = situation.financial_assets_fen is not None
    return Cap(
        rule,
        keys_of(counted),
        values.percent * whole // _HUNDRED - elsewhere_fen,
        held_of(counted),
        values.verdict,
        subject,
        elsewhere_fen,
        whole,
        () if told else ("client.financial_assets",),
        sure_broken=told,
        params={"percent": values.percent, **{f"name_{lang}": text for lang, text in name.items()}},
    )
