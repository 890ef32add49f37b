"""Older copies and clocks that were wrong: what head office acknowledged is neither undone nor thrown away."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from advisor_tui.base.home import Home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.cli.status_table import matters
from advisor_tui.desk.opening import open_with_key
from advisor_tui.headoffice.tables import DESK_COLUMNS, CopyState
from tests.exchange_support import TERMINAL, Exchanging, desk_key, enrol
from tests.support import STAFF_NO, make_desk

YEAR = timedelta(days=365)


def open_home(both: Exchanging, root: Path) -> None:
    both.desk.close()
    both.desk = open_with_key(Home(root), STAFF_NO, desk_key(), both.clock, Uuid7Source())


def night(both: Exchanging, folder: Path) -> dict[str, int]:
    """Everything new goes to head office."""
    both.desk.exchange.export(folder)
    counts = both.head_office.ingest(folder).to_json()
    assert (counts["quarantined"], counts["parked"]) == (0, 0)
    return counts


def answer(both: Exchanging, folder: Path) -> list[str]:
    """Head office's bundles come back; their kinds."""
    kinds = [one.kind for one in both.head_office.publish(None, folder)]
    both.desk.receive(sorted(folder.glob("*.age")))
    return kinds


def remark(both: Exchanging, number: str) -> tuple[str | None, str | None]:
    """At head office, and at the desk; None where there is no such client."""
    statement = f"SELECT remark FROM client WHERE number = '{number}'"
    with both.head_office.context.warehouse.read() as session, both.desk.office.rows() as connection:
        return (
            session.connection().exec_driver_sql(statement).scalar(),
            connection.exec_driver_sql(statement).scalar(),
        )


def uncompared(both: Exchanging) -> set[str]:
    with both.head_office.context.warehouse.read() as session:
        return {one.table_name for one in session.exec(select(CopyState)) if not one.checked}


def rows(both: Exchanging, table: str) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """A table at head office, and at the desk."""
    statement = f'SELECT {", ".join(DESK_COLUMNS[table])} FROM "{table}" ORDER BY id'
    with both.head_office.context.warehouse.read() as session, both.desk.office.rows() as connection:
        there = [tuple(row) for row in session.connection().exec_driver_sql(statement)]
        return there, [tuple(row) for row in connection.exec_driver_sql(statement)]


def put_back_a_copy(both: Exchanging, folder: Path, later: Callable[[], None]) -> None:
    """Keep a copy of the desk after its first night, do something that head office learns, and go on with the copy."""
    home = both.desk.office.home.root
    both.desk.close()
    shutil.copytree(home, folder / "copy")
    open_home(both, home)
    later()
    night(both, folder / "later")
    open_home(both, folder / "copy")


def test_an_old_copy_enrolled_anew_undoes_nothing_although_it_exports_first(both: Exchanging, tmp_path: Path) -> None:
    """Its first journal tells its whole state, as what is sealed after a full does."""
    both.edit("C0001", "old")
    night(both, tmp_path / "first")
    put_back_a_copy(both, tmp_path, lambda: both.edit("C0001", "new"))
    enrol(both.desk, both.head_office, tmp_path)
    night(both, tmp_path / "anew")
    assert remark(both, "C0001") == ("new", "old")
    assert "full" in answer(both, tmp_path / "full")
    assert remark(both, "C0001") == ("new", "new")
    night(both, tmp_path / "then")
    assert remark(both, "C0001") == ("new", "new")
    assert uncompared(both) == set()


def test_what_is_done_after_a_clock_ran_ahead_is_kept(both: Exchanging, tmp_path: Path) -> None:
    """A year ahead, one edit; the machine is made anew, its clock is right: what is done then is no older news."""
    both.clock.move(YEAR)
    both.edit("C0001", "a year ahead")
    night(both, tmp_path / "ahead")
    both.clock.move(-YEAR)
    both.desk.close()
    both.desk = make_desk(tmp_path / "fresh", book=False, clock=both.clock)
    enrol(both.desk, both.head_office, tmp_path)
    assert "full" in answer(both, tmp_path / "full")
    for text in ("right again", "and on"):
        both.edit("C0001", text)
        night(both, tmp_path / "then")
        assert remark(both, "C0001") == (text, text)
    assert uncompared(both) == set()


def test_a_copys_own_work_meets_the_full_before_it_counts(both: Exchanging, tmp_path: Path) -> None:
    """Done on an old copy with a right clock, before the full: the later word by a clock that is a year ahead stands,
    and the other is kept as a conflict."""
    night(both, tmp_path / "first")

    def ahead() -> None:
        both.clock.move(YEAR)
        both.edit("C0001", "a year ahead")

    put_back_a_copy(both, tmp_path, ahead)
    both.clock.move(-YEAR)
    both.edit("C0001", "on the copy")
    enrol(both.desk, both.head_office, tmp_path)
    night(both, tmp_path / "anew")
    answer(both, tmp_path / "full")
    night(both, tmp_path / "then")
    assert remark(both, "C0001") == ("a year ahead", "a year ahead")
    kept, _ = rows(both, "conflict")
    assert any("on the copy" in str(row) for row in kept)
    assert uncompared(both) == set()


def test_an_edit_of_what_was_deleted_later_survives_on_both_sides(both: Exchanging, tmp_path: Path) -> None:
    """Head office did not believe the copy before its full; the copy keeps its edit and says nothing more of it."""
    night(both, tmp_path / "first")

    def deleted() -> None:
        both.clock.move(timedelta(days=1))
        with both.desk.office.write("holding.delete") as session:
            session.connection().exec_driver_sql("DELETE FROM holding")
            session.commit()

    put_back_a_copy(both, tmp_path, deleted)
    both.clock.move(timedelta(hours=-12))
    with both.desk.office.write("holding.edit") as session:
        session.connection().exec_driver_sql("UPDATE holding SET name = '改过' WHERE amount = 3800000")
        session.commit()
    enrol(both.desk, both.head_office, tmp_path)
    night(both, tmp_path / "anew")
    assert rows(both, "holding")[0] == []
    answer(both, tmp_path / "full")
    both.edit("C0005", "another thing")
    night(both, tmp_path / "then")
    there, here = rows(both, "holding")
    assert there == here
    assert any("改过" in str(row) for row in here)
    assert uncompared(both) == set()


def test_status_names_tables_that_have_long_not_been_compared(both: Exchanging, tmp_path: Path) -> None:
    """An old copy that sends and never receives; and not the bulletins, which nobody expects to be told of."""
    night(both, tmp_path / "first")
    put_back_a_copy(both, tmp_path, lambda: both.edit("C0001", "new"))
    enrol(both.desk, both.head_office, tmp_path)
    told = []
    for _ in range(9):
        both.edit("C0002", "another day")
        night(both, tmp_path / "anew")
        [one] = both.head_office.status().terminals
        told.append(one.uncompared)
        both.clock.move(timedelta(days=1))
    assert told == [(), (), (), (), (), (), (), (), ("client",)]
    assert "uncompared" in one.matters
    assert any("client" in line for line in matters(one))
    answer(both, tmp_path / "full")
    night(both, tmp_path / "then")
    assert both.head_office.status().terminals[0].uncompared == ()
    for table, named in (("bulletin", ()), ("task", ("task",))):
        with both.head_office.context.warehouse.write() as session:
            since = both.clock.now() - timedelta(days=30)
            session.merge(CopyState(terminal=TERMINAL, table_name=table, checked=False, unchecked_since=since))
            session.commit()
        assert both.head_office.status().terminals[0].uncompared == named
