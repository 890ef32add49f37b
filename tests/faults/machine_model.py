"""What must be, in plain Python: the receiver's table, what each advisor did, and what a full has to bring back.

Nothing here asks the program. What is told are deeds (an advisor added a client), and what anybody could see from
outside: that a sealed file appeared under a name, that it was carried, that a program was updated.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

Fields = dict[str, str]
Book = dict[str, Fields]
"""The fields of each client by the client's name, which is given once and never again."""
Deed = tuple[str, str]
"""A client and the field that was changed; "" for the whole client."""
GENESIS = ""
OLD, NEW = 5, 6
"""The schema of the program, and of its next version."""


@dataclass(frozen=True)
class Parcel:
    """One sealed bundle, as it can be told apart from outside.

    Attributes:
        name: Of its file, which says from whom, to whom and which number.
        digest: Of its bytes.
        epoch: Which of its sender's epochs; they are counted here.
        prev: The digest of the one before it.
        full: It asks for everything, or brings it.
        ack: What its sender had applied of the other side: epoch, number, digest.
        book: What the sender had when it was sealed; of a full: what it brings.
        deeds: How many deeds there had been.
    """

    name: str
    digest: str
    epoch: int
    seq: int
    prev: str
    schema: int
    full: bool
    ack: tuple[int, int, str] | None
    book: Book = field(compare=False)
    deeds: int = field(compare=False)
    content: bytes = field(compare=False, repr=False)
    signature: bytes = field(compare=False, repr=False)

    @property
    def sender(self) -> str:
        """T0101 or HQ."""
        return self.name.split("-")[0]


@dataclass
class Position:
    """How far a stream was applied."""

    epoch: int = 1
    seq: int = 0
    last: str = GENESIS
    applied: dict[int, str] = field(default_factory=dict)
    stopped: bool = False

    def judge(self, parcel: Parcel, reads: int) -> str:
        """The receiver's table."""
        if parcel.epoch != self.epoch:
            return "unknown"
        if parcel.seq <= self.seq:
            return "duplicate" if self.applied[parcel.seq] == parcel.digest else "fork"
        if self.stopped:
            return "fork"
        if parcel.seq > self.seq + 1:
            return "park"
        if parcel.prev != self.last:
            return "fork"
        return "park" if parcel.schema > reads else "apply"

    def apply(self, parcel: Parcel) -> None:
        """Go on to it."""
        self.seq, self.last = parcel.seq, parcel.digest
        self.applied[parcel.seq] = parcel.digest


@dataclass
class TerminalModel:
    """One terminal: its advisor's book, what it sealed in its present epoch, and what it has of head office.

    Attributes:
        hidden: Books at seals whose files have not been seen yet: the power went out before they were written.
        acked: How many of its bundles head office is known to have.
        known: How many deeds are in those.
        waits: It is an older copy, may only be read, and waits for head office's full.
    """

    name: str
    book: Book = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)
    epoch: int = 1
    sealed: list[Parcel] = field(default_factory=list)
    hidden: list[tuple[Book, int]] = field(default_factory=list)
    acked: int = 0
    known: int = 0
    inbox: Position = field(default_factory=Position)
    parked: dict[str, Parcel] = field(default_factory=dict)
    waits: bool = False
    schema: int = OLD
    former: set[int] = field(default_factory=set)

    def does(self, name: str, values: Fields | None) -> None:
        """The advisor adds or changes a client, or deletes it (None)."""
        if values is None:
            del self.book[name]
            self.deeds.append((name, ""))
            return
        new = name not in self.book
        self.book.setdefault(name, {}).update(values)
        self.deeds += [(name, "")] if new else [(name, one) for one in values]

    def touched(self) -> set[Deed]:
        """What was done that head office may not have."""
        return set(self.deeds[self.known :])

    def receive(self, parcel: Parcel, epochs: Iterator[int]) -> Iterator[tuple[str, str]]:
        """Take a bundle, and those that waited; (file, what becomes of it), a step of the state each."""
        yield from self._take_parked(epochs)
        outcome = self._take(parcel, epochs)
        yield parcel.name, outcome
        if outcome == "applied":
            yield from self._take_parked(epochs)

    def _take_parked(self, epochs: Iterator[int]) -> Iterator[tuple[str, str]]:
        for name, parcel in sorted(self.parked.items()):
            outcome = self._take(parcel, epochs)
            if outcome != "parked":
                del self.parked[name]
                yield name, outcome if outcome in ("applied", "duplicate", "ended") else "refused"

    def _take(self, parcel: Parcel, epochs: Iterator[int]) -> str:
        answered = parcel.full and parcel.seq == 1 and parcel.ack is not None and parcel.ack[0] == self.epoch
        position = Position(parcel.epoch) if self.waits and answered else self.inbox
        verdict = position.judge(parcel, self.schema)
        if verdict == "unknown" and self._is_behind(parcel):
            return self._begin_anew(epochs)
        if verdict == "unknown" and parcel.epoch in self.former:
            return "ended"
        if verdict in ("park", "apply") and parcel.ack is not None and parcel.ack[0] == self.epoch:
            _, seq, digest = parcel.ack
            if seq > len(self.sealed) or self.sealed[seq - 1].digest != digest:
                return self._begin_anew(epochs)
        if verdict == "park":
            self.parked[parcel.name] = parcel
            return "parked"
        if verdict != "apply":
            return verdict
        if parcel.ack is not None and parcel.ack[0] == self.epoch:
            self.acked = max(self.acked, parcel.ack[1])
            self.known = max(self.known, self.sealed[self.acked - 1].deeds)
        position.apply(parcel)
        if position is not self.inbox:
            self.former.add(self.inbox.epoch)
        self.inbox = position
        if parcel.full:
            self.waits = False
        return "applied"

    def _is_behind(self, parcel: Parcel) -> bool:
        """Head office has gone on with a later copy of this terminal than this one."""
        return not self.waits and parcel.epoch > self.inbox.epoch and parcel.ack is not None

    def _begin_anew(self, epochs: Iterator[int]) -> str:
        self.epoch, self.sealed, self.hidden, self.acked, self.waits = next(epochs), [], [], 0, True
        return "restored_copy"


