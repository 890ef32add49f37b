"""The desk takes what head office publishes: verified, in order, once; and head office learns that it did."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.reference.root import data_root
from advisor_tui.sync import age, inbox, sshsig
from advisor_tui.sync.published import published_sources
from tests.exchange_support import Exchanging, identity_of, repack
from tests.support import refused

BULLETIN = """
[[bulletin]]
code = "LPR-2026-11"
kind = "rate"
title = { zh = "5 年期 LPR 下调 10 个基点", en = "Five-year LPR cut by 10 basis points" }
body = { zh = "自 11 月 20 日起。", en = "From 20 November." }
source = "市场部"
published_on = 2026-11-20
effective_from = 2026-11-20
affects = ["LPR5Y"]
"""
TIERS = (data_root() / "tiers/tiers.toml").read_text(encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """What the market department publishes."""
    folder = tmp_path / "data"
    for path, text in (("bulletins/rates.toml", BULLETIN), ("tiers/tiers.toml", TIERS + "\n# November\n")):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def published(both: Exchanging, folder: Path | None, tmp_path: Path) -> Path:
    """Publish and give the sealed file."""
    [bundle] = both.head_office.publish(folder, tmp_path / "from-hq")
    return tmp_path / "from-hq" / bundle.file


def code(both: Exchanging, *files: Path) -> str:
    with pytest.raises(DeskError) as caught:
        both.desk.exchange.receive(files)
    return caught.value.code


def value(both: Exchanging, sql: str) -> object:
    with both.desk.office.rows() as connection:
        return connection.exec_driver_sql(sql).scalar()


def forged(both: Exchanging, path: Path, header: dict[str, object], files: dict[str, bytes] | None = None) -> Path:
    """The same bundle with another header, sealed by head office itself."""
    packed = age.decrypt(path.read_bytes(), [identity_of(both).age_identity], "")
    content = age.encrypt(repack(packed, header, files), [age_recipient(both)])
    path.write_bytes(content)
    path.with_name(path.name + ".sig").write_bytes(sshsig.sign(both.head_office.context.keys.root(), content))
    return path


def age_recipient(both: Exchanging) -> str:
    return str(json.loads(identity_of(both).keys_file)["recipient"])


def test_bulletins_and_files_arrive_and_are_told_in_plain_words(both: Exchanging, data: Path, tmp_path: Path) -> None:
    [result] = both.desk.exchange.receive([published(both, data, tmp_path)])
    assert result.status == "applied"
    assert len(result.lines) == 2
    assert "5 年期 LPR 下调 10 个基点" in result.lines[0] or "LPR cut" in result.lines[0]
    assert value(both, "SELECT title_zh FROM bulletin WHERE code = 'LPR-2026-11'") == "5 年期 LPR 下调 10 个基点"
    with both.desk.office.rows() as connection:
        sources = {s.path: s.text for s in published_sources(connection, date(2026, 11, 24))}
    assert sources["tiers/tiers.toml"].endswith("# November\n")
    assert value(both, "SELECT origin FROM journal ORDER BY seq DESC LIMIT 1") == "HQ"


def test_a_published_file_holds_from_its_date(both: Exchanging, data: Path, tmp_path: Path) -> None:
    [bundle] = both.head_office.publish(data, tmp_path / "out", effective=date(2026, 12, 1))
    both.desk.exchange.receive([tmp_path / "out" / bundle.file])
    with both.desk.office.rows() as connection:
        assert published_sources(connection, date(2026, 11, 30)) == []
        assert len(published_sources(connection, date(2026, 12, 1))) == 2


def test_receiving_twice_changes_nothing(both: Exchanging, data: Path, tmp_path: Path) -> None:
    path = published(both, data, tmp_path)
    both.desk.exchange.receive([path])
    before = value(both, "SELECT max(seq) FROM journal")
    [again] = both.desk.exchange.receive([path])
    assert again.status == "duplicate"
    assert value(both, "SELECT max(seq) FROM journal") == before


def test_files_given_out_of_order_are_applied_in_order(both: Exchanging, data: Path, tmp_path: Path) -> None:
    first = published(both, data, tmp_path)
    (data / "bulletins/rates.toml").write_text(BULLETIN.replace("10 个基点", "15 个基点"), encoding="utf-8")
    second = published(both, data, tmp_path)
    [waits] = both.desk.exchange.receive([second])
    assert waits.status == "parked"
    assert "1" in waits.lines[0]
    results = both.desk.exchange.receive([first])
    assert [one.status for one in results] == ["applied", "applied"]
    assert value(both, "SELECT title_zh FROM bulletin") == "5 年期 LPR 下调 15 个基点"


def test_what_waits_has_its_room(both: Exchanging, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is beyond it is refused and lies where it was brought; what waits already goes on waiting."""
    first = published(both, data, tmp_path)
    later = []
    for points in (15, 20):
        (data / "bulletins/rates.toml").write_text(BULLETIN.replace("10 个基点", f"{points} 个基点"), encoding="utf-8")
        later.append(published(both, data, tmp_path))
    monkeypatch.setattr(inbox, "MAX_PARKED", later[0].stat().st_size + later[1].stat().st_size - 1)
    assert [one.status for one in both.desk.exchange.receive([later[0]])] == ["parked"]
    refused("parked_full", lambda: both.desk.exchange.receive([later[1]]))
    monkeypatch.setattr(inbox, "MAX_PARKED", 1)
    assert [one.status for one in both.desk.exchange.receive([first])] == ["applied", "applied"]
    assert [one.status for one in both.desk.exchange.receive([later[1]])] == ["applied"]


