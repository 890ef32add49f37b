"""The same search with head office's orders and old copies: one owner a client, nothing erased comes back."""

from contextlib import suppress

import pytest
from hypothesis import settings
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from advisor_tui.base.errors import DeskError
from tests.faults.bank import TERMINALS, TerminalDesk
from tests.faults.test_exchange_machine import COMMON, SHORT, ExchangeMachine, remarks, which, who

ROUNDS = 6
"""Nights until everything has come to rest: an order out, its receipt in, the rows on to the next terminal."""
READ_ONLY = {"restored_copy", "client_locked"}


class OrdersMachine(ExchangeMachine):
    """Beside the work and the post: clients are erased or go to another terminal, and old copies are put back."""

    @initialize()
    def begin(self) -> None:
        """Every terminal has clients that head office knows: of some of them nothing must be kept."""
        super().begin()
        for at, terminal in enumerate(self.bank.terminals):
            for _ in range(3):
                self.add(at)
            terminal.write("test.prospects", "UPDATE client SET status = 'prospect', opened_on = NULL")
            self.add(at)
            self.night(at, 1)

    @rule(at=who, one=which)
    def erase(self, at: int, one: int) -> None:
        if number := self._known(at, one):
            values = {"terminal": TERMINALS[at], "client": number, "ordered_by": "合规部", "reason": "本人要求"}
            self.bank.head_office.decide("erasure", values, "test")

    @rule(at=who, to=who, one=which)
    def reassign(self, at: int, to: int, one: int) -> None:
        if at != to and (number := self._known(at, one)):
            values = {
                "terminal": TERMINALS[at], "client": number, "to_terminal": TERMINALS[to], "to_staff": f"100{to + 1}",
                "to_name": "王敏",
            }  # fmt: skip
            with suppress(DeskError):  # it was promised to somebody else already
                self.bank.head_office.decide("assignment", values, "test")

    @rule(at=who, one=which, remark=remarks)
    def edit(self, at: int, one: int, remark: str) -> None:
        with _allowed():
            super().edit(at, one, remark)

    @rule(at=who, one=which)
    def delete(self, at: int, one: int) -> None:
        with _allowed():
            super().delete(at, one)

    def _known(self, at: int, one: int) -> str:
        numbers = [row[0] for row in self.bank.warehouse(
            "SELECT number FROM client WHERE terminal = ? ORDER BY number", TERMINALS[at]
        )]  # fmt: skip
        return str(numbers[one % len(numbers)]) if numbers else ""

    def _quiet(self) -> None:
        for _ in range(ROUNDS // 2):
            super()._quiet()

    def _agree(self) -> None:
        super()._agree()
        owners = [number for terminal in self.bank.terminals for number in terminal.numbers()]
        assert len(owners) == len(set(owners))
        for terminal in self.bank.terminals:
            self._nothing_erased_is_left(terminal)

    def _nothing_erased_is_left(self, terminal: TerminalDesk) -> None:
        orders = {str(order["id"]): str(order["about"]) for order in self.bank.head_office.orders()}
        with terminal.desk.office.rows() as connection:
            done = connection.exec_driver_sql("SELECT id FROM erasure_order WHERE status = 'executed'").scalars().all()
        for number in (orders[one] for one in done if one in orders):
            assert number not in terminal.numbers()
            assert not terminal.value("SELECT count(*) FROM journal WHERE payload LIKE ?", f"%{number}%")
            assert not self.bank.warehouse("SELECT number FROM client WHERE number = ?", number)
            assert self.bank.warehouse(
                "SELECT count(*) FROM hq_journal WHERE terminal = ? AND payload LIKE ?", terminal.name, f"%{number}%"
            ) == [(0,)]

    def _sum_of_the_deltas(self) -> None:
        """Left to the machine without orders: who gets only the bundles does not know what head office decided."""


class _allowed(suppress):  # noqa: N801  (it reads as what it is used for)
    """What a locked client, or an older copy, may refuse."""

    def __init__(self) -> None:
        super().__init__(DeskError)

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        return isinstance(error, DeskError) and error.code in READ_ONLY


def test_a_short_look_with_orders_finds_nothing_lost() -> None:
    run_state_machine_as_test(OrdersMachine, settings=settings(SHORT, max_examples=4, stateful_step_count=25))


@pytest.mark.slow
def test_a_long_search_with_orders_finds_nothing_lost() -> None:
    run_state_machine_as_test(OrdersMachine, settings=settings(COMMON, max_examples=150, stateful_step_count=60))
