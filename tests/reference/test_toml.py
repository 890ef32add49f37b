from datetime import date
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import use_language
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Document, Source, Table, key_text, overlay, read_sources, refuse


def table(text: str) -> Table:
    return Document(Source("a/b.toml", text)).root


def test_a_text_that_is_not_toml_is_one_mistake_at_its_line() -> None:
    root = table("a = 1\nb = \n")
    root.only("c")
    root.text("c")
    (mistake,) = root.document.mistakes
    assert mistake.where == "a/b.toml:2"


@pytest.mark.parametrize(
    "read",
    [
        lambda t: t.text("x"),
        lambda t: t.integer("x"),
        lambda t: t.flag("x"),
        lambda t: t.day("x"),
        lambda t: t.both("x"),
        lambda t: t.words("x"),
        lambda t: t.integers("x"),
        lambda t: t.tables("x"),
        lambda t: t.table("x"),
        lambda t: t.word("x", ("a", "b")),
    ],
)
def test_a_value_of_the_wrong_kind_is_noted_at_its_line(read: "object") -> None:
    assert callable(read)
    root = table("# first\nx = 1.5\n")
    read(root)
    (mistake,) = root.document.mistakes
    assert (mistake.path, mistake.line, mistake.key) == ("a/b.toml", 2, "x")


def test_true_is_not_a_number_and_an_instant_is_not_a_date() -> None:
    root = table("x = true\ny = 2026-01-01T00:00:00Z\n")
    root.integer("x")
    root.day("y")
    assert [m.key for m in root.document.mistakes] == ["x", "y"]


def test_right_values_are_read_without_a_mistake() -> None:
    root = table('a = "t"\nb = 5\nc = true\nd = 2026-02-01\ne = { zh = "一", en = "one" }\nf = ["x"]\n')
    assert (root.text("a"), root.integer("b", low=5, high=5), root.flag("c")) == ("t", 5, True)
    assert (root.day("d"), root.both("e")["en"], root.words("f", ("x", "y"))) == (date(2026, 2, 1), "one", ("x",))
    assert (root.integer("g", 7), root.text("h", ""), root.optional_day("i"), root.words("j")) == (7, "", None, ())
    root.only("a", "b", "c", "d", "e", "f")
    assert root.document.mistakes == []


@pytest.mark.parametrize(
    "value", ['{ zh = "一" }', '{ zh = "一", en = " " }', '{ zh = "一", en = "o", fr = "u" }', '"一"']
)
def test_a_bilingual_text_needs_both_languages_and_no_third(value: str) -> None:
    root = table(f"x = {value}")
    root.both("x")
    assert len(root.document.mistakes) == 1


def test_a_number_outside_its_bounds_and_a_misspelt_key_are_noted() -> None:
    root = table("x = 6\nxx = 1\n")
    root.integer("x", low=1, high=5)
    root.only("x")
    assert [(m.line, m.key) for m in root.document.mistakes] == [(1, "x"), (2, "xx")]


def test_the_refusal_names_file_line_and_key_in_both_languages() -> None:
    root = table("\nx = 6\n")
    root.integer("x", high=5)
    with pytest.raises(DeskError) as refused:
        refuse(root.document.mistakes)
    assert (refused.value.code, refused.value.where) == ("data_invalid", "a/b.toml:2 x")
    use_language("en")
    assert str(refused.value) == "6 is outside …5"


def test_a_key_is_written_as_people_look_it_up() -> None:
    assert key_text(("question", 3, "options", 0, "points")) == "question[3].options[0].points"


def test_a_published_file_replaces_the_shipped_one_of_its_path() -> None:
    shipped = [Source("a/1.toml", "old"), Source("a/2.toml", "kept")]
    published = [Source("a/1.toml", "new"), Source("a/0.toml", "added")]
    found = [(source.path, source.text) for source in overlay(shipped, published)]
    assert found == [("a/0.toml", "added"), ("a/1.toml", "new"), ("a/2.toml", "kept")]


def test_a_file_that_is_not_utf8_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "tiers").mkdir()
    (tmp_path / "tiers" / "x.toml").write_bytes("名".encode("gb18030"))
    with pytest.raises(DeskError) as refused:
        read_sources(tmp_path, "tiers")
    assert (refused.value.code, refused.value.where) == ("data_unreadable", "tiers/x.toml")


def test_a_checkouts_data_comes_before_the_wheels_and_none_is_refused(tmp_path: Path) -> None:
    package = tmp_path / "advisor_tui"
    package.mkdir()
    with pytest.raises(DeskError) as refused:
        data_root(package)
    assert refused.value.code == "data_missing"
    (package / "_data").mkdir()
    (tmp_path / "data").mkdir()
    assert data_root(package) == package / "_data", "a folder beside an installed package may be anything"
    (tmp_path / "pyproject.toml").touch()
    assert data_root(package) == tmp_path / "data"
