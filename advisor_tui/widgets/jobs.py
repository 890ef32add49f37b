"""Work off the UI thread: the newest answer of a group arrives, a write always does, a refusal is a notice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from textual.dom import DOMNode
from textual.worker import Worker, WorkerState

from advisor_tui.base.errors import DeskError

T = TypeVar("T")


@dataclass
class _Request:
    """What is to happen with the outcome of one job."""

    number: int
    group: str
    then: Callable[[Any], None]
    failed: Callable[[DeskError], None]
    current: Callable[[], bool]


class JobRunner(DOMNode):
    """Mixed into what runs jobs: a screen, a table, the app.

    It stands after the Textual class among the bases: Textual takes the style rules of the first one.

    A job runs in a thread and gets no widget; `then` runs on the UI thread. Any exception but a `DeskError` is a
    defect and ends the app through its error handler.
    """

    _numbers: dict[str, int]
    _requests: dict[Worker[Any], _Request]

    def start_job(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        *,
        failed: Callable[[DeskError], None],
        group: str,
        newest_only: bool,
        current: Callable[[], bool] = lambda: True,
    ) -> None:
        """Run `job` in a thread and hand its result to `then`.

        Args:
            job: Called in the thread.
            then: Called with the result on the UI thread.
            failed: Called on the UI thread with the refusal.
            group: Requests of one group replace each other when `newest_only`.
            newest_only: Drop this request once a newer one of its group was made, before or after it ran.
            current: Asked before delivering, and before an unexpected error counts: False when what the job
                read from has been closed meanwhile.
        """
        if not hasattr(self, "_numbers"):
            self._numbers, self._requests = {}, {}
        number = self._numbers[group] = self._numbers.get(group, 0) + 1
        request = _Request(number, group if newest_only else "", then, failed, current)

        def run() -> T | None:
            if newest_only and self._numbers[group] != number:
                return None
            return job()

        worker = self.run_worker(run, group=f"job-{group}", thread=True, exclusive=newest_only, exit_on_error=False)
        self._requests[worker] = request

    def cancel_jobs(self, group: str) -> None:
        """Forget the requests of a group: their answers will not be delivered."""
        if hasattr(self, "_numbers"):
            self._numbers[group] = self._numbers.get(group, 0) + 1

    @property
    def busy(self) -> bool:
        """Whether an answer is still to be delivered."""
        requests: dict[Worker[Any], _Request] = getattr(self, "_requests", {})
        return any(not self._stale(request) for request in requests.values())

    def waits_for(self, group: str) -> bool:
        """Whether the answer of a newest-only request of this group is still to be delivered."""
        requests: dict[Worker[Any], _Request] = getattr(self, "_requests", {})
        return any(request.group == group and not self._stale(request) for request in requests.values())

    def _stale(self, request: _Request) -> bool:
        return bool(request.group) and self._numbers[request.group] != request.number

    def job_ended(self) -> None:
        """Called after each job, whether its answer was delivered, refused or dropped."""

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Deliver a finished job."""
        requests: dict[Worker[Any], _Request] = getattr(self, "_requests", {})
        request = requests.get(event.worker)
        if request is None or event.state in (WorkerState.PENDING, WorkerState.RUNNING):
            return
        del requests[event.worker]
        self._deliver(request, event)
        self.job_ended()

    def _deliver(self, request: _Request, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.CANCELLED or self._stale(request) or not request.current():
            return
        if event.state is WorkerState.SUCCESS:
            request.then(event.worker.result)
        elif isinstance(event.worker.error, DeskError):
            request.failed(event.worker.error)
        elif event.worker.error is not None:
            raise event.worker.error
