"""Checking bundles in processes beside the one that writes: verify, decrypt, read strictly.

The signers, the revoked keys and the age identities reach a process through the pipe between the two, never through a
file, an argument or the environment; a process keeps nothing on disk and ends with the one that started it.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice.content import Content, read_content
from advisor_tui.store.schema import SCHEMA_VERSION
from advisor_tui.sync import sshsig
from advisor_tui.sync.header import Header
from advisor_tui.sync.names import HEAD_OFFICE, BundleName, signer_of
from advisor_tui.sync.opening import Arrived, Trust, open_bundle
from advisor_tui.sync.revocation import Revoked
from advisor_tui.sync.signers import Signer, check_signer

_EVER = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
MOST_PROCESSES = 8
"""More would wait for the one that writes."""
_SECONDS_A_BUNDLE, _SECONDS_A_BYTE = 0.003, 4e-7
"""What checking costs, about: the keys, and reading what is inside."""
_WORTH = 1.0
"""Seconds of checking from which starting processes pays: each takes as long to start."""


@dataclass(frozen=True)
class Checked:
    """A bundle that is in order by itself; `content` is None where this program is too old to read it."""

    name: BundleName
    sha256: str
    header: Header
    content: Content | None


@dataclass(frozen=True)
class Refused:
    """A refusal on its way between two processes: errors with keywords do not travel."""

    code: str
    message: str
    where: str
    params: dict[str, object]

    def error(self) -> DeskError:
        """The refusal."""
        return DeskError(self.code, self.message, where=self.where, **self.params)


@dataclass(frozen=True)
class Rules:
    """By what bundles are checked: who may sign, whose keys count no more, and the receipt time."""

    signers: list[Signer]
    revoked: Revoked
    at: datetime


def check_bundle(arrived: Arrived, rules: Rules, identities: Iterator[str] | tuple[str, ...]) -> Checked:
    """Open a bundle and read what it says.

    Raises:
        DeskError: See `sync.opening.open_bundle` and `content.read_content`.
    """
    opened = open_bundle(arrived, Trust(HEAD_OFFICE, rules.signers, rules.revoked, identities), rules.at)
    too_new = opened.header.schema > SCHEMA_VERSION and opened.header.min_reader > SCHEMA_VERSION
    return Checked(opened.name, opened.sha256, opened.header, None if too_new else read_content(opened))


def check_signed(arrived: Arrived, keys: Collection[str]) -> None:
    """Check the signature alone, of what was applied before.

    Args:
        arrived: The two files.
        keys: Every key that its sender ever had: one that has ended since did count when it was applied.

    Raises:
        DeskError: See `sync.sshsig.verify` and `sync.signers.check_signer`.
    """
    where, name = arrived.name.signature, signer_of(arrived.name.sender)
    public = sshsig.verify(arrived.signature, arrived.content, where)
    signers = [Signer(name, sshsig.parse_public_line(key, name), *_EVER) for key in keys]
    check_signer(signers, name, public, _EVER[0], where)


class Checker:
    """Checks bundles here, or in other processes where there are some."""

    def __init__(self, rules: Rules, pool: ProcessPoolExecutor | None, processes: int) -> None:
        self.rules = rules
        self.processes = processes
        self._pool = pool

    def begin(self, arrived: Arrived, identities: tuple[str, ...]) -> "Future[Checked | Refused] | None":
        """Begin to check a bundle elsewhere; None where it is to be checked here."""
        if self._pool is None:
            return None
        try:
            return self._pool.submit(_check_there, arrived, identities)
        except BrokenExecutor:
            return None

    def finish(self, begun: "Future[Checked | Refused] | None", arrived: Arrived, identities: Iterator[str]) -> Checked:
        """The checked bundle. What no key fitted elsewhere is tried here with all of them, the older ones too.

        Raises:
            DeskError: See `check_bundle`.
        """
        if begun is not None:
            try:
                answer = begun.result()
            except BrokenExecutor:  # a process was ended from outside: the work goes on without it
                return check_bundle(arrived, self.rules, identities)
            if isinstance(answer, Checked):
                return answer
            if answer.code != "decrypt_failed":
                raise answer.error()
        return check_bundle(arrived, self.rules, identities)


@contextmanager
def checker(rules: Rules, sizes: Sequence[int], processes: int | None = None) -> Iterator[Checker]:
    """A checker for bundles of these sizes.

    Args:
        rules: By what they are checked.
        sizes: In bytes.
        processes: How many to use beside this one; None for as many as pay, 0 for none.
    """
    if processes is None:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        seconds = len(sizes) * _SECONDS_A_BUNDLE + sum(sizes) * _SECONDS_A_BYTE
        processes = min(cores, MOST_PROCESSES) if seconds > _WORTH and cores > 1 else 0
    if processes == 0:
        yield Checker(rules, None, 0)
        return
    # Spawned, not forked: this process has a database open and a thread that draws the progress bar.
    start = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=start, initializer=_begin_there, initargs=(rules,))
    try:
        yield Checker(rules, pool, processes)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_RULES: list[Rules] = []


def _begin_there(rules: Rules) -> None:
    """Ctrl+C reaches all processes of a terminal: only the first one answers it, and the others end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _RULES[:] = [rules]
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _check_there(arrived: Arrived, identities: tuple[str, ...]) -> Checked | Refused:
    try:
        return check_bundle(arrived, _RULES[0], identities)
    except DeskError as refusal:
        return Refused(refusal.code, refusal.message, refusal.where, dict(refusal.params))