def test_only_what_a_terminal_does_not_have_is_sent(both: Exchanging, data: Path, tmp_path: Path) -> None:
    published(both, data, tmp_path)
    assert both.head_office.publish(data, tmp_path / "again") == []


def test_head_offices_entries_travel_back_as_headers_only(both: Exchanging, data: Path, tmp_path: Path) -> None:
    both.send()
    both.ingest()
    both.desk.exchange.receive([published(both, data, tmp_path)])
    both.edit("C0001", "知道了")
    both.send()
    assert both.ingest()["applied"] == 1
    with both.head_office.context.warehouse.write() as session:
        rows = session.connection().exec_driver_sql("SELECT salt, payload FROM hq_journal WHERE origin = 'HQ'")
        assert set(map(tuple, rows)) == {(None, None)}


def test_acknowledged_bundles_are_pruned_on_both_sides(both: Exchanging, data: Path, tmp_path: Path) -> None:
    both.send()
    both.ingest()
    [result] = both.desk.exchange.receive([published(both, data, tmp_path)])
    assert result.acknowledged == 1
    assert [row.state for row in both.desk.exchange.view().sent] == ["acknowledged"]
    assert value(both, "SELECT content FROM bundle_sent") is None
    assert list(both.desk.office.home.outbox.iterdir()) == []
    both.send()
    both.ingest()
    with both.head_office.context.warehouse.write() as session:
        [row] = session.connection().exec_driver_sql("SELECT content, acknowledged_at FROM hq_outbound")
    assert row[0] is None
    assert row[1]


def test_an_acknowledgement_without_files_is_a_heartbeat(both: Exchanging, tmp_path: Path) -> None:
    both.send()
    both.ingest()
    [result] = both.desk.exchange.receive([published(both, None, tmp_path)])
    assert (result.status, result.lines, result.acknowledged) == ("applied", (), 1)


def test_an_acknowledgement_of_what_was_never_sent_marks_a_restored_copy(both: Exchanging, tmp_path: Path) -> None:
    both.send()
    both.ingest()
    path = published(both, None, tmp_path)
    epoch = identity_of(both).epoch
    forged(both, path, {"ack": {"epoch": epoch, "seq": 7, "sha256": "a" * 64}})
    assert code(both, path) == "restored_copy"


def test_an_expired_bundle_is_refused_and_the_desk_works_on(both: Exchanging, data: Path, tmp_path: Path) -> None:
    path = published(both, data, tmp_path)
    both.clock.move(timedelta(days=31))
    assert code(both, path) == "bundle_expired"
    assert both.desk.exchange.view().stale
    both.edit("C0001", "x")


