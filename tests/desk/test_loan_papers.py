"""The sheet of the all-in cost of a loan case (金规〔2026〕2号), from the desk."""

import re
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from advisor_tui.base.languages import LANGUAGES, Lang, use_language
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.loans import LoanView, NewLoan
from advisor_tui.desk.work.loan_papers import LoanPapers, cost_sheet_content
from advisor_tui.documents.cost_sheet import CostSheet
from advisor_tui.documents.figures import exact, yearly
from advisor_tui.documents.signing import grouped
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Source
from advisor_tui.rules.affordability import equal_payment, equal_principal
from advisor_tui.rules.effective_cost import annual_cost
from advisor_tui.store.tables import AccessLog, CreditDecision, LoanCase
from tests.desk.paper_case import add_loan
from tests.documents.reading import pages_of, text_of, words_of
from tests.support import client_id, refused

AMOUNT = 1_000_000_00
LARGEST = 300 * 1024


def content(desk: Desk, loan: str) -> CostSheet:
    return cost_sheet_content(desk.office, desk.loans.get(loan), "")


def decide(desk: Desk, loan: str, **terms: Any) -> None:
    """The risk department approves, with these terms."""
    with desk.office.write("test.decide") as session:
        case = session.get_one(LoanCase, loan)
        session.add(
            CreditDecision(
                id=desk.office.ids.new(), loan_case_id=loan, client_id=case.client_id, decision="approved",
                decided_on=desk.office.today, **terms,
            )
        )  # fmt: skip
        session.commit()


@pytest.mark.parametrize(
    ("lang", "title"), [("zh", "综合融资成本明示表"), ("en", "Sheet of the all-in cost of financing")]
)
def test_the_sheet_names_every_item_who_collects_it_and_what_it_costs_a_year(
    desk: Desk, lang: Lang, title: str, tmp_path: Path
) -> None:
    loan = add_loan(desk, "business", 36, 43_500)
    pdf = desk.loan_papers.cost_sheet(loan, lang).read_bytes()
    words = words_of(pdf, tmp_path)
    interest = sum(one.interest_fen for one in equal_payment(AMOUNT, Fraction(435, 10_000), 36))
    expected = {
        "zh": ("融资担保费", "合作担保公司", "押品评估费", "由本行承担", "6.5250%", "8.7000%", "借款人"),
        "en": ("Guaranteefee", "Guarantor", "Appraisal", "bornebythebank", "6.5250%", "8.7000%", "Borrower"),
    }
    for text in (title.replace(" ", ""), exact(interest), "8,000.00", *expected[lang]):
        assert text in words, text
    sheet = content(desk, loan)
    for plan in sheet.plans:
        assert yearly(plan.cost.simple) in words
        assert yearly(plan.cost.compound) in words
        assert exact(plan.total) in words
    assert len(pdf) <= LARGEST


def test_the_cost_is_that_of_what_is_received_and_paid(desk: Desk) -> None:
    sheet = content(desk, add_loan(desk, "business", 36, 43_500))
    for plan, whole in zip(sheet.plans, (equal_payment, equal_principal), strict=True):
        payments = [one.payment_fen for one in whole(AMOUNT, Fraction(435, 10_000), 36)]
        assert plan.cost == annual_cost(AMOUNT - 8_000_00, payments)
        assert plan.total == sum(payments) - AMOUNT + 8_000_00


def test_what_the_bank_bears_is_listed_and_costs_nothing(desk: Desk) -> None:
    sheet = content(desk, add_loan(desk))
    assert [item.total for item in sheet.plans[0].items[1:]] == [0, 0]
    assert sheet.plans[0].cost.simple == 35_000


def test_both_plans_stand_month_by_month_and_a_mortgage_of_thirty_years_stays_small(desk: Desk, tmp_path: Path) -> None:
    pdf = desk.loan_papers.cost_sheet(add_loan(desk), "zh").read_bytes()
    text = text_of(pdf, tmp_path)
    rows = [line.split() for line in text.splitlines() if re.match(r"\s*\d{1,3}\s+[\d,]+\.\d\d", line)]
    assert [row[0] for row in rows] == [str(month) for month in range(1, 361)]
    level = equal_payment(AMOUNT, Fraction(35, 1000), 360)
    falling = equal_principal(AMOUNT, Fraction(35, 1000), 360)
    for row, one, other in zip(rows, level, falling, strict=True):
        assert row[1:] == [
            exact(fen)
            for paid in (one, other)
            for fen in (paid.payment_fen, paid.principal_fen, paid.interest_fen, paid.balance_fen)
        ]
    assert len(pdf) <= LARGEST
    for page in pages_of(pdf, tmp_path)[1:]:
        assert "等额本息" in page


