"""The demo's rows: written at the driver, read back as the tables' own objects."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from advisor_tui.desk.demo.rows import Rows
from advisor_tui.desk.desk import Desk
from advisor_tui.store.tables import Client, IdentityDocument, Task


def test_a_row_is_what_the_table_s_own_class_would_have_made(desk: Desk) -> None:
    office, at = desk.office, datetime(2026, 11, 24, 1, 2, 3, 4, UTC)
    rows = Rows(office.ids)
    # Of the tables that others point to, whatever the order in which they were added.
    task = rows.add(Task, client_id="c", advisor_id=office.me.id, kind="note", due_on=date(2026, 12, 1), created_at=at)
    paper = rows.add(IdentityDocument, client_id="c", number="1", long_term=True)
    rows.add(Client, number="C9", name="甲", advisor_id=office.me.id, branch_id=office.me.branch_id, id="c")
    with office.write("test.fill") as session:
        assert rows.write(session.connection()) == 3
        assert rows.write(session.connection()) == 0, "what is written is forgotten"
        session.commit()
    with office.read() as session:
        read = session.exec(select(Task).where(Task.id == task)).one()
        want = Task(
            id=task, client_id="c", advisor_id=office.me.id, kind="note", due_on=date(2026, 12, 1), created_at=at
        )
        assert read.model_dump() == want.model_dump()
        assert session.get_one(IdentityDocument, paper).long_term is True


def test_a_value_without_a_column_is_a_mistake(desk: Desk) -> None:
    with pytest.raises(KeyError, match="colour"):
        Rows(desk.office.ids).add(Client, colour="red")
