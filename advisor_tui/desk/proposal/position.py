"""What the client had of a line's product when it was presented, kept among the findings of that day."""

import json
from collections.abc import Iterable

from advisor_tui.desk.proposal.terms import POSITION_HELD
from advisor_tui.rules.findings import Finding, Param, Verdict
from advisor_tui.rules.positions import Held
from advisor_tui.store.tables import Finding as FindingRow


def position_record(held: Held) -> Finding | None:
    """A position as a finding that says nothing against the sale; None where nothing is held."""
    if not held.units:
        return None
    units = json.dumps(dict(held.units), ensure_ascii=False, sort_keys=True)
    params: dict[str, Param] = {"held_fen": held.value_fen, "count": len(held.units), "units": units}
    return Finding(POSITION_HELD, Verdict.ALLOWED, params=params)


def recorded_position(rows: Iterable[FindingRow], held_fen: int) -> Held:
    """The position that a presentation recorded; only its value (分) where it recorded no holdings."""
    params = next((json.loads(row.params) for row in rows if row.rule == POSITION_HELD), None)
    return Held(held_fen) if params is None else Held(held_fen, json.loads(params["units"]))
