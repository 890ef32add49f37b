"""Whatever happens to three terminals, their bundles and the post: head office ends with what they have, and no less.

`pytest -m slow tests/faults/test_exchange_machine.py` searches long; the default run is a short look.
"""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from tests.faults.bank import HEAD_OFFICE_PROGRAM, TERMINALS, copies_of, fresh_head_office, tables
from tests.faults.machine import lay
from tests.faults.machine_model import NEW
from tests.faults.machine_rest import RestingMachine
from tests.faults.machine_sums import full_of, sum_of
from tests.faults.terminal_desk import ARROWS, DELIVERING, RECEIVING, SEALING, TerminalDesk, program

who = st.integers(0, len(TERMINALS) - 1)
which = st.integers(0, 99)
fields = st.sampled_from(["remark", "occupation"])


class ExchangeMachine(RestingMachine):
    """Rules are what can happen; after each, what can be seen is what the model says."""

    @initialize()
    def begin(self) -> None:
        self.start()

    @rule(at=who)
    def add(self, at: int) -> None:
        self._add(at)

    @rule(at=who, one=which, field=fields)
    def edit(self, at: int, one: int, field: str) -> None:
        if name := self._client(at, one):
            value = self._fresh()
            sql = f"UPDATE client SET {field} = ? WHERE name = ?"
            self._change(at, lambda desk: desk.write("client.edit", sql, value, name), name, {field: value})

    @rule(at=who, one=which)
    def delete(self, at: int, one: int) -> None:
        if name := self._client(at, one):
            sql = "DELETE FROM client WHERE name = ?"
            self._change(at, lambda desk: desk.write("client.delete", sql, name), name, None)

    @rule(at=who)
    def seal(self, at: int) -> None:
        self._run(at, TerminalDesk.seal)

    @rule(at=who)
    def deliver(self, at: int) -> None:
        self._run(at, TerminalDesk.deliver)

    @rule(at=who, one=which, field=fields)
    def work(self, at: int, one: int, field: str) -> None:
        """A day: something changes, and is sealed when the desk is locked."""
        self._add(at)
        self.edit(at, one, field)
        self._run(at, TerminalDesk.seal)

    @rule(at=who, brought=which)
    def night(self, at: int, brought: int) -> None:
        """The post runs, but brings only some of the files; head office answers, and the answer comes home."""
        self._run(at, TerminalDesk.deliver)
        post = self.post[TERMINALS[at]]
        self._ingest(*post[brought % (len(post) + 1) :])
        self._receive(at, *self._publish(at))

    @rule(at=who, one=which, twice=st.booleans())
    def carry(self, at: int, one: int, twice: bool) -> None:
        """One of all that was ever exported comes in: late, early, or again."""
        if post := self.post[TERMINALS[at]]:
            for _ in range(1 + twice):
                self._ingest(post[one % len(post)])

    @rule(at=who, one=which)
    def drop(self, at: int, one: int) -> None:
        """The stick is lost; what it carried still lies in the terminal's outbox."""
        if post := self.post[TERMINALS[at]]:
            post.pop(one % len(post))

    @rule(at=who)
    def answer(self, at: int) -> None:
        self._publish(at)

    @rule(at=who, one=which)
    def receive(self, at: int, one: int) -> None:
        """One of all that head office ever made for it."""
        if answers := self.answers[TERMINALS[at]]:
            self._receive(at, answers[one % len(answers)])

    @rule(at=who)
    def power_cut(self, at: int) -> None:
        self.bank.terminals[at].crash()

    @rule(at=who, arrow=st.sampled_from(ARROWS[SEALING]))
    def power_cut_while_sealing(self, at: int, arrow: str) -> None:
        self._run(at, TerminalDesk.seal, arrow)

    @rule(at=who, arrow=st.sampled_from([*ARROWS[DELIVERING], *ARROWS[SEALING]]))
    def power_cut_while_delivering(self, at: int, arrow: str) -> None:
        self._run(at, TerminalDesk.deliver, arrow)

    @rule(at=who, one=which, arrow=st.sampled_from(ARROWS[RECEIVING]))
    def power_cut_while_receiving(self, at: int, one: int, arrow: str) -> None:
        if answers := self.answers[TERMINALS[at]]:
            self._receive(at, answers[one % len(answers)], arrow=arrow)

    @rule(at=who, days=st.sampled_from([-365, -1, 1, 31, 365]))
    def clock_jump(self, at: int, days: int) -> None:
        """A terminal's clock goes wrong; in the end somebody looks at it."""
        self.bank.terminals[at].clock.move(timedelta(days=days))

    @rule(at=who)
    def keep_copy(self, at: int) -> None:
        self._keep_copy(at)

    @precondition(lambda self: any(self.copies.values()))
    @rule(at=who, one=which)
    def put_back(self, at: int, one: int) -> None:
        self._put_back(at, one)

    @rule(at=who, one=which, works=st.booleans())
    def lose_a_day(self, at: int, one: int, works: bool) -> None:
        """The disk breaks after a day and its night, and yesterday's copy is put back; its advisor may work with it."""
        self._keep_copy(at)
        self.work(at, one, "remark")
        self.night(at, 0)
        self._put_back(at, -1)
        if works:
            self.work(at, one, "occupation")

    @rule(at=who)
    def update(self, at: int) -> None:
        """A terminal's program is updated before head office's."""
        self.bank.terminals[at].schema = self.desks[at].schema = NEW

    @rule()
    def update_head_office(self) -> None:
        self.bank.schema = self.hq.schema = NEW

    def _agree(self) -> None:
        super()._agree()
        self._full_is_the_sum_of_the_deltas()
        self._all_at_once_is_one_by_one()

    def _full_is_the_sum_of_the_deltas(self) -> None:
        """Whatever epochs there were: the present one tells the whole journal."""
        for name in TERMINALS:
            present = [
                one for one in self.hq.applied if one.sender == name and one.epoch == self.hq.streams[name].epoch
            ]
            assert sum_of(present, self.bank.head_office) == full_of(self.bank.head_office, name), name

    def _all_at_once_is_one_by_one(self) -> None:
        """A head office that gets all bundles at once, each twice, ends where this one did."""
        other, folder = fresh_head_office(self.folder / "fresh", self.bank.head_office), self.bank.folder()
        once = [name for name in TERMINALS if self.hq.streams[name].epoch == 1]
        for parcel in (one for one in self.hq.applied if one.sender in once):
            lay(parcel, folder)
        with program(HEAD_OFFICE_PROGRAM, NEW):
            for _ in range(2):
                counts = other.ingest(folder, processes=0).to_json()
                assert (counts["parked"], counts["quarantined"]) == (0, 0)
        for name in once:
            for table in tables():
                assert copies_of(other, name, table) == copies_of(self.bank.head_office, name, table), table
        other.close()


COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck))
SHORT = settings(COMMON, derandomize=True, database=None, phases=[Phase.generate])
"""A short look tries the same every time and shrinks nothing: the long search finds, and makes what it found small."""


def test_a_short_look_finds_nothing_lost() -> None:
    run_state_machine_as_test(ExchangeMachine, settings=settings(SHORT, max_examples=6, stateful_step_count=25))


@pytest.mark.slow
def test_a_long_search_finds_nothing_lost() -> None:
    """Long enough to find what needs several things to go wrong at once."""
    run_state_machine_as_test(ExchangeMachine, settings=settings(COMMON, max_examples=200, stateful_step_count=60))
