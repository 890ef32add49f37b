"""The password of a warehouse's database: taken from the environment, and shown nowhere."""

from pathlib import Path

import pytest

from advisor_tui.headoffice.dialects import Postgres
from tests.cli.runner import passphrase_file, run
from tests.postgres import need_server

SECRET = "Geheim-7"


@pytest.mark.parametrize(
    "address",
    [f"postgresql://u:{SECRET}@h/d", f"postgresql://u@h/d?password={SECRET}&application_name=hq",
     f"postgresql://h/d?sslkey=/k&sslpassword={SECRET}"],
)  # fmt: skip
def test_no_form_of_a_password_is_shown(address: str) -> None:
    pytest.importorskip("psycopg")
    dialect = Postgres(address)
    assert SECRET not in dialect.place
    assert dialect.place.startswith("postgresql+psycopg://")
    assert ("application_name=hq" in dialect.place) is ("application_name" in address)
    assert SECRET in dialect.engine().url.render_as_string(hide_password=False)


def test_the_address_is_taken_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = need_server()
    database = server.database()
    address = server.address(database)
    secret = f"{address}{'&' if '?' in address else '?'}password={SECRET}"
    monkeypatch.setenv("ADVISOR_TUI_WAREHOUSE", secret)
    ran = run(
        "head-office", "init", "--home", tmp_path / "hq", "--passphrase-file", passphrase_file(tmp_path), "--json"
    )
    assert ran.code == 0, ran.out
    assert ran.json["warehouse"].startswith("postgresql+psycopg://")
    assert database in ran.json["warehouse"]
    assert SECRET not in ran.out + ran.err
    assert (tmp_path / "hq/keys/warehouse.url").exists()
    assert not (tmp_path / "hq/warehouse.db").exists()
