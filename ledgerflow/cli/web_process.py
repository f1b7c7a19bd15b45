"""The web process of `ledgerflow serve`: gunicorn with threads, set up by the program.

Here: gunicorn's settings and its start. Not here: the WSGI application (ledgerflow/wsgi.py), which
lies above the command line and is therefore named, not imported.
"""

import socket
from collections.abc import Callable
from typing import Any

from django.urls import get_resolver
from django.utils.module_loading import import_string
from gunicorn.app.base import BaseApplication

APPLICATION = "ledgerflow.wsgi.application"
THREADS = 8
GRACE_SECONDS = 8
REQUEST_SECONDS = 120


class WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """One process with threads: sessions and login limits in local memory stay true."""

    def __init__(self, listener: socket.socket) -> None:
        self.listener = listener
        super().__init__()

    def load_config(self) -> None:
        """Take over the socket that the parent opened; log problems only."""
        for name, value in {
            "bind": f"fd://{self.listener.fileno()}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": REQUEST_SECONDS,
            "graceful_timeout": GRACE_SECONDS,
            "preload_app": True,
            "control_socket_disable": True,
            "loglevel": "warning",
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """The application, with its addresses loaded, so that the first visitor does not wait."""
        application: Callable[..., Any] = import_string(APPLICATION)
        get_resolver()._populate()
        return application


def run(listener: socket.socket) -> int:
    """Serve on an open socket until SIGTERM; gunicorn ends the process by SystemExit."""
    WebServer(listener).run()
    return 0
