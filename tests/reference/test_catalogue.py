import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice.folder import read_folder
from advisor_tui.reference.catalogue import PARTS, load_reference
from advisor_tui.reference.check import READERS, RULES, check_folder
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Source

ROOT = data_root()
TODAY = date(2026, 11, 24)


def published(name: str, old: str, new: str) -> Source:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert old in text
    return Source(name, text.replace(old, new))


def test_head_offices_file_outranks_the_shipped_one() -> None:
    reference = load_reference(ROOT, [published("tiers/tiers.toml", "from_fen = 50_000_00", "from_fen = 60_000_00")])
    assert dict(reference.tier_floors)["gold"] == 60_000_00
    assert dict(load_reference(ROOT).tier_floors)["gold"] == 50_000_00


def test_a_new_version_of_a_questionnaire_holds_from_its_day_and_the_old_one_stays() -> None:
    newer = published(
        "questionnaires/quick-2026.toml",
        "version = 1\neffective_from = 2026-02-01",
        "version = 2\neffective_from = 2026-12-01",
    )
    both = load_reference(ROOT, [Source("questionnaires/quick-2026-v2.toml", newer.text)]).questionnaires
    assert both.latest("quick-2026", TODAY).version == 1
    assert both.latest("quick-2026", date(2026, 12, 1)).version == 2
    assert both.get("quick-2026", 1).key == "quick-2026/1"


def test_one_version_in_two_files_is_refused() -> None:
    text = (ROOT / "questionnaires/quick-2026.toml").read_text(encoding="utf-8")
    with pytest.raises(DeskError) as refused:
        _ = load_reference(ROOT, [Source("questionnaires/copy.toml", text)]).questionnaires
    line = next(n for n, row in enumerate(text.splitlines(), start=1) if row.startswith('id = "quick-2026"'))
    assert (refused.value.code, refused.value.where) == ("data_invalid", f"questionnaires/copy.toml:{line}")
    assert refused.value.params["other"] == f"questionnaires/quick-2026.toml:{line}"


def test_a_changed_file_whose_version_was_not_raised_is_found_before_it_is_published(tmp_path: Path) -> None:
    text = (ROOT / "questionnaires/quick-2026.toml").read_text(encoding="utf-8")
    (tmp_path / "questionnaires").mkdir()
    trial = tmp_path / "questionnaires" / "a-trial.toml"
    trial.write_text(text, encoding="utf-8")
    (mistake,) = check_folder(tmp_path)[1]
    assert mistake.path == "questionnaires/a-trial.toml"
    trial.write_text(text.replace("version = 1", "version = 9", 1), encoding="utf-8")
    assert check_folder(tmp_path)[1] == []


def test_what_is_not_there_is_refused_by_name() -> None:
    questionnaires = load_reference(ROOT).questionnaires
    with pytest.raises(DeskError) as refused:
        questionnaires.get("quick-2026", 9)
    assert (refused.value.code, refused.value.where) == ("reference_unknown", "quick-2026/9")
    with pytest.raises(DeskError):
        questionnaires.latest("quick-2026", date(2020, 1, 1))


def test_a_broken_publication_is_refused_where_it_is_read_and_nowhere_else() -> None:
    reference = load_reference(ROOT, [Source("tiers/tiers.toml", "tier = 1")])
    assert reference.cadence.months
    with pytest.raises(DeskError) as refused:
        _ = reference.tiers
    assert refused.value.where.startswith("tiers/tiers.toml:1")


def test_the_shipped_data_has_no_mistake() -> None:
    files, mistakes = check_folder(ROOT)
    assert files > 20
    assert [(m.where, m.key, m.sentence) for m in mistakes] == []


def test_every_mistake_of_every_file_is_found(tmp_path: Path) -> None:
    shutil.copytree(ROOT, tmp_path / "data")
    for name, old, new in [
        ("tiers/tiers.toml", "from_fen = 0\n", "from_fen = 7\n"),
        ("cadence/cadence.toml", "months = 12", "months = 99"),
        ("cadence/cadence.toml", "days = [-30]", "days = [-400]"),
    ]:
        path = tmp_path / "data" / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    _, mistakes = check_folder(tmp_path / "data")
    assert [(m.path, m.key) for m in mistakes] == [
        ("cadence/cadence.toml", "rhythm[0].months"),
        ("cadence/cadence.toml", "event[3].days"),
        ("tiers/tiers.toml", "tier[0].from_fen"),
    ]


def test_a_part_of_the_data_may_be_checked_and_an_empty_folder_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "products", tmp_path / "products")
    assert check_folder(tmp_path) == (len(list((ROOT / "products").glob("*.toml"))), [])
    (tmp_path / "empty").mkdir()
    with pytest.raises(DeskError) as refused:
        check_folder(tmp_path / "empty")
    assert refused.value.code == "data_missing"


def test_every_folder_of_the_data_is_read_by_somebody() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and any(path.glob("*.toml"))}
    assert folders == {*READERS, RULES} - {"bulletins"}  # which head office alone writes


def test_a_file_that_nothing_reads_is_a_mistake(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tiers", tmp_path / "tiers")
    shutil.copytree(ROOT / "tiers", tmp_path / "teirs")
    files, mistakes = check_folder(tmp_path)
    assert (files, [m.where for m in mistakes]) == (1, ["teirs/tiers.toml:1"])


def test_reading_the_data_does_not_import_the_holiday_library() -> None:
    """The 2026 notice is in data/: only another year's calendar needs the library, which is slow to import."""
    code = (
        "import sys, datetime; from advisor_tui.reference.catalogue import load_reference;"
        "from advisor_tui.reference.root import data_root; r = load_reference(data_root());"
        "r.questionnaires, r.products, r.cadence, r.tiers, r.needs, r.workflows, r.checklists;"
        "assert not r.work_calendar.is_workday(datetime.date(2026, 10, 1)); assert 'holidays' not in sys.modules;"
        "assert not r.work_calendar.is_workday(datetime.date(2028, 10, 1)); assert 'holidays' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_folder_of_the_data_is_read_by_a_part() -> None:
    assert {path.name for path in data_root().iterdir() if path.is_dir()} == PARTS.keys()


def test_a_whole_copy_of_the_data_may_be_published() -> None:
    whole = read_folder(data_root(), date(2026, 12, 1))
    assert len(whole) == len(list(data_root().rglob("*.toml")))


def test_a_folder_to_publish_may_hold_bulletins_and_orders(tmp_path: Path) -> None:
    """Bulletins are read like any file; what orders name only head office's warehouse knows."""
    for name, text in (("bulletins/rates.toml", '[[bulletin]]\ncode = "x"\n'), ("orders/q4.toml", "[[target]]\n")):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/a.toml").write_text("", encoding="utf-8")
    found = {(mistake.path, mistake.key) for mistake in check_folder(tmp_path)[1]}
    assert ("notes/a.toml", "") in found
    assert {path for path, _ in found} == {"notes/a.toml", "bulletins/rates.toml"}
