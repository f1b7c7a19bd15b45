"""`ledgerflow serve`: the web pages and the jobs on this machine, until Ctrl+C.

Here: what is checked before anything starts, and which processes run. Not here: keeping them
running (supervisor.py), the web process (web_process.py) or the jobs (job_process.py).
"""

import os
import socket
from functools import partial

import typer
from django.conf import settings
from django.db import connections

from ledgerflow.cli import job_process, web_process
from ledgerflow.cli.setup import database_ready, refuse_unsafe_role
from ledgerflow.cli.supervisor import supervise
from ledgerflow.core.errors import ConflictError, InputError
from ledgerflow.firms.models import User
from ledgerflow.firms.setup import setup_address, setup_is_open


def serve(port: int | None = None, host: str = "127.0.0.1") -> None:
    """Serve the pages at http://HOST:PORT and run the jobs until Ctrl+C or SIGTERM.

    Port 0 takes a free one. Raises ConflictError where the port is taken, RuleError where the
    database role could pass row-level security by, OutsideError where migrations are missing
    that only the operator may run.
    """
    listener = listen(host, settings.WEB_PORT if port is None else port)
    os.environ.setdefault("PGAPPNAME", "ledgerflow serve")  # shown where sessions are listed
    database_ready()
    refuse_unsafe_role()
    address = _address(listener, host)
    for line in _greeting(address):
        typer.echo(line)
    # Nothing of this process's connections may be used by the children.
    connections.close_all()
    web = partial(web_process.run, listener)
    jobs = partial(job_process.run, listener)
    # Each child comes back from here too, with its own work; so it ends like any program.
    raise typer.Exit(supervise({"web": web, "jobs": jobs})())


def listen(host: str, port: int) -> socket.socket:
    """Take the port now: a taken one is refused before anything starts, and nobody else gets it.

    Visitors who come before the web process is up wait instead of being turned away.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
        return socket.create_server((host, port), family=family, backlog=128)
    except socket.gaierror as error:
        raise InputError(
            f"--host {host}: there is no such address on this machine ({error.strerror}).",
            code="unknown_host",
            hint="Use 127.0.0.1 for this machine only, or 0.0.0.0 for all its networks.",
        ) from error
    except OSError as error:
        raise ConflictError(
            f"Port {port} on {host} cannot be used: {os.strerror(error.errno or 0)}.",
            code="port_taken",
            hint="Stop what listens there, or choose another port: --port 9002"
            " (or LEDGERFLOW_PORT).",
        ) from error


def _address(listener: socket.socket, host: str) -> str:
    port = listener.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def _greeting(address: str) -> list[str]:
    lines = [f"LedgerFlow starts at {address}   (Ctrl+C stops it)"]
    if setup_is_open():
        lines.append(f"Nobody has an account yet. Begin at {setup_address(address)}")
    elif not User.objects.filter(is_staff=True, is_active=True).exists():
        lines.append("Nobody can sign in as operator yet: ledgerflow user add EMAIL --operator")
    return lines
