"""A closed store stays closed: nobody opens the database again, and who is at work in it ends his work first."""

import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.store.store import Store
from tests.support import NOW

KEY = b"k" * 32


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "desk.db", KEY, FixedClock(NOW), tiers=(), origin="T0001")


@pytest.mark.parametrize("way", ["read", "connection", "write", "pool"])
def test_a_late_job_is_refused_and_opens_nothing(store: Store, way: str) -> None:
    store.close()
    with pytest.raises(DeskError) as refusal:  # noqa: PT012  (each way in is another statement)
        if way == "read":
            with store.read() as session:
                session.connection()
        elif way == "connection":
            with store.connection():
                pass
        elif way == "write":
            with store.write("system", "test.late") as session:
                session.connection()
        else:
            store._reader.connect()
    assert refusal.value.code == "locked"


def test_the_key_is_forgotten(store: Store) -> None:
    store.close()
    assert KEY not in vars(store).values()
    creator = store._reader.pool._creator
    cells = [cell.cell_contents for cell in getattr(creator, "__closure__", None) or ()]
    assert KEY not in cells


@pytest.mark.parametrize("writing", [False, True])
def test_closing_waits_for_who_is_at_work_and_lets_him_end(store: Store, writing: bool) -> None:
    begun, go_on, closed = threading.Event(), threading.Event(), threading.Event()
    outcome: list[object] = []

    def work() -> None:
        try:
            with store.write("system", "test.work") if writing else store.read() as session:
                begun.set()
                go_on.wait(5)
                outcome.append(session.connection().exec_driver_sql("SELECT count(*) FROM client").scalar())
                with store.connection() as second:  # work under way may need another connection to end
                    outcome.append(second.exec_driver_sql("SELECT count(*) FROM client").scalar())
        except (DeskError, SQLAlchemyError) as error:
            outcome.append(error)

    def close() -> None:
        store.close()
        closed.set()

    worker, closer = threading.Thread(target=work), threading.Thread(target=close)
    worker.start()
    assert begun.wait(5)
    closer.start()
    assert not closed.wait(0.1)
    go_on.set()
    worker.join(5)
    closer.join(5)
    assert closed.is_set()
    assert outcome == [0, 0]


def test_closing_twice_is_closing_once(store: Store) -> None:
    store.close()
    store.close()
