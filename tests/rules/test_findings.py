import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.findings import MUST_DO, Finding, Verdict, combine, missing

FORBIDDEN, WARN, ALLOWED = Verdict.FORBIDDEN, Verdict.WARN, Verdict.ALLOWED

findings = st.lists(
    st.builds(
        Finding,
        rule=st.sampled_from(["a", "b", "c"]),
        verdict=st.sampled_from(Verdict),
        must_do=st.lists(st.sampled_from(MUST_DO), max_size=3).map(tuple),
    )
)


@pytest.mark.parametrize(
    ("verdicts", "joined"),
    [
        ([], ALLOWED),
        ([Verdict.MISSING], ALLOWED),
        ([ALLOWED, Verdict.MISSING], ALLOWED),
        ([ALLOWED, WARN, Verdict.MISSING], WARN),
        ([WARN, FORBIDDEN, ALLOWED], FORBIDDEN),
    ],
)
def test_forbidden_outweighs_warn_and_missing_weighs_nothing(verdicts: list[Verdict], joined: Verdict) -> None:
    assert combine(Finding("rule", verdict) for verdict in verdicts).verdict is joined


def test_a_forbidden_sale_asks_only_for_what_its_forbidden_findings_ask_for() -> None:
    parts = [
        Finding("a", FORBIDDEN, ("reassess",)),
        Finding("b", ALLOWED, ("record",)),
        missing("c", "client.age", must_do=("senior_care",)),
    ]
    assert combine(parts).must_do == ("reassess",)
    assert combine(parts[1:]).must_do == ("senior_care", "record")


@given(findings, st.randoms())
def test_the_decision_does_not_depend_on_the_order_of_findings(parts: list[Finding], shuffler: random.Random) -> None:
    before = combine(parts)
    shuffled = parts.copy()
    shuffler.shuffle(shuffled)
    after = combine(shuffled)
    assert (after.verdict, after.must_do) == (before.verdict, before.must_do)


@given(findings, findings)
def test_more_findings_never_soften_the_verdict(parts: list[Finding], more: list[Finding]) -> None:
    weight = {ALLOWED: 0, WARN: 1, FORBIDDEN: 2}
    assert weight[combine(parts + more).verdict] >= weight[combine(parts).verdict]


def test_each_unknown_fact_is_asked_for_once() -> None:
    parts = [missing("a", "client.age"), missing("b", "client.age", "amount")]
    assert combine(parts).unknown_facts == ("client.age", "amount")


def test_the_findings_that_decide_come_first_and_those_of_one_weight_by_rule() -> None:
    parts = [
        Finding("z", ALLOWED), missing("c", "client.age"), Finding("b", FORBIDDEN), Finding("y", WARN),
        Finding("a", WARN), Finding("a", FORBIDDEN),
    ]  # fmt: skip
    assert [(part.rule, part.verdict) for part in combine(parts).findings] == [
        ("a", FORBIDDEN), ("b", FORBIDDEN), ("a", WARN), ("y", WARN), ("c", Verdict.MISSING), ("z", ALLOWED),
    ]  # fmt: skip


def test_a_rule_that_was_left_out_names_its_facts_and_what_they_ask_for() -> None:
    left_out = missing("capacity", "client.age", "amount", must_do=("senior_care",))
    assert left_out == Finding("capacity", Verdict.MISSING, ("senior_care",), {}, ("client.age", "amount"))
    assert missing("capacity", "amount").must_do == ()


def test_what_is_asked_for_stands_in_the_order_of_a_sale_and_once() -> None:
    parts = [Finding("a", WARN, ("record", "assess_first")), Finding("b", ALLOWED, ("reassess", "record"))]
    assert combine(parts).must_do == ("assess_first", "reassess", "record")
    assert combine(parts).findings == tuple(parts)
