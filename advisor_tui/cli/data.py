"""`advisor-tui data`: what compliance staff run over the files that they edit."""

import json
from pathlib import Path
from typing import Annotated

import typer

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import translate
from advisor_tui.base.text import safe_text
from advisor_tui.reference.check import check_folder
from advisor_tui.reference.toml import Mistake


def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A data/ folder, or a part of one.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Check every data file in a folder and name each mistake with file and line."""
    try:
        files, mistakes = check_folder(folder)
    except DeskError as error:
        _refuse(error, as_json=as_json)
        raise typer.Exit(1) from error
    if as_json:
        print(json.dumps({"files": files, "mistakes": [_row(item) for item in mistakes]}, ensure_ascii=False))
    else:
        for item in mistakes:
            print(safe_text(f"{folder / item.path}:{item.line}: {item.key}{': ' if item.key else ''}{item.sentence}"))
        if mistakes:
            print(translate("{files} files, {count} mistakes").format(files=files, count=len(mistakes)))
        else:
            print(translate("{files} files, no mistakes").format(files=files))
    if mistakes:
        raise typer.Exit(1)


def _row(item: Mistake) -> dict[str, object]:
    return {"file": item.path, "line": item.line, "key": item.key, "message": item.sentence}


def _refuse(error: DeskError, *, as_json: bool) -> None:
    if as_json:
        print(
            json.dumps({"error": {"code": error.code, "message": str(error), "where": error.where}}, ensure_ascii=False)
        )
    else:
        typer.echo(str(error), err=True)
