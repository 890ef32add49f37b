"""What an export asks of the bundles sent is answered without reading the bundles."""

import pytest
from sqlalchemy import TextClause

from advisor_tui.desk import exchange
from advisor_tui.desk.desk import Desk


@pytest.mark.parametrize(
    ("statement", "index"),
    [(exchange._LAST_SEAL, "ix_bundle_sent_sealed"), (exchange._UNDELIVERED, "ix_bundle_sent_open")],
)
def test_an_index_alone_answers_what_every_export_asks(desk: Desk, statement: TextClause, index: str) -> None:
    sql, values = statement.text, dict.fromkeys(statement.compile().params, "")
    with desk.office.rows() as connection:
        steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
    (of_bundles,) = [step for step in steps if "bundle_sent" in step]
    assert f"SEARCH bundle_sent USING COVERING INDEX {index} " in of_bundles
    assert not [step for step in steps if "SCAN" in step or "TEMP B-TREE" in step]
