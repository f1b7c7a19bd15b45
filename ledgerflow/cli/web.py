"""`ledgerflow web`: the web pages for many visitors, behind a proxy.

Here: what is refused before anything starts. Not here: the server (web_process.py); `serve` is the
command for one machine.
"""

import os
import re

from ledgerflow.cli import web_process
from ledgerflow.cli.console import note
from ledgerflow.cli.setup import database_ready, refuse_unsafe_role, warn_of_broken_tools
from ledgerflow.core.errors import InputError

BIND = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[\w.-]+):(?P<port>\d{1,5})", re.ASCII)


def web(bind: str) -> int:
    """Serve on HOST:PORT until SIGTERM.

    Raises InputError for what is no address, RuleError where the database role could pass
    row-level security by, OutsideError where migrations are missing.
    """
    refuse_no_address(bind)
    os.environ.setdefault("PGAPPNAME", "ledgerflow web")  # shown where sessions are listed
    database_ready()
    refuse_unsafe_role()
    warn_of_broken_tools()
    tell_of_setup()
    return web_process.run_production(bind)


def tell_of_setup() -> None:
    """While nobody has an account: the one-time address of the setup page, into the log."""
    from django.conf import settings

    from ledgerflow.firms.setup import setup_address, setup_is_open

    if setup_is_open():
        host = next((h for h in settings.ALLOWED_HOSTS if h.strip("*.")), "localhost")
        note(f"Nobody has an account yet. Begin at {setup_address(f'https://{host}/')}")


def refuse_no_address(bind: str) -> None:
    """gunicorn would end with a traceback."""
    found = BIND.fullmatch(bind)
    if found is None or int(found["port"]) > 65535:
        raise InputError(
            f"--bind {bind} is not an address.",
            code="bad_bind",
            hint="Write HOST:PORT, such as 0.0.0.0:8000 for all networks of a container.",
        )
