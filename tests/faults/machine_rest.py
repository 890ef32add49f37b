"""The end of each walk: the post works until nothing happens any more, and then everything must agree."""

import shutil

from advisor_tui.sync.bag import sha256
from tests.faults.bank import TERMINALS, tables
from tests.faults.machine import Machine
from tests.faults.machine_model import NEW
from tests.faults.terminal_desk import TerminalDesk
from tests.support import NOW

ROUNDS = 8
"""Nights until everything has come to rest; an older copy needs three of them."""


class RestingMachine(Machine):
    """A machine whose walks end well."""

    quiet = 1
    """How many nights nothing must happen before it has come to rest."""

    def teardown(self) -> None:
        """In the end the post works, and everything must agree."""
        if hasattr(self, "bank"):
            try:
                self._come_to_rest()
                self._agree()
            finally:
                self.bank.close()
                shutil.rmtree(self.folder)

    def _come_to_rest(self) -> None:
        """Clocks are right, programs are new, and what was lost is sent again; what waits is not brought again."""
        self.hq.schema = self.bank.schema = NEW
        for at, terminal in enumerate(self.bank.terminals):
            terminal.clock.move(NOW - terminal.clock.now())
            terminal.schema = self.desks[at].schema = NEW
        quiet = 0
        for _ in range(ROUNDS):
            for at in range(len(TERMINALS)):
                self._whole_night(at)
            quiet = quiet + 1 if all(self._is_at_rest(at) for at in range(len(TERMINALS))) else 0
            if quiet == self.quiet:
                return
        raise AssertionError("it does not come to rest")

    def _whole_night(self, at: int) -> None:
        self._run(at, TerminalDesk.deliver)
        outbox = [self.parcels[sha256(path.read_bytes())] for path in self.bank.terminals[at].outbox()]
        self._ingest(*(parcel for parcel in outbox if parcel not in self.hq.parked))
        if self.hq.streams[TERMINALS[at]].stopped:
            self._settle(at)
        waiting = self.desks[at].parked
        self._receive(at, *(one for one in self._publish(at, again=True) if waiting.get(one.name) != one))

    def _settle(self, at: int) -> None:
        name = TERMINALS[at]
        must = self.hq.settle(name)
        told = self.bank.settle(name)
        assert (told.applied, told.stopped) == must, name
        assert self.bank.book(name) == self.hq.books[name], name

    def _is_at_rest(self, at: int) -> bool:
        terminal, model = self.bank.terminals[at], self.desks[at]
        return not (terminal.desk.exchange.unsealed() or terminal.outbox() or model.waits or model.parked)

    def _agree(self) -> None:
        """Nothing waits, and both sides have the same rows in all tables."""
        assert not list(self.bank.head_office.context.home.parked.iterdir())
        assert self.hq.parked == []
        for at, terminal in enumerate(self.bank.terminals):
            assert terminal.book() == self.desks[at].book == self.bank.book(terminal.name)
            for table in tables():
                assert self.bank.copies(terminal, table) == terminal.rows(table), (terminal.name, table)
        self._nothing_is_lost(self._spared())

    def _spared(self) -> set[str]:
        """Clients who may be nowhere although nobody deleted them."""
        return set()

    def _nothing_is_lost(self, spared: set[str]) -> None:
        """What head office had of a client stands, or what was told after it, or a conflict keeps it."""
        books = [terminal.book() for terminal in self.bank.terminals]
        recorded = set().union(*(terminal.recorded() for terminal in self.bank.terminals))
        now = {name: fields for book in books for name, fields in book.items()}
        for (name, field), place in self.safe.items():
            if name not in now:
                assert name in spared | self.deleted, f"{name} is nowhere"
                continue
            told = self.told[name, field]
            assert told.index(now[name][field]) >= place or told[place] in recorded, (name, field)
