"""Files of data/ that head office publishes: every version, whole on every day, for ever the same."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from advisor_tui.headoffice.tables import Terminal
from advisor_tui.reference.root import data_root
from tests.exchange_support import TERMINAL, Exchanging
from tests.support import TODAY, refused

BULLETIN = """
[[bulletin]]
code = "{code}"
kind = "rate"
title = {{ zh = "{code}", en = "{code}" }}
published_on = 2026-11-20
effective_from = 2026-11-20
"""


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def shipped(name: str) -> str:
    return (data_root() / name).read_text("utf-8")


def ours() -> str:
    """A file of products of our own."""
    text = shipped("products/deposits_2026q4.toml")
    for name in ('\nid = "', 'disclosure = "'):
        text = text.replace(name, name + "x-")
    return text


def publish(both: Exchanging, data: Path, to: Path, effective: date = TODAY) -> int:
    """How many files went to the terminal."""
    sent = both.head_office.publish(data, to, effective=effective)
    return sum(bundle.files for bundle in sent if bundle.terminal == TERMINAL)


def receive(both: Exchanging, folder: Path) -> list[str]:
    results = both.desk.receive(sorted(folder.glob("*.age")))
    assert {result.status for result in results} == {"applied"}
    return [line for result in results for line in result.lines]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return put(tmp_path / "data", "tiers/tiers.toml", shipped("tiers/tiers.toml") + "\n# November\n")


def test_a_terminal_gets_what_holds_and_what_will(both: Exchanging, data: Path, tmp_path: Path) -> None:
    assert publish(both, data, tmp_path / "a") == 1
    put(data, "tiers/tiers.toml", shipped("tiers/tiers.toml") + "\n# December\n")
    assert publish(both, data, tmp_path / "b", TODAY + timedelta(days=7)) == 1
    with both.head_office.context.warehouse.write() as session:
        session.get_one(Terminal, TERMINAL).peer_epoch = both.desk.office.ids.new()  # as if it were a new machine
        session.commit()
    assert sum(bundle.files for bundle in both.head_office.publish(None, tmp_path / "c")) == 2


def test_the_same_content_is_a_version_again_only_where_another_held(
    both: Exchanging, data: Path, tmp_path: Path
) -> None:
    assert publish(both, data, tmp_path / "a", TODAY + timedelta(days=7)) == 1
    assert publish(both, data, tmp_path / "b", TODAY + timedelta(days=9)) == 0, "it holds then anyway"
    assert publish(both, data, tmp_path / "c") == 1, "it holds earlier now"


def test_what_every_desk_would_refuse_is_not_published(both: Exchanging, tmp_path: Path) -> None:
    """Also what is only wrong together with files that were published before."""
    first = put(tmp_path / "one", "products/ours.toml", ours())
    assert publish(both, first, tmp_path / "a") == 1
    again = put(tmp_path / "two", "products/renamed.toml", ours())
    refusal = refused("data_invalid", lambda: publish(both, again, tmp_path / "b"))
    assert "products/" in refusal.where
    assert not (tmp_path / "b").exists()
    assert receive(both, tmp_path / "a")


def test_together_on_a_later_day_counts_too(both: Exchanging, tmp_path: Path) -> None:
    text = ours()
    later = TODAY + timedelta(days=7)
    assert publish(both, put(tmp_path / "one", "products/ours.toml", text), tmp_path / "a", later) == 1
    again = put(tmp_path / "two", "products/renamed.toml", text)
    refused("data_invalid", lambda: publish(both, again, tmp_path / "b"))


def test_a_products_version_says_for_ever_what_it_said(both: Exchanging, tmp_path: Path) -> None:
    name = "products/deposits_2026q4.toml"
    text = shipped(name)
    changed = text.replace("issuer_risk_level = 1", "issuer_risk_level = 2", 1).replace(
        "min_amount = ", "min_amount = 1", 1
    )
    assert changed != text
    refusal = refused("version_changed", lambda: publish(both, put(tmp_path / "one", name, changed), tmp_path / "a"))
    assert refusal.where in text


def test_a_bulletin_that_did_not_change_is_no_news(both: Exchanging, tmp_path: Path) -> None:
    data = put(tmp_path / "data", "bulletins/rates.toml", BULLETIN.format(code="ONE"))
    publish(both, data, tmp_path / "a")
    receive(both, tmp_path / "a")
    with both.desk.office.write("bulletin.read") as session:
        session.connection().exec_driver_sql("UPDATE bulletin SET read_at = '2026-11-24T01:00:00.000000Z'")
        session.commit()
    put(data, "bulletins/rates.toml", BULLETIN.format(code="ONE") + BULLETIN.format(code="TWO"))
    publish(both, data, tmp_path / "b")
    lines = receive(both, tmp_path / "b")
    assert any("TWO" in line for line in lines)
    assert not any("ONE" in line for line in lines)
    with both.desk.office.rows() as connection:
        unread = connection.exec_driver_sql("SELECT code FROM bulletin WHERE read_at IS NULL").scalars().all()
    assert unread == ["TWO"]
