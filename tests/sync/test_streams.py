"""The table of the protocol: what becomes of a bundle, by its place in the stream."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from advisor_tui.sync.header import GENESIS, Header
from advisor_tui.sync.streams import Position, Verdict, judge

EPOCH = "0199b2a0-0000-7000-8000-000000000001"
OTHER = "0199b2a0-0000-7000-8000-000000000002"
HEADER = Header(
    bundle="T0123-HQ-00000004", sender="T0123", receiver="HQ", signer="terminal-T0123", recipient_key="hq-2026-11",
    epoch=EPOCH, seq=4, prev_sha256="3" * 64, kind="delta", schema=2, min_reader=2, reads=(2,),
    created="2026-11-24T00:00:00.000000Z", expires="2026-12-01T00:00:00.000000Z", changes=(), counts={}, digest={},
    ack=None, audit=None, app_version="0.1.0",
)  # fmt: skip
AT = Position(EPOCH, 3, "3" * 64, 2)
SEEN = {1: "1" * 64, 2: "2" * 64, 3: "3" * 64}
BEFORE, AFTER = datetime(2026, 11, 25, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "digest", "position", "now", "verdict"),
    [
        ({}, "4" * 64, AT, None, Verdict.APPLY),
        ({"seq": 1, "prev_sha256": GENESIS}, "1" * 64, Position(EPOCH), None, Verdict.APPLY),
        ({"seq": 3}, "3" * 64, AT, None, Verdict.DUPLICATE),
        ({"seq": 1}, "1" * 64, AT, None, Verdict.DUPLICATE),
        ({"seq": 3}, "4" * 64, AT, None, Verdict.FORK),
        ({"seq": 1}, "3" * 64, AT, None, Verdict.FORK),
        ({"prev_sha256": "2" * 64}, "4" * 64, AT, None, Verdict.FORK),
        ({}, "4" * 64, replace(AT, stopped=True), None, Verdict.FORK),
        ({"seq": 3}, "3" * 64, replace(AT, stopped=True), None, Verdict.DUPLICATE),
        ({"seq": 5}, "5" * 64, AT, None, Verdict.PARK),
        ({"seq": 2, "prev_sha256": "1" * 64}, "2" * 64, Position(EPOCH), None, Verdict.PARK),
        ({"epoch": OTHER}, "4" * 64, AT, None, Verdict.UNKNOWN_EPOCH),
        ({"schema": 3, "min_reader": 3}, "4" * 64, AT, None, Verdict.TOO_NEW),
        ({"schema": 3, "min_reader": 2}, "4" * 64, AT, None, Verdict.APPLY),
        ({"schema": 1, "min_reader": 1}, "4" * 64, AT, None, Verdict.DOWNGRADE),
        ({}, "4" * 64, AT, BEFORE, Verdict.APPLY),
        ({}, "4" * 64, AT, AFTER, Verdict.EXPIRED),
        ({"expires": ""}, "4" * 64, AT, AFTER, Verdict.APPLY),
        ({"seq": 3}, "3" * 64, AT, AFTER, Verdict.DUPLICATE),
    ],
)
def test_the_receivers_table(
    change: dict[str, object], digest: str, position: Position, now: datetime | None, verdict: Verdict
) -> None:
    header = replace(HEADER, **change)  # type: ignore[arg-type]  # fields by name
    assert judge(header, digest, position, SEEN, reads=(2,), now=now) is verdict


def test_a_schema_in_the_list_of_what_is_read_is_applied_although_it_is_old() -> None:
    old = replace(HEADER, schema=1, min_reader=1)
    assert judge(old, "4" * 64, replace(AT, schema=1), SEEN, reads=(1, 2)) is Verdict.APPLY
