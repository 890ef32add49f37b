"""A projection as it is stored: everything that explains and draws it again without computing it."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlmodel import Session

from advisor_tui.desk.proposal.product_record import canonical
from advisor_tui.desk.proposal.projection_input import Gathered
from advisor_tui.desk.views.projection import Assumed, ClassRow, ProjectedGoal, ProjectionView
from advisor_tui.reference.projection import ProjectionTable
from advisor_tui.rules.projection.outcome import Cause, Outcome, WantOutcome
from advisor_tui.store.tables import Projection


def input_text(gathered: Gathered, table: ProjectionTable) -> str:
    """Canonical JSON of what goes in: both plans and the assumptions; a stress test is no part of it."""
    plans = [asdict(gathered.current), asdict(gathered.proposed)]
    return canonical({"plans": plans, "assumptions": asdict(table.assumptions)})


def assumptions_text(gathered: Gathered, table: ProjectionTable) -> str:
    """Canonical JSON of what was assumed, of the classes that the plans hold."""
    held = {part.asset_class for plan in (gathered.current, gathered.proposed) for part in plan.parts}
    household = gathered.proposed.household
    return canonical(
        {
            "source": table.source,
            "as_of": table.as_of.isoformat(),
            "confirmed": table.confirmed,
            "inflation": table.assumptions.inflation,
            "property_growth": table.assumptions.property_growth,
            "classes": [
                {
                    "id": found.id,
                    "name": dict(table.notes[found.id].name),
                    "yearly_return": found.yearly_return,
                    "volatility": found.volatility,
                    "source": table.notes[found.id].source,
                }
                for found in table.assumptions.classes
                if found.id in held
            ],
            "correlation": table.assumptions.correlation,
            "figures": {
                "income": household.income_fen,
                "own_income": household.own_fen,
                "spending": household.spending_fen,
                "working_months": household.working_months,
                "debt": sum(debt.balance_fen for debt in household.debts),
                "instalments": household.instalments_fen + sum(debt.instalment_fen for debt in household.debts),
                "property": household.property_fen,
                "life_cover": household.life_cover_fen,
                "premiums": sum(policy.premium_fen for policy in gathered.proposed.policies),
            },
            "gaps": gathered.gaps,
        }
    )


def result_text(gathered: Gathered, current: Outcome, proposed: Outcome, first_year: int) -> str:
    """Canonical JSON of what was found."""
    return canonical(
        {
            "first_year": first_year,
            "goals": [asdict(goal) for goal in gathered.goals],
            "current": asdict(current),
            "proposed": asdict(proposed),
        }
    )


def stored_view(session: Session, row: Projection) -> ProjectionView:
    """A stored projection as it was computed."""
    result = json.loads(row.result)
    earlier = session.get(Projection, row.rerun_of_id) if row.rerun_of_id else None
    return ProjectionView(
        id=row.id,
        stress=row.stress,
        made_at=row.made_at,
        rerun_of=None if earlier is None else earlier.made_at,
        seed=row.seed,
        paths=row.paths,
        library=row.library,
        input_sha256=row.input_sha256,
        first_year=result["first_year"],
        current=_outcome(result["current"]),
        proposed=_outcome(result["proposed"]),
        goals=tuple(ProjectedGoal(**goal) for goal in result["goals"]),
        assumed=_assumed(json.loads(row.assumptions)),
    )


def _outcome(stored: dict[str, Any]) -> Outcome:
    wants = tuple(
        WantOutcome(**{**want, "causes": tuple(Cause(**cause) for cause in want["causes"])}) for want in stored["wants"]
    )
    return Outcome(
        tuple(tuple(line) for line in stored["fan"]), tuple(stored["property_fen"]), tuple(stored["debt_fen"]), wants
    )


def _assumed(stored: dict[str, Any]) -> Assumed:
    return Assumed(
        source=stored["source"],
        as_of=date.fromisoformat(stored["as_of"]),
        confirmed=stored["confirmed"],
        classes=tuple(
            ClassRow(found["name"], found["yearly_return"], found["volatility"], found["source"])
            for found in stored["classes"]
        ),
        inflation=stored["inflation"],
        property_growth=stored["property_growth"],
        figures=stored["figures"],
        gaps=tuple(stored["gaps"]),
    )
