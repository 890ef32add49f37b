"""Reads and checks how a questionnaire turns points into a level."""

from collections.abc import Sequence

from advisor_tui.base.languages import mark
from advisor_tui.reference.conditions import read_conditions
from advisor_tui.reference.toml import Table
from advisor_tui.rules.questionnaire import DIMENSIONS, Band, Question, Scoring
from advisor_tui.rules.scoring import least, most

LEVELS = (1, 2, 3, 4, 5)
"""令2025年第7号 art. 29: at least five levels of clients, from low to high."""


def read_scoring(table: Table, questions: Sequence[Question]) -> Scoring:
    """The scoring of a questionnaire: bands without gap or overlap over every total that can be reached."""
    table.only("formal", "formal_if", "band", "lowest")
    bands = tuple(_band(band) for band in table.tables("band", least=len(LEVELS)))
    formal = table.flag("formal")
    scored = [question for question in questions if question.scored]
    if not scored:
        table.wrong(None, mark("No question scores points"))
    elif not table.document.mistakes:
        _check_bands(table, bands, sum(map(least, scored)), sum(map(most, scored)))
    if formal:
        _check_dimensions(table, questions)
    return Scoring(
        bands=bands,
        lowest=read_conditions(table, "lowest", questions),
        formal=formal,
        formal_if=read_conditions(table, "formal_if", questions),
    )


def _band(table: Table) -> Band:
    table.only("level", "from", "to")
    return Band(table.integer("level", low=LEVELS[0], high=LEVELS[-1]), table.integer("from"), table.integer("to"))


def _check_bands(table: Table, bands: tuple[Band, ...], lowest: int, highest: int) -> None:
    expected = lowest
    for place, band in enumerate(bands):
        key = (*table.key, "band", place)
        if band.level != LEVELS[min(place, len(LEVELS) - 1)]:
            table.document.add((*key, "level"), mark("Levels stand from 1 to 5, each once"))
        if band.low > expected:
            table.document.add((*key, "from"), mark("The score {score} has no level"), score=expected)
        elif band.low < expected:
            table.document.add((*key, "from"), mark("This level must begin at {score}, not below"), score=expected)
        if band.high < band.low:
            table.document.add((*key, "to"), mark("This level ends before it begins"))
        expected = band.high + 1
    if bands and expected <= highest:
        table.document.add(
            (*table.key, "band", len(bands) - 1, "to"), mark("The score {score} has no level"), score=expected
        )
    elif bands and expected > highest + 1:
        table.document.add(
            (*table.key, "band", len(bands) - 1, "to"),
            mark("No answers reach a score above {score}"),
            score=highest,
        )


def _check_dimensions(table: Table, questions: Sequence[Question]) -> None:
    covered = {question.dimension for question in questions if question.required and not question.show_if}
    missing = [dimension for dimension in DIMENSIONS if dimension not in covered]
    if missing:
        table.wrong(
            "formal", mark("A formal assessment also has to ask about: {dimensions}"), dimensions=", ".join(missing)
        )
