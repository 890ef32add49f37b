"""Why a file cannot be used, in both languages and in no other words."""

import errno
import os
import re
import tomllib
from pathlib import Path

import pytest

from advisor_tui.base.languages import use_language
from advisor_tui.base.reasons import reason_of, toml_line, toml_reason


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        (errno.ENOENT, "文件或文件夹不存在", "there is no such file or folder"),
        (errno.EACCES, "没有访问权限", "you have no right to it"),
        (errno.EISDIR, "这是文件夹", "it is a folder"),
        (errno.EROFS, "所在位置只读", "it can only be read there, not written"),
        (errno.ENOSPC, "磁盘已满", "the disk is full"),
        (errno.ECHILD, "原因不明（ECHILD）", "the reason is unknown (ECHILD)"),
    ],
)
def test_the_systems_errors_have_our_words(number: int, zh: str, en: str) -> None:
    error = OSError(number, os.strerror(number), "/some/where")
    use_language("zh")
    assert reason_of(error) == zh
    use_language("en")
    assert reason_of(error) == en


@pytest.mark.parametrize(
    ("text", "line", "zh", "en"),
    [
        ("a = 1\nb 2\n", 2, "键之后缺少等号", "a key is not followed by ="),
        ("a = 1\na = 2\n", 2, "键或表重复", "a key or a table stands twice"),
        ("[a]\n[a]\n", 2, "键或表重复", "a key or a table stands twice"),
        ("a = {b = 1, b = 2}\n", 1, "键或表重复", "a key or a table stands twice"),
        ("a = word\n", 1, "值无效；文字须加引号", "a value is wrong; text stands in quotes"),
        ("a = 1 2\n", 1, "值之后同一行还有其他内容", "more follows in the line after its value"),
        ('a = "\n', 1, "引号未闭合，或有不允许的字符", "a quote is not closed, or a sign stands where none may"),
        ("a = '''\n", None, "引号或括号未闭合", "a quote or a bracket is not closed"),
        ("a = [1\n", None, "引号或括号未闭合", "a quote or a bracket is not closed"),
        ("[a\n", 1, "引号或括号未闭合", "a quote or a bracket is not closed"),
        ('a = "\\q"\n', 1, "文字中的反斜杠须写两次，或用于有效的转义",
         "a backslash in a text stands twice, or before a sign that it changes"),
        ("a = 2026-02-30\n", 1, "日期或时间不存在", "a date or a time does not exist"),
        ("=\n", 1, "既不是键，也不是 [表]", "this is neither a key nor a [table]"),
        ("?\n", 1, "既不是键，也不是 [表]", "this is neither a key nor a [table]"),
    ],
)  # fmt: skip
def test_what_is_not_toml_has_its_line_and_our_words(text: str, line: int | None, zh: str, en: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    assert toml_line(caught.value) == line
    use_language("zh")
    assert toml_reason(caught.value) == zh
    assert reason_of(caught.value) == (zh if line is None else f"第 {line} 行不是有效的 TOML：{zh}")
    use_language("en")
    assert toml_reason(caught.value) == en
    assert reason_of(caught.value) == (en if line is None else f"line {line} is not TOML: {en}")


def test_other_bytes_than_utf_8_and_an_unforeseen_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"\xff")
    with pytest.raises(UnicodeDecodeError) as caught:
        (tmp_path / "file").read_text(encoding="utf-8")
    use_language("zh")
    assert reason_of(caught.value) == "不是 UTF-8 编码"
    assert not re.search("[a-z] ", reason_of(ValueError("some English words")))
    use_language("en")
    assert reason_of(ValueError("some English words")) == "the reason is unknown (ValueError)"
