"""Settling a stopped stream: a person has looked into the contradiction, and the terminal goes on or begins anew."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, col, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.ingest import ingest_files
from advisor_tui.headoffice.registry import find_terminal
from advisor_tui.headoffice.shelves import with_parked
from advisor_tui.headoffice.tables import Inbound, Settlement, Stream

_FORK = "bundle_fork"


@dataclass(frozen=True)
class Settled:
    """What came of it.

    Attributes:
        terminal: Its name.
        applied: Bundles that had been refused while the stream stood still, and fit.
        stopped: The stream stopped again: the terminal goes on from another state than ours. It must be enrolled anew.
    """

    terminal: str
    applied: int
    stopped: bool


def settle_stream(context: Context, terminal: str, reason: str) -> Settled:
    """Let a stopped stream go on from its last applied bundle, and try again what was refused meanwhile.

    The bundle that contradicted stays in quarantine. Why it was settled is kept.

    Raises:
        DeskError: `terminal_unknown`, `stream_runs`, `reason_missing`.
    """
    if not reason.strip():
        raise DeskError("reason_missing", mark("Say why the stream may go on."), where="--reason")
    with context.warehouse.write() as session:
        stream = _stream(session, terminal)
        if not stream.stopped:
            raise DeskError("stream_runs", mark("{terminal} is not stopped"), where=terminal, terminal=terminal)
        session.add(
            Settlement(
                id=context.ids.new(), terminal=terminal, epoch=stream.epoch, seq=stream.seq, reason=reason.strip(),
                settled_at=context.clock.now(),
            )
        )  # fmt: skip
        refused = session.exec(
            select(Inbound).where(
                Inbound.sender == terminal, Inbound.status == "quarantined", Inbound.reason == _FORK,
                col(Inbound.seq) > stream.seq,
            )
            .order_by(col(Inbound.seq), col(Inbound.sha256))
        ).all()  # fmt: skip
        session.commit()
    kept = {one.sha256: context.home.quarantine / one.sha256[:16] for one in refused}
    applied, forks = 0, [0]
    for one in refused:  # of two with one number the one that fits: each is tried on a stream that runs
        path = kept[one.sha256] / one.name
        _let_run(context, terminal)
        [outcome] = ingest_files(context, [path], processes=0).outcomes if path.exists() else [None]
        if outcome is not None and outcome.status == "applied":
            applied += 1
        elif outcome is not None and outcome.refusal is not None and outcome.refusal.code == _FORK:
            forks.append(one.seq)
    _let_run(context, terminal, max(forks))
    result = ingest_files(context, with_parked(context, []), processes=0)
    _clear(context, kept)
    with context.warehouse.read() as session:
        return Settled(terminal, applied + result.to_json()["applied"], _stream(session, terminal).stopped)


def _let_run(context: Context, terminal: str, unless: int = 0) -> None:
    """Let a stream run, unless a bundle of a number that it has not reached contradicts it."""
    with context.warehouse.write() as session:
        stream = _stream(session, terminal)
        stream.stopped = unless > stream.seq
        session.add(stream)
        session.commit()


def _stream(session: Session, terminal: str) -> Stream:
    registered = find_terminal(session, terminal)
    return session.exec(select(Stream).where(Stream.sender == terminal, Stream.epoch == registered.epoch)).one()


def _clear(context: Context, kept: dict[str, Path]) -> None:
    """What was applied after all lies in the archive now."""
    with context.warehouse.read() as session:
        applied = [one for one in kept if (row := session.get(Inbound, one)) is not None and row.status == "applied"]
    for digest in applied:
        shutil.rmtree(context.home.quarantine / digest[:16], ignore_errors=True)
