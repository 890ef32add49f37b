"""What a receiver does with a bundle that opened: the table of the protocol, as one pure function."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from advisor_tui.base.clock import parse_instant
from advisor_tui.sync.header import GENESIS, Header


class Verdict(StrEnum):
    """What becomes of a bundle."""

    APPLY = "apply"
    DUPLICATE = "duplicate"
    FORK = "fork"
    PARK = "park"
    UNKNOWN_EPOCH = "unknown_epoch"
    TOO_NEW = "too_new"
    DOWNGRADE = "downgrade"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Position:
    """How far a stream (sender, epoch) was applied.

    Attributes:
        epoch: The enrolled epoch.
        seq: The last applied sequence number; 0 before the first.
        sha256: The digest of that bundle's .age file.
        schema: The highest schema version seen of this sender.
        stopped: A fork was found; nothing more is applied.
    """

    epoch: str
    seq: int = 0
    sha256: str = GENESIS
    schema: int = 0
    stopped: bool = False


def judge(
    header: Header,
    digest: str,
    position: Position,
    seen: Mapping[int, str],
    *,
    reads: tuple[int, ...],
    now: datetime | None = None,
) -> Verdict:
    """Place a bundle in its stream.

    Args:
        header: The bundle's header.
        digest: SHA-256 of its .age file.
        position: How far the stream was applied.
        seen: Digests of the applied bundles, by seq; at least the one with this bundle's seq, where there is one.
        reads: The schema versions that the receiver can apply.
        now: The receipt time, where expiry counts (head office to terminal); None where it does not.
    """
    if header.epoch != position.epoch:
        return Verdict.UNKNOWN_EPOCH
    if header.seq <= position.seq:
        return Verdict.DUPLICATE if seen.get(header.seq) == digest else Verdict.FORK
    if position.stopped:
        return Verdict.FORK
    if header.seq > position.seq + 1:
        return Verdict.PARK
    if header.prev_sha256 != position.sha256:
        return Verdict.FORK
    if header.schema < position.schema:
        return Verdict.DOWNGRADE
    if header.schema not in reads and header.min_reader > max(reads):
        return Verdict.TOO_NEW
    if now is not None and header.expires and parse_instant(header.expires) <= now:
        return Verdict.EXPIRED
    return Verdict.APPLY
