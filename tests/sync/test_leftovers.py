"""What this program wrote in clear about a client goes with the client; what is about others stays."""

from pathlib import Path

from advisor_tui.base.ids import SeededIds
from advisor_tui.desk.importing.rejects import Reject, write_rejects
from advisor_tui.desk.printing import write_in_clear
from advisor_tui.sync.leftovers import SCRUB, note_removed, remove_files, removed
from advisor_tui.sync.orders.contents import Erasure
from tests.exchange_support import Exchanging
from tests.support import client_id
from tests.sync.hq_pen import Pen

ORDER = Erasure("总行合规部", "客户要求")


def interview_of(both: Exchanging, number: str) -> str:
    """An interview that was begun with a client; its id."""
    row = SeededIds(7, both.clock).new() if number == "C0001" else SeededIds(8, both.clock).new()
    with both.desk.office.write("client.edit") as session:
        connection = session.connection()
        connection.exec_driver_sql(
            "DELETE FROM holding WHERE client_id = (SELECT id FROM client WHERE number = ?)", (number,)
        )
        connection.exec_driver_sql("UPDATE client SET status = 'prospect' WHERE number = ?", (number,))
        connection.exec_driver_sql(
            "INSERT INTO life_event (id, client_id, kind, happens_on, yearly, lunar, remark) "
            "SELECT ?, id, 'job', '2026-11-24', 0, 0, '' FROM client WHERE number = ?",
            (row, number),
        )
        session.commit()
    return row


def save(both: Exchanging, number: str, row: str) -> Path:
    """Print something of a client, and keep it over the next lock."""
    path = write_in_clear(
        both.desk.office, f"interview-{row}.pdf", b"%PDF", action="interview.print", kind="print",
        what="interview_record", client_id=client_id(both.desk, number),
    )  # fmt: skip
    return path.rename(path.with_name(f"saved-{path.name}"))


def test_saved_prints_and_rejected_rows_of_an_erased_client_go_and_the_advisor_is_told_of_paper(
    both: Exchanging, pen: Pen, tmp_path: Path
) -> None:
    mine = save(both, "C0001", interview_of(both, "C0001"))
    others = save(both, "C0002", interview_of(both, "C0002"))
    home = both.desk.office.home
    source = tmp_path / "list.csv"  # in a folder that takes no file: the rows lie in print/
    rejects = [
        Reject(2, "手机号", "?", "?", ["张三丰", "13800138000", "10"]),
        Reject(3, "手机号", "?", "?", ["别人", "+8613900139001", "11"]),
    ]
    both_rows, _ = write_rejects(Path("/proc") / source.name, ["姓名", "手机号", "金额"], rejects, home)
    only_mine, _ = write_rejects(Path("/proc/other.csv"), ["姓名", "手机号", "金额"], rejects[:1], home)
    assert both_rows.parent == home.print
    [result] = both.desk.exchange.receive([pen.orders(pen.order(ORDER, "C0001"))])
    assert not mine.exists()
    assert not only_mine.exists()
    assert others.exists()
    left = both_rows.read_text("utf-8-sig")
    assert "张三丰" not in left
    assert left.splitlines()[0].endswith("姓名,手机号,金额")
    assert left.splitlines()[1].endswith("别人,'+8613900139001,11")
    assert both_rows.stat().st_mode & 0o777 == 0o600
    assert len(result.lines) == 2
    assert "1" in result.lines[1]
    assert "2026-11-24" in result.lines[1]
    with both.desk.office.rows() as connection:
        assert removed(connection) is None


def test_a_kill_leaves_the_note_by_which_the_files_are_found(both: Exchanging) -> None:
    row = interview_of(both, "C0001")
    mine = save(both, "C0001", row)
    with both.desk.office.write(
        "client.edit",
    ) as session:
        note_removed(session.connection(), [("interview", row)], ["张三丰"])
        note_removed(session.connection(), [("interview", "another")], [])
        session.commit()
    with both.desk.office.rows() as connection:
        assert removed(connection) == {"ids": sorted([row, "another"]), "words": ["张三丰"]}
    both.desk.exchange.carry_due()
    assert not mine.exists()
    with both.desk.office.rows() as connection:
        assert removed(connection) is None
        assert not connection.exec_driver_sql("SELECT count(*) FROM meta WHERE name = ?", (SCRUB,)).scalar()


def test_a_saved_file_that_is_no_print_of_ours_is_left_alone(both: Exchanging) -> None:
    home = both.desk.office.home
    own = home.print / "saved-notes.txt"
    own.write_text("张三丰", encoding="utf-8")
    remove_files(home, {"ids": ["01936000-0000-7000-8000-0000000000ff"], "words": ["张三丰"]})
    assert own.exists()
