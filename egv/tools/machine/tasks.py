"""Work in threads, and groups of work and processes that are cancelled together."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, as_completed, wait
from contextlib import contextmanager
from typing import Generic, TypeVar

from egv.tools.machine import shutdown

T = TypeVar("T")
R = TypeVar("R")


class Cancelled(Exception):  # noqa: N818  # cancelling is no error
    """Raised in work that was cancelled."""


class TaskGroup:
    """The members that are cancelled together: processes, and tasks started by the work."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._members: set[Callable[[], None]] = set()
        self._is_given_up = False

    @property
    def is_cancelled(self) -> bool:
        """True where the group was cancelled, or egv itself is to end."""
        return self._is_given_up or shutdown.get_requested_signal() > 0

    def check_cancellation(self) -> None:
        """Raise Cancelled where the group was cancelled.

        In the main thread, raise the interruption where egv itself is to end.
        """
        shutdown.check_interruption()
        if self.is_cancelled:
            raise Cancelled

    def cancel(self) -> None:
        """End the running members, and let no new one start."""
        with self._lock:
            self._is_given_up = True
            members = tuple(self._members)
        run_all(members)

    @contextmanager
    def hold_member(self, end_it: Callable[[], None]) -> Iterator[None]:
        """Add a member, which `end_it` ends, to the group within this context.

        Raises Cancelled if the group was cancelled before.
        """
        with self._lock:
            self._members.add(end_it)
            late = self._is_given_up
        try:
            if late:
                raise Cancelled
            yield
        finally:
            with self._lock:
                self._members.discard(end_it)


ENDED_BY_SIGNAL = TaskGroup()  # for work that only the end of egv itself cancels


class BackgroundTask(Generic[T]):
    """Work in a thread of its own, cancelled together with the group that started it.

    `work` gets the group of what it starts itself. The thread never keeps egv alive: computation in
    foreign code cannot be interrupted.
    """

    def __init__(self, tasks: TaskGroup, work: Callable[[TaskGroup], T]) -> None:
        self._group = TaskGroup()
        self.future: Future[T] = Future()

        def run_work() -> None:
            try:
                with tasks.hold_member(self._group.cancel):
                    self.future.set_result(work(self._group))
            except BaseException as error:  # noqa: BLE001  # raised again by whoever waits
                self.future.set_exception(error)

        self._thread = threading.Thread(target=run_work, daemon=True)

    def start_work(self) -> None:
        """Start the thread; not in the constructor, so that an interruption finds the task."""
        self._thread.start()

    def cancel(self) -> None:
        """End the task's processes, and wait briefly for its clean-up."""
        self._group.cancel()
        if self._thread.ident is not None:
            wait([self.future], timeout=shutdown.choose_grace_s())


@contextmanager
def run_in_background(tasks: TaskGroup, work: Callable[[TaskGroup], T]) -> Iterator[Future[T]]:
    """Run `work` in a thread during this context; on an error its processes are ended first."""
    task = BackgroundTask(tasks, work)
    try:
        task.start_work()
        yield task.future
    except BaseException:
        task.cancel()
        raise


def map_in_threads(
    tasks: TaskGroup, work: Callable[[TaskGroup, T], R], items: Iterable[T], at_once: int
) -> list[R]:
    """Apply `work` to all `items` in threads, `at_once` at a time; returns results in order.

    On an error the running work is cancelled first.
    """
    waiting = deque(enumerate(items))
    made: dict[int, R] = {}

    def work_through(group: TaskGroup) -> None:
        while True:
            group.check_cancellation()
            try:
                number, item = waiting.popleft()
            except IndexError:  # no items are left
                return
            made[number] = work(group, item)

    workers = [BackgroundTask(tasks, work_through) for _ in range(min(at_once, len(waiting)))]
    try:
        for worker in workers:
            worker.start_work()
        for future in as_completed(worker.future for worker in workers):
            future.result()
    except BaseException:
        run_all(worker.cancel for worker in workers)
        raise
    return [made[number] for number in sorted(made)]


def run_all(calls: Iterable[Callable[[], None]]) -> None:
    """Make all `calls` in parallel and wait for the last, so that no call delays another."""
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
