"""What a bundle of head office changes: files, orders, rows and keys, each inside the transaction of receiving it."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.reference.toml import Source, overlay
from advisor_tui.sync.bulletins import AREA, bulletins_of, store_bulletins
from advisor_tui.sync.carrying.again import carry_again, own_receipts
from advisor_tui.sync.carrying.book import purge_acknowledged, take_orders
from advisor_tui.sync.carrying.ground import Ground
from advisor_tui.sync.differences import Change, changes_of
from advisor_tui.sync.header import Ack
from advisor_tui.sync.identity import Identity
from advisor_tui.sync.merging import merge_rows
from advisor_tui.sync.opening import Opened
from advisor_tui.sync.orders.order import Order
from advisor_tui.sync.package import FILES, ROWS
from advisor_tui.sync.proven import note_instant
from advisor_tui.sync.published import check_published, is_new, published_files, published_sources, read_published
from advisor_tui.sync.restoring import (
    LEFT,
    UNSURE,
    drop_missing,
    known_before_full,
    known_to_head_office,
    take_part,
)
from advisor_tui.sync.row_changes import read_row_changes
from advisor_tui.sync.telling_again import asks_again
from advisor_tui.sync.trusting import take_keys

_PUBLISH = text(
    "INSERT INTO published_file (id, path, version, effective_from, sha256, text, bundle, received_at) "
    "VALUES (:id, :path, :version, :effective_from, :sha256, :text, :bundle, :received_at)"
)
_SENT = text("SELECT sha256 FROM bundle_sent WHERE epoch = :epoch AND seq = :seq")
_ACKED = text(
    "SELECT name FROM bundle_sent WHERE epoch = :epoch AND seq <= :seq AND acknowledged_at IS NULL ORDER BY seq"
)
_ACKNOWLEDGE = text(
    "UPDATE bundle_sent SET acknowledged_at = :at, content = NULL "
    "WHERE epoch = :epoch AND seq <= :seq AND acknowledged_at IS NULL"
)


def is_unsent(connection: Connection, identity: Identity, ack: Ack | None) -> bool:
    """Whether head office has of this epoch what this copy of the desk never sent."""
    if ack is None or ack.epoch != identity.epoch or ack.seq == 0:
        return False
    return connection.execute(_SENT, {"epoch": ack.epoch, "seq": ack.seq}).scalar() != ack.sha256


def acknowledge(connection: Connection, identity: Identity, ack: Ack | None, now: str, where: str) -> list[str]:
    """Note what head office has applied; the names of the bundles that need no keeping any more.

    Raises:
        DeskError: `restored_copy` when it has what this copy of the desk never sent.
    """
    if is_unsent(connection, identity, ack):
        raise older_copy(where)
    if ack is None or ack.epoch != identity.epoch:
        return []
    names = list(connection.execute(_ACKED, {"epoch": ack.epoch, "seq": ack.seq}).scalars())
    connection.execute(_ACKNOWLEDGE, {"at": now, "epoch": ack.epoch, "seq": ack.seq})
    return names


def older_copy(where: str) -> DeskError:
    """The refusal of a bundle that shows that this desk is an older copy of itself."""
    return DeskError(
        "restored_copy", mark("Head office has bundles that this copy of the desk never sent"), where=where
    )


def apply_contents(
    ground: Ground, opened: Opened, orders: Sequence[Order], shipped: Sequence[Source], before: Identity
) -> list[Change]:
    """Apply everything that a bundle holds; what changed, in the order in which people are told.

    Args:
        ground: The transaction of receiving.
        opened: The bundle.
        orders: Its orders.
        shipped: The program's own files of data/.
        before: The enrolment as it was before the bundle came.

    Raises:
        DeskError: The reason for which the whole bundle is refused.
    """
    note_instant(ground.connection, opened.header.created)
    if asks_again(opened.header, before):
        return [Change("telling_again", opened.name.file)]
    changes = _publish(ground, opened, shipped)
    if opened.header.kind == "keys":
        keys = take_keys(ground.connection, opened)
        changes.append(Change("keys", list(keys.recipients)[-1], new=str(keys.version)))
    changes += _merge(ground, opened)
    changes += take_orders(ground, orders, opened.name.file)
    return changes + purge_acknowledged(ground)


def _merge(ground: Ground, opened: Opened) -> list[Change]:
    where = opened.name.file
    rows = list(read_row_changes(opened.files.get(ROWS.path, b""), where))
    is_full = opened.header.kind == "full"
    if not rows and not is_full:
        return []
    known = known_before_full(ground.connection) if is_full else known_to_head_office(ground.connection)
    if opened.header.counts.get(UNSURE):
        known = 0  # what it does not bring was not deleted: head office has lost it
    fitting = own_receipts(ground.connection, rows) if is_full else rows
    done = merge_rows(ground, fitting, where, known=known, recover=is_full)
    again: list[Change] = []
    if is_full and (brought := take_part(ground.connection, opened.header, rows)) is not None:
        again = carry_again(ground, brought, known)
        done.written += drop_missing(ground, brought, known)
    changes = [Change("rows", where, new=str(done.written))] if done.written else []
    changes += again
    changes += [Change("client_renumbered", old, new=new) for old, new in done.renumbered]
    if is_full and not opened.header.counts.get(LEFT, 0):
        changes.append(Change("full", where))
    return changes + ([Change("conflicts", where, new=str(done.conflicts))] if done.conflicts else [])


def _publish(ground: Ground, opened: Opened, shipped: Sequence[Source]) -> list[Change]:
    where, connection = opened.name.file, ground.connection
    published = published_sources(connection, ground.today)
    held = {source.path: source.text for source in overlay(shipped, published)}
    files = list(read_published(opened.files.get(FILES.path, b""), where))
    check_published(files, ground.today, published_files(connection))
    changes: list[Change] = []
    for file in (one for one in files if is_new(connection, one, where)):
        values = {"id": ground.ids.new(), "bundle": where, "received_at": ground.now, **file.__dict__}
        connection.execute(_PUBLISH, {**values, "effective_from": file.effective_from.isoformat()})
        if file.path.startswith(AREA):
            rows = bulletins_of(Source(file.path, file.text))
            for fresh, row in store_bulletins(connection, rows, ground.ids):
                titles = {"zh": str(row["title_zh"]), "en": str(row["title_en"])}
                changes.append(Change("bulletin_new" if fresh else "bulletin_changed", str(row["code"]), titles))
        else:
            changes.extend(changes_of(file, held.get(file.path)))
    return changes
