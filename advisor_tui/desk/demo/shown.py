"""The client whom the README names: one with a whole life, whatever the seed and the day."""

from datetime import timedelta

from advisor_tui.desk.demo.past import Told, at
from advisor_tui.desk.demo.rows import Rows
from advisor_tui.desk.demo.wealth import offers_of
from advisor_tui.desk.office import Office
from advisor_tui.reference.demo import DemoWords
from advisor_tui.rules.deadlines import valid_through
from advisor_tui.store.tables import (
    ContactLog,
    Holding,
    Household,
    HouseholdMember,
    Liability,
    LifeEvent,
    RiskAssessment,
    Task,
)

_CHILD_AGE = 16
_LEVEL = 3
_HELD = (("dep-term-1y", 300_000_00, 290), ("wmp-fixed-180", 400_000_00, 60), ("fund-mixed-a", 180_000_00, 400))
"""A product, its value in 分, and how many days ago it was bought; none matures within the next weeks."""
_CONTACTS = ((210, "visit"), (95, "phone"), (12, "wechat"))
_MORTGAGE, _MORTGAGE_LEFT, _INSTALMENT = 1_500_000_00, 980_000_00, 7_100_00


def add_shown(rows: Rows, told: Told, office: Office, words: DemoWords) -> None:
    """What stands with her beside what everyone has: family, a risk level, assets, a mortgage, contacts, plans."""
    shown, today = office.reference.demo.shown, office.today
    client, me, number = told.client_id, told.advisor_id, told.person.number[1:]
    household = rows.add(Household, name=shown.name)
    rows.add(HouseholdMember, household_id=household, client_id=client, name=shown.name, role="self")
    rows.add(HouseholdMember, household_id=household, name=shown.spouse, role="spouse")
    child_born = today - timedelta(days=round((_CHILD_AGE + 0.5) * 365.25))
    rows.add(
        HouseholdMember, household_id=household, name=shown.child, role="child", born_on=child_born, dependent=True
    )
    assessed_on = today - timedelta(days=40)
    rows.add(
        RiskAssessment, client_id=client, level=_LEVEL, assessed_on=assessed_on, source="import",
        valid_until=valid_through(assessed_on, 12),
    )  # fmt: skip
    offers = {offer.product.id: offer for offer in offers_of(office.reference.products.on(today))}
    for place, (product_id, value, ago) in enumerate(_HELD, start=1):
        offer = offers[product_id]
        starts_on, days = today - timedelta(days=ago), offer.product.term_days
        rows.add(
            Holding, client_id=client, reference=f"S{number}{place}", kind=offer.kind, product_code=product_id,
            name=offer.product.name[words.lang], amount=value, value=value, cost=value, risk_level=offer.level,
            starts_on=starts_on, matures_on=starts_on + timedelta(days=days) if days else None, as_of=today,
        )  # fmt: skip
    rows.add(
        Liability, client_id=client, reference=f"S{number}", kind="mortgage", lender=words.lender,
        principal=_MORTGAGE, balance=_MORTGAGE_LEFT, instalment=_INSTALMENT, rate=3_5000,
        starts_on=today - timedelta(days=9 * 365), ends_on=today + timedelta(days=16 * 365), as_of=today,
    )  # fmt: skip
    for (ago, channel), note in zip(_CONTACTS, shown.notes[words.lang], strict=True):
        rows.add(
            ContactLog, client_id=client, advisor_id=me, at=at(today - timedelta(days=ago), 15), channel=channel,
            summary=note,
        )  # fmt: skip
    rows.add(
        LifeEvent, client_id=client, kind="school", happens_on=today + timedelta(days=560),
        remark=shown.event[words.lang],
    )  # fmt: skip
    rows.add(
        Task, client_id=client, advisor_id=me, kind="note", created_at=at(today, 8), title=shown.task[words.lang],
        due_on=today + timedelta(days=3),
    )  # fmt: skip
