"""Ctrl+C during long work: held back, never lost."""

import signal
import time
from collections.abc import Callable
from threading import Timer

import pytest

from advisor_tui.cli.interrupt import pause, stopping_between


def press() -> None:
    signal.raise_signal(signal.SIGINT)


def test_it_is_raised_where_the_work_asks_and_nowhere_before() -> None:
    done = []

    def work() -> None:
        with stopping_between() as ask:
            press()
            done.append("went on")
            ask()
            done.append("not reached")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["went on"]


def test_one_that_nobody_asked_about_is_raised_at_the_end() -> None:
    with pytest.raises(KeyboardInterrupt), stopping_between():
        press()


def test_an_error_of_the_work_is_told_before_it() -> None:
    def work() -> None:
        with stopping_between():
            press()
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        work()


def test_what_was_there_before_is_there_again() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stopping_between():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("wake", [press, lambda: None])
def test_a_pause_is_ended_by_it_and_by_its_time_alone(wake: Callable[[], None]) -> None:
    timer = Timer(0.05, wake)
    began, ended = time.monotonic(), "by its time"
    try:
        with stopping_between() as ask:
            timer.start()
            pause(3600 if wake is press else 0.3, ask)
    except KeyboardInterrupt:
        ended = "by Ctrl+C"
    timer.join()
    assert ended == ("by Ctrl+C" if wake is press else "by its time")
    assert time.monotonic() - began < 60
