"""A command line that does not fit: in the language in use, and with --json as the object that every refusal is."""

import re
from collections.abc import Sequence
from typing import Any

import typer

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.cli.output import WRONG_USAGE, Answer

_NO_COMMAND = re.compile(r"^No such command ['\"](.*?)['\"]\.", re.DOTALL)
_TOO_MUCH = re.compile(r"unexpected extra argument\(s\) \((.*)\)$", re.DOTALL)
_REASONS = {
    "greater_than_equal": mark("it is a number from {ge} on"),
    "less_than_equal": mark("it is a number of at most {le}"),
    "int_parsing": mark("it is a whole number"),
    "value_error": mark("it is a date such as 2026-11-24"),
}
"""By the type of error that Typer's check of a value gives; its own errors of a value come from dates alone here."""


def run_command(command: Any, words: Sequence[str]) -> int:
    """Run a Typer command with the words of a command line; the exit code.

    Typer itself would print what does not fit in English and as text only.
    """
    try:
        code = command.main(list(words), prog_name="advisor-tui", standalone_mode=False)
    except typer.TyperException as error:
        answer, context = Answer(json="--json" in words), getattr(error, "ctx", None)
        answer.fail(refusal_of(error))
        if not answer.json and context is not None:
            answer.note(context.get_help() if _lacks_command(error) else context.get_usage())
        return WRONG_USAGE
    return code if isinstance(code, int) else 0


def refusal_of(error: typer.TyperException) -> DeskError:
    """What does not fit, in our own words; `where` names the option, the argument or the command."""
    context, parameter = getattr(error, "ctx", None), getattr(error, "param", None)
    if parameter is not None:
        name = _name(parameter)
        if hasattr(error, "param_type"):
            return DeskError("usage", mark("{name} is missing."), name=name, where=name)
        return DeskError("usage", mark("{name} cannot be this: {reason}"), name=name, reason=_reason(error), where=name)
    option = str(getattr(error, "option_name", ""))
    if option:
        return DeskError("usage", _of_option(error), name=option, where=option)
    where = context.command_path if context is not None else "advisor-tui"
    if _lacks_command(error):
        return DeskError("usage", mark("A command is missing."), where=where)
    if found := _NO_COMMAND.search(error.message):
        return DeskError("usage", mark("There is no command {name} here."), name=found[1], where=where)
    if found := _TOO_MUCH.search(error.message):
        return DeskError("usage", mark("This is more than belongs here: {words}"), words=found[1], where=where)
    return DeskError("usage", mark("This command line does not fit."), where=where)


def _of_option(error: typer.TyperException) -> str:
    if hasattr(error, "possibilities"):
        return mark("There is no option {name} here.")
    if error.message.endswith("does not take a value."):
        return mark("{name} stands alone, without a value.")
    return mark("{name} needs a value after it.")


def _reason(error: typer.TyperException) -> str:
    """Why a value does not fit: what the check of its type found, else what lies at the path."""
    if error.message.endswith("is a file."):
        return translate(mark("it is a file and no folder"))
    if error.message.endswith("is a directory."):
        return translate(mark("it is a folder"))
    found = error.__cause__
    if isinstance(found, ValueError) and hasattr(found, "errors"):
        first = found.errors()[0]
        message = _REASONS.get(first["type"])
        if message is not None:
            limits = {name: f"{value:,}" for name, value in first.get("ctx", {}).items() if isinstance(value, int)}
            return translate(message).format(**limits)
    return translate(mark("it has another form"))


def _name(parameter: Any) -> str:
    """As it stands in the help: `--to`, `FILE`."""
    named = [name for name in parameter.opts if name.startswith("-")]
    return str(named[0] if named else parameter.metavar or parameter.name)


def _lacks_command(error: typer.TyperException) -> bool:
    """A group of commands without one: Typer's message is then the help itself."""
    context = getattr(error, "ctx", None)
    return context is not None and error.message == context.get_help()
