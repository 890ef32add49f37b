"""One desk, many threads: jobs are built once, renewed together, and closing always closes."""

import threading
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.job import Job, JobHolder
from advisor_tui.desk.opening import open_home
from advisor_tui.desk.views.clients import ContactNote
from advisor_tui.desk.views.tasks import NewTask
from advisor_tui.store.homelock import HomeLock
from tests.support import PASSPHRASE, TODAY, make_desk


class Slow(JobHolder):
    """One job that takes its time to build."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.office)
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.offices: list[object] = []

    @Job
    def outer(self) -> tuple[object, object]:
        self.offices.append(self.office)
        before = self.office
        self.begun.set()
        self.go_on.wait(5)
        return before, self.inner

    @Job
    def inner(self) -> object:
        return self.office


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "home"


def _may_be_opened(root: Path) -> bool:
    lock = HomeLock(Home(root).lock)
    lock.take()
    lock.free()
    return True


def test_two_threads_build_a_job_once(root: Path) -> None:
    desk = make_desk(root, book=False)
    slow, found = Slow(desk), []
    threads = [threading.Thread(target=lambda: found.append(slow.outer)) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert slow.begun.wait(5)
    slow.go_on.set()
    for thread in threads:
        thread.join(5)
    assert len(slow.offices) == 1
    assert found[0] is found[1]
    desk.close()


def test_a_job_that_is_being_built_gets_one_office_whatever_arrives_meanwhile(root: Path) -> None:
    desk = make_desk(root, book=False)
    slow, found = Slow(desk), []
    newer = desk.office.with_reference(desk.office.reference)
    builder = threading.Thread(target=lambda: found.append(slow.outer))
    mover = threading.Thread(target=slow.move, args=(newer,))
    builder.start()
    assert slow.begun.wait(5)
    mover.start()
    mover.join(0.1)
    slow.go_on.set()
    builder.join(5)
    mover.join(5)
    before, inner = found[0]
    assert before is inner is not newer
    assert slow.outer[1] is newer
    desk.close()


def test_what_can_be_taken_back_outlives_what_head_office_sends(root: Path) -> None:
    desk = make_desk(root)
    desk.tasks.add(NewTask("寄合同", TODAY))
    client = desk.clients.jump("zhangsanfeng", 1)[0].ref.id
    desk.client_edit.add_note(client, ContactNote(channel="phone", summary="已致电"))
    before = desk.tasks
    desk._read_reference_again()
    assert desk.tasks is not before
    for undo in (desk.tasks.undo, desk.client_edit.undo):
        taken_back = undo()
        assert taken_back is not None
        assert undo() is None
    desk.close()


def test_what_a_kill_left_printed_is_gone_once_the_desk_is_open_again(root: Path) -> None:
    desk = make_desk(root, book=False)
    left, saved = desk.office.printed("left.pdf"), desk.office.printed("saved-on-purpose.pdf")
    desk.close()
    for file in (left, saved):
        file.write_text("x")
    again = open_home(desk.office.home, PASSPHRASE, desk.office.clock, desk.office.ids)
    there = left.exists(), saved.exists()  # before closing, which empties the folder too
    again.close()
    assert there == (False, True)


def test_a_printed_file_that_stays_is_said_after_everything_was_closed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(root, book=False)
    stuck, other = desk.office.printed("a.txt"), desk.office.printed("b.txt")
    stuck.write_text("x")
    other.write_text("x")
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path == stuck:
            raise PermissionError(13, "in use", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(DeskError) as refusal:
        desk.lock()
    assert refusal.value.code == "print_kept"
    assert str(stuck) in str(refusal.value)
    assert not other.exists()
    with pytest.raises(DeskError) as late, desk.office.rows():
        pass
    assert late.value.code == "locked"
    assert _may_be_opened(root)
