"""Why a content was refused is kept each time that the reason is another one."""

import json

from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice.quarantine import set_aside
from tests.exchange_support import Exchanging


def test_every_reason_of_one_content_is_kept_once_the_newest_first(both: Exchanging) -> None:
    context = both.head_office.context
    path = both.carried / "odd.zip.age"
    path.write_bytes(b"odd")
    for code in ("first", "second", "second", "first", "third"):
        set_aside(context, path, DeskError(code, f"because of {code}", where=path.name))
    [note] = context.home.quarantine.glob("*/reason.json")
    kept = json.loads(note.read_text(encoding="utf-8"))
    assert (kept["code"], kept["message"]) == ("third", "because of third")
    assert [one["code"] for one in kept["earlier"]] == ["first", "second"]
    assert all(one.keys() == {"file", "code", "message", "where", "at"} for one in kept["earlier"])
    for n in range(40):
        set_aside(context, path, DeskError(f"number {n}", "", where=path.name))
    assert len(json.loads(note.read_text(encoding="utf-8"))["earlier"]) == 20
    note.write_bytes(b"\xff{")
    set_aside(context, path, DeskError("after damage", "", where=path.name))
    assert "earlier" not in json.loads(note.read_text(encoding="utf-8"))
