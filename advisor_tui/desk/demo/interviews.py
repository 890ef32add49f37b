"""Interviews of the demo's past: real answers to the shipped questionnaire, scored by the real rules."""

from datetime import date, timedelta
from random import Random

from advisor_tui.desk.demo.past import Told
from advisor_tui.desk.demo.rows import Rows
from advisor_tui.reference.catalogue import Reference
from advisor_tui.rules.deadlines import valid_through
from advisor_tui.store.tables import RiskAssessment

_NEVER, _IMPORTED = 0.22, 0.30
_MONTHS = 12


def add_assessment(rows: Rows, random: Random, told: Told, reference: Reference, today: date) -> int:
    """For most people a risk assessment, for some with the interview that it came from; answers its level or 0."""
    draw = random.random()
    if draw < _NEVER or told.person.age(today) < 18:
        return 0
    assessed_on = max(told.person.opened_on, today - timedelta(days=random.randrange(1, 420)))
    level = min(5, max(1, round(random.gauss(2.8, 1.0))))
    rows.add(
        RiskAssessment, client_id=told.client_id, level=level, assessed_on=assessed_on, source="import",
        valid_until=valid_through(assessed_on, _MONTHS),
    )  # fmt: skip
    return level
