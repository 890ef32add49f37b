"""The same search with head office's orders: one owner a client, nothing erased comes back, no edit goes silently."""

from contextlib import suppress
from copy import deepcopy

import pytest
from hypothesis import settings
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from advisor_tui.base.errors import DeskError
from tests.faults.bank import TERMINALS
from tests.faults.machine_model import Book, TerminalModel, check_full
from tests.faults.test_exchange_machine import COMMON, SHORT, ExchangeMachine, which, who

READ_ONLY = {"restored_copy", "client_locked"}


class OrdersMachine(ExchangeMachine):
    """Beside the work and the post: clients are erased or go to another terminal.

    Attributes:
        erased: Clients for whom an erasure was ordered, by name, with the ids of the orders.
        goes: Clients for whom a reassignment was ordered, with the terminal that they go to.
    """

    quiet = 2

    @initialize()
    def begin(self) -> None:
        """Every terminal has clients that head office knows: of some of them nothing must be kept."""
        self.start()
        self.erased: dict[str, set[str]] = {}
        self.goes: dict[str, str] = {}
        for at, terminal in enumerate(self.bank.terminals):
            for _ in range(3):
                self._add(at)
            terminal.write("test.prospects", "UPDATE client SET status = 'prospect', opened_on = NULL")
            self._add(at)
            self.night(at, 0)

    @rule(at=who, one=which)
    def erase(self, at: int, one: int) -> None:
        if known := self._known(at, one):
            name, number = known
            values = {"terminal": TERMINALS[at], "client": number, "ordered_by": "合规部", "reason": "本人要求"}
            order, _ = self.bank.head_office.decide("erasure", values, "test")
            self.erased.setdefault(name, set()).add(order)

    @rule(at=who, to=who, one=which)
    def reassign(self, at: int, to: int, one: int) -> None:
        if at != to and (known := self._known(at, one)):
            name, number = known
            values = {
                "terminal": TERMINALS[at], "client": number, "to_terminal": TERMINALS[to], "to_staff": f"100{to + 1}",
                "to_name": "王敏",
            }  # fmt: skip
            with suppress(DeskError):  # it was promised to somebody else already
                self.bank.head_office.decide("assignment", values, "test")
                self.goes[name] = TERMINALS[to]

    @rule(at=who, one=which, lost=which)
    def lose_an_order(self, at: int, one: int, lost: int) -> None:
        """A client is erased, or goes, and then a copy from before it is put back."""
        self._keep_copy(at)
        self.erase(at, one) if lost % 2 else self.reassign(at, lost % len(TERMINALS), one)
        self.night(at, 0)
        self.night(at, 0)
        self._put_back(at, -1)

    def _known(self, at: int, one: int) -> tuple[str, str] | None:
        """Name and number of a client of head office's copies."""
        found = self.bank.warehouse(
            "SELECT name, number FROM client WHERE terminal = ? ORDER BY name", TERMINALS[at]
        )  # fmt: skip
        return found[one % len(found)] if found else None

    def _may_refuse(self, at: int, name: str, code: str) -> bool:
        """Who was ordered to be erased or to go may be locked."""
        locked = code == "client_locked" and name in self.erased.keys() | self.goes.keys()
        return locked or super()._may_refuse(at, name, code)

    def _check_received(self, at: int, after: TerminalModel, book: Book) -> None:
        """Only who was ordered to go is gone, and only who was ordered to come has come."""
        gone, come = after.book.keys() - book.keys(), book.keys() - after.book.keys()
        assert gone <= self.erased.keys() | self.goes.keys(), gone
        assert all(self.goes.get(name) is not None for name in come), come
        assert {name: after.book[name] for name in book.keys() & after.book.keys()} == {
            name: book[name] for name in book.keys() & after.book.keys()
        }
        self._follow(after, book)

    def _check_full(self, at: int, full: Book, book: Book) -> None:
        """Who was erased or went away is left out: what becomes of them is seen in the end."""
        moved, before = self.erased.keys() | self.goes.keys(), deepcopy(self.desks[at])
        before.book, full, book = (
            {name: fields for name, fields in one.items() if name not in moved} for one in (before.book, full, book)
        )
        check_full(before, full, book, self.hq.ever[TERMINALS[at]], self.bank.terminals[at].recorded())

    def _agree(self) -> None:
        super()._agree()
        owned = [name for terminal in self.bank.terminals for name in terminal.book()]
        assert len(owned) == len(set(owned)), "two owners"
        for name in self._spared():
            self._nothing_is_left_of(name)

    def _full_is_the_sum_of_the_deltas(self) -> None:
        """Left to the machine without orders: rows of orders travel without their content."""

    def _all_at_once_is_one_by_one(self) -> None:
        """Left to the machine without orders: who gets only the bundles does not know what was decided."""

    def _spared(self) -> set[str]:
        """Those whose erasure a terminal has carried out."""
        done: set[str] = set()
        for terminal in self.bank.terminals:
            with terminal.desk.office.rows() as connection:
                sql = "SELECT id FROM erasure_order WHERE status = 'executed'"
                done |= set(connection.exec_driver_sql(sql).scalars())
        return {name for name, orders in self.erased.items() if orders & done}

    def _nothing_is_left_of(self, name: str) -> None:
        """No book, no journal, no copy and no conflict tells of a client whom the law lets go."""
        like = f"%{name}%"
        for terminal in self.bank.terminals:
            assert name not in terminal.book()
            for table in ("journal WHERE payload", '"conflict" WHERE kept || lost'):
                assert terminal.value(f"SELECT count(*) FROM {table} LIKE ?", like) == 0, (terminal.name, table)
        assert self.bank.warehouse("SELECT count(*) FROM client WHERE name = ?", name) == [(0,)]
        assert self.bank.warehouse("SELECT count(*) FROM hq_journal WHERE payload LIKE ?", like) == [(0,)], name


def test_a_short_look_with_orders_finds_nothing_lost() -> None:
    run_state_machine_as_test(OrdersMachine, settings=settings(SHORT, max_examples=4, stateful_step_count=25))


@pytest.mark.slow
def test_a_long_search_with_orders_finds_nothing_lost() -> None:
    run_state_machine_as_test(OrdersMachine, settings=settings(COMMON, max_examples=150, stateful_step_count=60))
