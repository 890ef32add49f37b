"""A projection in words, for the screen and for paper; amounts in 万元 of today's money."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from advisor_tui.base.clock import CHINA
from advisor_tui.base.languages import join_list, mark, pick, translate
from advisor_tui.base.money import wan, yuan
from advisor_tui.desk.views.interview_words import money
from advisor_tui.desk.views.projection import Assumed, ProjectedGoal, ProjectionView
from advisor_tui.desk.views.proposal_words import purpose_name
from advisor_tui.desk.views.proposals import Purpose
from advisor_tui.rules.projection.outcome import LIVING, PERCENTILES, Outcome, WantOutcome

DRIVERS: Mapping[str, str] = {
    "returns": mark("fluctuation"),
    "inflation": mark("inflation"),
    "fees": mark("fees"),
    "contributions": mark("too little saved"),
}
_WITHOUT: Mapping[str, str] = {
    "returns": mark("with returns as expected every month"),
    "inflation": mark("without inflation"),
    "fees": mark("without fees"),
    "contributions": mark("with the saving named here"),
}
_GAPS: Mapping[str, str] = {
    "cash_flow": mark(
        "Income or spending is not known: nothing is paid in or taken out but for goals and instalments."
    ),
    "own_income": mark("Own income is not known: all of the family's income counts as own."),
    "age": mark("The age is not known: income goes on for the whole time."),
    "debts": mark("The instalments of some debts are not known: such a debt only grows by its interest."),
    "debt_sum": mark("How much is owed is not known: the instalments go on until work ends."),
    "goal_open": mark("Goals without an amount or a year are left out."),
    "goal_late": mark("Goals that are paid for later than a projection looks are left out."),
    "emergency": mark("The emergency fund is no goal that is paid for; it is part of the money shown."),
    "unlisted": mark("Holdings without a class of assets are left out."),
}
_FIGURES: Mapping[str, str] = {
    "income": mark("Family income a month"),
    "own_income": mark("of it own income"),
    "spending": mark("Spending a month"),
    "instalments": mark("Instalments a month"),
    "debt": mark("Debts"),
    "premiums": mark("New premiums a payment"),
    "property": mark("Property"),
    "life_cover": mark("Life cover"),
}
LEAST = 100
"""What explains less than one percent of a shortfall is not told."""
MODEL: Sequence[str] = (
    mark("The mix is held as it is: what matures is renewed, what is saved buys it, what is needed sells it."),
    mark("Income and spending grow with prices until work ends; then the goals say what is needed."),
    mark("Goals are paid in the order in which they fall due, as far as the money goes."),
    mark("A result is one of many possible ones. It can be better or worse than everything shown."),
)
"""What every projection takes for granted beside its figures."""


def goal_name(goal: ProjectedGoal | None) -> str:
    """A goal's name; None is what the household itself needs."""
    if goal is None:
        return translate(mark("Living"))
    return purpose_name(Purpose(goal.id, "goal", goal.kind, goal.name, None, None))


def goal_of(view: ProjectionView, want: WantOutcome) -> ProjectedGoal | None:
    """The goal of an outcome; None for what the household itself needs."""
    return None if want.id == LIVING else next(goal for goal in view.goals if goal.id == want.id)


def success(want: WantOutcome | None) -> str:
    """In how many of a hundred futures a goal is met, rounded down; never all or none unless it is so."""
    if want is None:
        return "—"
    if 0 < want.success < 100:
        return "<1%"
    return f"{want.success // 100}%"


def cause(want: WantOutcome) -> str:
    """The strongest driver of a shortfall in a word or two; "" where nothing is missing."""
    return translate(DRIVERS[want.causes[0].driver]) if want.causes and want.causes[0].explained >= LEAST else ""


def short_sentence(want: WantOutcome) -> str:
    """How often and by how much a goal falls short."""
    missed = want.paths - want.met
    if not missed:
        return translate(mark("Met in all {paths} futures")).format(paths=f"{want.paths:,}")
    share = f"{max(1, -(-missed * 100 // want.paths))}%"
    text = translate(mark("Short in {share} of the futures, in the middle by {median}, on average by {mean} (万元)"))
    return text.format(share=share, median=wan(want.median_short_fen), mean=wan(want.mean_short_fen))


def cause_sentence(want: WantOutcome) -> str:
    """What of the shortfall is gone with each driver neutralised, the strongest first; "" where nothing is missing."""
    told = [found for found in want.causes if found.explained >= LEAST]
    if not told:
        return ""
    parts = [
        translate(mark("{without} {share} of it")).format(
            without=translate(_WITHOUT[found.driver]), share=f"{found.explained // 100}%"
        )
        for found in told
    ]
    return translate(mark("It would disappear: {parts}")).format(parts=join_list(parts))


