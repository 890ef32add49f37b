"""What is said before a command holds for it: of the program, and of a group of commands."""

from collections.abc import Mapping
from typing import Any

import typer

from advisor_tui.cli.options import LangOption


def group(context: typer.Context, lang: LangOption = None) -> None:
    """What a group of commands takes before one of them, or beside --help."""
    if lang is not None:
        hold(context, {"lang": lang})


def hold(context: typer.Context, given: dict[str, object]) -> None:
    """Make these values the ones of every command below, at any depth; what a command says itself goes before."""
    context.default_map = _for_each(context.command, given, context.default_map or {})


def _for_each(command: Any, given: dict[str, object], before: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _for_each(one, given, before.get(name, {}))
        if hasattr(one, "commands")
        else {**before.get(name, {}), **given}
        for name, one in command.commands.items()
    }
