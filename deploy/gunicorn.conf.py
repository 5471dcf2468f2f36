"""Settings of gunicorn behind the proxy: `gunicorn --config deploy/gunicorn.conf.py wsgi:app`.

WEB_CONCURRENCY workers, else one for each core. The folder of the socket is RUNTIME_DIRECTORY, as
systemd names it; a socket that systemd hands over is taken instead.
"""

import os
from pathlib import Path
from typing import Any

from gunicorn.systemd import SD_LISTEN_FDS_START

_run = Path(os.environ.get("RUNTIME_DIRECTORY", "instance")).resolve()

bind = f"unix:{_run}/socket"
pidfile = f"{_run}/gunicorn.pid"
umask = 0o007
backlog = 2048
control_socket_disable = True

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or os.cpu_count() or 1)
threads = 8
# Loaded once, the program is shared by the workers, and another worker is there at once.
preload_app = True

timeout = 30  # seconds without a sign of life of a worker, however long one answer takes
graceful_timeout = 30  # seconds for answers under way when it is told to stop
# A sign of life is a write to a file, which on a disk may have to wait.
_memory = Path("/dev") / "shm"
worker_tmp_dir = str(_memory) if _memory.is_dir() else None

# The proxy's limits hold, and those of the program, which says what is too long or too many.
limit_request_line = 0
limit_request_fields = 1_000
limit_request_field_size = 0


def when_ready(server: Any) -> None:
    """Workers are forked from a process that has no thread and no release open."""
    server.app.wsgi().extensions["releases"].close()


def pre_exec(server: Any) -> None:
    """Tell deploy/upgrade which process loads the new program, and hand systemd's socket over.

    The new program looks for that where systemd put it; gunicorn has moved it elsewhere.
    """
    (_run / "loading").write_text(str(os.getpid()))
    if server.systemd:
        [listener] = server.LISTENERS
        os.dup2(listener.fileno(), SD_LISTEN_FDS_START)


def post_worker_init(worker: Any) -> None:
    """Open the release, then tell deploy/upgrade that a worker of this master answers."""
    worker.app.wsgi().extensions["releases"].start_watching()
    (_run / f"ready-{worker.ppid}").touch()


def on_exit(server: Any) -> None:
    (_run / f"ready-{server.pid}").unlink(missing_ok=True)
