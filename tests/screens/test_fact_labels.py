from advisor_tui.rules.profile import FACTS
from advisor_tui.screens.interview.fact_labels import FACT_LABELS


def test_every_fact_has_a_name_of_its_own() -> None:
    assert FACT_LABELS.keys() == FACTS.keys()
    assert len(set(FACT_LABELS.values())) == len(FACTS)
