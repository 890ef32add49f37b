"""`advisor-tui data`: what compliance staff run over the files that they edit."""

from pathlib import Path
from typing import Annotated

import typer

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import safe_text
from advisor_tui.cli.groups import group
from advisor_tui.cli.options import HomeOption, JsonOption, LangOption, home_of, speak
from advisor_tui.cli.output import REFUSED, answering, heading
from advisor_tui.reference.toml import Mistake

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.callback()(group)


@app.command("check", help=translate(mark("Check the files of a data folder and name every mistake.")))
def check(
    folder: Annotated[
        Path,
        typer.Argument(help=translate(mark("A data folder, or a part of one.")), metavar="DIR"),
    ],
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Check every data file below a folder; exit 1 when there is a mistake, each named with file and line."""
    with answering(json=json) as answer:
        speak(lang, home_of(home) if home else None)
        from advisor_tui.reference.check import check_folder

        files, mistakes = check_folder(folder)
        lines = [_line(folder, mistake) for mistake in mistakes]
        if mistakes:
            lines.append(heading(mark("Files: {files}; mistakes: {count}"), files=files, count=len(mistakes)))
        else:
            lines.append(heading(mark("Files: {files}; no mistakes"), files=files))
        if json:
            answer.result({"files": files, "mistakes": [_row(mistake) for mistake in mistakes]})
        else:
            typer.echo(safe_text("\n".join(lines), lines=True))  # unwrapped: editors follow `file:line:`
    if mistakes:
        raise typer.Exit(REFUSED)


def _line(folder: Path, mistake: Mistake) -> str:
    key = f"{mistake.key}: " if mistake.key else ""
    return f"{folder / mistake.path}:{mistake.line}: {key}{mistake.sentence}"


def _row(mistake: Mistake) -> dict[str, object]:
    return {"file": mistake.path, "line": mistake.line, "key": mistake.key, "message": mistake.sentence}