def test_a_fork_stops_the_stream(both: Exchanging, data: Path, tmp_path: Path) -> None:
    path = published(both, data, tmp_path)
    both.desk.exchange.receive([path])
    (data / "bulletins/rates.toml").write_text(BULLETIN.replace("10 个基点", "15 个基点"), encoding="utf-8")
    second = published(both, data, tmp_path)
    forged(both, path, {"created": "2026-11-24T02:00:00.000000Z"})
    assert code(both, path) == "bundle_fork"
    assert code(both, path) == "bundle_fork"
    assert value(both, "SELECT count(*) FROM bundle_received WHERE status = 'quarantined'") == 1
    assert code(both, second) == "bundle_fork"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"path": "../desk.db"}, "published_invalid"),
        ({"path": "unknown/x.toml"}, "published_invalid"),
        ({"sha256": "0" * 64}, "published_invalid"),
        ({"text": "[[bulletin"}, "published_invalid"),
        ({"effective_from": "soon"}, "published_invalid"),
        ({"path": "tiers/tiers.toml"}, "data_invalid"),
        ({"text": "[[bulletin]]\ncode = 'x'\n"}, "data_invalid"),
    ],
)
def test_a_published_file_that_is_not_right_changes_nothing(
    both: Exchanging, data: Path, tmp_path: Path, change: dict[str, str], expected: str
) -> None:
    from advisor_tui.sync.bag import sha256

    shutil.rmtree(data / "tiers")
    path = published(both, data, tmp_path)
    row = {
        "path": "bulletins/rates.toml",
        "version": "1",
        "effective_from": "2026-11-24",
        "sha256": "",
        "text": BULLETIN,
    }
    row |= {key: text for key, text in change.items() if key != "sha256"}
    row["sha256"] = change.get("sha256", sha256(row["text"].encode()))
    forged(both, path, {}, {"files.jsonl": json.dumps(row).encode() + b"\n"})
    assert code(both, path) == expected
    assert value(both, "SELECT count(*) FROM bundle_received") == 0
    assert value(both, "SELECT count(*) FROM published_file") == 0
    assert value(both, "SELECT count(*) FROM bulletin") == 0


def test_a_version_never_changes(both: Exchanging, data: Path, tmp_path: Path) -> None:
    from advisor_tui.sync.bag import sha256

    first = published(both, data, tmp_path)
    both.desk.exchange.receive([first])
    version = value(both, "SELECT version FROM published_file WHERE path = 'bulletins/rates.toml'")
    (data / "bulletins/rates.toml").write_text(BULLETIN.replace("10 个基点", "15 个基点"), encoding="utf-8")
    second = published(both, data, tmp_path)
    text = BULLETIN.replace("10 个基点", "20 个基点")
    row = {"path": "bulletins/rates.toml", "version": version, "effective_from": "2026-11-24",
           "sha256": sha256(text.encode()), "text": text}  # fmt: skip
    forged(both, second, {}, {"files.jsonl": json.dumps(row).encode() + b"\n"})
    assert code(both, second) == "version_changed"


def test_a_bundle_of_our_own_is_not_taken_for_head_offices(both: Exchanging) -> None:
    both.send()
    assert code(both, both.carried / "T0123-HQ-00000001.zip.age") == "signer_unknown"


def test_a_desk_that_is_not_enrolled_receives_nothing(both: Exchanging, data: Path, tmp_path: Path) -> None:
    path = published(both, data, tmp_path)
    with both.desk.office.write("test") as session:
        session.connection().exec_driver_sql("DELETE FROM enrolment")
        session.commit()
    assert code(both, path) == "not_enrolled"


def test_hostile_text_of_a_bulletin_is_made_harmless(both: Exchanging, data: Path, tmp_path: Path) -> None:
    text = BULLETIN.replace("自 11 月 20 日起。", "\\u001b]52;c;eA==\\u0007\\u202e[/]")
    (data / "bulletins/rates.toml").write_text(text, encoding="utf-8")
    both.desk.exchange.receive([published(both, data, tmp_path)])
    body = str(value(both, "SELECT body_zh FROM bulletin"))
    assert "\x1b" not in body
    assert "\u202e" not in body
    assert "[/]" in body
