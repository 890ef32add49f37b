"""The report: advisors' figures, overdue complaints and exceptions, as tables and as one HTML file."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from advisor_tui.base.languages import use_language
from advisor_tui.cli.report_table import advisors_table, complaints_table, exceptions_table
from advisor_tui.headoffice.html import report_html
from advisor_tui.headoffice.report import Report
from advisor_tui.headoffice.tables import COPIES
from tests.exchange_support import TERMINAL, Exchanging

EVIL = "<script>alert(1)</script>\x1b]52;c;x\x07[/]"


def add(both: Exchanging, table: str, *rows: dict[str, Any]) -> None:
    origin = {"terminal": TERMINAL, "branch": "BJ01", "hlc": ""}
    with both.head_office.context.warehouse.write() as session:
        for number, row in enumerate(rows):
            session.connection().execute(COPIES[table].insert(), [{**origin, "id": f"{table}{number}", **row}])
        session.commit()


@pytest.fixture
def report(both: Exchanging) -> Report:
    """A terminal's book with a month's work in it."""
    both.send()
    both.ingest()
    with both.head_office.context.warehouse.read() as session:
        connection = session.connection()
        client, advisor = connection.exec_driver_sql(
            "SELECT id, advisor_id FROM client WHERE number = 'C0001'"
        ).one()  # fmt: skip
    about = {"client_id": client, "advisor_id": advisor}
    add(both, "feedback", *({"client_id": client, "score": n, "given_on": f"2026-11-{d:02d}"}
                            for n, d in ((5, 1), (4, 24), (4, 30), (1, 25))))  # fmt: skip
    add(both, "loan_case", {**about, "number": 1, "amount": 100_00, "status": "approved"})
    add(
        both, "credit_decision",
        {"loan_case_id": "loan_case0", "decision": "approved", "amount": 800_000_00, "decided_on": "2026-11-02"},
        {"loan_case_id": "loan_case0", "decision": "approved", "amount": None, "decided_on": "2026-11-03"},
        {"loan_case_id": "loan_case0", "decision": "refused", "amount": 1, "decided_on": "2026-11-03"},
        {"loan_case_id": "loan_case0", "decision": "approved", "amount": 5, "decided_on": "2026-10-31"},
    )  # fmt: skip
    accepted = {**about, "number": 7, "status": "accepted"}
    add(
        both, "proposal", {**accepted, "decided_at": "2026-10-31T16:00:00.000000Z"},  # 1 November in UTC+8
        {**accepted, "decided_at": "2026-10-31T15:59:59.999999Z"}, {**accepted, "status": "declined"},
    )  # fmt: skip
    add(both, "proposal_line", {"proposal_id": "proposal0", "amount": 500_00, "held": 200_00, "origin": "insists"},
        {"proposal_id": "proposal0", "amount": 100_00, "held": 900_00, "origin": "advisor"},
        {"proposal_id": "proposal1", "amount": 700_00, "held": 0, "origin": "advisor"},
        {"proposal_id": "proposal0", "amount": 900_00, "held": 0, "origin": "advisor"},
        {"proposal_id": "proposal0", "amount": 40_00, "held": 0, "origin": "advisor"})  # fmt: skip
    add(both, "cooling_off", {"line_id": "proposal_line3", "client_id": client, "status": "revoked"},
        {"line_id": "proposal_line4", "client_id": client, "status": "running"})  # fmt: skip
    found = {"client_id": client, "proposal_id": "proposal0", "checked_on": "2026-11-01", "article": EVIL}
    add(
        both, "finding", {**found, "rule": "level", "verdict": "warn", "line_id": "proposal_line0"},
        {**found, "rule": "level", "verdict": "warn", "line_id": "proposal_line1"},
        {**found, "rule": "gone", "verdict": "forbidden"}, {**found, "rule": "level", "verdict": "allowed"},
        {**found, "rule": "level", "verdict": "forbidden", "proposal_id": "proposal1"},
    )  # fmt: skip
    complaint = {"client_id": client, "status": "open", "grade": "simple", "received_on": "2026-11-01"}
    subject = f"{EVIL} 身份证 11010519491231002X"
    add(
        both, "complaint", {**complaint, "number": 1, "due_on": "2026-11-23", "subject": subject},
        {**complaint, "number": 2, "due_on": "2026-11-20", "extended_until": "2026-11-24", "subject": "s"},
        {**complaint, "number": 3, "due_on": "2026-11-01", "status": "decided", "subject": "s"},
        {**complaint, "number": 4, "due_on": "2026-11-10", "client_id": None, "subject": "s"},
    )  # fmt: skip
    add(both, "target", {"advisor_id": advisor, "metric": "new_loans", "starts_on": "2026-10-01",
                         "ends_on": "2026-12-31", "goal": 3_000_000_00})  # fmt: skip
    return both.head_office.report()


def test_an_advisors_figures_of_the_month(report: Report) -> None:
    [one] = [row for row in report.advisors if row.reached["product_sales"]]
    assert dict(one.reached) == {"satisfaction": 450, "new_loans": 800_100_00, "product_sales": 340_00}
    assert dict(one.goals) == {"satisfaction": None, "new_loans": 3_000_000_00, "product_sales": None}
    assert (report.first, report.today) == (date(2026, 11, 1), date(2026, 11, 24))


def test_complaints_past_their_extended_deadline_with_the_client_masked(report: Report) -> None:
    assert [(one.number, one.days, one.client) for one in report.complaints] == [(4, 14, ""), (1, 1, "张**")]
    assert "11010519491231002X" not in report.complaints[1].subject


def test_what_was_accepted_against_a_rule_or_against_advice(report: Report) -> None:
    assert [(one.rule, one.verdict, one.insisted, one.client) for one in report.exceptions] == [
        ("gone", "forbidden", False, "C0001 张**"), ("level", "warn", True, "C0001 张**"),
    ]  # fmt: skip


class Strict(HTMLParser):
    """Every tag is closed; nothing refers to anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not {name for name, _ in attrs} & {"src", "href", "style", "onload"}
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("适当性例外", "客户坚持购买")), ("en", ("Suitability", "insisted"))]
)
def test_the_file_is_whole_escaped_masked_and_refers_to_nothing(
    report: Report, lang: str, words: tuple[str, ...]
) -> None:
    use_language(lang)  # type: ignore[arg-type]
    page = report_html(report)
    parser = Strict()
    parser.feed(page)
    assert parser.open == []
    assert "script" not in parser.seen
    assert "&lt;script&gt;" in page
    assert not re.search(r"https?:|url\(|@import|\x1b|\x07", page)
    assert not [name for name in ("张三丰", "11010519491231002X", "13800138000") if name in page]
    assert all(word in page for word in words)
    assert "@page" in page
    assert "80.0 / 300.0" in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tables_fit_80_columns(report: Report, lang: str) -> None:
    use_language(lang)  # type: ignore[arg-type]
    console = Console(width=80)
    for table in (advisors_table(report), complaints_table(report), exceptions_table(report)):
        with console.capture() as captured:
            console.print(table)
        shown = captured.get()
        assert "\x1b" not in shown
        assert "…" not in shown
        assert TERMINAL in shown


def test_scripts_get_the_same(report: Report) -> None:
    values = json.loads(json.dumps(report.to_json()))
    assert values["from"] == "2026-11-01"
    assert [len(values[name]) for name in ("complaints", "exceptions")] == [2, 2]


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    from advisor_tui.base.errors import DeskError
    from advisor_tui.cli.headoffice import _write_html

    empty = Report(date(2026, 11, 24), (), 0, 0)
    _write_html(tmp_path / "r.html", empty)
    assert (tmp_path / "r.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert (tmp_path / "r.html").stat().st_mode & 0o777 == 0o600
    with pytest.raises(DeskError) as caught:
        _write_html(tmp_path / "none/r.html", empty)
    assert caught.value.code == "cannot_write"
