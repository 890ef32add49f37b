"""Whatever happens to three terminals, their bundles and the post: head office ends with what they have, and no less.

`pytest -m slow tests/faults/test_exchange_machine.py` searches long; the default run is a short look.
"""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from advisor_tui.base.errors import DeskError
from tests.faults.bank import (
    ARROWS,
    DELIVERING,
    RECEIVING,
    SEALING,
    TERMINALS,
    Bank,
    TerminalDesk,
    copies_of,
    fresh_head_office,
    make_bank,
    tables,
)
from tests.support import NOW

who = st.integers(0, len(TERMINALS) - 1)
which = st.integers(0, 99)
remarks = st.sampled_from(["", "搬家了", "电话已改", "x" * 200, "🙂 '; DROP TABLE client; --"])
WITHOUT_HARM = {"bundle_expired", "signer_expired"}
"""What a wrong clock may lead to: refused for now, and taken when the clock is right."""


class ExchangeMachine(RuleBasedStateMachine):
    """Rules are what can happen; invariants hold after each; at the end the post works and everything must agree."""

    bank: Bank

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        self.bank = make_bank(self.folder)
        self.clients = 0
        self.acknowledged = dict.fromkeys(TERMINALS, 0)

    @rule(at=who)
    def add(self, at: int) -> None:
        self.clients += 1
        self.bank.terminals[at].add_client(f"C{self.clients:04d}")

    @rule(at=who, one=which, remark=remarks)
    def edit(self, at: int, one: int, remark: str) -> None:
        if numbers := self.bank.terminals[at].numbers():
            number = numbers[one % len(numbers)]
            self.bank.terminals[at].write(
                "client.edit", "UPDATE client SET remark = ? WHERE number = ?", remark, number
            )

    @rule(at=who, one=which)
    def delete(self, at: int, one: int) -> None:
        if numbers := self.bank.terminals[at].numbers():
            number = numbers[one % len(numbers)]
            self.bank.terminals[at].write("client.delete", "DELETE FROM client WHERE number = ?", number)

    @rule(at=who)
    def seal(self, at: int) -> None:
        self.bank.terminals[at].run(SEALING)

    @rule(at=who)
    def deliver(self, at: int) -> None:
        self.bank.terminals[at].run(DELIVERING)

    @rule(at=who, remark=remarks)
    def work(self, at: int, remark: str) -> None:
        """A day: something changes, and is sealed when the desk is locked."""
        self.add(at)
        self.edit(at, 0, remark)
        self.seal(at)

    @rule(at=who, brought=which)
    def night(self, at: int, brought: int) -> None:
        """The post runs, but brings only some of the files; head office answers, and the answer comes home."""
        terminal = self.bank.terminals[at]
        terminal.run(DELIVERING)
        files = sorted(terminal.post.glob("*.age"))
        assert self.bank.ingest(*files[: brought % (len(files) + 1)])["quarantined"] == 0
        self.bank.publish(terminal)
        self._receive(terminal, *terminal.answers())

    @rule(at=who, one=which, twice=st.booleans())
    def carry(self, at: int, one: int, twice: bool) -> None:
        """One of all that was ever exported comes in: late, early, or again."""
        if path := self._of_post(self.bank.terminals[at], one):
            for _ in range(1 + twice):
                assert self.bank.ingest(path)["quarantined"] == 0

    @rule(at=who, one=which)
    def drop(self, at: int, one: int) -> None:
        """The stick is lost; what it carried still lies in the terminal's outbox."""
        if path := self._of_post(self.bank.terminals[at], one):
            path.unlink()
            path.with_name(path.name + ".sig").unlink()

    @rule(at=who)
    def answer(self, at: int) -> None:
        self.bank.publish(self.bank.terminals[at])

    @rule(at=who, one=which)
    def receive(self, at: int, one: int) -> None:
        terminal = self.bank.terminals[at]
        if files := terminal.answers():
            self._receive(terminal, files[one % len(files)])

    @rule(at=who)
    def power_cut(self, at: int) -> None:
        self.bank.terminals[at].die()

    @rule(at=who, arrow=st.sampled_from(ARROWS[SEALING]))
    def power_cut_while_sealing(self, at: int, arrow: str) -> None:
        self.bank.terminals[at].die(SEALING, arrow)

    @rule(at=who, arrow=st.sampled_from([*ARROWS[DELIVERING], *ARROWS[SEALING]]))
    def power_cut_while_delivering(self, at: int, arrow: str) -> None:
        self.bank.terminals[at].die(DELIVERING, arrow)

    @rule(at=who, arrow=st.sampled_from(ARROWS[RECEIVING]))
    def power_cut_while_receiving(self, at: int, arrow: str) -> None:
        self.bank.terminals[at].die(RECEIVING, arrow)

    @rule(at=who, days=st.sampled_from([-365, -1, 1, 31, 365]))
    def clock_jump(self, at: int, days: int) -> None:
        """A terminal's clock goes wrong; it is right again when it is next unlocked by somebody who looks."""
        self.bank.terminals[at].clock.move(timedelta(days=days))

    @precondition(lambda self: hasattr(self, "bank"))
    @invariant()
    def nothing_acknowledged_is_lost(self) -> None:
        for terminal in self.bank.terminals:
            acknowledged = terminal.value(
                "SELECT coalesce(max(last_change), 0) FROM bundle_sent WHERE acknowledged_at IS NOT NULL"
            )
            assert acknowledged >= self.acknowledged[terminal.name]
            self.acknowledged[terminal.name] = acknowledged
            if acknowledged:
                [(count, head)] = self.bank.warehouse(
                    "SELECT count(*), max(CASE WHEN seq = ? THEN hash END) FROM hq_journal "
                    "WHERE terminal = ? AND seq <= ?", acknowledged, terminal.name, acknowledged,
                )  # fmt: skip
                own = terminal.value("SELECT hash FROM journal WHERE seq = ?", acknowledged)
                assert (count, head) == (acknowledged, own)

    def teardown(self) -> None:
        if hasattr(self, "bank"):
            try:
                self._quiet()
                self._agree()
                self._sum_of_the_deltas()
            finally:
                self.bank.close()
                shutil.rmtree(self.folder)

    def _quiet(self) -> None:
        """Clocks are right, and the post brings everything, what it lost before too."""
        for terminal in self.bank.terminals:
            terminal.clock.move(NOW - terminal.clock.now())
        for _ in range(2):
            for terminal in self.bank.terminals:
                terminal.run(DELIVERING)
                files = {path.name: path for path in terminal.post.glob("*.age")}
                files |= {path.name: path for path in terminal.desk.office.home.outbox.glob("*.age")}
                assert self.bank.ingest(*files.values())["quarantined"] == 0
                self.bank.publish(terminal)
                self._receive(terminal, *terminal.answers())

    def _agree(self) -> None:
        assert not list(self.bank.head_office.context.home.parked.iterdir())
        for terminal in self.bank.terminals:
            assert terminal.desk.exchange.unsealed() == 0
            assert terminal.value("SELECT count(*) FROM bundle_sent WHERE acknowledged_at IS NULL") == 0
            assert not list(terminal.desk.office.home.outbox.iterdir())
            for table in tables():
                assert self.bank.copies(terminal, table) == terminal.rows(table), (terminal.name, table)

    def _sum_of_the_deltas(self) -> None:
        """A head office that gets all bundles at once, each twice, ends where this one did bundle by bundle."""
        other = fresh_head_office(self.folder / "fresh", self.bank.head_office)
        for folder in sorted(self.bank.head_office.context.home.archive.iterdir(), reverse=True):
            for _ in range(2):
                counts = other.ingest(folder).to_json()
                assert (counts["parked"], counts["quarantined"]) == (0, 0)
        for name in TERMINALS:
            for table in tables():
                assert copies_of(other, name, table) == copies_of(self.bank.head_office, name, table)
        other.close()

    def _receive(self, terminal: TerminalDesk, *files: Path) -> None:
        if not files:
            return
        try:
            terminal.desk.exchange.receive(list(files))
        except DeskError as refusal:
            if refusal.code not in WITHOUT_HARM:
                raise

    def _of_post(self, terminal: TerminalDesk, one: int) -> Path | None:
        files = sorted(terminal.post.glob("*.age"))
        return files[one % len(files)] if files else None


COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck))
SHORT = settings(COMMON, derandomize=True, database=None, phases=[Phase.generate])
"""A short look tries the same every time and shrinks nothing: the long search finds, and makes what it found small."""


def test_a_short_look_finds_nothing_lost() -> None:
    run_state_machine_as_test(ExchangeMachine, settings=settings(SHORT, max_examples=6, stateful_step_count=25))


@pytest.mark.slow
def test_a_long_search_finds_nothing_lost() -> None:
    """Long enough to find what needs several things to go wrong at once."""
    run_state_machine_as_test(ExchangeMachine, settings=settings(COMMON, max_examples=200, stateful_step_count=60))
