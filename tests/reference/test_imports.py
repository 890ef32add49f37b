"""Recognised headers: what data/imports/ gives."""

from pathlib import Path

import pytest

from advisor_tui.reference.catalogue import Reference, load_reference
from advisor_tui.reference.imports import KINDS, UNITS, plain_header, read_import_table, unit_of
from advisor_tui.store.tables.client import DOCUMENT_KINDS, SEXES
from advisor_tui.store.tables.wealth import HOLDING_KINDS, LIABILITY_KINDS
from tests.reference.support import changed, mistakes
from tests.tools.import_tables import PAGE, fresh, kinds_in

DATA = Path(__file__).parents[2] / "data"
MEANINGS = {
    ("clients", "sex"): SEXES,
    ("clients", "id_kind"): DOCUMENT_KINDS,
    ("holdings", "kind"): HOLDING_KINDS,
    ("liabilities", "kind"): LIABILITY_KINDS,
    ("holdings", "currency"): ("CNY",),
    ("holdings", "risk_level"): tuple("12345"),
    ("assessments", "level"): tuple("12345"),
}


FILE = """kind = "clients"

[[field]]
name = "number"
headers = ["客户号", "Client No"]

[[field]]
name = "sex"
headers = ["性别"]
words = { "男" = "male" }
"""


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference(DATA)


def test_every_kind_has_a_table_that_says_whom_a_row_is_about(reference: Reference) -> None:
    assert set(reference.imports) == set(KINDS)
    for table in reference.imports.values():
        assert {"number", "id_number", "name", "phone"} <= set(table.names)
        assert len(set(table.names)) == len(table.names)


def test_every_header_finds_its_field_in_any_case_and_width(reference: Reference) -> None:
    full_width = {n: n + 0xFEE0 for n in range(0x21, 0x7F)}
    for table in reference.imports.values():
        for field in table.fields:
            for header in field.headers:
                for written in (header, f" {header.upper()}\t", header.translate(full_width), header.replace(" ", "_")):
                    assert table.field_of(written) == field.name


def test_every_field_has_a_chinese_and_an_english_header(reference: Reference) -> None:
    for table in reference.imports.values():
        for field in table.fields:
            assert {header.isascii() for header in field.headers} == {True, False}, field.name


def test_every_word_means_something_that_is_known(reference: Reference) -> None:
    for kind, table in reference.imports.items():
        for field in table.fields:
            known = MEANINGS.get((kind, field.name))
            if field.name == "nationality":
                assert all(len(meaning) == 2 and meaning.isupper() for meaning in field.words.values())
            elif field.words:
                assert known is not None, (kind, field.name)
                assert set(field.words.values()) <= set(known)


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_a_unit_in_brackets_is_no_part_of_the_header(unit: str) -> None:
    for written in (f"金额({unit})", f"金额（{unit.upper()}）"):
        assert plain_header(written) == "金额"
        assert unit_of(written) == UNITS[unit]


def test_another_currency_in_brackets_stays_and_is_not_recognised(reference: Reference) -> None:
    assert reference.imports["holdings"].field_of("金额(美元)") is None
    assert unit_of("金额(美元)") == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"性别"', '"CLIENT_NO"'),
        ('kind = "clients"', 'kind = "people"'),
        ('["客户号", "Client No"]', "7"),
        ('{ "男" = "male" }', '{ "男" = 1 }'),
        ("words =", "word ="),
    ],
)
def test_a_mistake_in_a_file_of_headers_is_named_with_its_line(old: str, new: str) -> None:
    assert mistakes(read_import_table, FILE) == []
    text, line = changed(FILE, old, new)
    found = mistakes(read_import_table, text)
    assert [mistake.line for mistake in found] == [line]


def test_the_page_for_advisors_shows_the_headers_that_are_recognised_now() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert kinds_in(page) == KINDS
    assert fresh(page) == page, "python -m tests.tools.import_tables"
