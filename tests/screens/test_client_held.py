"""The client page says that head office has locked the client, before a form is filled in and refused."""

from pathlib import Path

import pytest

from advisor_tui.base.languages import Lang
from tests.screens.client_stage import ClientStage, open_page
from tests.screens.work_stage import press, settle

CASES = [
    ("zh", "reassigned", None, "! 总行已锁定：移交中"),
    ("en", "reassigned", None, "! Locked by head office: being handed over"),
    ("zh", "restricted", "2036-11-24", "! 总行已锁定：依法留存至 2036-11-24"),
    ("en", "restricted", "2036-11-24", "! Locked by head office: kept as the law requires until 2036-11-24"),
    ("zh", "restricted", None, "! 总行已锁定：依法留存"),
    ("en", "restricted", None, "! Locked by head office: kept as the law requires"),
]


def lock(stage: ClientStage, number: str, why: str, until: str | None) -> None:
    with stage.desk.office.write("order.apply") as session:
        session.connection().exec_driver_sql(
            "INSERT INTO client_lock (id, why, order_id, since, last_change, until) "
            "VALUES (?, ?, 'order', '2026-11-24T00:00:00.000000Z', 0, ?)",
            (stage.id(number), why, until),
        )
        session.commit()


@pytest.mark.parametrize(("lang", "why", "until", "line"), CASES)
async def test_a_locked_client_s_page_begins_with_why(
    tmp_path: Path, lang: Lang, why: str, until: str | None, line: str
) -> None:
    stage = ClientStage(tmp_path / "home", lang)
    try:
        lock(stage, "C0001", why, until)
        async with stage.app.run_test(size=(80, 24)) as pilot:
            await open_page(pilot, stage, "zsf")
            shown = [text.strip() for text in stage.text().splitlines()]
            assert line in shown, shown
            assert shown.index(line) + 1 == next(at for at, text in enumerate(shown) if "C0001" in text)
            await press(pilot, "6")
            await settle(pilot, stage.shows("13800138000"), "the whole phone")
            assert line in [text.strip() for text in stage.text().splitlines()]
    finally:
        stage.desk.close()


@pytest.mark.parametrize(("lang", "word"), [("zh", "总行已锁定"), ("en", "Locked by head office")])
async def test_only_the_locked_client_s_page_says_so(tmp_path: Path, lang: Lang, word: str) -> None:
    stage = ClientStage(tmp_path / "home", lang)
    try:
        lock(stage, "C0002", "reassigned", None)
        async with stage.app.run_test(size=(80, 24)) as pilot:
            await open_page(pilot, stage, "zsf")
            assert "C0001" in stage.text()
            assert word not in stage.text()
    finally:
        stage.desk.close()
