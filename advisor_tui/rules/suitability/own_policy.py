"""The bank's own matching of rated products that no rule of law in `data/rules/` matches with the client's level.

令2025年第7号 art. 3 covers investment products that may lose principal, and insurance; structured deposits, bonds and
bullion are matched because the bank says so, and the finding says that it is the bank's policy.
"""

from advisor_tui.rules.findings import Finding, Param, Verdict, missing


def deposit_not_covered() -> Finding:
    """A deposit is no investment product that may lose principal: its level is not matched, and that is said."""
    return Finding("deposit_not_covered", Verdict.ALLOWED)


def judge_product_level(product_level: int | None, client_level: int | None) -> Finding | None:
    """A rated product above the client's level is not proposed; one without a level has nothing to match."""
    if product_level is None:
        return None
    if client_level is None:
        return missing("product_level", "client.risk_level", must_do=("assess_first",))
    params: dict[str, Param] = {"product_level": product_level, "client_level": client_level}
    above = product_level > client_level
    return Finding("product_level", Verdict.FORBIDDEN if above else Verdict.ALLOWED, params=params)
