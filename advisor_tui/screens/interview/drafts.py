"""What stands in an editor and was not given, also as text that the desk keeps over a lock or a kill."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.reference.said_json import relatives_from, relatives_json
from advisor_tui.rules.questionnaire import Question
from advisor_tui.rules.said import ROLES, SOURCES, Source
from advisor_tui.screens.interview.figure_lines import FigureLines
from advisor_tui.screens.interview.member_lines import PARTS, MemberLines, Typed
from advisor_tui.screens.interview.offers import offered_figures, offered_members

_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, StopIteration)


@dataclass(frozen=True)
class Draft:
    """What stands in an editor and was not given; only that of the question's kind counts."""

    text: str = ""
    source: Source = "client"
    as_of: date | None = None
    chosen: tuple[str, ...] = ()
    figures: FigureLines | None = None
    members: MemberLines | None = None


def written(question: Question, draft: Draft) -> str:
    """A draft as JSON, with what its kind of question needs."""
    held: dict[str, object]
    if question.kind in ("choice", "choices"):
        held = {"chosen": list(draft.chosen)}
    elif draft.figures is not None:
        lines = draft.figures.lines
        held = {
            "at": draft.figures.at,
            "lines": [
                {"item": line.item, "text": line.text, **_told(line.source, line.as_of)} for line in lines if line.text
            ],
        }
    elif draft.members is not None:
        model = draft.members
        held = {
            "at": model.at,
            "part": model.part,
            "text": model.text,
            "rows": relatives_json(model.members),
            "present": _typed(model.present),
            "to_come": _typed(model.to_come),
        }
    else:
        held = {"text": draft.text, **_told(draft.source, draft.as_of)}
    return json.dumps(held, ensure_ascii=False)


def read(step: InterviewStep, question: Question, content: str) -> Draft | None:
    """A draft as `written` left it; None where it is of another kind or version of the question."""
    try:
        held = json.loads(content)
        if question.kind in ("choice", "choices"):
            return Draft(chosen=tuple(name for name in held["chosen"] if question.option(name) is not None))
        if question.kind == "figures":
            return Draft(figures=_figure_lines(step, question, held))
        if question.kind == "members":
            return Draft(members=_member_lines(step, question, held))
        source, as_of = _source(held)
        return Draft(str(held["text"]), source, as_of)
    except _UNREADABLE:
        return None


def _figure_lines(step: InterviewStep, question: Question, held: Mapping[str, Any]) -> FigureLines:
    model = FigureLines(question, None, offered_figures(step, question))
    typed = {row["item"]: row for row in held["lines"]}
    for place, line in enumerate(model.lines):
        row = typed.get(line.item)
        if row is not None:
            source, as_of = _source(row)
            model.lines[place] = replace(line, text=str(row["text"]), source=source, as_of=as_of)
    model.at = min(max(0, int(held["at"])), len(model.lines) - 1)
    return model


def _member_lines(step: InterviewStep, question: Question, held: Mapping[str, Any]) -> MemberLines:
    rows = relatives_from(held["rows"])
    model = MemberLines(rows if rows.rows else None, offered_members(step, question))
    part = next(part for part in PARTS if part == held["part"])
    at = min(max(0, int(held["at"])), len(rows.rows))
    model.restore(at, part, str(held["text"]), _typed_from(held["present"]), _typed_from(held["to_come"]))
    return model


def _told(source: Source, as_of: date | None) -> dict[str, str | None]:
    return {"source": source, "as_of": None if as_of is None else as_of.isoformat()}


def _source(held: Mapping[str, Any]) -> tuple[Source, date | None]:
    source = next(word for word in SOURCES if word == held["source"])
    return source, None if held["as_of"] is None else date.fromisoformat(held["as_of"])


def _typed(typed: Typed) -> dict[str, object]:
    born = None if typed.born_on is None else typed.born_on.isoformat()
    return {
        "name": typed.name,
        "role": typed.role,
        "born_on": born,
        "dependent": typed.dependent,
        "on_file_as": typed.on_file_as,
    }


def _typed_from(held: Mapping[str, Any]) -> Typed:
    role = next((role for role in ROLES if role == held["role"]), None)
    born = None if held["born_on"] is None else date.fromisoformat(held["born_on"])
    dependent = held["dependent"]
    told = dependent if isinstance(dependent, bool) else None
    return Typed(str(held["name"]), role, born, told, str(held.get("on_file_as", "")))
