"""The report counts people and not rows, and tells the time as the console does."""

from dataclasses import replace

from advisor_tui.headoffice.html import report_html
from tests.exchange_support import TERMINAL, Exchanging
from tests.headoffice.many import register
from tests.headoffice.test_report import add
from tests.support import TODAY


def test_an_advisor_whose_row_came_along_or_came_twice_stands_there_once(known: Exchanging) -> None:
    register(known.head_office, 1, first=124)
    before = known.head_office.report().advisors
    [mine] = [one for one in before if one.staff_no == "1001"]
    there = {"terminal": "T0124", "branch": "BJ02", "active": 1}
    add(
        known, "advisor", {"id": "anew", "staff_no": "1001", "active": 1, "hlc": f"t-0-{TERMINAL}"},
        {**there, "id": "came", "staff_no": "1001", "hlc": f"t-0-{TERMINAL}"},
        {**there, "id": "own", "staff_no": "2002", "hlc": "t-0-T0124"},
    )  # fmt: skip
    case = {"terminal": "T0124", "id": "case", "advisor_id": "came", "amount": 70}
    add(known, "loan_case", case, {"id": "other", "advisor_id": "anew", "amount": 30})
    decided = {"decision": "approved", "decided_on": TODAY.isoformat()}
    add(known, "credit_decision", {**decided, "terminal": "T0124", "loan_case_id": "case"},
        {**decided, "loan_case_id": "other"})  # fmt: skip
    add(known, "target", {"advisor_id": "anew", "metric": "new_loans", "goal": 500, "starts_on": "2026-01-01",
                          "ends_on": "2026-12-31"})  # fmt: skip
    found = {(one.terminal, one.staff_no): one for one in known.head_office.report().advisors}
    assert found.keys() == {*((one.terminal, one.staff_no) for one in before), ("T0124", "2002")}
    one = found[TERMINAL, "1001"]
    assert one.branch == mine.branch
    assert (one.reached["new_loans"], one.goals["new_loans"]) == ((mine.reached["new_loans"] or 0) + 100, 500)


def test_two_people_of_one_number_at_two_terminals_stay_two(known: Exchanging) -> None:
    register(known.head_office, 1, first=124)
    add(known, "advisor", {"terminal": "T0124", "branch": "BJ02", "active": 1, "id": "own", "staff_no": "1001",
                           "hlc": "t-0-T0124"})  # fmt: skip
    people = [(one.terminal, one.staff_no) for one in known.head_office.report().advisors]
    assert people.count((TERMINAL, "1001")) == people.count(("T0124", "1001")) == 1


def test_the_file_tells_the_business_date_and_time(known: Exchanging) -> None:
    found = known.head_office.report()
    [one] = found.terminals
    told = report_html(replace(found, terminals=(replace(one, heard_at="2026-11-30T21:50:00.000000Z"),)))
    assert "2026-12-01 05:50" in told
    assert "UTC" not in told
