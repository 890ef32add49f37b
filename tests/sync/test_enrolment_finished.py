"""An enrolment that a kill cut off after its commit is finished at the next try, or at the next seal."""

from pathlib import Path

import pytest

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.desk.exchanging import enrolling
from advisor_tui.store.keys import read_keys
from advisor_tui.sync import outbox
from advisor_tui.sync.enrolling import load_offer
from advisor_tui.sync.enrolment import Offer
from tests.exchange_support import TERMINAL, Exchanging, enrol, make_head_office
from tests.support import make_desk


class Killed(BaseException):
    """Stands for the kill."""


@pytest.fixture
def offer(both: Exchanging, tmp_path: Path) -> Offer:
    """A second enrolment of the same terminal."""
    path = tmp_path / "again.enrolment"
    both.head_office.revoke(TERMINAL)
    both.head_office.enrol(TERMINAL, both.desk.office.me.branch_code, path)
    return load_offer(path, both.clock)


def cut_off(both: Exchanging, offer: Offer, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise Killed

    home = both.desk.office.home
    both.desk.exchange.seal()
    (home.root / f"{TERMINAL}.keys").unlink()
    with monkeypatch.context() as patch:
        patch.setattr(outbox if step == "clear" else enrolling, step, killed)
        with pytest.raises(Killed):
            both.desk.exchange.enrol(offer, bytes(32))


@pytest.mark.parametrize("step", ["clear", "forget_head", "add_recovery", "write_keys_file"])
def test_the_next_try_with_the_same_file_finishes_it(
    both: Exchanging, offer: Offer, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(both, offer, step, monkeypatch)
    home = both.desk.office.home
    before = read_keys(home.keys).recovery
    done = both.desk.exchange.enrol(offer, bytes(32))
    assert Path(done.keys_file).is_file()
    assert read_keys(home.keys).recovery != before
    assert list(home.outbox.iterdir()) == []
    both.head_office.accept(Path(done.keys_file))
    both.send()
    assert both.ingest()["applied"] == 1
    with pytest.raises(DeskError) as caught:
        both.desk.exchange.enrol(offer, bytes(32))
    assert caught.value.code == "already_enrolled"


@pytest.mark.parametrize("step", ["clear", "forget_head", "add_recovery", "write_keys_file"])
def test_the_next_seal_finishes_it_too(
    both: Exchanging, offer: Offer, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(both, offer, step, monkeypatch)
    home = both.desk.office.home
    before = read_keys(home.keys).recovery
    both.desk.exchange.seal_if_needed()
    assert read_keys(home.keys).recovery != before
    both.head_office.accept(home.root / f"{TERMINAL}.keys")
    both.send()
    assert both.ingest()["applied"] == 1


def test_a_keys_file_that_was_taken_away_is_written_again(tmp_path: Path) -> None:
    clock_desk = make_desk(tmp_path / "home")
    clock = clock_desk.office.clock
    assert isinstance(clock, FixedClock)
    head_office = make_head_office(tmp_path / "hq", clock)
    enrol(clock_desk, head_office, tmp_path)
    offer = load_offer(tmp_path / f"{TERMINAL}.enrolment", clock)
    path = clock_desk.office.home.root / f"{TERMINAL}.keys"
    whole = path.read_bytes()
    clock_desk.exchange.seal()
    path.unlink()
    assert clock_desk.exchange.enrol(offer, bytes(32)).keys_file == str(path)
    assert path.read_bytes() == whole
    assert [one.seq for one in clock_desk.exchange.export(tmp_path / "out")] == [1]
    clock_desk.close()
    head_office.close()
