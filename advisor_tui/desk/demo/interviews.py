"""Interviews of the demo's past, held with the shipped questionnaires through the desk's own job."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from advisor_tui.desk.demo import lives
from advisor_tui.desk.demo.past import Told
from advisor_tui.desk.demo.people import SHOWN
from advisor_tui.desk.demo.rows import Rows
from advisor_tui.desk.interview.records import Held, Shelf, load
from advisor_tui.desk.interview.writing import put_answer
from advisor_tui.desk.interviews import Interviews
from advisor_tui.desk.office import Office
from advisor_tui.rules.deadlines import valid_through
from advisor_tui.rules.interview import resume_question
from advisor_tui.rules.questionnaire import Question, Value, answered
from advisor_tui.store.tables import RiskAssessment

QUESTIONNAIRE = "quick-2026"
HELD, PARKED = 4, 2
"""So many of a hundred clients have held an interview; so many in all left one half-way."""
_NEVER_ASSESSED = 0.22
_MONTHS = 12
_CALM_ANSWERS = 0.7


def add_assessment(rows: Rows, random: Random, told: Told, today: date) -> int:
    """For most people a risk assessment of another channel; answers its level, or 0."""
    if random.random() < _NEVER_ASSESSED or told.person.age(today) < 18:
        return 0
    ago = random.randrange(1, 330) if random.random() < 0.95 else random.randrange(340, 375)
    assessed_on = max(told.person.opened_on, today - timedelta(days=ago))
    level = min(5, max(1, round(random.gauss(2.8, 1.0))))
    rows.add(
        RiskAssessment, client_id=told.client_id, level=level, assessed_on=assessed_on, source="import",
        valid_until=valid_through(assessed_on, _MONTHS),
    )  # fmt: skip
    return level


def hold_interviews(office: Office, random: Random, people: Sequence[Told]) -> None:
    """Hold some interviews to the end, quick ones and a few whole ones, and leave some half-way to be resumed."""
    interviews, shelf, today = Interviews(office), Shelf(office), office.today
    grown = [told for told in people if 25 <= told.person.age(today) <= 75]
    count = len(people) * HELD // 100 + 1
    chosen = random.sample(grown, min(len(grown), count + PARKED))

    def quick(told: Told) -> Callable[[Held, Question], Value]:
        return lambda held, question: _value(held, question, random, told, today)

    for place, told in enumerate(chosen):
        interview_id = interviews.start(told.client_id, QUESTIONNAIRE).head.id
        _answer_all(office, shelf, quick(told), interview_id, to_the_end=place < count)
        if place < count:
            interviews.complete(interview_id)
    taken = {told.client_id for told in chosen} | {told.client_id for told in people[SHOWN : SHOWN + 1]}
    for told, life in lives.lived((told for told in people if told.client_id not in taken), today):
        said, otherwise = lives.answers_of(life, told.person, today), quick(told)
        interview_id = interviews.start(told.client_id, lives.QUESTIONNAIRE).head.id
        _answer_all(
            office,
            shelf,
            lambda held, question: said[question.id] if question.id in said else otherwise(held, question),  # noqa: B023  # called at once
            interview_id,
            to_the_end=True,
        )
        level = interviews.complete(interview_id).level
        if level is not None and not level.confirmed:
            interviews.confirm_level(interview_id)


def _answer_all(
    office: Office, shelf: Shelf, value: Callable[[Held, Question], Value], interview_id: str, *, to_the_end: bool
) -> None:
    with office.write("interview.answer") as session:
        held = load(session, shelf, interview_id)
        while (question := resume_question(held.questionnaire, held.answers)) is not None:
            said = answered(value(held, question))
            put_answer(session, office, held, question, said)
            if not to_the_end and question.section != held.questionnaire.sections[0].id:
                break
        held.stand_at(resume_question(held.questionnaire, held.answers))
        session.add(held.interview)
        session.commit()


def _value(held: Held, question: Question, random: Random, told: Told, today: date) -> Value:
    if question.options:
        return _chosen(held, question, random)
    person = told.person
    known = {
        "age": person.age(today),
        "financial_assets": person.assets,
        "cash_assets": person.assets // 3,
        "family_annual_income": person.income,
        "annual_income_3y": person.income,
        "monthly_expense": person.income * 55 // 1200,
        "monthly_debt_payment": person.income * 10 // 1200,
    }
    if question.kind == "text":
        return "—"
    if question.kind == "date":
        return today
    value = known.get(question.fact, (question.low or 0) + random.randrange(1, 20))
    return max(question.low or 0, min(value, question.high if question.high is not None else value))


def _chosen(held: Held, question: Question, random: Random) -> Value:
    scoring = held.questionnaire.scoring
    wanted = [c.values for c in scoring.formal_if if c.question == question.id] if scoring else []
    shunned = {value for c in scoring.lowest if c.question == question.id for value in c.values} if scoring else set()
    if wanted:
        return (str(wanted[0][0]),) if question.kind == "choices" else str(wanted[0][0])
    fit = [option for option in question.options if option.id not in shunned] or list(question.options)
    # Most people sit in the middle of a scale; the first and last option of a question are the extremes.
    middle = fit[1:-1] if len(fit) > 2 and random.random() < _CALM_ANSWERS else fit
    option = random.choice(middle).id
    return (option,) if question.kind == "choices" else option
