"""Books of any size for the benchmarks: real homes, people with papers, deposits that mature, and work to do."""

import random
from datetime import timedelta
from pathlib import Path

from advisor_tui.desk.desk import Desk
from tests.support import TODAY, make_desk

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏吕丁任沈姚卢单仇区"
)
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华国文志建辉玲"
    "红梅波宁鹏飞玉萍荣林峰海龙斌鑫宇浩轩子涵欣怡晨嘉雨思诗雅婷俊豪乐"
)
TITLE = "寄送合同"
"""What is to be done in the tasks of a book."""
_FOLLOW_UPS, _TASKS = 0.01, 0.003
"""The part of the clients with a follow-up between last week and next month, and with an open task of these days."""


def make_book(root: Path, count: int, seed: int = 1) -> Desk:
    """A desk with so many clients, each with a paper and most with a deposit, loaded as an import does."""
    chance = random.Random(seed)
    weights = [1 / (place + 3) for place in range(len(SURNAMES))]
    desk = make_desk(root, book=False)
    me = desk.office.me
    clients, papers, holdings, tasks, follow_ups = [], [], [], [], []
    for place in range(count):
        client = f"c{place:07d}"
        name = chance.choices(SURNAMES, weights)[0] + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2, 2))))
        phone = f"1{chance.randrange(3, 10)}{chance.randrange(10**9):09d}"
        number = f"{chance.randrange(110_000, 659_000)}{chance.randrange(1940, 2008)}"
        number += f"{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}{chance.randrange(10_000):04d}"
        clients.append((client, f"{place + 1_000_000}", name, phone, me.id, me.branch_id))
        papers.append((f"p{place:07d}", client, number))
        if chance.random() < 0.8:
            value = min(10**13, int(chance.paretovariate(0.8) * 1_000_000))
            matures_on = f"{TODAY + timedelta(chance.randrange(1, 1_000))}" if chance.random() < 0.5 else None
            holdings.append((f"h{place:07d}", client, value, matures_on))
        if chance.random() < _FOLLOW_UPS or not place:
            day = TODAY + timedelta(chance.randrange(-7, 30))
            follow_ups.append((f"f{place:07d}", client, me.id, f"{day}"))
        if chance.random() < _TASKS or not place:
            day = TODAY + timedelta(chance.randrange(-3, 7) if place else 0)
            tasks.append((f"t{place:07d}", client, me.id, TITLE, f"{day}", chance.randrange(2, 8)))
    with desk.office.write("benchmark.load", bulk=True) as session:
        connection = session.connection()
        connection.exec_driver_sql(
            "INSERT INTO client (id, number, name, phone, email, address, occupation, employer, nationality,"
            " tax_residence, education, tier, capacity, status, advisor_id, branch_id, guardian, remark)"
            " VALUES (?, ?, ?, ?, '', '', '', '', 'CN', 'CN', '', '', 'full', 'active', ?, ?, '', '')",
            clients,
        )
        connection.exec_driver_sql(
            "INSERT INTO identity_document (id, client_id, kind, number, long_term, main)"
            " VALUES (?, ?, 'other', ?, 1, 1)",
            papers,
        )
        connection.exec_driver_sql(
            "INSERT INTO holding (id, client_id, reference, kind, name, product_code, currency, amount, value, as_of,"
            " matures_on, source)"
            f" VALUES (?, ?, 'D', 'deposit', '定期存款', '', 'CNY', 1, ?, '{TODAY}', ?, 'core_banking')",
            holdings,
        )
        connection.exec_driver_sql(
            "INSERT INTO follow_up (id, client_id, advisor_id, planned_on, planned_time, minutes, channel, purpose,"
            " title, status, outcome) VALUES (?, ?, ?, ?, '', 30, 'phone', 'rhythm', '', 'planned', '')",
            follow_ups,
        )
        connection.exec_driver_sql(
            "INSERT INTO task (id, client_id, advisor_id, kind, title, params, due_on, due_time, priority, status,"
            " note, subject, created_at) VALUES (?, ?, ?, 'own', ?, '{}', ?, '', ?, 'open', '', '',"
            " '2026-11-20T01:00:00.000000Z')",
            tasks,
        )
        session.commit()
    return desk
