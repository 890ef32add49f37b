"""What stands beside a question: the client's money, birthdays, newer rates, bulletins and noted events."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from advisor_tui.desk.interview.events import events_for
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.interviews import EventNote
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Source
from advisor_tui.rules.questionnaire import Question
from advisor_tui.store.tables import Bulletin, Client, Holding, Household, HouseholdMember, Interview, LifeEvent
from advisor_tui.store.tables import Questionnaire as QuestionnaireRecord
from tests.desk.work_desk import TODAY, WorkDesk, work_desk

BOTH = {"zh": "问", "en": "Q"}
RATES = "rules/credit.toml"
EVENTS = "rules/events.toml"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WorkDesk]:
    with work_desk(tmp_path / "home") as desk:
        yield desk


def beside(desk: WorkDesk, client: str, fact: str, office: Office | None = None) -> tuple[EventNote, ...]:
    question = Question(id="q", section="s", kind="amount", text=BOTH, fact=fact)
    with desk.office.read() as session:
        return events_for(session, office or desk.office, session.get_one(Client, client), question)


def said(notes: tuple[EventNote, ...]) -> list[str]:
    return [note.sentence["en"] for note in notes]


def published(desk: WorkDesk, file: str, old: str, new: str) -> Office:
    """The office after head office published another file."""
    shipped = (data_root() / file).read_text(encoding="utf-8")
    assert old in shipped
    return desk.office.with_reference(load_reference(data_root(), [Source(file, shipped.replace(old, new))]))


def hold(desk: WorkDesk, client: str, name: str, ahead: int, **values: object) -> None:
    row: dict[str, Any] = {"kind": "deposit", "amount": 1, "value": 5_000_000, "as_of": TODAY, **values}
    on = TODAY + timedelta(days=ahead)
    desk.put(Holding(id=f"h{name}", client_id=client, reference=name, name=name, matures_on=on, **row))


def interviewed(desk: WorkDesk, client: str, on: date) -> None:
    at = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
    desk.put(
        QuestionnaireRecord(id="qn", code="q", version="1", effective_from=on, sha256="", text=""),
        Interview(id="i", client_id=client, advisor_id=desk.me, questionnaire_id="qn", number=1, status="completed",
                  started_at=at, completed_at=at, answered_by="client"),
    )  # fmt: skip


def test_money_that_matures_within_the_days_of_the_data_stands_beside_money(desk: WorkDesk) -> None:
    client = desk.client()
    hold(desk, client, "A", 90)
    hold(desk, client, "B", 91)
    hold(desk, client, "C", -1)
    hold(desk, desk.client(), "D", 1)
    found = beside(desk, client, "cash_assets")
    assert [note.on for note in found] == [TODAY + timedelta(days=90)]
    assert "50,000" in found[0].sentence["zh"]
    assert found[0].source["en"] == f"the bank's books {TODAY}"
    assert found[0].private
    assert beside(desk, client, "age") == ()
    office = published(desk, EVENTS, "value = 90, unit", "value = 91, unit")
    assert len(beside(desk, client, "cash_assets", office)) == 2


def test_birthdays_of_the_client_the_spouse_and_the_children_that_matter(desk: WorkDesk) -> None:
    client = desk.client(born_on=date(1967, 1, 2))
    home = (("妻", "spouse", date(1967, 3, 4)), ("女", "child", date(2009, 5, 6)), ("母", "parent", date(1967, 2, 2)))
    desk.put(
        Household(id="hh", name="张家"),
        HouseholdMember(id="m0", household_id="hh", client_id=client, name="张三丰", role="self"),
        *(
            HouseholdMember(id=f"m{name}", household_id="hh", name=name, role=role, born_on=born)
            for name, role, born in home
        ),
    )
    found = beside(desk, client, "retirement_age")
    assert said(found) == [
        "张三丰 turns 60 on 2027-01-02",
        "妻 turns 60 on 2027-03-04",
        "女 turns 18 on 2027-05-06",
    ]
    assert found[0].sentence["zh"] == "张三丰将于 2027-01-02 年满 60 周岁"
    assert beside(desk, client, "cash_assets") == ()


@pytest.mark.parametrize(("last", "named"), [(date(2025, 5, 19), True), (date(2025, 5, 20), False)])
def test_a_prime_rate_newer_than_the_last_interview_stands_beside_debts(
    desk: WorkDesk, last: date, named: bool
) -> None:
    client = desk.client()
    interviewed(desk, client, last)
    found = beside(desk, client, "total_debts")
    assert bool(found) is named
    for note in found:
        assert "3.50 %" in note.sentence["en"]
        assert str(last) in note.sentence["zh"]
        assert not note.private


def test_a_client_who_was_never_asked_has_no_rate_to_compare_with(desk: WorkDesk) -> None:
    assert beside(desk, desk.client(), "total_debts") == ()


def test_the_rate_said_is_the_one_that_head_office_published(desk: WorkDesk) -> None:
    client = desk.client()
    interviewed(desk, client, date(2026, 11, 1))
    assert beside(desk, client, "total_debts") == ()
    old = 'effective_from = 2025-05-20\nconfirmed = false\nnote = "1 年期'
    newer = f"""effective_from = 2025-05-20
