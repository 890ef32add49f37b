"""Importing holdings, liabilities and risk assessments: each about a client that is known."""

from pathlib import Path

from advisor_tui.base.languages import use_language
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.imports import ImportResult, Imports
from advisor_tui.store.tables import RiskAssessment
from tests.desk.importing.files import write_csv
from tests.support import TODAY, client_id

HOLDINGS = ("客户号", "账号", "产品类型", "产品名称", "产品代码", "金额(万元)", "币种", "风险等级", "起息日", "到期日")
LIABILITIES = ("客户号", "合同号", "贷款类型", "贷款余额", "月供", "利率", "到期日", "贷款机构")
ASSESSMENTS = ("客户号", "风险等级", "测评日期", "有效期至")


def take(desk: Desk, folder: Path, *rows: tuple[str, ...]) -> ImportResult:
    use_language("en")
    return Imports(desk.office).run(write_csv(folder / "rows.csv", rows))


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.created, result.updated, result.unchanged, len(result.rejects)


def rows(desk: Desk, sql: str) -> list[tuple[object, ...]]:
    with desk.office.rows() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def test_holdings_are_created_updated_and_left_alone(desk: Desk, tmp_path: Path) -> None:
    table = (
        HOLDINGS,
        ("C0004", "A1", "理财", "稳利一号", "P1", "12.345678", "人民币", "R2", "2026-01-02", "2027-01-02"),
        ("C0003", "D1", "", "", "", "885", "", "", "", ""),
        ("C0001", "D1", "", "", "", "612", "", "", "", ""),
    )
    first = take(desk, tmp_path, *table)
    assert (first.kind, counts(first)) == ("holdings", (1, 1, 1, 0))
    assert counts(take(desk, tmp_path, *table)) == (0, 0, 3, 0)
    columns = "kind, name, product_code, amount, value, currency, risk_level, starts_on, matures_on, source"
    assert rows(desk, f"SELECT {columns} FROM holding WHERE reference = 'A1'") == [
        ("wmp", "稳利一号", "P1", 12_345_678, 12_345_678, "CNY", 2, "2026-01-02", "2027-01-02", "core_banking")
    ]
    assert rows(desk, f"SELECT kind, name, amount FROM holding WHERE client_id = '{client_id(desk, 'C0001')}'") == [
        ("deposit", "定期存款", 612_000_000)
    ]
    assert rows(desk, f"SELECT assets FROM client_card WHERE client_id = '{client_id(desk, 'C0003')}'") == [
        (885_000_000,)
    ]


WRONG_HOLDINGS = [
    (("C9999", "A1", "", "", "", "1", "", "", "", ""), "客户号", "no such client"),
    (("C0001", "A1", "", "", "", "", "", "", "", ""), "金额(万元)", "needs an amount"),
    (("C0001", "A1", "", "", "", "-1", "", "", "", ""), "金额(万元)", "not negative"),
    (("C0001", "", "", "", "", "1", "", "", "", ""), "账号", "needs an account"),
    (("C0001", "A1", "股权", "", "", "1", "", "", "", ""), "产品类型", "not known"),
    (("C0001", "A1", "", "", "", "1", "USD", "", "", ""), "币种", "exchange rate"),
    (("C0001", "A1", "", "", "", "1", "", "R6", "", ""), "风险等级", "between 1 and 5"),
    (("C0001", "A1", "", "", "", "1", "", "", "2026-02-01", "2026-01-01"), "到期日", "ends before"),
]


def test_holdings_that_cannot_be_right_are_rejected(desk: Desk, tmp_path: Path) -> None:
    result = take(desk, tmp_path, HOLDINGS, *(row for row, _, _ in WRONG_HOLDINGS))
    assert counts(result) == (0, 0, 0, len(WRONG_HOLDINGS))
    for reject, (_, column, words) in zip(result.rejects, WRONG_HOLDINGS, strict=True):
        assert reject.column == column
        assert words in reject.reason


def test_two_positions_under_one_account_are_not_taken_for_one(desk: Desk, tmp_path: Path) -> None:
    result = take(
        desk, tmp_path, HOLDINGS,
        ("C0004", "A1", "理财", "一号", "", "1", "", "", "", ""),
        ("C0004", "A1", "理财", "二号", "", "2", "", "", "", ""),
    )  # fmt: skip
    assert counts(result) == (1, 0, 0, 1)
    assert "Line 2" in result.rejects[0].reason


