"""Orders that stand in files: `orders/*.toml` of the folder that is published, checked key by key with file and line.

Each is of one of the tables below; a key that is not known is refused. `from` may stand in each: the date from which
the order holds, else the day on which it is published.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.belonging import client_id
from advisor_tui.headoffice.order_book import Given, erasure_holds
from advisor_tui.headoffice.tables import COPIES, Terminal
from advisor_tui.reference.toml import Document, Source, Table, read_sources
from advisor_tui.sync.orders.contents import (
    CREDIT_DECISIONS,
    METRICS,
    CreditDecision,
    Erasure,
    Incentive,
    Reassignment,
    Settlement,
    TargetGoal,
    TrainingRequirement,
)

AREA = "orders"


def read_orders_folder(session: Session, folder: Path, today: date) -> list[Given]:
    """The orders of a folder's `orders/*.toml`, each about a terminal, client, case or staff number that is known.

    Raises:
        DeskError: `data_unreadable`, `data_invalid`, naming the file, line and key.
    """
    given: list[Given] = []
    for source in read_sources(folder, AREA):
        given += _read(session, source, today)
    return given


def _read(session: Session, source: Source, today: date) -> list[Given]:
    document = Document(source)
    document.root.only(*_READERS)
    given = []
    for name, (keys, reader) in _READERS.items():
        for table in document.root.tables(name):
            table.only(*keys, "from")
            day = table.optional_day("from")
            one = reader(_Known(session, table), table, day or today)
            given.append(replace(one, dated=day is not None))
    document.refuse()
    return given


def read_order(session: Session, kind: str, values: Mapping[str, object], by: str, today: date) -> Given:
    """One order that a person decides by a command, checked like one of a file.

    Args:
        session: The warehouse.
        kind: A table's name of a file.
        values: Its keys; `from` may be among them.
        by: Who decides it.
        today: Business date, from which the order holds if no other is given.

    Raises:
        DeskError: `order_refused`, its `where` the option.
    """
    document = Document(Source(by, ""))
    table = Table(document, (kind,), {name: value for name, value in values.items() if value is not None})
    given = _READERS[kind][1](_Known(session, table), table, table.optional_day("from") or today)
    for mistake in document.mistakes:
        option = mistake.key.rpartition(".")[2].replace("_", "-")
        raise DeskError("order_refused", mistake.message, where=f"--{option}", **mistake.params)
    return given


class _Known:
    """Looks up what an order is about, and notes at its key what is not known."""

    def __init__(self, session: Session, table: Table) -> None:
        self._session, self._table = session, table

    def terminal(self, key: str = "terminal") -> str:
        name = self._table.text(key)
        if name and self._session.get(Terminal, name) is None:
            self._table.wrong(key, mark("{terminal} is not registered"), terminal=name)
        return name

    def client(self, terminal: str) -> str:
        number = self._table.text("client")
        if number and client_id(self._session, terminal, number) is None:
            self._table.wrong("client", mark("{terminal} has no client {number}"), terminal=terminal, number=number)
        return number

    def not_restricted(self, terminal: str, number: str) -> None:
        """Note a client whose records an erasure locks, there or on the way: they stay until the law lets them go."""
        if number and erasure_holds(self._session, terminal, number):
            self._table.wrong("client", mark("An erasure holds the records of client {number}"), number=number)

    def staff_there(self, terminal: str) -> str:
        """The staff number of somebody who works at a terminal, as far as it has told who does."""
        number, copy = self._table.text("to_staff"), COPIES["advisor"]
        known = self._ids(select(copy.c.staff_no).where(copy.c.terminal == terminal))
        if number and known and number not in known:
            self._table.wrong("to_staff", mark("{terminal} has no advisor {number}"), terminal=terminal, number=number)
        return number

    def case(self, terminal: str) -> str:
        case = COPIES["loan_case"]
        number = self._table.integer("case", low=1)
        found = self._ids(select(case.c.id).where(case.c.terminal == terminal, case.c.number == number))
        if not found:
            self._table.wrong("case", mark("{terminal} has no loan case {number}"), terminal=terminal, number=number)
        return found[0] if found else ""

    def row(self, terminal: str, table: str) -> str:
        row_id = self._table.text("row")
        copy = COPIES.get(table)
        if copy is None:
            self._table.wrong("table", mark("A change names a table that is not known"))
        elif not self._ids(select(copy.c.id).where(copy.c.terminal == terminal, copy.c.id == row_id)):
            self._table.wrong("row", mark("{terminal} has no such row"), terminal=terminal)
        return row_id

    def staff(self) -> tuple[str, tuple[str, ...]]:
        """The staff number, or "" for everybody, and the terminals that know it."""
        number = self._table.text("staff", "")
        copy = COPIES["advisor"]
        query = select(copy.c.terminal).distinct().order_by(copy.c.terminal)
        found = self._ids(query.where(copy.c.staff_no == number) if number else query)
        if not found:
            self._table.wrong("staff" if number else None, mark("No terminal knows this staff number"))
        return number, tuple(found)

    def _ids(self, query: object) -> list[str]:
        return [str(value) for value in self._session.connection().execute(query).scalars()]  # type: ignore[call-overload]

    def source(self) -> str:
        return self._table.document.source.path


def _credit(known: _Known, table: Table, day: date) -> Given:
    terminal = known.terminal()
    about = known.case(terminal)
    content = CreditDecision(
        table.word("decision", CREDIT_DECISIONS), table.optional_integer("amount", low=1),
        table.optional_integer("term_months", low=1), table.optional_integer("rate", low=0),
        table.text("conditions", ""), table.text("decided_by"), table.day("decided_on").isoformat(),
    )  # fmt: skip
    return Given(content, about, (terminal,), day, known.source())


def _target(known: _Known, table: Table, day: date) -> Given:
    about, terminals = known.staff()
    if not about:
        table.text("staff")
    content = TargetGoal(
        table.word("metric", METRICS), *_period(table), table.integer("goal", low=0), table.text("formula", "")
    )
    return Given(content, about, terminals, day, known.source())


def _incentive(known: _Known, table: Table, day: date) -> Given:
    about, terminals = known.staff()
    content = Incentive(table.word("metric", METRICS), *_period(table), table.text("formula"))
    return Given(content, about, terminals, day, known.source())


def _training(known: _Known, table: Table, day: date) -> Given:
    about, terminals = known.staff()
    content = TrainingRequirement(table.text("topic"), table.day("due_on").isoformat())
    return Given(content, about, terminals, day, known.source())


def _assignment(known: _Known, table: Table, day: date) -> Given:
    leaving, coming = known.terminal(), known.terminal("to_terminal")
    about = known.client(leaving)
    known.not_restricted(leaving, about)
    content = Reassignment(leaving, coming, known.staff_there(coming), table.text("to_name"), table.text("reason", ""))
    return Given(content, about, tuple(dict.fromkeys((leaving, coming))), day, known.source())


def _erasure(known: _Known, table: Table, day: date) -> Given:
    terminal = known.terminal()
    about = known.client(terminal)
    content = Erasure(table.text("ordered_by"), table.text("reason", ""))
    return Given(content, about, (terminal,), day, known.source())


def _settlement(known: _Known, table: Table, day: date) -> Given:
    terminal, name = known.terminal(), table.text("table")
    about = known.row(terminal, name)
    value = table.values.get("value")
    if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
        table.wrong("value", mark("Expected {kind}, found {value}"), kind="text", value=repr(value)[:40])
        value = None
    content = Settlement(name, table.text("field"), value, table.text("settled_by"))
    return Given(content, about, (terminal,), day, known.source())


def _period(table: Table) -> tuple[str, str]:
    first, last = table.day("starts_on"), table.day("ends_on")
    if last < first:
        table.wrong("ends_on", mark("The last day is before the first"))
    return first.isoformat(), last.isoformat()


_Reader = Callable[[_Known, Table, date], Given]
_READERS: Mapping[str, tuple[tuple[str, ...], _Reader]] = {
    "credit_decision": (
        ("terminal", "case", "decision", "amount", "term_months", "rate", "conditions", "decided_by", "decided_on"),
        _credit,
    ),
    "target": (("staff", "metric", "starts_on", "ends_on", "goal", "formula"), _target),
    "incentive": (("staff", "metric", "starts_on", "ends_on", "formula"), _incentive),
    "training": (("staff", "topic", "due_on"), _training),
    "assignment": (("terminal", "client", "to_terminal", "to_staff", "to_name", "reason"), _assignment),
    "erasure": (("terminal", "client", "ordered_by", "reason"), _erasure),
    "settlement": (("terminal", "table", "row", "field", "value", "settled_by"), _settlement),
}
