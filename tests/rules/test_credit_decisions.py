"""What a loan case becomes by a decision of the risk department, from each of its states."""

import pytest

from advisor_tui.rules.credit_decisions import next_status


@pytest.mark.parametrize(
    ("status", "decision", "after"),
    [
        ("submitted", "approved", "approved"),
        ("submitted", "approved_with_conditions", "approved"),
        ("submitted", "refused", "refused"),
        ("submitted", "returned", "collecting"),
        ("approved", "approved_with_conditions", "approved"),
        ("approved", "refused", "refused"),
        ("approved", "returned", None),
        ("submitted", "signed", None),
        ("refused", "approved", None),
        ("collecting", "approved", None),
        ("", "", None),
    ],
)
def test_only_what_was_submitted_or_approved_is_decided_on(status: str, decision: str, after: str | None) -> None:
    assert next_status(status, decision) == after
