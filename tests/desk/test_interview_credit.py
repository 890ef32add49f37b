"""The first credit look of an interview: what it shows, what it lacks and who asks it, the case that comes of it."""

from datetime import date
from fractions import Fraction

import pytest
from sqlmodel import select

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.interview.credit_cases import TOLD_BY, CreditCases
from advisor_tui.desk.loans import PAPERS_TASK, Loans
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.credit_words import credit_part, remark_texts
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Source
from advisor_tui.rules.credit_flags import CreditEnquiry
from advisor_tui.rules.facts import LoanType
from advisor_tui.rules.profile import FACTS
from advisor_tui.rules.questionnaire import Question, Value
from advisor_tui.store.tables import Liability, Task
from tests.desk.interview_walk import FULL, QUICK, completed
from tests.desk.loan_interview import LOAN, hold_interview, office_with, questionnaire
from tests.screens.interview_stage import usual
from tests.support import TODAY, client_id


@pytest.fixture
def client(desk: Desk) -> str:
    return client_id(desk, "C0001")


@pytest.fixture
def office(desk: Desk) -> Office:
    return office_with(desk.office, questionnaire("loan"), questionnaire("bare", "card_use"))


def cases(office: Office) -> CreditCases:
    return CreditCases(office, Loans(office))


def test_every_field_of_an_enquiry_is_told_by_a_fact() -> None:
    assert {*TOLD_BY, "type"} == set(CreditEnquiry.__dataclass_fields__)
    assert set(TOLD_BY.values()) <= FACTS.keys()


def test_a_loan_that_was_asked_about_is_looked_at_with_all_that_was_said(office: Office, client: str) -> None:
    found = cases(office).look(hold_interview(office, client, "loan"))
    enquiry = found.view.look.enquiry
    assert (found.kind, enquiry.type, enquiry.amount_fen) == ("mortgage", LoanType.MORTGAGE, LOAN["loan_amount"])
    assert (found.unknown, found.prime_rate_taken, found.income_unverified, found.case_id) == ((), False, False, "")
    assert [repayment.repayment.method for repayment in found.view.repayments] == ["equal_payment", "equal_principal"]
    warned = {finding.rule for finding in found.view.findings if finding.verdict == "warn"}
    assert warned == {"credit_queries", "credit_age_term"}
    assert found.view.prime_rate is not None
    assert found.view.papers


def test_what_is_missing_is_named_with_its_question(office: Office, client: str) -> None:
    found = cases(office).look(hold_interview(office, client, "loan", property_fee=None, job_months=None))
    unknown = {figure.fact: figure for figure in found.unknown}
    assert set(unknown) == {"property_fee", "job_months"}
    for fact, figure in unknown.items():
        assert figure.question is not None
        assert figure.question.id == fact
        assert figure.place is not None
        assert figure.questionnaire is None
    assert found.view.look.fee_left_out


def test_what_this_questionnaire_does_not_ask_is_named_with_one_that_does(office: Office, client: str) -> None:
    (figure,) = cases(office).look(hold_interview(office, client, "bare")).unknown
    assert (figure.fact, figure.place) == ("card_use", None)
    assert figure.question is not None
    titles = {offered.id: offered.title for offered in office.reference.questionnaires.on(TODAY)}
    asked_by = [code for code, title in titles.items() if title == figure.questionnaire]
    assert asked_by
    assert asked_by != ["bare"]


def test_the_prime_rate_and_the_family_s_income_stand_for_what_was_not_told(office: Office, client: str) -> None:
    found = cases(office).look(hold_interview(office, client, "loan", loan_rate=None, loan_income=None))
    assert (found.prime_rate_taken, found.income_unverified) == (True, True)
    assert found.view.look.enquiry.annual_rate == Fraction(35, 1000)
    assert found.view.look.enquiry.income_fen == 2_500_000
    assert {figure.fact for figure in found.unknown} == {"loan_rate", "loan_income"}


def owe(desk: Desk, client: str) -> None:
    """Put a mortgage on file."""
    with desk.office.write("test.owe") as session:
        session.add(
            Liability(
                id="m", client_id=client, reference="m", kind="mortgage", balance=80_000_000, instalment=500_000,
                as_of=date(2026, 10, 31),
            )
        )  # fmt: skip
        session.commit()


def test_what_is_on_file_is_counted_where_less_was_told(desk: Desk, office: Office, client: str) -> None:
    """As in the loan case, which takes the larger of both; the contradiction is pointed out."""
    owe(desk, client)
    interview = hold_interview(office, client, "loan", monthly_debt_payment=0)
    found = cases(office).look(interview)
    assert found.view.look.enquiry.other_instalments_fen == 500_000
    assert found.instalments_told_fen == 0
    (said,) = remark_texts(found)
    assert "5,000" in said
    assert "2026-10-31" in said
    assert any(said in line for line in credit_part(found)[1])
    carried = Loans(office).get(cases(office).open_case(interview)).affordability
    assert carried.debts_fen == 500_000


