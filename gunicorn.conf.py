"""How gunicorn serves e-Campus. `gunicorn wsgi:app` reads this file by itself; its own options go before it."""

import os
from pathlib import Path

from gunicorn.workers.base import Worker


def _cores() -> int:
    """Return how many cores this process may use; a container may allow fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", _cores()))

# Threads, so that a browser's idle connection does not hold a whole worker.
worker_class = "gthread"
threads = 4
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
    """Let one worker of this machine run the timed jobs; a lock on a file decides which."""
    from app.shared import scheduler  # noqa: PLC0415 - the folder is on the path only once a worker serves from it

    scheduler.start(worker.wsgi)