def test_approved_terms_take_the_place_of_those_asked_for(desk: Desk, tmp_path: Path) -> None:
    use_language("zh")
    loan = add_loan(desk)
    assert not content(desk, loan).decided
    assert "贷款条件尚未审批" in words_of(desk.loan_papers.cost_sheet(loan, "zh").read_bytes(), tmp_path)
    decide(desk, loan, amount=800_000_00, term_months=240, rate=33_000)
    sheet = content(desk, loan)
    assert (sheet.amount, sheet.rate, sheet.decided) == (800_000_00, 33_000, True)
    assert len(sheet.plans[0].instalments) == 240
    assert "贷款条件尚未审批" not in words_of(desk.loan_papers.cost_sheet(loan, "zh").read_bytes(), tmp_path)


def test_without_term_or_rate_there_is_no_sheet(desk: Desk) -> None:
    client = client_id(desk, "C0001")
    for terms in ({}, {"term_months": 12}, {"rate": 35_000}):
        loan = desk.loans.add(NewLoan(client, "consumer", AMOUNT, **terms))  # type: ignore[arg-type]  # whole numbers
        refused("terms_missing", lambda loan=loan: desk.loan_papers.require_terms(loan))  # type: ignore[misc]  # called at once
        refused("terms_missing", lambda loan=loan: desk.loan_papers.cost_sheet(loan, "zh"))  # type: ignore[misc]  # called at once


def test_the_hash_changes_with_what_the_sheet_says_and_not_with_its_language(desk: Desk, tmp_path: Path) -> None:
    loan = add_loan(desk)
    hashes = set()
    for lang in ("zh", "en"):
        use_language(lang)
        hashes.add(content(desk, loan).sha256)
    assert len(hashes) == 1
    assert grouped(hashes.copy().pop()) in text_of(desk.loan_papers.cost_sheet(loan, "en").read_bytes(), tmp_path)
    decide(desk, loan, rate=36_000)
    hashes.add(content(desk, loan).sha256)
    desk.office.clock.move(timedelta(days=1))  # type: ignore[attr-defined]  # the clock of tests
    hashes.add(content(desk, loan).sha256)
    assert len(hashes) == 3


def test_the_amount_stands_in_capital_numerals_too(desk: Desk, tmp_path: Path) -> None:
    loan = add_loan(desk)
    for lang in LANGUAGES:
        words = words_of(desk.loan_papers.cost_sheet(loan, lang).read_bytes(), tmp_path)
        assert "人民币壹佰万元整" in words


def with_costs(desk: Desk, old: str, new: str) -> Office:
    """The same office after head office has published other loan costs."""
    path = "loan_costs/loan_costs.toml"
    text = (data_root() / path).read_text(encoding="utf-8")
    assert old in text
    return replace(desk.office, reference=load_reference(data_root(), [Source(path, text.replace(old, new, 1))]))


@pytest.mark.parametrize(("lang", "warning"), [("zh", "收费标准尚未核实"), ("en", "Feesnotcheckedyet")])
def test_where_the_fees_come_from_and_that_nobody_has_checked_them_is_said(
    desk: Desk, lang: Lang, warning: str, tmp_path: Path
) -> None:
    loan = add_loan(desk, "business", 36, 43_500)
    words = words_of(desk.loan_papers.cost_sheet(loan, lang).read_bytes(), tmp_path)
    for text in ("金规〔2026〕2号", "本行收费价目表（示例）", "2026-08-01", warning):
        assert text in words, text
    checked = LoanPapers(with_costs(desk, "confirmed = false", "confirmed = true"), desk.loans)
    assert warning not in words_of(checked.cost_sheet(loan, lang).read_bytes(), tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("confirmed = false", "confirmed = true"),
        ("effective_from = 2026-08-01", "effective_from = 2026-09-01"),
        ("（示例）", "（2026年版）"),
    ],
)
def test_the_hash_holds_where_the_fees_come_from(desk: Desk, old: str, new: str) -> None:
    view = desk.loans.get(add_loan(desk, "business", 36, 43_500))
    sheets = [cost_sheet_content(office, view, "") for office in (desk.office, with_costs(desk, old, new))]
    assert sheets[0].sha256 != sheets[1].sha256


def test_a_print_is_logged_and_masked(desk: Desk, tmp_path: Path) -> None:
    loan = add_loan(desk)
    path = desk.loan_papers.cost_sheet(loan, "zh")
    assert path.stat().st_mode & 0o777 == 0o600
    words = words_of(path.read_bytes(), tmp_path)
    assert "1****************X" in words
    assert "11010519491231002X" not in words
    with desk.office.read() as session:
        log = session.exec(select(AccessLog)).one()
    view: LoanView = desk.loans.get(loan)
    assert (log.kind, log.what, log.client_id) == ("print", f"cost_sheet {view.row.number}", view.row.client.id)
