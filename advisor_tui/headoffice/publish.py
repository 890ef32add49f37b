"""Publishing files of data/ to terminals: one bundle each, with what it does not have yet and an acknowledgement."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from advisor_tui import __version__
from advisor_tui.base.clock import instant_text
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.reasons import toml_line, toml_reason
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.tables import Outbound, PublishedTo, Stream, Terminal
from advisor_tui.reference.toml import Source, read_sources
from advisor_tui.store.schema import SCHEMA_VERSION
from advisor_tui.sync.bag import sha256
from advisor_tui.sync.durable import write_durably
from advisor_tui.sync.header import GENESIS, Ack, Header
from advisor_tui.sync.names import HEAD_OFFICE, BundleName, signer_of
from advisor_tui.sync.package import FILES, rows_of
from advisor_tui.sync.published import Published, check_published, to_row
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
    files: int
    bytes: int


def read_folder(folder: Path, effective: date) -> list[Published]:
    """The TOML files of a folder laid out like data/, as versions to publish.

    A file's version is its own `version`, else the date it holds from and the start of its digest.

    Raises:
        DeskError: `folder_missing`, `nothing_to_publish`, `data_unreadable`, `data_invalid`.
    """
    if not folder.is_dir():
        raise DeskError("folder_missing", mark("There is no such folder"), where=str(folder))
    areas = sorted(path.name for path in folder.iterdir() if path.is_dir())
    found = [_version(source, effective) for area in areas for source in read_sources(folder, area)]
    if not found:
        raise DeskError("nothing_to_publish", mark("The folder holds no file of data/"), where=str(folder))
    check_published(found)
    return found


def publish(context: Context, files: list[Published], to: Path, terminals: list[str]) -> list[PublishedBundle]:
    """Seal one bundle for each terminal and write it to a folder.

    A terminal gets the files it was not sent yet; without any, a heartbeat that acknowledges its bundles, if there is
    one to acknowledge.

    Args:
        context: The unlocked head office.
        files: What to publish; may be empty.
        to: The folder for the sealed files.
        terminals: Their names; empty for all.

    Raises:
        DeskError: `terminal_unknown`, `bundle_too_large`.
    """
    done = []
    with context.warehouse.write() as session:
        chosen = _terminals(session, terminals)
        sealed = [_seal(context, session, terminal, files) for terminal in chosen]
        session.commit()
    for bundle, count in (pair for pair in sealed if pair is not None):
        for folder in (context.home.outbox, to):
            folder.mkdir(parents=True, exist_ok=True)
            write_durably(folder / bundle.name.signature, bundle.signature, 0o644)
            write_durably(folder / bundle.name.file, bundle.content, 0o644)
        name = bundle.name
        done.append(PublishedBundle(name.receiver, name.file, name.signature, name.seq, count, len(bundle.content)))
    return done


def _seal(
    context: Context, session: Session, terminal: Terminal, files: list[Published]
) -> tuple[SealedBundle, int] | None:
    held = {
        row.path: row.sha256
        for row in session.exec(
            select(PublishedTo).where(PublishedTo.terminal == terminal.name, PublishedTo.epoch == terminal.peer_epoch)
        )
    }
    fresh = [file for file in files if held.get(file.path) != file.sha256]
    last = session.exec(
        select(Outbound)
        .where(Outbound.terminal == terminal.name, Outbound.epoch == terminal.peer_epoch)
        .order_by(col(Outbound.seq).desc())
    ).first()
    stream = session.get(Stream, (terminal.name, terminal.epoch))
    if not fresh and (stream is None or stream.seq == 0):
        return None
    header = _header(context, terminal, stream, (last.seq, last.sha256) if last else (0, GENESIS), fresh)
    rows = {FILES.path: rows_of(FILES, [to_row(file) for file in fresh])}
    bundle = seal_bundle(header, rows, [terminal.recipient], context.keys.root())
    session.add(
        Outbound(
            terminal=terminal.name, epoch=header.epoch, seq=header.seq, sha256=bundle.sha256,
            prev_sha256=header.prev_sha256, signature=bundle.signature.decode(), content=bundle.content,
            sealed_at=context.clock.now(),
        )
    )  # fmt: skip
    for file in fresh:
        session.merge(
            PublishedTo(terminal=terminal.name, path=file.path, epoch=terminal.peer_epoch, sha256=file.sha256)
        )
    return bundle, len(fresh)


def _header(
    context: Context, terminal: Terminal, stream: Stream | None, previous: tuple[int, str], files: list[Published]
) -> Header:
    name, now = BundleName(HEAD_OFFICE, terminal.name, previous[0] + 1), context.clock.now()
    ack = Ack(stream.epoch, stream.seq, stream.sha256) if stream is not None and stream.seq else None
    return Header(
        bundle=name.stem, sender=name.sender, receiver=name.receiver, signer=signer_of(HEAD_OFFICE),
        recipient_key=signer_of(terminal.name), epoch=terminal.peer_epoch, seq=name.seq, prev_sha256=previous[1],
        kind="delta" if files else "heartbeat", schema=SCHEMA_VERSION, min_reader=SCHEMA_VERSION,
        reads=(SCHEMA_VERSION,), created=instant_text(now), expires=instant_text(now + BUNDLE_LIFE), changes=(),
        counts={FILES.resource: len(files)} if files else {}, digest={}, ack=ack, audit=None, app_version=__version__,
    )  # fmt: skip


def _terminals(session: Session, names: list[str]) -> list[Terminal]:
    if not names:
        return list(session.exec(select(Terminal).order_by(Terminal.name)))
    found = []
    for name in names:
        terminal = session.get(Terminal, name)
        if terminal is None:
            raise DeskError("terminal_unknown", mark("{terminal} is not registered"), where=name, terminal=name)
        found.append(terminal)
    return found


def _version(source: Source, effective: date) -> Published:
    try:
        own = tomllib.loads(source.text).get("version")
    except tomllib.TOMLDecodeError as error:
        where = f"{source.path}:{toml_line(error) or source.text.count(chr(10)) + 1}"
        message = mark("This is not TOML: {reason}")
        raise DeskError("data_invalid", message, where=where, reason=toml_reason(error)) from error
    digest = sha256(source.text.encode())
    version = own if isinstance(own, str) and own else f"{effective:%Y%m%d}-{digest[:8]}"
    return Published(source.path, version, effective, digest, source.text)
