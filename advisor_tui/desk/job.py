"""A job of the desk: built when it is first used, once for all threads, for the office as it is then."""

import threading
from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, cast, overload

from advisor_tui.desk.office import Office

T = TypeVar("T")


class JobHolder:
    """Has an office, and jobs that work with it; both are replaced together.

    A job in use goes on with the office that it was built for.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._built: dict[str, object] = {}
        self._building = threading.RLock()

    @property
    def office(self) -> Office:
        """What the jobs work with."""
        return self._office

    def move(self, office: Office) -> None:
        """Work with another office from now on."""
        with self._building:  # no job is half built: none gets one office and the jobs of another
            self._office, self._built = office, {}

    def job(self, name: str, build: Callable[[Any], T]) -> T:
        """The job of this name; `build` makes it, at most once for one office."""
        built = self._built
        if name not in built:
            with self._building:  # one lock for all of them, held again by a job that needs another one
                built = self._built
                if name not in built:
                    built[name] = build(self)
        return cast(T, built[name])


class Job(Generic[T]):
    """Decorates the method of a `JobHolder` that builds a job; the attribute is the job."""

    def __init__(self, build: Callable[[Any], T]) -> None:
        self._build = build
        self._name = build.__name__
        self.__doc__ = build.__doc__

    @overload
    def __get__(self, holder: None, owner: type[JobHolder]) -> Self: ...
    @overload
    def __get__(self, holder: JobHolder, owner: type[JobHolder]) -> T: ...
    def __get__(self, holder: JobHolder | None, owner: type[JobHolder]) -> Self | T:
        """The job, or this decorator when the class is asked."""
        return self if holder is None else holder.job(self._name, self._build)
