"""An entry's hash is that of a compact JSON array, and a number that a statement gave back is hashed anew."""

import json
from datetime import UTC, datetime
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.clock import FixedClock
from advisor_tui.store.context import WriteContext
from advisor_tui.store.hashing import entry_hash, payload_hash

VALUES = st.one_of(st.text(st.characters()), st.integers(), st.none(), st.booleans(), st.floats(allow_nan=False))


@given(header=st.lists(VALUES, max_size=8), payload=st.text(), previous=st.text())
def test_an_entry_s_hash_is_over_the_compact_json_array(
    header: list[str | int | float | None], payload: str, previous: str
) -> None:
    array = json.dumps([*header, payload, previous], ensure_ascii=False, separators=(",", ":"))
    expected = sha256(array.encode("utf-8", "surrogatepass")).hexdigest()
    assert entry_hash(header, payload, previous) == expected


@given(payloads=st.lists(st.text(), min_size=1, max_size=4))
def test_a_payload_is_hashed_for_itself_though_its_number_was_used_before(payloads: list[str]) -> None:
    context = WriteContext(FixedClock(datetime(2026, 11, 24, tzinfo=UTC)), "T1")
    context.begin("1001", "test")
    for payload in payloads:
        for _ in range(2):
            assert context.payload_hash(7, payload) == payload_hash(context.salt(7), payload)
    before = context.salt(7)
    context.begin("1001", "test")
    assert context.payload_hash(7, payloads[-1]) == payload_hash(context.salt(7), payloads[-1])
    assert context.salt(7) != before
