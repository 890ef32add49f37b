"""Nothing is sealed that every receiver would refuse for its size."""

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.sync.limits import MAX_LINE, MAX_RATIO
from advisor_tui.sync.package import FILES
from advisor_tui.sync.zipping import read_zip, write_zip
from tests.exchange_support import Exchanging
from tests.sync.hq_pen import Pen


@pytest.mark.parametrize("text", [b"x" * 1_000_000, b"0123456789abcdef" * 70_000, b"y" * (MAX_RATIO + 1), b""])
def test_what_shrinks_beyond_the_cap_is_stored_and_reads_back(text: bytes) -> None:
    files = {"bag/data/a.jsonl": text, "bag/data/b.jsonl": b"plain\n"}
    assert read_zip(write_zip(files), "test") == files


def test_a_line_that_no_receiver_reads_is_refused_before_a_number_is_taken(both: Exchanging) -> None:
    with both.desk.office.write("client.edit") as session:
        connection = session.connection()
        connection.exec_driver_sql("UPDATE client SET remark = ? WHERE number = 'C0001'", ("长" * (MAX_LINE // 3 + 1),))
        session.commit()
    with pytest.raises(DeskError) as caught:
        both.desk.exchange.seal()
    assert caught.value.code == "line_too_large"
    assert "changes.jsonl:" in (caught.value.where or "")
    with both.desk.office.rows() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM bundle_sent").scalar() == 0


def test_a_line_of_just_the_cap_is_read(pen: Pen) -> None:
    from advisor_tui.sync.strict_json import load_lines

    line = b'{"a":"' + b"z" * (MAX_LINE - 8) + b'"}'
    assert len(line) == MAX_LINE
    assert len(list(load_lines(line + b"\n", "test"))) == 1
    pen.write({FILES.path: line + b"\n"})
    with pytest.raises(DeskError) as caught:
        pen.write({FILES.path: line[:-2] + b'z"}\n'})
    assert caught.value.code == "line_too_large"
