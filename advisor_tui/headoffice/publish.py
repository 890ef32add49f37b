"""Publishing to terminals: what each does not have yet is sealed, kept until it is acknowledged, and written."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from advisor_tui import __version__
from advisor_tui.base.clock import instant_text
from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice.archive import clear_archive
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.delivering import is_put, put
from advisor_tui.headoffice.order_book import companions
from advisor_tui.headoffice.parts import Part, parts_for
from advisor_tui.headoffice.registry import find_terminal
from advisor_tui.headoffice.rotating import renew_month
from advisor_tui.headoffice.tables import Outbound, Stream, Terminal
from advisor_tui.store.schema import SCHEMA_VERSION
from advisor_tui.sync.header import GENESIS, Ack, Header
from advisor_tui.sync.names import HEAD_OFFICE, BundleName, signer_of
from advisor_tui.sync.package import FILES, ORDERS, ROWS
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


@dataclass
class Remarks:
    """What is to be said beside what was sealed.

    Attributes:
        failures: The terminals for which nothing could be sealed, and why.
        earlier: The files of bundles sealed before that were written too.
    """

    failures: dict[str, DeskError] = field(default_factory=dict)
    earlier: list[str] = field(default_factory=list)


def publish(
    context: Context, to: Path, terminals: list[str], *, again: bool = False, remarks: Remarks | None = None
) -> list[PublishedBundle]:
    """Seal for each terminal what it was not sent yet, and write the bundles to a folder.

    Without anything new it gets a heartbeat that acknowledges its bundles, if there is one to acknowledge. The key of
    the month is made where it is missing. A terminal whose key was revoked gets only the order to give itself up.
    What an earlier publish sealed and did not write anywhere, since it was stopped, is written too.

    Args:
        context: The unlocked head office.
        to: The folder for the sealed files.
        terminals: Their names; empty for all.
        again: Also copy what was sealed before and not acknowledged, as after a stick was lost.
        remarks: Takes the failures of single terminals, which then do not stop the others. Without it the first one
            is raised, and nothing is sealed.

    Raises:
        DeskError: `terminal_unknown`, `not_put`; of one terminal `bundle_too_large`, `wipe_not_revoked`.
    """
    renew_month(context)
    done: list[tuple[SealedBundle, Part]] = []
    told = remarks or Remarks()
    with context.warehouse.write() as session:
        chosen = [find_terminal(session, name) for name in terminals] or list(
            session.exec(select(Terminal).order_by(Terminal.name))
        )
        chosen += companions(session, chosen)
        earlier = [
            bundle for one in chosen for bundle in _unacknowledged(session, one)
            if again or not is_put(context.home, bundle)
        ]  # fmt: skip
        for terminal in chosen:
            try:
                with session.begin_nested():
                    done += _sealed(context, session, terminal)
            except DeskError as error:
                if remarks is None:
                    raise
                told.failures[terminal.name] = error
        session.commit()
    told.earlier += [bundle.name.file for bundle in earlier]
    put(context.home, to, [*earlier, *(bundle for bundle, _ in done)], len(done))
    clear_archive(context)
    return [_told(bundle, part) for bundle, part in done]


def _sealed(context: Context, session: Session, terminal: Terminal) -> list[tuple[SealedBundle, Part]]:
    return [(_seal(context, session, terminal, part), part) for part in parts_for(context, session, terminal)]


def _seal(context: Context, session: Session, terminal: Terminal, part: Part) -> SealedBundle:
    last = session.exec(
        select(Outbound)
        .where(Outbound.terminal == terminal.name, Outbound.epoch == terminal.peer_epoch)
        .order_by(col(Outbound.seq).desc())
    ).first()
    # What we had of a terminal that is asked for everything is not what it was acknowledged.
    stream = session.get(Stream, (terminal.name, terminal.epoch)) if terminal.asked_at is None else None
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
    context: Context, terminal: Terminal, stream: Stream | None, previous: tuple[int, str], part: Part
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


def _told(bundle: SealedBundle, part: Part) -> PublishedBundle:
    name, counts = bundle.name, part.counts
    return PublishedBundle(
        name.receiver, name.file, name.signature, name.seq, part.kind, counts.get(FILES.resource, 0),
        counts.get(ORDERS.resource, 0), counts.get(ROWS.resource, 0), len(bundle.content),
    )  # fmt: skip
