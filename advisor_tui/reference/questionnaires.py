"""Reads the questionnaires of data/questionnaires/ and checks that each can be led and scored without a hole."""

from typing import get_args

from advisor_tui.base.languages import mark
from advisor_tui.reference.conditions import read_conditions
from advisor_tui.reference.scoring import read_scoring
from advisor_tui.reference.toml import Document, Source, Table, refuse
from advisor_tui.rules.profile import FACTS
from advisor_tui.rules.questionnaire import (
    CHECKS,
    DIMENSIONS,
    KINDS,
    Item,
    Kind,
    Option,
    Question,
    Questionnaire,
    Section,
    Step,
)

_BOUNDS = {
    "choice": False,
    "choices": True,
    "amount": True,
    "number": True,
    "rate": True,
    "date": True,
    "text": True,
    "figures": True,
    "members": True,
}
_FACT_KINDS = {
    "money": ("amount", "choice", "figures"),
    "number": ("number", "rate", "choice"),
    "word": ("choice",),
    "words": ("choices",),
    "date": ("date",),
    "text": ("text",),
    "members": ("members",),
}
MOST_OPTIONS = 9
"""An option is chosen by one digit."""
MOST_ITEMS = 12
"""Lines of figures that the lowest terminal shows at once."""


def questionnaire_from(source: Source) -> Questionnaire:
    """The questionnaire of one file.

    Raises:
        DeskError: `data_invalid`, for the first mistake, naming file, line and key.
    """
    document = Document(source)
    found = read_questionnaire(document)
    refuse(document.mistakes)
    return found


def read_questionnaire(document: Document) -> Questionnaire:
    """Read and check a questionnaire; what is wrong stands in `document.mistakes` afterwards."""
    root = document.root
    root.only("id", "version", "effective_from", "title", "section", "question", "scoring")
    sections = tuple(_section(table) for table in root.tables("section", least=1))
    questions: list[Question] = []
    for table in root.tables("question", least=1):
        questions.append(_question(table, questions, sections))
    scoring = read_scoring(root.table("scoring"), questions) if "scoring" in root else None
    return Questionnaire(
        id=root.text("id"),
        version=root.integer("version", low=1),
        effective_from=root.day("effective_from"),
        title=root.both("title"),
        sections=sections,
        questions=tuple(questions),
        scoring=scoring,
    )


def _section(table: Table) -> Section:
    table.only("id", "title")
    return Section(table.text("id"), table.both("title"))


def _question(table: Table, earlier: list[Question], sections: tuple[Section, ...]) -> Question:
    table.only(
        "id", "section", "type", "text", "explain", "options", "show_if", "required", "fact", "dimension",
        "min", "max", "unit", "steps", "items", "check",
    )  # fmt: skip
    kind: Kind = next(word for word in KINDS if word == table.word("type", get_args(Kind)))
    question = Question(
        id=table.text("id"),
        section=table.word("section", [section.id for section in sections] or [""]),
        kind=kind,
        text=table.both("text"),
        explain=table.optional_both("explain"),
        options=tuple(_option(option) for option in table.tables("options")),
        items=tuple(_item(item) for item in table.tables("items")),
        check=next((word for word in CHECKS if word == table.word("check", CHECKS)), "") if "check" in table else "",
        show_if=read_conditions(table, "show_if", earlier),
        required=table.flag("required", True),
        fact=table.word("fact", FACTS) if "fact" in table else "",
        dimension=table.word("dimension", DIMENSIONS) if "dimension" in table else "",
        low=table.optional_integer("min"),
        high=table.optional_integer("max"),
        unit=table.optional_both("unit"),
        steps=tuple(_step(step) for step in table.tables("steps")),
    )
    _check_place(table, question, earlier, sections)
    _check_options(table, question)
    _check_items(table, question)
    _check_bounds(table, question)
    _check_points(table, question)
    _check_fact(table, question, earlier)
    return question


def _option(table: Table) -> Option:
    table.only("id", "text", "points", "fact", "alone", "implies")
    return Option(
        id=table.text("id"),
        text=table.both("text"),
        points=table.optional_integer("points", low=0),
        fact=table.optional_integer("fact", low=0),
        alone=table.flag("alone", False),
        implies=_implied(table.table("implies")) if "implies" in table else {},
    )


def _item(table: Table) -> Item:
    table.only("id", "text", "fact", "holdings", "liabilities")
    return Item(
        id=table.text("id"),
        text=table.both("text"),
        fact=table.word("fact", [name for name, kind in FACTS.items() if kind == "money"]) if "fact" in table else "",
        holdings=table.words("holdings") if "holdings" in table else (),
        liabilities=table.words("liabilities") if "liabilities" in table else (),
    )


