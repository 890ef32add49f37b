"""A forgotten passphrase: head office's recovery key opens the desk for a new one, and nothing else does."""

import json
from pathlib import Path

import pytest

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.desk.opening import open_home
from advisor_tui.desk.recovering import ask, take
from advisor_tui.store.keys import read_keys, write_keys
from tests.exchange_support import Exchanging, desk_key, make_exchange, make_head_office
from tests.support import NOW, PASSPHRASE, STAFF_NO, make_desk, refused

NEW = "a passphrase for today"


@pytest.fixture
def locked(tmp_path: Path) -> Exchanging:
    """Both sides; the desk is locked."""
    made = make_exchange(tmp_path)
    made.desk.close()
    put_envelope(made, tmp_path, desk_key())
    return made


def put_envelope(both: Exchanging, root: Path, key: bytes) -> None:
    """What the recovery key opens in keys.json."""
    keys = home_of(root).keys
    ring = read_keys(keys)
    ring.add_recovery(both.head_office.context.keys.public("recovery"), key)
    write_keys(keys, ring)


def home_of(root: Path) -> Home:
    return Home(root / "home")


def opens(home: Home, passphrase: str) -> bool:
    clock = FixedClock(NOW)
    try:
        open_home(home, passphrase, clock, SeededIds(5, clock)).close()
    except DeskError as error:
        if error.code != "wrong_passphrase":
            raise
        return False
    return True


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def taken(root: Path, answer: Path, passphrase: str = NEW) -> str:
    clock = FixedClock(NOW)
    return take(home_of(root), passphrase, answer, clock, SeededIds(6, clock))


def test_the_new_passphrase_counts_and_the_journal_tells_of_it(locked: Exchanging, tmp_path: Path) -> None:
    home = home_of(tmp_path)
    asked = ask(home, NEW, tmp_path / "request", work_factor=4)
    assert (opens(home, PASSPHRASE), opens(home, NEW)) == (True, False)
    answered = locked.head_office.recover(tmp_path / "request", tmp_path / "answer")
    assert (answered.code, answered.staff) == (asked.code, STAFF_NO)
    assert taken(tmp_path, tmp_path / "answer") == STAFF_NO
    assert (opens(home, PASSPHRASE), opens(home, NEW)) == (False, True)
    clock = FixedClock(NOW)
    desk = open_home(home, NEW, clock, SeededIds(7, clock))
    with desk.office.rows() as connection:
        entry = connection.exec_driver_sql(
            "SELECT actor, action, table_name FROM journal WHERE action = 'home.recover'"
        ).one()
    assert tuple(entry) == (STAFF_NO, "home.recover", "access_log")
    assert [row.what for row in desk.compliance.access()] == ["desk_key"]
    assert desk.compliance.verify(lambda _: None).ok
    desk.close()
    assert refused("not_asked", lambda: taken(tmp_path, tmp_path / "answer"))


def test_neither_file_holds_the_key_in_clear(locked: Exchanging, tmp_path: Path) -> None:
    home = home_of(tmp_path)
    ask(home, NEW, tmp_path / "request", work_factor=4)
    locked.head_office.recover(tmp_path / "request", tmp_path / "answer")
    for path in (tmp_path / "request", tmp_path / "answer", home.recovery):
        content = path.read_bytes()
        assert desk_key() not in content
        assert desk_key().hex().encode() not in content


def test_another_head_offices_key_opens_nothing(locked: Exchanging, tmp_path: Path) -> None:
    ask(home_of(tmp_path), NEW, tmp_path / "request", work_factor=4)
    other = make_head_office(tmp_path / "other", FixedClock(NOW))
    refused("recovery_foreign", lambda: other.recover(tmp_path / "request", tmp_path / "answer"))
    other.close()
    assert not (tmp_path / "answer").exists()


def test_without_the_recovery_key_nothing_is_answered(locked: Exchanging, tmp_path: Path) -> None:
    """It lies in a safe."""
    ask(home_of(tmp_path), NEW, tmp_path / "request", work_factor=4)
    (locked.head_office.context.home.keys / "recovery.key").unlink()
    refused("key_missing", lambda: locked.head_office.recover(tmp_path / "request", tmp_path / "answer"))
    assert not (tmp_path / "answer").exists()


def test_a_desk_that_was_never_enrolled_cannot_ask(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "home", book=False)
    desk.close()
    before = everything(tmp_path)
    refused("no_recovery", lambda: ask(home_of(tmp_path), NEW, tmp_path / "request", work_factor=4))
    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    ("passphrase", "staff", "code"), [("short", "", "weak_passphrase"), (NEW, "9999", "staff_unknown")]
)
def test_what_is_asked_wrongly_changes_nothing(
    locked: Exchanging, tmp_path: Path, passphrase: str, staff: str, code: str
) -> None:
    before = everything(tmp_path)
    home = home_of(tmp_path)
    refused(code, lambda: ask(home, passphrase, tmp_path / "request", staff_no=staff, work_factor=4))
    assert everything(tmp_path) == before


def test_the_answer_to_another_request_changes_nothing(locked: Exchanging, tmp_path: Path) -> None:
    """Also of this very desk: somebody may have asked in between."""
    home = home_of(tmp_path)
    ask(home, NEW, tmp_path / "request", work_factor=4)
    locked.head_office.recover(tmp_path / "request", tmp_path / "answer")
    ask(home, NEW, tmp_path / "again", work_factor=4)
    before = everything(tmp_path)
    refused("recovery_other", lambda: taken(tmp_path, tmp_path / "answer"))
    refused("wrong_passphrase", lambda: taken(tmp_path, tmp_path / "answer", "not what was asked with"))
    assert everything(tmp_path) == before
    assert opens(home, PASSPHRASE)


def test_a_key_that_is_not_this_databases_changes_nothing(locked: Exchanging, tmp_path: Path) -> None:
    """The envelope of keys.json was put here from elsewhere: the key is tried before anything is written."""
    home = home_of(tmp_path)
    put_envelope(locked, tmp_path, bytes(32))
    ask(home, NEW, tmp_path / "request", work_factor=4)
    locked.head_office.recover(tmp_path / "request", tmp_path / "answer")
    before = home.keys.read_bytes()
    refused("damaged", lambda: taken(tmp_path, tmp_path / "answer"))
    assert home.keys.read_bytes() == before
    assert opens(home, PASSPHRASE)


@pytest.mark.parametrize("what", ["{}", "[]", "not json", '{"format":"bank-sync-recovery-request/1","staff":"1"}'])
def test_other_files_are_refused_with_their_name(locked: Exchanging, tmp_path: Path, what: str) -> None:
    (tmp_path / "request").write_text(what, encoding="utf-8")
    with pytest.raises(DeskError) as told:
        locked.head_office.recover(tmp_path / "request", tmp_path / "answer")
    assert told.value.code in ("recovery_invalid", "bundle_json")
    assert "request" in str(told.value.where)


def test_an_envelope_that_is_no_text_of_bytes_is_refused(locked: Exchanging, tmp_path: Path) -> None:
    ask(home_of(tmp_path), NEW, tmp_path / "request", work_factor=4)
    values = json.loads((tmp_path / "request").read_text(encoding="utf-8"))
    (tmp_path / "request").write_text(json.dumps({**values, "envelope": "!"}), encoding="utf-8")
    refused("recovery_invalid", lambda: locked.head_office.recover(tmp_path / "request", tmp_path / "answer"))
