"""The fees of loans in data/loan_costs/."""

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.loan_costs import LOANS
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Source
from advisor_tui.rules.effective_cost import LoanCost

PATH = "loan_costs/loan_costs.toml"


def test_the_shipped_fees_are_examples_that_the_bank_still_has_to_check() -> None:
    costs = load_reference(data_root()).loan_costs
    assert not costs.confirmed
    assert "金规〔2026〕2号" in costs.source
    assert {item.id for item in costs.of("business")} == {"appraisal", "guarantee"}
    assert costs.of("student") == ()
    guarantee = next(item for item in costs.items if item.id == "guarantee")
    assert guarantee.cost == LoanCost("upfront", share=80)
    assert all(set(item.loans) <= set(LOANS) for item in costs.items)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('when = "monthly"', 'when = "yearly"'),
        ("share = 80", "share = 10001"),
        ('paid_by = "borrower"', 'paid_by = "client"'),
        ("overdue_percent = 50", "overdue_percent = -1"),
        ('id = "service"', 'id = "guarantee"'),
        ('loans = ["business"]', 'loans = ["yacht"]'),
    ],
)
def test_a_mistake_is_refused_at_its_line(old: str, new: str) -> None:
    text = (data_root() / PATH).read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(DeskError) as refused:
        _ = load_reference(data_root(), [Source(PATH, text.replace(old, new, 1))]).loan_costs
    assert refused.value.code == "data_invalid"
    assert refused.value.where.startswith(PATH)
