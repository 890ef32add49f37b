import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from advisor_tui.cli.data import app
from advisor_tui.reference.root import data_root

RUNNER = CliRunner()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(data_root() / "tiers", tmp_path / "tiers")
    return tmp_path


def spoil(folder: Path) -> None:
    path = folder / "tiers" / "tiers.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("from_fen = 0\n", "from_fen = 7\n"), encoding="utf-8")


def test_data_without_a_mistake_is_said_to_be_so(folder: Path) -> None:
    result = RUNNER.invoke(app, ["check", str(folder), "--lang", "en"])
    assert (result.exit_code, result.stdout) == (0, "Files: 1; no mistakes\n")


def test_a_mistake_is_named_with_file_and_line(folder: Path) -> None:
    spoil(folder)
    result = RUNNER.invoke(app, ["check", str(folder), "--lang", "en"])
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"{folder}/tiers/tiers.toml:10: tier[0].from_fen: The lowest tier begins at 0",
        "Files: 1; mistakes: 1",
    ]


def test_a_script_reads_the_mistakes_as_json(folder: Path) -> None:
    spoil(folder)
    result = RUNNER.invoke(app, ["check", str(folder), "--json", "--lang", "en"])
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "files": 1,
        "mistakes": [
            {
                "file": "tiers/tiers.toml",
                "line": 10,
                "key": "tier[0].from_fen",
                "message": "The lowest tier begins at 0",
            }
        ],
    }


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["check", str(tmp_path), "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == "data_missing"
