"""A clock that ran ahead, here or at head office, keeps nobody silent and nothing fresh for years."""

from datetime import timedelta

from advisor_tui.base.clock import instant_text
from advisor_tui.sync.standing import read_standing
from tests.exchange_support import Exchanging
from tests.sync.hq_pen import Pen


def test_a_heartbeat_is_sealed_each_day_after_a_time_ahead(both: Exchanging) -> None:
    both.clock.move(timedelta(days=365))
    both.desk.exchange.seal()
    both.clock.move(timedelta(days=-364))
    assert len(both.desk.exchange.seal_if_needed()) == 1
    assert both.desk.exchange.seal_if_needed() == []
    both.clock.move(timedelta(days=1))
    assert len(both.desk.exchange.seal_if_needed()) == 1


def test_an_old_bundle_that_comes_late_is_no_news(both: Exchanging, pen: Pen) -> None:
    sealed_at = both.clock.now()
    late = pen.write({})
    both.clock.move(timedelta(days=20))
    both.desk.exchange.receive([late])
    view = both.desk.exchange.view()
    assert view.heard_at == sealed_at
    assert view.stale
    assert read_standing(both.desk.office.home).heard_at == instant_text(sealed_at)


def test_a_bundle_of_a_clock_that_ran_ahead_counts_from_when_it_came(both: Exchanging, pen: Pen) -> None:
    now = both.clock.now()
    ahead = instant_text(now + timedelta(days=900))
    both.desk.exchange.receive([pen.write({}, created=ahead, expires="")])
    assert both.desk.exchange.view().heard_at == now
    both.clock.move(timedelta(days=20))
    assert both.desk.exchange.view().stale


def test_a_stream_of_an_earlier_enrolment_says_nothing_of_this_one(both: Exchanging, pen: Pen) -> None:
    both.desk.exchange.receive([pen.write({})])
    assert both.desk.exchange.view().heard_at is not None
    with both.desk.office.write("test") as session:
        epoch = "01936000-0000-7000-8000-00000000feed"
        session.connection().exec_driver_sql("UPDATE enrolment SET peer_epoch = ?", (epoch,))
        session.commit()
    assert both.desk.exchange.view().heard_at is None
