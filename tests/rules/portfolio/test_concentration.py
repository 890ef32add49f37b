"""Shares of one product, issuer, kind and of foreign currency: at the limit, above it, and what counts."""

from dataclasses import replace

import pytest

from advisor_tui.rules.findings import Verdict
from advisor_tui.rules.portfolio.concentration import ShareCap
from tests.rules.builders import rules
from tests.rules.portfolio.builders import WAN, found, held, line, situation, verdict

SHARES = [("portfolio_product", 50), ("portfolio_issuer", 60), ("portfolio_kind", 70), ("portfolio_currency", 30)]


@pytest.mark.parametrize(("rule", "percent"), SHARES)
@pytest.mark.parametrize(("more_fen", "expected"), [(-1, Verdict.ALLOWED), (0, Verdict.ALLOWED), (1, Verdict.WARN)])
def test_a_share_includes_its_limit(rule: str, percent: int, more_fen: int, expected: Verdict) -> None:
    at = line("a", 10 * percent, currency="USD")
    one = replace(at, amount_fen=at.amount_fen + more_fen)
    assert verdict(rule, situation(), one) is expected


def test_the_share_is_shown_with_what_it_is_taken_of() -> None:
    [finding] = found("portfolio_product", situation(), line("a", 600))
    assert finding.params["used_fen"] == 600 * WAN
    assert finding.params["whole_fen"] == 1_000 * WAN
    assert finding.params["most_fen"] == 500 * WAN
    assert finding.params["share"] == "60"
    assert rules().sentence(finding, "zh").startswith("本行制度（非法律规定）：单一产品「a」合计 6,000,000 元")
    assert "(to be verified)" in rules().article(finding, "en")


def test_every_product_above_its_share_is_told_and_of_the_others_the_nearest() -> None:
    told = found("portfolio_product", situation(), line("a", 510), line("b", 520), line("c", 10))
    assert [finding.params["name_zh"] for finding in told] == ["a", "b"]
    told = found("portfolio_product", situation(), line("a", 40), line("b", 50), line("c", 10))
    assert [finding.params["name_zh"] for finding in told] == ["b"]


def test_what_is_held_elsewhere_counts_and_what_a_line_is_about_counts_once() -> None:
    of = situation(holdings=(held("a", 300), held("b", 250, issuer="澄湖")))
    assert verdict("portfolio_issuer", of, line("c", 50)) is Verdict.ALLOWED
    assert verdict("portfolio_issuer", of, line("c", 51)) is Verdict.WARN
    # the line says all that the client will have of it, what is held of it now included
    assert verdict("portfolio_issuer", of, line("a", 350, held=300)) is Verdict.ALLOWED
    assert verdict("portfolio_issuer", of, line("a", 351, held=300)) is Verdict.WARN


def test_a_line_that_says_nothing_of_what_is_held_adds_to_it() -> None:
    of = situation(holdings=(held("a", 400),))
    assert verdict("portfolio_product", of, line("a", 100)) is Verdict.ALLOWED
    assert verdict("portfolio_product", of, line("a", 101)) is Verdict.WARN


@pytest.mark.parametrize("kind", ["current", "deposit", "treasury", "insurance", "property", "business", "other"])
def test_what_need_not_be_spread_is_left_out(kind: str) -> None:
    assert found("portfolio_product", situation(), line("a", 900, kind=kind)) == []


def test_one_without_an_issuer_counts_towards_none() -> None:
    assert found("portfolio_issuer", situation(), line("a", 900, issuer=""), line("b", 900, issuer="")) == []


def test_what_was_too_much_before_is_a_warning_even_where_the_bank_forbids_more() -> None:
    values = {**rules(), "portfolio_product": ShareCap(50, Verdict.FORBIDDEN)}
    of = situation(holdings=(held("a", 600),))
    assert verdict("portfolio_product", of, line("a", 600, held=600), values=values) is Verdict.WARN
    assert verdict("portfolio_product", of, line("a", 550, held=600), values=values) is Verdict.WARN
    assert verdict("portfolio_product", of, line("a", 601, held=600), values=values) is Verdict.FORBIDDEN


def test_without_the_clients_word_a_share_of_what_is_known_can_only_be_cleared() -> None:
    of = situation(financial_assets_fen=None, investable_fen=100 * WAN)
    assert verdict("portfolio_product", of, line("a", 50)) is Verdict.ALLOWED
    [unknown] = found("portfolio_product", of, line("a", 51))
    assert unknown.verdict is Verdict.MISSING
    assert unknown.facts == ("client.financial_assets",)


def test_more_on_file_than_the_client_told_is_what_the_client_has() -> None:
    of = situation(financial_assets_fen=10 * WAN, investable_fen=1, holdings=(held("x", 300, kind="deposit"),))
    assert verdict("portfolio_product", of, line("a", 150)) is Verdict.ALLOWED
    assert verdict("portfolio_product", of, line("a", 151)) is Verdict.WARN
    of = replace(of, holdings=(held("home", 300, kind="property"),))
    assert verdict("portfolio_product", of, line("a", 6)) is Verdict.WARN


def test_the_yuan_is_no_foreign_currency() -> None:
    assert found("portfolio_currency", situation(), line("a", 900)) == []
    of = situation(holdings=(held("d", 200, currency="HKD"),))
    assert verdict("portfolio_currency", of, line("a", 100, currency="USD"), line("b", 900)) is Verdict.ALLOWED
    assert verdict("portfolio_currency", of, line("a", 101, currency="USD")) is Verdict.WARN
