"""Where a running server is and how it looks from outside.

Here: frozen records only. Not here: how they come about (membership.py, control.py).
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class ServerAddress:
    """How to reach the server: unix socket, database, four roles.

    `app` is what the web and the jobs use, `owner` migrates and makes test databases, `backup`
    reads all rows, `superuser` is for `ledgerflow db psql` alone. `bin_dir` holds psql, pg_dump
    and the others as the caller may run them.
    """

    socket_dir: Path
    port: int
    database: str
    owner_user: str
    owner_password: str = field(repr=False)
    app_user: str
    app_password: str = field(repr=False)
    backup_user: str
    backup_password: str = field(repr=False)
    superuser: str
    superuser_password: str = field(repr=False)
    bin_dir: Path
    data_dir: Path
    log_file: Path


@dataclass(frozen=True)
class ServerStatus:
    """What `status` saw: `busy` means that a process is starting or stopping it right now."""

    state: Literal["absent", "stopped", "running", "busy"]
    pid: int | None
    in_use: bool
    data_dir: Path
    log_file: Path
