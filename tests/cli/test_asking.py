"""A passphrase from a file: one line, of its owner alone."""

from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import use_language
from advisor_tui.cli.asking import MAX_PASSPHRASE_FILE, passphrase


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pass"
    path.write_text("correct horse\n", encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700, 0o620])
def test_a_file_of_its_owner_alone_is_read_without_a_word(
    file: Path, mode: int, capsys: pytest.CaptureFixture[str]
) -> None:
    file.chmod(mode)
    assert passphrase(file) == "correct horse"
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
@pytest.mark.parametrize(("lang", "words"), [("zh", "其他人可读"), ("en", "Others can read the passphrase file")])
def test_a_file_that_others_can_read_is_read_with_a_note_on_stderr(
    file: Path, mode: int, lang: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    use_language("zh" if lang == "zh" else "en")
    file.chmod(mode)
    assert passphrase(file) == "correct horse"
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert words in err
    assert str(file) in err
    assert "correct horse" not in err


def test_a_longer_file_than_a_line_is_refused_and_never_cut(file: Path) -> None:
    file.write_text("x" * MAX_PASSPHRASE_FILE)
    assert passphrase(file) == "x" * MAX_PASSPHRASE_FILE
    file.write_text("x" * (MAX_PASSPHRASE_FILE - 1) + "密")
    with pytest.raises(DeskError) as caught:
        passphrase(file)
    assert (caught.value.code, caught.value.where) == ("passphrase_file", str(file))
    assert "4096" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        (b"\xff\xfe", "不是 UTF-8 编码", "it is not UTF-8"),
        (None, "文件或文件夹不存在", "there is no such file or folder"),
    ],
)
def test_one_that_cannot_be_read_says_why_in_one_language(file: Path, content: bytes | None, zh: str, en: str) -> None:
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    for lang, words in (("zh", zh), ("en", en)):
        use_language("zh" if lang == "zh" else "en")
        with pytest.raises(DeskError) as caught:
            passphrase(file)
        assert str(caught.value).endswith(words)
        assert caught.value.where == str(file)
