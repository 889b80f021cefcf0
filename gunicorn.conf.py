"""How gunicorn serves e-Campus. `gunicorn wsgi:app` reads this file by itself; its own options go before it."""

import gc
import os
import sys
import time
from pathlib import Path

from gunicorn.workers.base import Worker
from gunicorn.workers.gthread import ThreadWorker


def _cores() -> int:
    """Return how many cores this process may use; a container may allow fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class SharingWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn carries no types
    """A threaded worker that leaves new connections to the others while all its own threads are at work.

    Without this, whoever wakes first takes all that come at once, and keeps them: one core answers, the other rests.
    It still takes one every few milliseconds, for the others may be as busy.
    """

    pause = 0.002
    _took = _told = 0.0

    def notify(self) -> None:
        """Tell the arbiter that this worker lives: once a second, and not two or three times in every request."""
        now = time.monotonic()
        if now - self._told >= 1:
            self._told = now
            super().notify()

    def set_accept_enabled(self, enabled: bool) -> None:  # noqa: FBT001 - as gunicorn declares it
        """Take new connections or not; asked anew before each wait."""
        at_work = self.nr_conns - len(self.keepalived_conns) - len(self.pending_conns)
        free = at_work < self.cfg.threads or time.monotonic() - self._took > self.pause
        super().set_accept_enabled(enabled and free)

    def accept(self, listener: object) -> None:
        """Take one connection, and look whether to take another."""
        super().accept(listener)
        self._took = time.monotonic()
        self.set_accept_enabled(True)


bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", _cores()))

# Threads, so that a browser's idle connection does not hold a whole worker, and that those who save at the same time
# share a commit: while one waits for the disk, the others' answers gather.
worker_class = SharingWorker
threads = 8
keepalive = 5

# A deploy lets answers that are under way finish: SIGTERM, then at most this many seconds.
graceful_timeout = 30
timeout = 60

# Each worker loads the application itself: nothing opened before a fork is shared by accident.
preload_app = False

# Requests carry names and certificate numbers. The application logs what operators need, without them.
accesslog = None

# Heartbeats of workers must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes a private file there
control_socket_disable = True


def post_worker_init(worker: Worker) -> None:
    """Set the worker up; one of this machine runs the timed jobs, and a lock on a file decides which."""
    from app.shared import scheduler  # noqa: PLC0415 - the folder is on the path only once a worker serves from it

    # Who holds the write lock lets go of the interpreter at each statement, and waits for it behind all other threads.
    sys.setswitchinterval(0.0005)
    scheduler.start(worker.wsgi)

    # What is loaded stays: a full collection would look through all of it again, 0.1 s in which nobody is answered.
    gc.collect()
    gc.freeze()
