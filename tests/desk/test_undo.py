"""Undo that could not be written can be tried again; undo that never can be gives way to the one before."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.office import Office
from advisor_tui.desk.work.undo import UndoLog
from advisor_tui.store.tables import Task
from tests.desk.work_desk import TODAY, WorkDesk, work_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WorkDesk]:
    with work_desk(tmp_path / "home") as desk:
        yield desk


def note(log: UndoLog, task: str, text: str) -> None:
    with log.write("task.note") as session:
        row = session.get_one(Task, task)
        row.note = text
        session.add(row)
        session.commit()


def noted(desk: WorkDesk, task: str) -> str:
    with desk.office.read() as session:
        return session.get_one(Task, task).note


@pytest.mark.parametrize("code", ["disk_full", "home_busy"])
@pytest.mark.parametrize("late", [False, True])
def test_an_undo_that_could_not_be_written_is_not_lost(
    desk: WorkDesk, monkeypatch: pytest.MonkeyPatch, code: str, late: bool
) -> None:
    log, task = UndoLog(desk.office), desk.task(TODAY)
    note(log, task, "first")
    write = Office.write

    @contextmanager
    def fail(office: Office, action: str, **values: Any) -> Iterator[Session]:
        if not late:
            raise DeskError(code, "Nothing here")
        with write(office, action, **values) as session:

            def refuse() -> None:
                raise DeskError(code, "Nothing here")

            monkeypatch.setattr(session, "commit", refuse)
            yield session

    with monkeypatch.context() as patch:
        patch.setattr(Office, "write", fail)
        with pytest.raises(DeskError) as refusal:
            log.undo()
    assert refusal.value.code == code
    assert noted(desk, task) == "first"
    assert log.undo() is not None
    assert noted(desk, task) == ""
    assert log.undo() is None


def test_an_undo_that_is_refused_for_good_gives_way_to_the_one_before(desk: WorkDesk) -> None:
    log, first, second = UndoLog(desk.office), desk.task(TODAY), desk.task(TODAY)
    note(log, first, "a")
    note(log, second, "b")
    note(UndoLog(desk.office), second, "changed elsewhere")
    with pytest.raises(DeskError) as refusal:
        log.undo()
    assert refusal.value.code == "changed_since"
    assert log.undo() is not None
    assert (noted(desk, first), noted(desk, second)) == ("", "changed elsewhere")


def test_two_threads_take_each_action_back_once(desk: WorkDesk) -> None:
    log, task = UndoLog(desk.office), desk.task(TODAY)
    for text in "abcd":
        note(log, task, text)
    undone: list[object] = []
    threads = [threading.Thread(target=lambda: undone.append(log.undo())) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sum(entry is not None for entry in undone) == 4
    assert noted(desk, task) == ""