def test_liabilities_are_taken_once_and_an_unclear_rate_is_not(desk: Desk, tmp_path: Path) -> None:
    table = (
        LIABILITIES,
        ("C0001", "J1", "房贷", "1,200,000.50", "6,100", "3.1%", "2046-01-01", "本行"),
        ("C0002", "", "车贷", "50000", "", "", "", ""),
        ("C0003", "J3", "经营贷", "50000", "", "0.031", "", ""),
    )
    result = take(desk, tmp_path, *table)
    assert (result.kind, counts(result)) == ("liabilities", (2, 0, 0, 1))
    assert result.rejects[0].column == "利率"
    assert counts(take(desk, tmp_path, *table)) == (0, 0, 2, 1)
    assert rows(desk, "SELECT reference, kind, balance, instalment, rate FROM liability ORDER BY reference") == [
        ("J1", "mortgage", 120_000_050, 610_000, 31_000),
        ("car", "car", 5_000_000, None, None),
    ]
    assert counts(take(desk, tmp_path, LIABILITIES, ("C0001", "J1", "", "1100000", *[""] * 4))) == (0, 1, 0, 0)
    assert rows(desk, "SELECT kind, rate, lender FROM liability WHERE reference = 'J1'") == [
        ("mortgage", 31_000, "本行")
    ]


def test_assessments_hold_as_long_as_the_rule_says(desk: Desk, tmp_path: Path) -> None:
    table = (
        ASSESSMENTS,
        ("C0001", "C3-平衡型", "2026-05-06 10:11:12", ""),
        ("C0002", "稳健型", "2026-05-06", "2026-12-31"),
    )
    assert counts(take(desk, tmp_path, *table)) == (2, 0, 0, 0)
    assert counts(take(desk, tmp_path, *table)) == (0, 0, 2, 0)
    sql = "SELECT level, assessed_on, valid_until, source FROM risk_assessment ORDER BY level"
    assert rows(desk, sql) == [
        (2, "2026-05-06", "2026-12-31", "import"),
        (3, "2026-05-06", "2027-05-06", "import"),
    ]
    assert counts(take(desk, tmp_path, ASSESSMENTS, ("C0002", "C2", "2026-05-06", ""))) == (0, 0, 1, 0)


def test_an_assessment_holds_no_longer_than_the_law_lets_it(desk: Desk, tmp_path: Path) -> None:
    longest, longer = ("C0001", "C3", "2026-05-06", "2027-05-06"), ("C0002", "C3", "2026-05-06", "2027-05-07")
    result = take(desk, tmp_path, ASSESSMENTS, longest, longer)
    assert counts(result) == (1, 0, 0, 1)
    reject = result.rejects[0]
    assert (reject.line, reject.column) == (3, "有效期至")
    assert "Longer than 12 months" in reject.reason
    assert "令2025年第7号)第二十九条" in reject.reason
    assert rows(desk, "SELECT valid_until FROM risk_assessment") == [("2027-05-06",)]


def test_a_changed_level_was_confirmed_where_it_was_assessed(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, ASSESSMENTS, ("C0001", "C3", "2026-05-06", ""), ("C0001", "C4", "2026-08-06", ""))
    assert rows(desk, "SELECT level, level_change_confirmed FROM risk_assessment ORDER BY assessed_on") == [
        (3, 1),
        (4, 1),
    ]
    card = f"SELECT risk_level FROM client_card WHERE client_id = '{client_id(desk, 'C0001')}'"
    assert rows(desk, card) == [(4,)]


WRONG_ASSESSMENTS = [
    (("C0001", "", "2026-05-06", ""), "风险等级"),
    (("C0001", "C6", "2026-05-06", ""), "风险等级"),
    (("C0001", "C1", "", ""), "测评日期"),
    (("C0001", "C1", "2026-11-25", ""), "测评日期"),
    (("C0001", "C1", "2026-05-06", "2026-05-05"), "有效期至"),
]


def test_assessments_that_cannot_be_right_are_rejected(desk: Desk, tmp_path: Path) -> None:
    result = take(desk, tmp_path, ASSESSMENTS, *(row for row, _ in WRONG_ASSESSMENTS))
    assert counts(result) == (0, 0, 0, len(WRONG_ASSESSMENTS))
    assert [reject.column for reject in result.rejects] == [column for _, column in WRONG_ASSESSMENTS]


def test_an_interview_s_result_is_never_overwritten(desk: Desk, tmp_path: Path) -> None:
    office = desk.office
    with office.write("test.assessment") as session:
        session.add(
            RiskAssessment(
                id=office.ids.new(), client_id=client_id(desk, "C0001"), level=2, score=20, assessed_on=TODAY,
                valid_until=TODAY, source="interview",
            )
        )  # fmt: skip
        session.commit()
    day = TODAY.isoformat()
    assert counts(take(desk, tmp_path, ASSESSMENTS, ("C0001", "C4", day, ""))) == (0, 0, 0, 1)
    assert counts(take(desk, tmp_path, ASSESSMENTS, ("C0001", "C2", day, "2027-01-01"))) == (0, 0, 1, 0)
    assert rows(desk, "SELECT level, valid_until, source FROM risk_assessment") == [(2, day, "interview")]