def saving_sentence(want: WantOutcome) -> str:
    """What would have to be saved besides; "" where it is met as expected."""
    if not want.more_fen:
        return ""
    text = translate(mark("With returns as expected {more} yuan more a month would do"))
    return text.format(more=yuan(-(-want.more_fen // 100) * 100))


def range_sentence(outcome: Outcome, other: Outcome, compared: str, first_year: int) -> str:
    """Between what the money lies at the end in eight of ten futures, and its middle beside that of another outcome.

    Where it is used up in the middle of all futures, when that happens instead.

    Args:
        outcome: What is told.
        other: What it is compared with.
        compared: What the other one is called.
        first_year: The year of the first place.
    """
    low, middle, high = (outcome.fan[PERCENTILES.index(found)] for found in (10, 50, 90))
    beside = other.fan[PERCENTILES.index(50)]
    if not middle[-1]:
        text = translate(mark("In the middle the money is used up in {year} ({compared} {other})"))
        return text.format(year=_used_up(middle, first_year), compared=compared, other=_used_up(beside, first_year))
    text = translate(mark("{year}: 8 of 10 between {low} and {high}, middle {middle} ({compared} {other})"))
    return text.format(
        year=first_year + outcome.years,
        low=wan(low[-1]),
        high=wan(high[-1]),
        middle=wan(middle[-1]),
        compared=compared,
        other=wan(beside[-1]),
    )


def worth_sentence(outcome: Outcome, other: Outcome, compared: str) -> str:
    """The middle of the net worth at the end beside that of another outcome; "" where there is only money."""
    if not (any(outcome.property_fen) or any(outcome.debt_fen)):
        return ""
    text = translate(mark("net worth in the middle {worth} ({compared} {other})"))
    return text.format(
        worth=wan(worth(outcome, outcome.years)), compared=compared, other=wan(worth(other, other.years))
    )


def worth(outcome: Outcome, place: int) -> int:
    """The middle of the net worth at the end of a year, in 分: money and property less debts."""
    return outcome.fan[PERCENTILES.index(50)][place] + outcome.property_fen[place] - outcome.debt_fen[place]


def _used_up(line: Sequence[int], first_year: int) -> str:
    """The year in which money is gone for good; a dash where it is not."""
    if line[-1]:
        return "—"
    last = max((place for place, fen in enumerate(line) if fen), default=-1)
    return str(first_year + last + 1)


def computed(view: ProjectionView) -> str:
    """When it was computed, and that it repeats an earlier one."""
    if view.rerun_of is None:
        return translate(mark("as computed on {when}")).format(when=moment(view.made_at))
    text = translate(mark("computed again on {when}, first on {first}"))
    return text.format(when=moment(view.made_at), first=moment(view.rerun_of))


def seeded(view: ProjectionView) -> str:
    """What repeats it to the 分: seed, futures, library."""
    text = translate(mark("seed {seed}, {paths} futures, {library}"))
    return text.format(seed=view.seed, paths=f"{view.paths:,}", library=view.library)


def whose(assumed: Assumed) -> str:
    """Whose assumptions they are, whether the bank adopted them, and that they are nothing else."""
    text = (
        mark("No promise; assumptions of {day}: {source}")
        if assumed.confirmed
        else mark("No promise; assumptions of {day}, not confirmed: {source}")
    )
    return translate(text).format(day=assumed.as_of, source=assumed.source)


def gap_sentences(assumed: Assumed) -> list[str]:
    """What was not known or is left out."""
    return [translate(_GAPS[gap]) for gap in assumed.gaps]


def figure_rows(assumed: Assumed) -> list[tuple[str, str]]:
    """The household's figures that went in, those that are nothing left out."""
    rows = [
        (translate(label), money(assumed.figures[name])) for name, label in _FIGURES.items() if assumed.figures[name]
    ]
    if "cash_flow" not in assumed.gaps and "age" not in assumed.gaps:
        text = translate(mark("{years} years {months} months"))
        years, months = divmod(assumed.figures["working_months"], 12)
        rows.append((translate(mark("Work goes on for")), text.format(years=years, months=months)))
    return rows


def class_rows(assumed: Assumed) -> list[tuple[str, str, str, str]]:
    """Of each class of assets its name, expected yearly return, volatility, and whose figures they are."""
    return [
        (pick(found.name), hundredths(found.yearly_return), hundredths(found.volatility), found.source)
        for found in assumed.classes
    ]


def hundredths(rate: int) -> str:
    """A rate of 10⁻⁴ in percent, two places."""
    sign = "-" if rate < 0 else ""
    return f"{sign}{abs(rate) // 100}.{abs(rate) % 100:02d}%"


def moment(at: datetime) -> str:
    """An instant as the branch's clock showed it."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"
