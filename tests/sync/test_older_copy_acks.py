"""What head office acknowledges is looked at in each bundle that opens, whatever becomes of the bundle itself."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from advisor_tui.base.clock import instant_text
from advisor_tui.base.errors import DeskError
from advisor_tui.sync.header import GENESIS, Ack
from tests.exchange_support import Exchanging, identity_of
from tests.sync.hq_pen import Pen


def places(both: Exchanging) -> Mapping[str, Mapping[str, Any]]:
    """Header fields that let a bundle after the first be none to apply, by what becomes of it."""
    past = instant_text(both.clock.now() - timedelta(hours=1))
    return {
        "parked": {"seq": 5}, "expired": {"expires": past}, "fork": {"prev_sha256": GENESIS},
        "downgrade": {"schema": 4, "min_reader": 4},
    }  # fmt: skip


@pytest.mark.parametrize("what", ["parked", "expired", "fork", "downgrade"])
def test_an_acknowledgement_of_what_was_never_sent_counts_in_every_bundle(
    both: Exchanging, pen: Pen, what: str
) -> None:
    """Head office goes on from a later copy; were this one to seal on, its numbers would contradict what was sent."""
    both.desk.exchange.receive([pen.write({})])
    former = identity_of(both).epoch
    fields = dict(places(both)[what])
    pen.seq = fields.pop("seq", pen.seq + 1) - 1
    later = pen.write({}, ack=Ack(former, 7, "a" * 64), **fields)
    with pytest.raises(DeskError) as caught:
        both.desk.exchange.receive([later])
    assert caught.value.code == "restored_copy"
    assert both.desk.office.store.read_only
    assert identity_of(both).epoch != former


@pytest.mark.parametrize("what", ["parked", "expired", "fork", "downgrade"])
def test_what_this_copy_sent_itself_makes_no_older_copy_of_it(both: Exchanging, pen: Pen, what: str) -> None:
    [sealed] = both.desk.exchange.seal()
    both.desk.exchange.receive([pen.write({})])
    former = identity_of(both).epoch
    with both.desk.office.rows() as connection:
        digest = connection.exec_driver_sql("SELECT sha256 FROM bundle_sent WHERE seq = ?", (sealed.seq,)).scalar()
    fields = dict(places(both)[what])
    pen.seq = fields.pop("seq", pen.seq + 1) - 1
    later = pen.write({}, ack=Ack(former, sealed.seq, str(digest)), **fields)
    if what == "parked":
        assert [one.status for one in both.desk.exchange.receive([later])] == ["parked"]
    else:
        with pytest.raises(DeskError) as caught:
            both.desk.exchange.receive([later])
        assert caught.value.code == f"bundle_{what}"
    assert not both.desk.office.store.read_only
    assert identity_of(both).epoch == former
