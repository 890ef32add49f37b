"""Export's cost follows the night's changes and not the size of the book."""

import time
from pathlib import Path
from statistics import median

import pytest

from advisor_tui.desk.desk import Desk
from tests.exchange_support import Exchanging, make_exchange

CHANGES = 200
SMALL, LARGE = 1_000, 100_000
LIMIT = 1.3
ROUNDS = 7


def fill(desk: Desk, count: int) -> None:
    """Load so many clients, as an import does: driver rows in one transaction."""
    office = desk.office
    rows = (
        (office.ids.new(), f"B{number:07d}", f"客户{number}", office.me.id, office.me.branch_id)
        for number in range(count)
    )
    with office.write("benchmark.fill", bulk=True) as session:
        connection = session.connection()
        columns = [row.name for row in connection.exec_driver_sql("SELECT name FROM pragma_table_info('client')")]
        template = dict(connection.exec_driver_sql("SELECT * FROM client WHERE number = 'C0004'").mappings().one())
        statement = f"INSERT INTO client ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        values = [
            tuple({**template, "id": i, "number": n, "name": name, "advisor_id": a, "branch_id": b}[c] for c in columns)
            for i, n, name, a, b in rows
        ]
        connection.exec_driver_sql(statement, values)
        session.commit()


def one_night(both: Exchanging, number: int) -> float:
    """Change so many clients, and give the CPU seconds of sealing and exporting that."""
    with both.desk.office.write("benchmark.edit") as session:
        session.connection().exec_driver_sql(
            "UPDATE client SET remark = ? WHERE number BETWEEN 'B0000000' AND ?",
            (f"夜 {number}", f"B{CHANGES - 1:07d}"),
        )
        session.commit()
    start = time.process_time()
    [bundle] = both.desk.exchange.export(both.carried)
    spent = time.process_time() - start
    assert bundle.changes == CHANGES
    return spent


@pytest.mark.benchmark
def test_200_changes_cost_the_same_in_a_hundredfold_book(tmp_path: Path) -> None:
    books = {}
    for count in (SMALL, LARGE):
        books[count] = make_exchange(tmp_path / str(count))
        fill(books[count].desk, count)
        books[count].desk.exchange.export(books[count].carried)
    spent: dict[int, list[float]] = {SMALL: [], LARGE: []}
    for number in range(ROUNDS + 1):
        for count, both in books.items():
            spent[count].append(one_night(both, number))
    small, large = (median(spent[count][1:]) for count in (SMALL, LARGE))
    for both in books.values():
        both.close()
    print(f"\n{CHANGES} changes: {small * 1000:.1f} ms among {SMALL:,}, {large * 1000:.1f} ms among {LARGE:,}")
    assert large <= LIMIT * small, f"{large / small:.2f} times as much"
