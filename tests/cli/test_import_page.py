"""docs/import.md: its examples are imported by its commands."""

import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from advisor_tui.cli.imports import import_file
from tests.desk.importing.files import read_csv
from tests.support import PASSPHRASE, make_desk
from tests.tools.import_tables import PAGE

EXAMPLE = re.compile(r"<!-- example: (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)
COMMANDS = re.compile(r"<!-- run -->\n```sh\n(.*?)```", re.DOTALL)
ANSWERS = (
    "3 rows: 2 created, 0 updated, 0 unchanged, 1 rejected.",
    "3 rows: 2 created, 0 updated, 0 unchanged, 1 rejected.",
    "2 rows: 2 created, 0 updated, 0 unchanged, 0 rejected.",
    "1 rows: 1 created, 0 updated, 0 unchanged, 0 rejected.",
)


def test_the_commands_of_the_page_do_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = PAGE.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    make_desk(tmp_path / "home", book=False).close()
    Path("pass").write_text(PASSPHRASE)
    for name, content in EXAMPLE.findall(page):
        Path(name).write_text(content, encoding="utf-8")
    app = typer.Typer()
    app.command()(import_file)
    lines = [line for block in COMMANDS.findall(page) for line in block.splitlines()]
    assert len(lines) == len(ANSWERS)
    for line, answer in zip(lines, ANSWERS, strict=True):
        program, command, *arguments = shlex.split(line)
        assert (program, command) == ("advisor-tui", "import")
        done = CliRunner().invoke(app, [*arguments, "--home", "home", "--passphrase-file", "pass", "--lang", "en"])
        assert (done.exit_code, answer) == (0, done.stdout.splitlines()[0]), done.stderr
    header, row = read_csv(Path("clients.rejected.csv"))
    assert (header[:3], row[:2]) == (["Line", "Column", "Reason"], ["4", "出生日期"])