effective_to = 2026-11-19
confirmed = false
thresholds.one_year = {{ value = 30000, unit = "rate" }}
thresholds.five_years = {{ value = 35000, unit = "rate" }}
[[loan_prime_rate.edition]]
law = "全国银行间同业拆借中心公布的贷款市场报价利率"
{old.replace("2025-05-20", "2026-11-20")}"""
    office = published(desk, RATES, old, newer)
    assert [note.on for note in beside(desk, client, "total_debts", office)] == [date(2026, 11, 20)]


def bulletin(code: str, kind: str, affects: str, ago: int) -> Bulletin:
    day = TODAY - timedelta(days=ago)
    return Bulletin(id=code, code=code, kind=kind, title_zh=f"讯{code}", title_en=f"News {code}", source="市场部",
                    published_on=day, effective_from=day, affects=affects)  # fmt: skip


def test_bulletins_about_what_the_client_holds_and_about_rates(desk: WorkDesk) -> None:
    client = desk.client()
    hold(desk, client, "基金", 400, product_code="F1")
    desk.put(
        bulletin("1", "product", '["F1"]', 3),
        bulletin("2", "product", '["F2"]', 3),
        bulletin("3", "product", '["F1"]', 91),
        bulletin("4", "rate", "[]", 1),
    )
    assert said(beside(desk, client, "financial_assets")) == ["Bulletin: News 1"]
    assert said(beside(desk, client, "monthly_debt_payment")) == ["Bulletin: News 4"]
    assert beside(desk, client, "age") == ()


def test_noted_events_of_life_stand_beside_what_they_bear_on(desk: WorkDesk) -> None:
    client = desk.client()
    desk.put(
        LifeEvent(id="1", client_id=client, kind="job", happens_on=TODAY - timedelta(days=20), remark="换到外企"),
        LifeEvent(id="2", client_id=client, kind="job", happens_on=TODAY - timedelta(days=800)),
        LifeEvent(id="3", client_id=client, kind="illness", happens_on=TODAY - timedelta(days=9)),
    )
    found = beside(desk, client, "occupation")
    assert said(found) == [f"New job: {TODAY - timedelta(days=20)} 换到外企"]
    assert found[0].sentence["zh"] == f"就业变动：{TODAY - timedelta(days=20)} 换到外企"
    assert [note.on for note in beside(desk, client, "health_cover")] == [TODAY - timedelta(days=9)]


def test_a_practice_out_of_force_names_nothing(desk: WorkDesk) -> None:
    client = desk.client()
    hold(desk, client, "A", 5)
    title = "[[event_maturing.edition]]\n"
    assert beside(desk, client, "cash_assets", published(desk, EVENTS, title, f"{title}active = false\n")) == ()


def test_a_step_carries_the_events_of_its_question(desk: WorkDesk) -> None:
    from advisor_tui.desk.interviews import Interviews

    client = desk.client(born_on=date(1967, 1, 2))
    interviews = Interviews(desk.office)
    step = interviews.start(client, "quick-2026")
    assert step.events == ()
    assert said(interviews.go_to(step.head.id, "age").events) == ["张三丰 turns 60 on 2027-01-02"]
