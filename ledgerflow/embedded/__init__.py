"""PostgreSQL 17 without Docker: a real server on a unix socket in the state folder.

Here: the package's public names. Not here: Django; settings/database.py calls `ensure`. The
environment is read in settings/env.py, never here.
"""

from ledgerflow.embedded.address import ServerAddress, ServerStatus
from ledgerflow.embedded.control import reset, status, stop
from ledgerflow.embedded.errors import EmbeddedError
from ledgerflow.embedded.membership import ensure, running

__all__ = [
    "EmbeddedError",
    "ServerAddress",
    "ServerStatus",
    "ensure",
    "reset",
    "running",
    "status",
    "stop",
]
