"""Headers and mapping files."""

from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.importing.columns import HeaderMap, find_columns, guess_kind, read_mapping
from advisor_tui.reference.imports import ImportTable


@pytest.fixture
def tables(desk: Desk) -> dict[str, ImportTable]:
    return desk.office.reference.imports


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (["客户号", "姓名", "手机", "证件号码", "金额"], "holdings"),
        (["客户号", "姓名", "贷款余额", "月供"], "liabilities"),
        (["客户号", "风险等级", "测评日期"], "assessments"),
        (["Client No", "Name", "Phone", "Birthday"], "clients"),
        (["客户号"], "clients"),
        (["什么"], "clients"),
    ],
)
def test_the_headers_tell_what_the_rows_are(tables: dict[str, ImportTable], header: list[str], kind: str) -> None:
    assert guess_kind(header, tables, HeaderMap()) == kind


def test_mapped_headers_count_too_when_the_kind_is_guessed(tables: dict[str, ImportTable]) -> None:
    mapping = HeaderMap("m.toml", "", {"户号": "number", "欠款": "balance", "每月": "instalment"})
    assert guess_kind(["户号", "欠款", "每月"], tables, mapping) == "liabilities"


def test_width_case_spaces_and_units_of_a_header_do_not_matter(tables: dict[str, ImportTable]) -> None:
    header = ["ＣＬＩＥＮＴ　ＮＯ．", "market value（万元）", "产品 名称", "起息日*", "", "自编栏"]
    columns = find_columns(header, tables["holdings"], HeaderMap(), "a.csv")
    assert columns.places == {"number": 0, "amount": 1, "product_name": 2, "starts_on": 3}
    assert columns.units["amount"] == "万"
    assert columns.headers["amount"] == "market value（万元）"
    assert columns.unknown == ("自编栏",)


def test_two_columns_of_one_field_are_refused_until_one_is_left_out(tables: dict[str, ImportTable]) -> None:
    header = ["客户号", "手机", "联系电话"]
    with pytest.raises(DeskError) as caught:
        find_columns(header, tables["clients"], HeaderMap(), "a.csv")
    assert caught.value.code == "columns_double"
    assert (caught.value.params["first"], caught.value.params["second"]) == ("手机", "联系电话")
    columns = find_columns(header, tables["clients"], HeaderMap("m.toml", "", {"手机": ""}), "a.csv")
    assert columns.places == {"number": 0, "phone": 2}
    assert columns.unknown == ()


def test_a_table_that_says_nothing_of_clients_is_refused(tables: dict[str, ImportTable]) -> None:
    with pytest.raises(DeskError) as caught:
        find_columns(["金额", "日期"], tables["holdings"], HeaderMap(), "a.csv")
    assert (caught.value.code, caught.value.where) == ("columns_missing", "a.csv")


def test_a_mapping_file_names_fields_for_headers(tmp_path: Path, tables: dict[str, ImportTable]) -> None:
    path = tmp_path / "map.toml"
    path.write_text('kind = "holdings"\n[columns]\n"户号" = "number"\n"钱" = "amount"\n', encoding="utf-8-sig")
    mapping = read_mapping(path)
    assert mapping.kind == "holdings"
    assert find_columns(["户号", "钱"], tables["holdings"], mapping, "a").places == {"number": 0, "amount": 1}


@pytest.mark.parametrize(
    "text",
    ["[columns", "columns = 1", "", 'kind = "people"\n[columns]\n', "[columns]\n[more]\n", '[columns]\n"户号" = "no"',
     '[columns]\n"没有" = "number"'],
)  # fmt: skip
def test_a_mapping_file_that_is_wrong_is_refused_and_named(
    tmp_path: Path, tables: dict[str, ImportTable], text: str
) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeskError) as caught:
        find_columns(["户号", "姓名"], tables["clients"], read_mapping(path), "a")
    assert (caught.value.code, caught.value.where) == ("mapping_invalid", str(path))


def test_a_missing_mapping_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        read_mapping(tmp_path / "none.toml")
    assert caught.value.code == "mapping_invalid"
