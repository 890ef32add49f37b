"""The stored projection of a proposal as its paper shows it: drawn from what was computed, never computed again."""

from advisor_tui.base.languages import join_sentences, mark, translate
from advisor_tui.base.money import wan
from advisor_tui.desk.proposal.paper_content import Frozen
from advisor_tui.desk.proposal.projecting import newest_view
from advisor_tui.desk.views.projection import ProjectionView
from advisor_tui.desk.views.projection_words import (
    MODEL,
    cause_sentence,
    class_rows,
    computed,
    figure_rows,
    gap_sentences,
    goal_name,
    goal_of,
    range_sentence,
    seeded,
    short_sentence,
    success,
    whose,
)
from advisor_tui.documents.charts import fan_svg
from advisor_tui.documents.proposal import Fate, Projected
from advisor_tui.rules.projection.outcome import PERCENTILES

_MIDDLE = PERCENTILES.index(50)


def projected(frozen: Frozen) -> Projected | None:
    """The newest base case of the proposal, in the language in use; None where none was computed."""
    view = newest_view(frozen.session, frozen.proposal.id)
    return None if view is None else _shown(view)


def _shown(view: ProjectionView) -> Projected:
    legend = (
        translate(mark("8 of 10 futures")),
        translate(mark("5 of 10 futures")),
        translate(mark("middle, as proposed")),
        translate(mark("middle, as held now")),
    )
    fates = []
    for want in view.proposed.wants:
        goal = goal_of(view, want)
        said = join_sentences(part for part in (short_sentence(want), cause_sentence(want)) if part)
        fates.append(
            Fate(
                goal_name(goal),
                "" if goal is None else str(goal.year),
                success(view.fate(want.id, proposed=False)),
                success(want),
                said,
            )
        )
    terms = [(translate(mark("Computed")), computed(view)), (translate(mark("Repeatable by")), seeded(view))]
    return Projected(
        fan_svg(view.proposed.fan, view.first_year, wan, legend, view.current.fan[_MIDDLE]),
        translate(mark("{range}; in 万元 of today's money")).format(
            range=range_sentence(view.proposed, view.current, translate(mark("now")), view.first_year)
        ),
        tuple(fates),
        whose(view.assumed),
        tuple(class_rows(view.assumed)),
        (*terms, *figure_rows(view.assumed)),
        (*(translate(sentence) for sentence in MODEL), *gap_sentences(view.assumed)),
    )
