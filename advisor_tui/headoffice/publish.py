"""Publishing to terminals: what each does not have yet, of files, orders, keys and rows, and an acknowledgement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from advisor_tui import __version__
from advisor_tui.base.clock import instant_text
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.archive import clear_archive
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.order_book import Due, companions, due_orders, sent
from advisor_tui.headoffice.registry import find_terminal
from advisor_tui.headoffice.restoring import rows_of_full
from advisor_tui.headoffice.rotating import keys_for
from advisor_tui.headoffice.tables import Outbound, PublishedFile, PublishedTo, RevokedKey, Stream, Terminal
from advisor_tui.store.schema import SCHEMA_VERSION
from advisor_tui.sync.durable import write_durably
from advisor_tui.sync.header import GENESIS, Ack, Header
from advisor_tui.sync.key_set import write_key_set
from advisor_tui.sync.names import HEAD_OFFICE, BundleName, signer_of
from advisor_tui.sync.orders.order import write_orders
from advisor_tui.sync.package import FILES, KEYS, ORDERS, ROWS, rows_of
from advisor_tui.sync.published import Published, to_row
from advisor_tui.sync.restoring import LEFT
from advisor_tui.sync.row_changes import write_row_changes
from advisor_tui.sync.sealing import SealedBundle, seal_bundle

BUNDLE_LIFE = timedelta(days=30)
"""How long a terminal accepts a bundle of head office; the bank's policy."""


@dataclass(frozen=True)
class PublishedBundle:
    """A sealed bundle for one terminal."""

    terminal: str
    file: str
    signature: str
    seq: int
    kind: str
    files: int
    orders: int
    rows: int
    bytes: int


@dataclass(frozen=True)
class _Part:
    """What one bundle is to hold: tables by path, and how many rows each has."""

    kind: str
    tables: Mapping[str, bytes]
    counts: Mapping[str, int]


def publish(
    context: Context, files: list[Published], to: Path, terminals: list[str], *, again: bool = False
) -> list[PublishedBundle]:
    """Seal for each terminal what it was not sent yet, and write the bundles to a folder.

    Without anything new it gets a heartbeat that acknowledges its bundles, if there is one to acknowledge. The key of
    the month is made where it is missing. A terminal whose key was revoked gets only the order to give itself up.

    Args:
        context: The unlocked head office.
        files: New versions of files of data/; may be empty.
        to: The folder for the sealed files.
        terminals: Their names; empty for all.
        again: Also copy what was sealed before and not acknowledged, as after a stick was lost.

    Raises:
        DeskError: `terminal_unknown`, `bundle_too_large`.
    """
    context.keys.ensure_month(context.clock.today())
    context.keys.forget_old(context.clock.today())
    done: list[tuple[SealedBundle, _Part]] = []
    with context.warehouse.write() as session:
        chosen = [find_terminal(session, name) for name in terminals] or list(
            session.exec(select(Terminal).order_by(Terminal.name))
        )
        chosen += companions(session, chosen)
        now = context.clock.now()
        for file in files:
            session.merge(PublishedFile(**file.__dict__, published_at=now))
        session.flush()
        for terminal in chosen:
            done += [(_seal(context, session, terminal, part), part) for part in _parts(context, session, terminal)]
        before = [bundle for one in chosen for bundle in _unacknowledged(session, one)] if again else []
        session.commit()
    for bundle in before:
        _put(to, bundle)
    clear_archive(context)
    return [_write(context, to, bundle, part) for bundle, part in done]


def _parts(context: Context, session: Session, terminal: Terminal) -> list[_Part]:
    """What a terminal is to get now, a bundle each. A full comes first: it begins a stream of its own."""
    due = due_orders(session, terminal)
    if session.get(RevokedKey, terminal.signing_key) is not None:
        return _wipe(session, terminal, due)
    if any(order.kind == "wipe" for order in due.orders):
        raise DeskError(
            "wipe_not_revoked", mark("{terminal} is to give itself up: revoke its key first"), where=terminal.name,
            terminal=terminal.name,
        )  # fmt: skip
    parts: list[_Part] = []
    if terminal.full_due:
        parts = _full(session, terminal)
        terminal.full_due = False
        session.add(terminal)
    keys = keys_for(context, session, terminal)
    if keys is not None:
        lines = write_key_set(keys)
        parts.append(_Part("keys", {KEYS.path: lines}, {KEYS.resource: lines.count(b"\n")}))
    delta = _delta(session, terminal, due)
    if delta is not None:
        parts.append(delta)
    stream = session.get(Stream, (terminal.name, terminal.epoch))
    if not parts and stream is not None and stream.seq:
        parts.append(_Part("heartbeat", {}, {}))
    return parts


def _full(session: Session, terminal: Terminal) -> list[_Part]:
    parts = rows_of_full(session, terminal.name)
    left = sum(map(len, parts))
    made = []
    for part in parts:
        left -= len(part)
        counts = {ROWS.resource: len(part), LEFT: left}
        made.append(_Part("full", {ROWS.path: write_row_changes(part)}, counts))
    return made