@dataclass
class HeadOfficeModel:
    """Head office: where it stands with each terminal, and what must be in its copies."""

    streams: dict[str, Position]
    books: dict[str, Book]
    ever: dict[str, set[str]]
    sent: dict[str, list[Parcel]]
    epochs: dict[str, int]
    had: dict[str, set[int]]
    full_due: set[str] = field(default_factory=set)
    parked: list[Parcel] = field(default_factory=list)
    applied: list[Parcel] = field(default_factory=list)
    refused: dict[str, Parcel] = field(default_factory=dict)
    schema: int = OLD

    @classmethod
    def of(cls, names: Iterable[str]) -> "HeadOfficeModel":
        """Before anything has come."""
        every = list(names)
        return cls(
            streams={name: Position() for name in every}, books={name: {} for name in every},
            ever={name: set() for name in every}, sent={name: [] for name in every},
            epochs=dict.fromkeys(every, 1), had={name: {1} for name in every},
        )  # fmt: skip

    def ingest(self, brought: Mapping[str, Parcel]) -> Counter[str]:
        """What must become of a folder, and of what was parked: how many of each."""
        waiting = [one for one in self.waiting() if brought.get(one.name) != one]
        found = sorted([*brought.values(), *waiting], key=lambda one: (one.sender, one.seq))
        return Counter(self._take(parcel) for parcel in found)

    def settle(self, name: str) -> tuple[int, bool]:
        """A person lets a stopped stream go on; how many fit after all, and whether it stopped again."""
        stream, applied, forks = self.streams[name], 0, [0]
        again = [one for one in self.refused.values() if one.sender == name and one.seq > stream.seq]
        for parcel in sorted(again, key=lambda one: (one.seq, one.digest)):
            stream.stopped = False
            outcome = self._take(parcel)
            applied += outcome == "applied"
            if parcel.epoch == stream.epoch and outcome == "quarantined":
                forks.append(parcel.seq)
        stream.stopped = max(forks) > stream.seq
        return applied + self.ingest({})["applied"], stream.stopped

    def waiting(self) -> list[Parcel]:
        """What is parked, in the order in which it is tried: of one name the first to come, then by content."""
        first = {parcel.name: parcel for parcel in reversed(self.parked)}
        return sorted(self.parked, key=lambda one: (one.sender, one.seq, first[one.name] != one, one.digest))

    def _take(self, parcel: Parcel) -> str:
        outcome = self._judge(parcel)
        if parcel in self.parked and outcome != "parked":
            self.parked.remove(parcel)
        elif parcel not in self.parked and outcome == "parked":
            self.parked.append(parcel)
        return outcome

    def _judge(self, parcel: Parcel) -> str:
        name = parcel.sender
        if parcel in self.applied:
            return "duplicate"
        if parcel.full and parcel.seq == 1 and parcel.epoch not in self.had[name]:
            self.had[name].add(parcel.epoch)
            self.streams[name] = Position(parcel.epoch)
            self.epochs[name] += 1
            self.sent[name] = []
            self.full_due.add(name)
        stream = self.streams[name]
        verdict = stream.judge(parcel, self.schema)
        if verdict == "fork":
            stream.stopped = True
            self.refused[parcel.digest] = parcel
        if verdict == "apply":
            stream.apply(parcel)
            self.applied.append(parcel)
            self.refused.pop(parcel.digest, None)
            if not parcel.full:
                self.books[name] = deepcopy(parcel.book)
                self.ever[name] |= parcel.book.keys()
        return {"apply": "applied", "duplicate": "duplicate", "park": "parked"}.get(verdict, "quarantined")

    def acknowledges(self, name: str) -> tuple[int, int, str] | None:
        """What a bundle to a terminal must acknowledge now."""
        stream = self.streams[name]
        return (stream.epoch, stream.seq, stream.last) if stream.seq else None


def check_full(before: TerminalModel, full: Book, after: Book, ever: set[str], recorded: set[str]) -> None:
    """A full has brought everything back, and what the copy did meanwhile stands or is kept as a conflict.

    Args:
        before: The older copy.
        full: What head office had.
        after: What the terminal has now.
        ever: The clients that head office ever had of it.
        recorded: Values that its conflict records keep.
    """
    touched, own = before.touched(), before.book
    clients = {name for name, _ in touched}
    for name, values in full.items():
        assert name in after, f"{name} did not come back"
        for one, theirs in values.items():
            mine, now = own.get(name, {}).get(one, theirs), after[name][one]
            if mine == theirs or not {(name, one), (name, "")} & touched:
                assert now == theirs, (name, one, now, theirs)
            else:
                assert now in (mine, theirs), (name, one, now)
                assert {mine, theirs} <= recorded | {now}, f"{name}: who lost is not kept"
    for name in own.keys() - full.keys():
        if name not in clients:
            assert name not in after, f"{name} was deleted, and head office knew"
        elif name not in ever:
            assert after.get(name) == own[name], f"{name} was only here, and is gone"
    assert after.keys() <= own.keys() | full.keys()
