"""The web process: gunicorn with threads, set up by the program.

Here: gunicorn's settings, for `serve` (one process on an open socket) and for `web` (several, in
production), and its start. Not here: the WSGI application (ledgerflow/wsgi.py), which lies above
the command line and is therefore named, not imported.
"""

import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from django.utils.module_loading import import_string
from gunicorn.app.base import BaseApplication

APPLICATION = "ledgerflow.wsgi.application"
THREADS = 8
REQUEST_SECONDS = 120
SERVE_GRACE_SECONDS = 8
GRACE_SECONDS = 25
KEEPALIVE_SECONDS = 130
"""Longer than Caddy keeps an unused connection (120): the side that sends must close first."""

REQUESTS_MAX, REQUESTS_JITTER = 5000, 500
"""A process is replaced now and then, not all at once: whatever leaks does not add up."""

MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108  gunicorn makes its files there safely

COMMON: dict[str, Any] = {
    "worker_class": "gthread",
    "timeout": REQUEST_SECONDS,
    # The application is loaded before the processes fork: they share its memory.
    "preload_app": True,
    "control_socket_disable": True,
    # No access log, which is gunicorn's default: request lines hold the numbers of businesses
    # and what people search for. The proxy's log can be switched on where that is allowed.
    "loglevel": "warning",
}


class WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with these settings instead of a command line and files."""

    def __init__(self, wanted: Mapping[str, Any]) -> None:
        self.wanted = wanted
        super().__init__()

    def load_config(self) -> None:
        """Only what the program says; no file and no GUNICORN_CMD_ARGS."""
        for name, value in self.wanted.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """The application, with its addresses loaded, so that the first visitor does not wait."""
        application: Callable[..., Any] = import_string(APPLICATION)
        get_resolver()._populate()
        return application


def run(listener: socket.socket) -> int:
    """Serve on an open socket until SIGTERM; gunicorn ends the process by SystemExit.

    One process: sessions and login limits in local memory stay true.
    """
    own = {
        "bind": f"fd://{listener.fileno()}",
        "workers": 1,
        "threads": THREADS,
        "graceful_timeout": SERVE_GRACE_SECONDS,
    }
    WebServer(COMMON | own).run()
    return 0


def run_production(bind: str) -> int:
    """Serve on `bind` with the processes and threads of the settings until SIGTERM."""
    close_connections()
    WebServer(COMMON | production(bind)).run()
    return 0


def production(bind: str) -> dict[str, Any]:
    """gunicorn's settings behind a proxy, in a container whose file system may be read-only.

    Whom to believe X-Forwarded-Proto is Django's to say (SECURE_PROXY_SSL_HEADER): gunicorn
    passes the header on, so `forwarded_allow_ips` stays as narrow as it comes.
    """
    return {
        "bind": bind,
        "workers": settings.WEB_WORKERS,
        "threads": settings.WEB_THREADS,
        "graceful_timeout": GRACE_SECONDS,
        "keepalive": KEEPALIVE_SECONDS,
        "max_requests": REQUESTS_MAX,
        "max_requests_jitter": REQUESTS_JITTER,
        "worker_tmp_dir": memory_folder(),
    }


def memory_folder() -> str | None:
    """Where gunicorn's processes show that they live: memory, so that a slow disk kills none."""
    usable = MEMORY_FOLDER.is_dir() and os.access(MEMORY_FOLDER, os.W_OK)
    return str(MEMORY_FOLDER) if usable else None


def close_connections() -> None:
    """Nothing of this process's connections, nor a pool's threads, may be used by the forks."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool: Callable[[], None] = getattr(connection, "close_pool", lambda: None)
        close_pool()
