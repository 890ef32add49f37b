import json
import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from advisor_tui.cli.check import check
from advisor_tui.reference.root import data_root

EXAMPLES = Path(__file__).parents[1] / "reference" / "cases" / "examples.json"
app = typer.Typer()
app.command()(check)


def run(*arguments: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return done.exit_code, done.stdout, done.stderr


def test_every_case_is_answered_in_order_and_the_exit_code_is_zero_whatever_the_verdict() -> None:
    code, out, err = run(EXAMPLES, "--json", "--lang", "zh")
    asked = json.loads(EXAMPLES.read_text())
    answers = json.loads(out)
    assert (code, err) == (0, "")
    assert [(a["id"], a["verdict"]) for a in answers] == [(c["id"], c["expect"]) for c in asked]


def test_an_edited_folder_judges_by_its_own_rules(tmp_path: Path) -> None:
    edited = tmp_path / "data"
    shutil.copytree(data_root(), edited)
    rules = edited / "rules" / "clients.toml"
    text = rules.read_text(encoding="utf-8")
    assert "thresholds.high_risk_level = { value = 4" in text
    rules.write_text(
        text.replace("thresholds.high_risk_level = { value = 4", "thresholds.high_risk_level = { value = 3")
    )
    senior = next(case for case in json.loads(EXAMPLES.read_text()) if case["id"] == "S13")
    senior["product"]["risk_level"] = 3
    file = tmp_path / "senior.json"
    file.write_text(json.dumps(senior), encoding="utf-8")
    verdicts = [
        json.loads(run(file, "--json", "--lang", "en", *more)[1])["verdict"] for more in ((), ("--data", str(edited)))
    ]
    assert verdicts == ["allowed", "warn"]


def test_one_object_is_answered_by_one_object(tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    file.write_text("\ufeff" + json.dumps(json.loads(EXAMPLES.read_text())[1]), encoding="utf-8")
    code, out, _ = run(file, "--json", "--lang", "en")
    answer = json.loads(out)
    assert (code, answer["id"], answer["verdict"]) == (0, "S03", "forbidden")
    assert "no waiver" in answer["findings"][0]["message"]


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b'[{"id": "S77", "kind": "sale", "date": "2026-11-24", "client": {"age": "old"}}]', "S77: client.age"),
        (b'[{"id": "S77", "kind": "sale", "date": "2026-11-24"}]', "S77: product.type"),
    ],
    ids=["wrong field", "missing field"],
)
def test_a_case_that_does_not_fit_is_exit_code_two_and_named(tmp_path: Path, content: bytes, where: str) -> None:
    file = tmp_path / "cases.json"
    file.write_bytes(content)
    code, out, err = run(file, "--json", "--lang", "en")
    failure = json.loads(out)["error"]
    assert (code, err) == (2, "")
    assert failure["code"] == "case_invalid"
    assert failure["where"] == where
    assert failure["message"]
    code, out, err = run(file, "--lang", "en")
    assert (code, out) == (2, "")
    assert failure["message"] in err.replace("\n", " ") or failure["where"][:20] in err


@pytest.mark.parametrize(
    ("content", "line", "zh", "en"),
    [
        (None, "", "无法读取文件：文件或文件夹不存在", "This file cannot be read: there is no such file or folder"),
        (b"\xff\xfe\x00", "", "无法读取文件：不是 UTF-8 编码", "This file cannot be read: it is not UTF-8"),
        (b'[{"id": "1"},\n oops]', ":2", "不是有效的 JSON：请查看第 2 行第 2 列。",
         "This is not JSON: see line 2, column 2."),
        (b"", ":1", "不是有效的 JSON：请查看第 1 行第 1 列。", "This is not JSON: see line 1, column 1."),
        (b'{"id": NaN}', "", "其中有数字无效或过长。", "A number in it is none, or far too long."),
        (b'{"id": ' + b"9" * 5000 + b"}", "", "其中有数字无效或过长。", "A number in it is none, or far too long."),
        (b"[" * 100_000, "", "嵌套层数过多。", "It is nested too deeply."),
    ],
    ids=["no file", "not UTF-8", "not JSON", "empty", "no number", "long number", "deep"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_its_line(
    tmp_path: Path, content: bytes | None, line: str, zh: str, en: str
) -> None:
    file = tmp_path / "cases.json"
    if content is not None:
        file.write_bytes(content)
    for lang, message in (("zh", zh), ("en", en)):
        code, out, err = run(file, "--json", "--lang", lang)
        assert (code, err) == (1, "")
        assert json.loads(out)["error"] == {"code": "case_unreadable", "message": message, "where": f"{file}{line}"}


def test_people_get_verdict_duties_sentence_and_source_as_a_table() -> None:
    code, out, _ = run(EXAMPLES, "--lang", "en")
    assert code == 0
    shown = out.replace("\n", " ")
    for words in ("S13", "Allowed with conditions", "Take special care", "C3", "令2025年第7号"):
        assert words in shown


def test_hostile_text_in_a_case_is_shown_harmless(tmp_path: Path) -> None:
    case = json.loads(EXAMPLES.read_text())[0]
    case["id"] = "[red]\x1b]52;c;x"
    case["context"]["claims"] = ["[@click=app.quit]\x1b[2J\u202e"]
    file = tmp_path / "hostile.json"
    file.write_text(json.dumps(case))
    for arguments in ([], ["--json"]):
        code, out, _ = run(file, "--lang", "en", *arguments)
        assert code == 0
        assert "\x1b" not in out
    assert "[@click=app.quit]" in out
