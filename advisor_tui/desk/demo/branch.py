"""The demo's branch: the lead, targets, training, agreements, and what the market department sent."""

import json
from datetime import date, timedelta

from advisor_tui.desk.demo.rows import Rows
from advisor_tui.desk.office import Office
from advisor_tui.store.tables import Advisor, Agreement, Bulletin, StaffQualification, Target, Training

_TARGETS = (("follow_ups", 18), ("interviews", 5), ("new_loans", 500_000_00), ("product_sales", 3_000_000_00))
"""For a week: counts, and amounts in 分."""
_SATISFACTION = 450
"""In hundredths of a point."""
_TRAININGS = ("适当性管理办法（令2025年第7号）", "反洗钱与客户尽职调查", "个人信息保护", "消费者权益保护与投诉处理")
_QUALIFICATIONS = ("deposits", "wealth", "funds", "insurance", "private", "credit")
_LAPSED = "bullion"
"""A qualification that ran out lately, so that the demo shows what then may not be sold."""


def add_branch(rows: Rows, office: Office, today: date) -> None:
    """Everything of the branch that is not a client."""
    demo, me = office.reference.demo, office.me
    rows.add(Advisor, staff_no=demo.lead_no, name=demo.lead_name, branch_id=me.branch_id, role="lead")
    rows.add(Advisor, staff_no="1002", name="赵一鸣", branch_id=me.branch_id)
    monday = today - timedelta(days=today.weekday())
    for metric, goal in (*_TARGETS, ("satisfaction", _SATISFACTION)):
        rows.add(
            Target, advisor_id=me.id, metric=metric, starts_on=monday, ends_on=monday + timedelta(days=6), goal=goal
        )
    year = timedelta(days=365)
    for place, topic in enumerate(_TRAININGS):
        done = today - timedelta(days=40 + 80 * place)
        rows.add(Training, advisor_id=me.id, topic=topic, completed_on=done, valid_until=done + year, score=88 + place)
    for kind in (*_QUALIFICATIONS, _LAPSED):
        until = today - timedelta(days=10) if kind == _LAPSED else today + year
        rows.add(
            StaffQualification, advisor_id=me.id, kind=kind, certificate=f"DEMO-{kind.upper()}",
            valid_from=today - 2 * year, valid_until=until,
        )  # fmt: skip
    rows.add(Agreement, advisor_id=me.id, kind="confidentiality", form_number="BM-1001", signed_on=today - 2 * year)
    _bulletins(rows, office, today)


def _bulletins(rows: Rows, office: Office, today: date) -> None:
    product = next(p for p in office.reference.products.on(today) if p.type == "wmp_public" and (p.level or 0) >= 2)
    moved_zh, moved_en = product.name["zh"], product.name["en"]
    for kind, ago, zh, en, affects in (
        (
            "rate",
            1,
            "演示：五年期以上贷款报价利率调整（虚构）",
            "Demo: the five-year prime rate moved (invented)",
            "[]",
        ),
        (
            "product",
            3,
            f"演示：{moved_zh}净值波动提示（虚构）",
            f"Demo: {moved_en} has moved more than usual (invented)",
            json.dumps([product.id]),
        ),
        (
            "notice",
            8,
            "演示：岁末防范非法金融活动宣传安排（虚构）",
            "Demo: year-end campaign against fraud (invented)",
            "[]",
        ),
    ):
        day = today - timedelta(days=ago)
        rows.add(
            Bulletin, code=f"DEMO-{kind}", kind=kind, title_zh=zh, title_en=en, body_zh=f"{zh}。本条为演示内容。",
            body_en=f"{en}. This is demo text.", source="演示市场部", published_on=day, effective_from=day,
            affects=affects,
        )  # fmt: skip
