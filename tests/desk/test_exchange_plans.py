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
    values = dict.fromkeys(statement.compile().params, "")
    with desk.office.rows() as connection:
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {statement.text.replace(':epoch', '?')}", tuple(values.values())
        )
        steps = [row[3] for row in plan]
    assert len(steps) == 1
    assert f"USING COVERING INDEX {index}" in steps[0]