def test_a_mortgage_on_file_is_named_where_the_client_says_there_are_no_debts(desk: Desk, client: str) -> None:
    owe(desk, client)

    def no_debts(question: Question) -> Value:
        if question.id == "debt_state":
            return "none"
        return "mortgage" if question.id == "loan_kind" else usual(question)

    found = desk.credit_cases.look(completed(desk, client, no_debts, FULL))
    assert (found.instalments_told_fen, found.view.look.enquiry.other_instalments_fen) == (0, 500_000)
    assert [remark.doubt.rule for remark in found.remarks] == ["mortgage_on_file"]


def test_more_told_than_is_on_file_is_counted_as_told(desk: Desk, office: Office, client: str) -> None:
    owe(desk, client)
    found = cases(office).look(hold_interview(office, client, "loan", monthly_debt_payment=600_000))
    assert (found.view.look.enquiry.other_instalments_fen, found.instalments_told_fen) == (600_000, None)
    assert found.remarks == ()


def test_who_asks_about_no_loan_gets_no_look(office: Office, desk: Desk, client: str) -> None:
    for interview in (hold_interview(office, client, "loan", loan_kind="none"), completed(desk, client, code=QUICK)):
        with pytest.raises(DeskError) as refused:
            cases(office).look(interview)
        assert refused.value.code == "no_loan_asked"


def test_a_case_is_opened_with_its_papers_and_the_task_to_collect_them(office: Office, client: str) -> None:
    interview = hold_interview(office, client, "loan")
    made = cases(office).open_case(interview)
    view = Loans(office).get(made)
    assert (view.row.kind, view.row.amount_fen, view.term_months, view.rate) == ("mortgage", 100_000_000, 360, 35_000)
    assert view.papers
    with office.read() as session:
        (task,) = session.exec(select(Task).where(Task.kind == PAPERS_TASK)).all()
    assert (task.loan_case_id, task.client_id, task.status) == (made, client, "open")
    assert task.due_on > TODAY
    assert cases(office).look(interview).case_id == made
    assert cases(office).open_case(interview) == made
    assert len(Loans(office).list()) == 1


def test_the_case_shows_what_the_look_showed(office: Office, client: str) -> None:
    interview = hold_interview(office, client, "loan")
    look, carried = cases(office).look(interview), Loans(office).get(cases(office).open_case(interview)).affordability
    assert [repayment.repayment.first_fen for repayment in look.view.repayments] == [
        carried.level_fen,
        carried.first_fen,
    ]
    assert (carried.income_fen, carried.debts_fen) == (2_000_000, 50_000)
    ratios = {finding.sentence["en"] for finding in look.view.repayments[0].findings}
    assert ratios <= {finding.sentence["en"] for finding in carried.findings}


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("loan_house_ratio", "value = 50, unit", "value = 20, unit"),
        ("loan_total_ratio", "value = 55, unit", "value = 20, unit"),
    ],
)
def test_one_figure_of_the_rules_changes_the_look_and_the_case(
    office: Office, client: str, rule: str, old: str, new: str
) -> None:
    interview = hold_interview(office, client, "loan")
    case = cases(office).open_case(interview)

    def judged(by: Office) -> tuple[set[str], set[str]]:
        look = {f.verdict for f in cases(by).look(interview).view.repayments[0].findings if f.rule == rule}
        words = "House costs" if rule == "loan_house_ratio" else "All debts"
        carried = {
            f.verdict
            for f in Loans(by).get(case).affordability.findings
            if f.sentence["en"].startswith(words) and f.method == "equal_payment"
        }
        return look, carried

    assert judged(office) == ({"allowed"}, {"allowed"})
    shipped = (data_root() / "rules/loans.toml").read_text(encoding="utf-8")
    assert shipped.count(old) == 1
    other = office_with(office, questionnaire("loan"), Source("rules/loans.toml", shipped.replace(old, new)))
    assert judged(other) == ({"forbidden"}, {"forbidden"})


def test_collecting_ends_with_the_case(office: Office, client: str) -> None:
    loans = Loans(office)
    done, withdrawn = (cases(office).open_case(hold_interview(office, client, "loan", loan_amount=amount))
                       for amount in (10_000_000, 20_000_000))  # fmt: skip
    for paper in loans.get(done).papers:
        loans.receive(paper.id, received=True)
    loans.advance(done)
    loans.withdraw(withdrawn, "not now")
    with office.read() as session:
        states = {task.loan_case_id: task.status for task in session.exec(select(Task)).all()}
    assert states == {done: "done", withdrawn: "cancelled"}
    loans.undo()
    with office.read() as session:
        states = {task.loan_case_id: task.status for task in session.exec(select(Task)).all()}
    assert states[withdrawn] == "open"
