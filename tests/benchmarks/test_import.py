"""What importing a client book costs beside the raw load of the same rows, as ratios taken in one run."""

import csv
import gc
import resource
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.desk.demo.people import People, Person
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.imports import Imports
from advisor_tui.desk.opening import open_home
from tests.support import NOW, PASSPHRASE, TODAY, make_desk

pytestmark = pytest.mark.benchmark
ROWS = 100_000
HEADER = (
    "客户号", "姓名", "性别", "出生日期", "手机号码", "证件号码", "证件有效期", "职业", "工作单位", "联系地址",
    "开户日期",
)  # fmt: skip
TABLES = ("client", "identity_document")


def cpu(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def write_book(path: Path, people: list[Person]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for person in people:
            writer.writerow(
                [
                    person.number, person.name, "女" if person.sex == "female" else "男", person.born_on, person.phone,
                    person.identity, person.id_expires_on or "长期", person.occupation, person.employer,
                    person.address, person.opened_on,
                ]
            )  # fmt: skip


def finished_rows(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """What the import has written, as the driver takes it."""
    with desk.office.rows() as connection:
        return {table: list(map(tuple, connection.exec_driver_sql(f"SELECT * FROM {table}"))) for table in TABLES}


def load_raw(desk: Desk, rows: dict[str, list[tuple[object, ...]]]) -> None:
    """The floor: finished tuples by the driver's executemany, with indexes, cards, search index and journal."""
    with desk.office.write("test.raw", bulk=True) as session:
        cursor = session.connection().connection.cursor()
        for table, values in rows.items():
            cursor.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(values[0]))})", values)
        session.commit()


def two_equal_desks(folder: Path) -> tuple[Desk, Desk]:
    """The same empty home twice, with ids that grow as they do in real life (random ones slow every index down)."""
    make_desk(folder / "first", book=False, demo=True).close()
    shutil.copytree(folder / "first", folder / "second")
    first, second = (
        open_home(Home(folder / name), PASSPHRASE, FixedClock(NOW), Uuid7Source()) for name in ("first", "second")
    )
    return first, second


def test_an_import_costs_at_most_twice_the_raw_load_of_its_rows(tmp_path: Path) -> None:
    imported, loaded = two_equal_desks(tmp_path)
    people = People(imported.office.reference.demo, Random(1), TODAY).more(ROWS)
    file = tmp_path / "book.csv"
    write_book(file, people)
    del people
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    imports = Imports(imported.office)
    first = cpu(lambda: imports.run(file))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    again = cpu(lambda: imports.run(file))
    rows = finished_rows(imported)
    floor = cpu(lambda: load_raw(loaded, rows))
    print(
        f"raw load {floor:.2f} s CPU; import {first:.2f} s = {first / floor:.2f} times; "
        f"the same file again {again:.2f} s = {again / floor:.2f} times; memory grew {(peak - before) / 1024:.0f} MiB"
    )
    assert finished_rows(loaded) == rows
    assert len(rows["client"]) == len(rows["identity_document"]) == ROWS
    imported.close()
    loaded.close()
    assert first <= 2 * floor
    assert again <= first
