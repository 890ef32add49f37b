"""Market and life events beside a question: money that matures, birthdays, rates, bulletins, what was noted."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from sqlmodel import Session, col, select

from advisor_tui.base.clock import business_date
from advisor_tui.base.languages import LANGUAGES, Lang, mark, translate
from advisor_tui.base.money import yuan
from advisor_tui.base.text import one_line
from advisor_tui.desk.interview.books import household_of
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.interviews import EventNote
from advisor_tui.desk.views.life_words import LIFE_EVENTS
from advisor_tui.reference.rulebook import RulesInForce
from advisor_tui.rules import interview_events as rules_of
from advisor_tui.rules.credit_flags import PrimeRate
from advisor_tui.rules.findings import Finding, Param, Verdict
from advisor_tui.rules.questionnaire import Both, Question
from advisor_tui.store.tables import Bulletin, Client, Holding, Interview, LifeEvent

_Places = Mapping[Lang, Mapping[str, Param]]
"""What fills the places of a sentence, by language."""
_RATE = 10_000
"""A rate of 1 % in 10⁻⁴ percent."""
_BOOKS = mark("the bank's books")
_RECORD = mark("the client's record")
_MARKET = mark("market department")


def events_for(session: Session, office: Office, client: Client, question: Question) -> tuple[EventNote, ...]:
    """What bears on a question, the nearest to today first.

    A practice that the bank has set out of force in `data/rules/events.toml` names nothing.
    """
    rules, today = office.rules, office.today
    finders = (_maturing, _birthdays, _prime_rate, _bulletins, _life)
    found = [note for find in finders for note in find(session, office, rules, client, question)]
    return tuple(sorted(found, key=lambda note: (abs(note.on - today), note.on, note.sentence["en"])))


def _maturing(
    session: Session, office: Office, rules: RulesInForce, client: Client, question: Question
) -> Iterator[EventNote]:
    values: rules_of.MaturingBeside | None = rules.get("event_maturing")
    if values is None or not rules_of.about(question, "money"):
        return
    held = session.exec(
        select(Holding).where(
            Holding.client_id == client.id, Holding.value > 0, col(Holding.matures_on) >= office.today
        )
    )
    for row in held:
        if row.matures_on is not None and rules_of.maturing(row.matures_on, office.today, values):
            places = _alike(name=one_line(row.name), amount=yuan(row.value), day=row.matures_on.isoformat())
            yield _note(rules, "event_maturing", row.matures_on, places, _dated(_BOOKS, row.as_of))


def _birthdays(
    session: Session, office: Office, rules: RulesInForce, client: Client, question: Question
) -> Iterator[EventNote]:
    values: rules_of.MilestoneBirthdays | None = rules.get("event_birthday")
    if values is None or not rules_of.about(question, "ages"):
        return
    ages = {"spouse": values.adult, "child": values.child}
    others = [(m.name, m.born_on, ages[m.role]) for m in household_of(session, client) if m.role in ages]
    for name, born_on, wanted in [(client.name, client.born_on, values.adult), *others]:
        for day, age in rules_of.milestones(born_on, wanted, office.today, values.months):
            places = _alike(name=one_line(name), day=day.isoformat(), age=age)
            yield _note(rules, "event_birthday", day, places, _both(_RECORD))


def _prime_rate(
    session: Session, office: Office, rules: RulesInForce, client: Client, question: Question
) -> Iterator[EventNote]:
    """A client who was never asked has nothing to compare with."""
    if "event_prime_rate" not in rules or "loan_prime_rate" not in rules or not rules_of.about(question, "debts"):
        return
    last = session.exec(
        select(Interview.completed_at)
        .where(Interview.client_id == client.id, Interview.status == "completed")
        .order_by(col(Interview.completed_at).desc())
    ).first()
    named = Finding("loan_prime_rate", Verdict.ALLOWED)
    since = rules.edition(named).effective_from
    if last is None or since is None or since <= business_date(last):
        return
    rates = rules.terms("loan_prime_rate", PrimeRate)
    places = _alike(
        since=since.isoformat(),
        one_year=f"{rates.one_year / _RATE:.2f}",
        five_years=f"{rates.five_years / _RATE:.2f}",
        last=business_date(last).isoformat(),
    )
    source: Both = {lang: rules.article(named, lang) for lang in LANGUAGES}
    yield _note(rules, "event_prime_rate", since, places, source, private=False)


def _bulletins(
    session: Session, office: Office, rules: RulesInForce, client: Client, question: Question
) -> Iterator[EventNote]:
    values: rules_of.BulletinsBeside | None = rules.get("event_bulletin")
    products, debts = rules_of.about(question, "products"), rules_of.about(question, "debts")
    if values is None or not (products or debts):
        return
    held: set[str] = set()
    if products:
        statement = select(Holding.product_code).where(
            Holding.client_id == client.id, Holding.value > 0, col(Holding.product_code) != ""
        )
        held.update(session.exec(statement))
    news = session.exec(
        select(Bulletin).where(
            col(Bulletin.published_on) >= office.today - timedelta(days=values.days),
            col(Bulletin.published_on) <= office.today,
        )
    )
    for row in news:
        touches = isinstance(affects := json.loads(row.affects), list) and not held.isdisjoint(map(str, affects))
        if touches or (debts and row.kind in values.rates):
            titles = {"zh": row.title_zh, "en": row.title_en}
            source: Both = {lang: one_line(row.source) or translate(_MARKET, lang) for lang in LANGUAGES}
            places: _Places = {lang: {"title": one_line(titles[lang])} for lang in LANGUAGES}
            yield _note(rules, "event_bulletin", row.published_on, places, source)


def _life(
    session: Session, office: Office, rules: RulesInForce, client: Client, question: Question
) -> Iterator[EventNote]:
    """Days of the lunar calendar are not reckoned: such an event is named only in the year in which it stands."""
    values: rules_of.LifeBeside | None = rules.get("event_life")
    asked = rules_of.facts_asked(question)
    if values is None or not asked:
        return
    for row in session.exec(select(LifeEvent).where(LifeEvent.client_id == client.id)):
        day = rules_of.life_day(row.happens_on, row.yearly and not row.lunar, office.today, values)
        if day is None or asked.isdisjoint(rules_of.LIFE.get(row.kind, frozenset())):
            continue
        word, said = LIFE_EVENTS[row.kind], {"day": day.isoformat(), "remark": one_line(row.remark)}
        places: _Places = {lang: {"event": translate(word, lang), **said} for lang in LANGUAGES}
        yield _note(rules, "event_life", day, places, _both(_RECORD))


def _note(
    rules: RulesInForce, rule: str, on: date, places: _Places, source: Both, *, private: bool = True
) -> EventNote:
    """The sentence of a rule with its places filled in both languages."""
    sentence: Both = {
        lang: rules.sentence(Finding(rule, Verdict.ALLOWED, params=places[lang]), lang).strip() for lang in LANGUAGES
    }
    return EventNote(sentence, on, source, private)


def _alike(**params: Param) -> _Places:
    return dict.fromkeys(LANGUAGES, params)


def _both(message: str) -> Both:
    return {lang: translate(message, lang) for lang in LANGUAGES}


def _dated(message: str, on: date | None) -> Both:
    return {lang: f"{translate(message, lang)} {on or ''}".strip() for lang in LANGUAGES}
