"""Configuration of gunicorn behind the proxy: `gunicorn --config deploy/gunicorn.conf.py wsgi:app`.

Starts WEB_CONCURRENCY workers, by default one for each core. The socket is in RUNTIME_DIRECTORY,
which systemd sets, unless systemd passes a socket (socket activation).
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
# The program is loaded once, so workers share its memory and a new worker starts at once.
preload_app = True

timeout = (
    30  # seconds without a heartbeat of the worker; the duration of a response does not matter
)
graceful_timeout = 30  # seconds to finish requests when the worker is stopped
# A heartbeat is a change of a file, which can be slow on a disk.
_memory = Path("/dev") / "shm"
worker_tmp_dir = str(_memory) if _memory.is_dir() else None

# The proxy and the program have limits of their own, with better error messages.
limit_request_line = 0
limit_request_fields = 1_000
limit_request_field_size = 0


def when_ready(server: Any) -> None:
    """Close the release, so that the workers are forked without its threads and open files."""
    server.app.wsgi().extensions["releases"].close()


def pre_exec(server: Any) -> None:
    """Write the process id of the new program for deploy/upgrade, and pass on systemd's socket.

    The new program expects the socket at the file descriptor of systemd; gunicorn has moved it.
    """
    (_run / "loading").write_text(str(os.getpid()))
    if server.systemd:
        [listener] = server.LISTENERS
        os.dup2(listener.fileno(), SD_LISTEN_FDS_START)


def post_worker_init(worker: Any) -> None:
    """Open the release, then create the file that tells deploy/upgrade that a worker is ready."""
    worker.app.wsgi().extensions["releases"].start_watching()
    (_run / f"ready-{worker.ppid}").touch()


def on_exit(server: Any) -> None:
    (_run / f"ready-{server.pid}").unlink(missing_ok=True)
