"""Why a content was refused is kept each time that the reason is another one."""

import json

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice import quarantine, status
from advisor_tui.headoffice.quarantine import Quarantine
from tests.exchange_support import Exchanging


def test_every_reason_of_one_content_is_kept_once_the_newest_first(both: Exchanging) -> None:
    context = both.head_office.context
    path = both.carried / "odd.zip.age"
    path.write_bytes(b"odd")
    for code in ("first", "second", "second", "first", "third"):
        Quarantine(context).set_aside(path, DeskError(code, f"because of {code}", where=path.name))
    [note] = context.home.quarantine.glob("*/reason.json")
    kept = json.loads(note.read_text(encoding="utf-8"))
    assert (kept["code"], kept["message"]) == ("third", "because of third")
    assert [one["code"] for one in kept["earlier"]] == ["first", "second"]
    assert all(one.keys() == {"file", "code", "message", "where", "at"} for one in kept["earlier"])
    for n in range(40):
        Quarantine(context).set_aside(path, DeskError(f"number {n}", "", where=path.name))
    assert len(json.loads(note.read_text(encoding="utf-8"))["earlier"]) == 20
    note.write_bytes(b"\xff{")
    Quarantine(context).set_aside(path, DeskError("after damage", "", where=path.name))
    assert "earlier" not in json.loads(note.read_text(encoding="utf-8"))


def test_beyond_its_room_only_the_reason_is_kept(both: Exchanging, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies there stays, whatever comes later; what comes when there is room again is kept again."""
    context = both.head_office.context
    for module in (quarantine, status):
        monkeypatch.setattr(module, "MAX_QUARANTINE", 10_000)
    monkeypatch.setattr(status, "MAX_FILE", 5_000)
    assert not both.head_office.status().quarantine_full
    for name in ("one", "two"):
        (both.carried / f"{name}.zip.age").write_bytes(name.encode() * 2_000)
    both.ingest()
    folders = {path.parent for path in context.home.quarantine.rglob("*.zip.age")}
    notes = {path.parent: json.loads(path.read_text()) for path in context.home.quarantine.glob("*/reason.json")}
    assert len(notes) == 2
    assert len(folders) == 1
    assert {note["copied"] for folder, note in notes.items() if folder not in folders} == {False}
    assert both.head_office.status().quarantine_full
    [first] = folders
    for path in first.iterdir():
        path.unlink()
    both.ingest()
    assert len([*context.home.quarantine.rglob("*.zip.age")]) == 1
