"""The real bank and its model side by side: each step is done in both, and what can be seen must be what must be."""

import tempfile
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from itertools import count
from pathlib import Path

from hypothesis.stateful import RuleBasedStateMachine

from advisor_tui.base.errors import DeskError
from advisor_tui.sync.bag import sha256
from tests.faults.bank import TERMINALS, Bank, make_bank
from tests.faults.machine_model import GENESIS, Book, HeadOfficeModel, Parcel, TerminalModel, check_full
from tests.faults.terminal_desk import TerminalDesk
from tests.support import NOW

WITHOUT_HARM = {"bundle_expired", "signer_expired"}
"""What a wrong clock may lead to: refused for now, and taken when the clock is right."""
CODES = {"bundle_unknown_epoch": "unknown", "bundle_fork": "fork", "restored_copy": "restored_copy"}
REFUSED = {*CODES.values()}


class Machine(RuleBasedStateMachine):
    """What happens to one terminal, or between it and head office.

    Attributes:
        post: By terminal, every parcel that it ever exported and that was not lost, and every one for it.
        told: By client and field, every value that an advisor gave; safe: which of them head office had, the latest.
        deleted: Clients that an advisor deleted.
        copies: By terminal, the folders of older copies, with what the model knew then.
    """

    bank: Bank

    def start(self) -> None:
        """The beginning of the first day."""
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        self.bank = make_bank(self.folder)
        self.desks = [TerminalModel(name) for name in TERMINALS]
        self.hq = HeadOfficeModel.of(TERMINALS)
        self.parcels: dict[str, Parcel] = {}
        self.post: dict[str, list[Parcel]] = {name: [] for name in TERMINALS}
        self.answers: dict[str, list[Parcel]] = {name: [] for name in TERMINALS}
        self.copies: dict[str, list[tuple[Path, TerminalModel]]] = {name: [] for name in TERMINALS}
        self.told: dict[tuple[str, str], list[str]] = {}
        self.safe: dict[tuple[str, str], int] = {}
        self.deleted: set[str] = set()
        self.clients, self.values, self.epochs = count(1), count(1), count(2)

    def _fresh(self) -> str:
        """A value that nobody gave before."""
        return f"{next(self.values):04d} 🙂 '; DROP TABLE client; --"

    def _change(self, at: int, job: Callable[[TerminalDesk], object], name: str, values: dict[str, str] | None) -> bool:
        """The advisor changes a client; an older copy that has noticed it refuses."""
        try:
            job(self.bank.terminals[at])
        except DeskError as refusal:
            if not self._may_refuse(at, name, refusal.code):
                raise
            return False
        assert not self.desks[at].waits
        self.desks[at].does(name, values)
        for field, value in (values or {}).items():
            self.told.setdefault((name, field), []).append(value)
        if values is None:
            self.deleted.add(name)
        return True

    def _may_refuse(self, at: int, name: str, code: str) -> bool:
        return code == "restored_copy" and self.desks[at].waits

    def _add(self, at: int) -> None:
        name, remark, occupation = f"客{next(self.clients):04d}", self._fresh(), self._fresh()
        values = {"remark": remark, "occupation": occupation}
        self._change(at, lambda desk: desk.add_client(name, remark, occupation), name, values)

    def _client(self, at: int, one: int) -> str:
        names = sorted(self.desks[at].book)
        return names[one % len(names)] if names else ""

    def _run(self, at: int, job: Callable[[TerminalDesk], object], arrow: str = "") -> None:
        """Seal or deliver, and perhaps the power goes out meanwhile."""
        terminal, model = self.bank.terminals[at], self.desks[at]
        if arrow:
            if terminal.crash(lambda: job(terminal), arrow):
                model.hidden.append((deepcopy(model.book), len(model.deeds)))
        else:
            with terminal.program():
                job(terminal)
        self._look(at)

    def _look(self, at: int) -> None:
        """See which sealed files there are now, and which were exported."""
        terminal, model = self.bank.terminals[at], self.desks[at]
        known = {parcel.digest for parcel in model.sealed}
        found = [(path, path.read_bytes()) for path in terminal.outbox()]
        found = [(path, content) for path, content in found if sha256(content) not in known]
        now = (deepcopy(model.book), len(model.deeds))
        for number, (path, content) in enumerate(found, start=1 - len(found)):
            # The newest is of now; those before it were sealed when the power went out.
            book, deeds = now if number == 0 else model.hidden[max(number, -len(model.hidden))]
            digest = sha256(content)
            if digest not in self.parcels:
                prev = model.sealed[-1].digest if model.sealed else GENESIS
                signature = path.with_name(path.name + ".sig").read_bytes()
                self.parcels[digest] = Parcel(
                    path.name, digest, model.epoch, _seq(path), prev, model.schema, model.waits, None, book, deeds,
                    content, signature,
                )  # fmt: skip
            parcel = self.parcels[digest]
            assert parcel.seq == len(model.sealed) + 1, f"{path.name} is not the next number"
            model.sealed.append(parcel)
            model.hidden.clear()
        for path in sorted(terminal.post.glob("*.age")):
            self.post[terminal.name].append(self.parcels[sha256(path.read_bytes())])
            path.unlink()
            path.with_name(path.name + ".sig").unlink()

    def _ingest(self, *parcels: Parcel) -> None:
        """Bring parcels to head office; of two with one name a folder holds the later one."""
        folder, brought = self.bank.folder(), {parcel.name: parcel for parcel in parcels}
        for parcel in brought.values():
            lay(parcel, folder)
        must = self.hq.ingest(brought)
        result = self.bank.ingest(folder)
        told = Counter(outcome.status for outcome in result.outcomes)
        assert told == must, [(one.file, one.status, one.refusal) for one in result.outcomes]
        for name in {parcel.sender for parcel in parcels}:
            assert self.bank.book(name) == self.hq.books[name], name
            for client, fields in self.hq.books[name].items():
                for field, value in fields.items():
                    place = self.told[client, field].index(value)
                    self.safe[client, field] = max(place, self.safe.get((client, field), 0))

    def _publish(self, at: int, *, again: bool = False) -> list[Parcel]:
        """Head office answers; what lies in the folder afterwards for this terminal."""
        name, folder = TERMINALS[at], self.bank.folder()
        self.bank.publish(name, folder, again=again)
        for other in TERMINALS:
            for path in sorted(folder.glob(f"HQ-{other}-*.age")):
                self._note_answer(other, path)
        return [self.parcels[sha256(path.read_bytes())] for path in sorted(folder.glob(f"HQ-{name}-*.age"))]

    def _note_answer(self, name: str, path: Path) -> None:
        content = path.read_bytes()
        digest = sha256(content)
        if digest in self.parcels:
            return
        sent, full = self.hq.sent[name], name in self.hq.full_due
        self.hq.full_due.discard(name)
        parcel = Parcel(
            path.name, digest, self.hq.epochs[name], _seq(path), sent[-1].digest if sent else GENESIS, self.hq.schema,
            full, self.hq.acknowledges(name), deepcopy(self.hq.books[name]), 0, content,
            path.with_name(path.name + ".sig").read_bytes(),
        )  # fmt: skip
        assert parcel.seq == len(sent) + 1
        self.parcels[digest] = parcel
        sent.append(parcel)
        self.answers[name].append(parcel)

    def _receive(self, at: int, *parcels: Parcel, arrow: str = "") -> None:
        """Take head office's parcels one by one."""
        for parcel in sorted(parcels, key=lambda one: one.seq):
            path = lay(parcel, self.bank.folder())
            if arrow:
                self._receive_cut(at, parcel, path, arrow)
            else:
                self._receive_one(at, parcel, path)

    def _receive_one(self, at: int, parcel: Parcel, path: Path) -> None:
        terminal, after = self.bank.terminals[at], deepcopy(self.desks[at])
        try:
            told = terminal.receive(path)
        except DeskError as refusal:
            told = [(parcel.name, CODES.get(refusal.code, refusal.code))]
        states = [deepcopy(after)]
        must = []
        for outcome in after.receive(parcel, self.epochs):
            must.append(outcome)
            states.append(deepcopy(after))
        if terminal.clock.now() != NOW and told != must:
            assert {outcome for _, outcome in told} & {*WITHOUT_HARM, "refused"}, (told, must)
            self._adopt(at, self._fitting(at, states))
            return
        if must[-1][0] == parcel.name and must[-1][1] in REFUSED:
            must = must[-1:]  # a refusal tells of nothing else
        assert told == must, f"{parcel.name}: {told} instead of {must}"
        self._adopt(at, after)

    def _receive_cut(self, at: int, parcel: Parcel, path: Path, arrow: str) -> None:
        """The power goes out: all of a bundle is there, or nothing of it."""
        terminal, trial = self.bank.terminals[at], deepcopy(self.desks[at])
        terminal.crash(lambda: terminal.receive(path), arrow)
        states = [deepcopy(trial), *(deepcopy(trial) for _ in trial.receive(parcel, self.epochs))]
        self._adopt(at, self._fitting(at, states))

    def _fitting(self, at: int, states: list[TerminalModel]) -> TerminalModel:
        """The first of these states that a terminal can be in by what is seen of it."""
        terminal = self.bank.terminals[at]
        parked = {path.name for path in (terminal.desk.office.home.inbox / "parked").glob("*.age")}
        seen = (terminal.applied(), terminal.desk.office.store.read_only)
        fits = [one for one in states if (one.inbox.seq, one.waits) == seen and parked <= one.parked.keys()]
        assert fits, f"{terminal.name} has a part of what it received: {seen}, {parked}"
        fits[0].parked = {name: one for name, one in fits[0].parked.items() if name in parked}
        return fits[0]

    def _adopt(self, at: int, after: TerminalModel) -> None:
        """What the terminal has received has made of its book what it must."""
        terminal, before, book = self.bank.terminals[at], self.desks[at], self.bank.terminals[at].book()
        if before.waits and not after.waits:
            full = self.parcels[after.inbox.applied[1]].book
            self._check_full(at, full, book)
            self._follow(after, book)
        self._check_received(at, after, book)
        self.desks[at] = after
        assert terminal.desk.office.store.read_only == after.waits, after
        assert terminal.acknowledged() == after.acked
        self._look(at)

    def _check_full(self, at: int, full: Book, book: Book) -> None:
        check_full(self.desks[at], full, book, self.hq.ever[TERMINALS[at]], self.bank.terminals[at].recorded())

    def _check_received(self, at: int, after: TerminalModel, book: Book) -> None:
        assert book == after.book, TERMINALS[at]

    def _follow(self, model: TerminalModel, book: Book) -> None:
        """What was merged is a change that head office does not know yet."""
        for name in model.book.keys() | book.keys():
            if model.book.get(name) != book.get(name):
                model.deeds.append((name, ""))
        model.book = deepcopy(book)

    def _keep_copy(self, at: int) -> None:
        terminal, kept = self.bank.terminals[at], self.copies[TERMINALS[at]]
        folder = self.bank.root / f"copy-{terminal.name}-{len(kept)}"
        kept.append((terminal.copy(folder), deepcopy(self.desks[at])))

    def _put_back(self, at: int, one: int) -> None:
        """The program stays the one that is installed; the disk is what it was."""
        if kept := self.copies[TERMINALS[at]]:
            folder, model = kept[one % len(kept)]
            self.bank.terminals[at].put_back(folder)
            self.desks[at] = replace(deepcopy(model), schema=self.desks[at].schema)


def _seq(path: Path) -> int:
    return int(path.name.split("-")[2].split(".")[0])


def lay(parcel: Parcel, folder: Path) -> Path:
    """Its two files, on a stick."""
    (folder / f"{parcel.name}.sig").write_bytes(parcel.signature)
    path = folder / parcel.name
    path.write_bytes(parcel.content)
    return path