def _implied(table: Table) -> dict[str, int]:
    table.only(*(name for name, kind in FACTS.items() if kind in ("money", "number")))
    return {name: table.integer(name, low=0) for name in table.values}


def _step(table: Table) -> Step:
    table.only("from", "points")
    return Step(table.integer("from"), table.integer("points", low=0))


def _check_place(table: Table, question: Question, earlier: list[Question], sections: tuple[Section, ...]) -> None:
    if any(other.id == question.id for other in earlier):
        table.wrong("id", mark("{id} stands here a second time"), id=question.id)
    order = [section.id for section in sections]
    if earlier and order.index(question.section) < order.index(earlier[-1].section):
        table.wrong("section", mark("Questions stand in the order of their sections"))


def _check_options(table: Table, question: Question) -> None:
    if question.kind not in ("choice", "choices"):
        if question.options:
            table.wrong("options", mark("Only choice and choices have options"))
        return
    if not 2 <= len(question.options) <= MOST_OPTIONS:
        table.wrong("options", mark("A choice has 2 to {most} options"), most=MOST_OPTIONS)
    ids = [option.id for option in question.options]
    for option_id in sorted({item for item in ids if ids.count(item) > 1}):
        table.wrong("options", mark("{id} stands here a second time"), id=option_id)
    for place, option in enumerate(question.options):
        if option.alone and question.kind == "choice":
            table.document.add(
                (*table.key, "options", place, "alone"), mark("Only an option of choices can exclude others")
            )


def _check_items(table: Table, question: Question) -> None:
    if question.check and question.kind != "text":
        table.wrong("check", mark("Only a text is checked in this way"))
    if question.kind != "figures":
        if question.items:
            table.wrong("items", mark("Only figures have items"))
        return
    if not 2 <= len(question.items) <= MOST_ITEMS:
        table.wrong("items", mark("Figures have 2 to {most} items"), most=MOST_ITEMS)
    ids = [item.id for item in question.items]
    for item_id in sorted({item for item in ids if ids.count(item) > 1}):
        table.wrong("items", mark("{id} stands here a second time"), id=item_id)


def _check_bounds(table: Table, question: Question) -> None:
    if not _BOUNDS[question.kind] and (question.low is not None or question.high is not None):
        table.wrong("min" if "min" in table else "max", mark("A choice has no bounds"))
    if question.low is not None and question.high is not None and question.low > question.high:
        table.wrong("max", mark("The upper bound lies below the lower one"))
    if question.kind == "choices" and (question.high or 1) > max(1, len(question.options)):
        table.wrong("max", mark("There are not so many options"))
    if question.unit is not None and question.kind != "number":
        table.wrong("unit", mark("Only a number has a unit"))


def _check_points(table: Table, question: Question) -> None:
    if question.steps:
        if question.kind not in ("number", "amount", "figures"):
            table.wrong("steps", mark("Only a number or an amount scores by steps"))
        lows = [step.low for step in question.steps]
        if lows != sorted(set(lows)):
            table.wrong("steps", mark("Steps stand from the lowest up, each once"))
        if question.low is not None and lows[0] > question.low:
            table.wrong("steps", mark("{value} has no points: the first step begins above it"), value=question.low)
    elif question.scored:
        for place, option in enumerate(question.options):
            if option.points is None:
                table.document.add((*table.key, "options", place), mark("In a scored question every option has points"))
    if question.scored and (question.show_if or not question.required):
        table.wrong(
            "show_if" if question.show_if else "required",
            mark("A scored question is asked of everyone and required: else the total has a hole"),
        )


def fed_by(question: Question) -> tuple[str, ...]:
    """The facts that a question feeds, by its items too."""
    return tuple(name for name in (question.fact, *(item.fact for item in question.items)) if name)


def _check_fact(table: Table, question: Question, earlier: list[Question]) -> None:
    if not question.fact:
        return
    kind = FACTS[question.fact]
    if question.kind not in _FACT_KINDS[kind]:
        table.wrong(
            "fact", mark("{fact} cannot come from a question of type {type}"), fact=question.fact, type=question.kind
        )
    elif kind in ("money", "number") and question.kind == "choice":
        for place, option in enumerate(question.options):
            if option.fact is None:
                table.document.add(
                    (*table.key, "options", place),
                    mark("Every option needs the number that it stands for (fact = …)"),
                )
    if any(question.fact in fed_by(other) for other in earlier):
        table.wrong("fact", mark("{id} stands here a second time"), id=question.fact)
