"""The files of data/ that were published: every version, and which of them a terminal is to get."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.tables import PublishedFile, PublishedTo, Terminal
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.products import Product
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Source, overlay
from advisor_tui.sync.published import Published, check_published, on_day


def store_files(session: Session, files: Sequence[Published], now: datetime, today: date) -> None:
    """Keep new versions of files, once what a desk would have with them is whole today and on every later day.

    A version whose content holds on its first day anyway is none.

    Raises:
        DeskError: `data_invalid`, naming file, line and key; `published_invalid` for a folder that data/ has not;
            `version_changed` for a product that changes without a higher version.
    """
    held = [_published(file) for file in _all(session)]
    new = [file for file in files if file.sha256 not in _digests(on_day(held, file.effective_from), file.path)]
    check_published(new, today, held)
    _require_versions(held, new)
    for file in new:
        session.merge(PublishedFile(**file.__dict__, published_at=now))
    session.flush()


def due_files(session: Session, terminal: Terminal, today: date) -> list[Published]:
    """The versions that hold today or will, and that a terminal was not sent in its present epoch."""
    query = select(PublishedTo).where(PublishedTo.terminal == terminal.name, PublishedTo.epoch == terminal.peer_epoch)
    sent = {(row.path, row.version) for row in session.exec(query)}
    files = [_published(file) for file in _all(session)]
    wanted = [*on_day(files, today), *(file for file in files if file.effective_from > today)]
    return [file for file in wanted if (file.path, file.version) not in sent]


def note_sent(session: Session, terminal: Terminal, files: Iterable[Published]) -> None:
    """Remember that a terminal is sent files now."""
    for file in files:
        session.merge(
            PublishedTo(
                terminal=terminal.name, path=file.path, version=file.version, epoch=terminal.peer_epoch,
                sha256=file.sha256,
            )
        )  # fmt: skip


def _all(session: Session) -> Sequence[PublishedFile]:
    """Every version, in the order in which they were published."""
    return session.exec(select(PublishedFile).order_by(col(PublishedFile.published_at), col(PublishedFile.path))).all()


def _published(file: PublishedFile) -> Published:
    return Published(file.path, file.version, file.effective_from, file.sha256, file.text)


def _digests(files: Iterable[Published], path: str) -> set[str]:
    return {file.sha256 for file in files if file.path == path}


def _require_versions(before: Sequence[Published], new: Iterable[Published]) -> None:
    """A product's version says for ever what it said; only its sale may end.

    Raises:
        DeskError: `version_changed`.
    """
    sources = [Source(file.path, file.text) for file in new if file.path.startswith("products/")]
    if not sources:
        return
    held = [Source(file.path, file.text) for file in on_day(before, date.max)]
    known = {item.key: item for item in load_reference(data_root(), held).products}
    for item in load_reference(data_root(), overlay(held, sources)).products:
        old = known.get(item.key)
        if old is not None and _terms(old) != _terms(item):
            raise DeskError(
                "version_changed", mark("Product {id} was published as version {version} with other terms: raise it"),
                where=item.id, id=item.id, version=item.version,
            )  # fmt: skip


def _terms(product: Product) -> Product:
    return replace(product, sale_to=None)