def _delta(session: Session, terminal: Terminal, due: Due) -> _Part | None:
    """The files and orders that the terminal does not have, and the rows of clients that come to it."""
    query = select(PublishedTo).where(PublishedTo.terminal == terminal.name, PublishedTo.epoch == terminal.peer_epoch)
    held = {row.path: row.sha256 for row in session.exec(query)}
    files = [
        file for file in session.exec(select(PublishedFile).order_by(PublishedFile.path))
        if held.get(file.path) != file.sha256
    ]  # fmt: skip
    for file in files:
        session.merge(
            PublishedTo(terminal=terminal.name, path=file.path, epoch=terminal.peer_epoch, sha256=file.sha256)
        )
    sent(session, terminal, due.orders)
    tables = {
        FILES.path: rows_of(FILES, [to_row(_published(file)) for file in files]),
        ORDERS.path: write_orders(due.orders),
        ROWS.path: write_row_changes(due.rows),
    }
    counts = {FILES.resource: len(files), ORDERS.resource: len(due.orders), ROWS.resource: len(due.rows)}
    counts = {name: count for name, count in counts.items() if count}
    return _Part("delta", {path: data for path, data in tables.items() if data}, counts) if counts else None


def _wipe(session: Session, terminal: Terminal, due: Due) -> list[_Part]:
    wipes = [order for order in due.orders if order.kind == "wipe"]
    sent(session, terminal, wipes)
    return [_Part("wipe", {ORDERS.path: write_orders([order])}, {ORDERS.resource: 1}) for order in wipes]


def _published(file: PublishedFile) -> Published:
    return Published(file.path, file.version, file.effective_from, file.sha256, file.text)


def _seal(context: Context, session: Session, terminal: Terminal, part: _Part) -> SealedBundle:
    last = session.exec(
        select(Outbound)
        .where(Outbound.terminal == terminal.name, Outbound.epoch == terminal.peer_epoch)
        .order_by(col(Outbound.seq).desc())
    ).first()
    stream = session.get(Stream, (terminal.name, terminal.epoch))
    header = _header(context, terminal, stream, (last.seq, last.sha256) if last else (0, GENESIS), part)
    bundle = seal_bundle(header, part.tables, [terminal.recipient], context.keys.root())
    session.add(
        Outbound(
            terminal=terminal.name, epoch=header.epoch, seq=header.seq, sha256=bundle.sha256,
            prev_sha256=header.prev_sha256, signature=bundle.signature.decode(), content=bundle.content,
            sealed_at=context.clock.now(),
        )
    )  # fmt: skip
    session.flush()
    return bundle


def _header(
    context: Context, terminal: Terminal, stream: Stream | None, previous: tuple[int, str], part: _Part
) -> Header:
    name, now = BundleName(HEAD_OFFICE, terminal.name, previous[0] + 1), context.clock.now()
    ack = Ack(stream.epoch, stream.seq, stream.sha256) if stream is not None and stream.seq else None
    return Header(
        bundle=name.stem, sender=name.sender, receiver=name.receiver, signer=signer_of(HEAD_OFFICE),
        recipient_key=signer_of(terminal.name), epoch=terminal.peer_epoch, seq=name.seq, prev_sha256=previous[1],
        kind=part.kind, schema=SCHEMA_VERSION, min_reader=SCHEMA_VERSION, reads=(SCHEMA_VERSION,),
        created=instant_text(now), expires=instant_text(now + BUNDLE_LIFE), changes=(), counts=part.counts, digest={},
        ack=ack, audit=None, app_version=__version__,
    )  # fmt: skip


def _unacknowledged(session: Session, terminal: Terminal) -> list[SealedBundle]:
    """The stored bytes of what a terminal has not acknowledged in its present epoch; age is random, so never others."""
    query = select(Outbound).where(
        Outbound.terminal == terminal.name, Outbound.epoch == terminal.peer_epoch, col(Outbound.content).is_not(None)
    )
    return [
        SealedBundle(
            BundleName(HEAD_OFFICE, terminal.name, row.seq), row.content or b"", row.signature.encode(), row.sha256
        )
        for row in session.exec(query.order_by(col(Outbound.seq)))
    ]


def _put(folder: Path, bundle: SealedBundle) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_durably(folder / bundle.name.signature, bundle.signature, 0o644)
    write_durably(folder / bundle.name.file, bundle.content, 0o644)


def _write(context: Context, to: Path, bundle: SealedBundle, part: _Part) -> PublishedBundle:
    for folder in (context.home.outbox, to):
        _put(folder, bundle)
    name, counts = bundle.name, part.counts
    return PublishedBundle(
        name.receiver, name.file, name.signature, name.seq, part.kind, counts.get(FILES.resource, 0),
        counts.get(ORDERS.resource, 0), counts.get(ROWS.resource, 0), len(bundle.content),
    )  # fmt: skip
