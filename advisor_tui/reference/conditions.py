"""Reads and checks declarative conditions on earlier answers."""

from collections.abc import Sequence

from advisor_tui.base.languages import mark
from advisor_tui.reference.toml import Table
from advisor_tui.rules.questionnaire import OPERATORS, Condition, Question
from advisor_tui.rules.said import ROLES


def read_conditions(owner: Table, name: str, earlier: Sequence[Question]) -> tuple[Condition, ...]:
    """The conditions under a key, each on one of the earlier questions."""
    known = {question.id: question for question in earlier}
    conditions = (_condition(table, known) for table in owner.tables(name))
    return tuple(condition for condition in conditions if condition is not None)


def _condition(table: Table, known: dict[str, Question]) -> Condition | None:
    table.only("question", "op", "value", "values")
    name = table.text("question")
    question = known.get(name)
    op = next(word for word in OPERATORS if word == table.word("op", OPERATORS))
    if ("value" in table) == ("values" in table):
        table.wrong(None, mark("Give either value or values"))
        return None
    listed = table.values["values"] if "values" in table else [table.values["value"]]
    key = "values" if "values" in table else "value"
    if question is None:
        table.wrong("question", mark("{id} is not an earlier question"), id=name)
        return None
    if not isinstance(listed, list) or not listed:
        table.wrong(key, mark("A list with at least one value is needed"))
        return None
    if _fitting(table, key, question, op, listed):
        return Condition(name, op, tuple(listed))
    return None


def _fitting(table: Table, key: str, question: Question, op: str, listed: list[object]) -> bool:
    numeric = question.kind in ("amount", "number", "rate", "figures")
    if op in ("at_least", "at_most") and (not numeric or len(listed) != 1):
        table.wrong("op", mark("{op} compares an amount or a number with one value"), op=op)
        return False
    if not numeric and question.kind not in ("choice", "choices", "members"):
        table.wrong("question", mark("Answers of type {type} cannot be tested"), type=question.kind)
        return False
    for value in listed:
        whole = isinstance(value, int) and not isinstance(value, bool)
        known = ROLES if question.kind == "members" else [option.id for option in question.options]
        chosen = isinstance(value, str) and value in known
        if not (whole if numeric else chosen):
            table.wrong(key, mark("{value} is not an answer to {id}"), value=value, id=question.id)
            return False
    return True
