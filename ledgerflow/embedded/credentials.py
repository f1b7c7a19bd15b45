"""The generated passwords of the embedded server.

Here: making them once and reading them. Not here: putting them into the server (cluster.py,
roles.py). They are written before the cluster is made, so a cluster never exists without them.
"""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

from ledgerflow.embedded.errors import EmbeddedError

DATABASE = "ledgerflow"
SUPERUSER = "postgres"
OWNER = "lf_owner"
APP = "lf_app"
BACKUP = "lf_backup"


@dataclass(frozen=True)
class Credentials:
    """One password per role."""

    superuser: str = field(repr=False)
    owner: str = field(repr=False)
    app: str = field(repr=False)
    backup: str = field(repr=False)


def load_or_make(path: Path, *, cluster_exists: bool) -> Credentials:
    """Read the passwords, or make them if there is no cluster yet. Call under start.lock.

    Raises EmbeddedError("credentials") if they are lost or unreadable while data exists.
    """
    if path.exists():
        found = _read(path)
        if found.backup:
            return found
        # Made before there was a role for backups: roles.py gives that role its password.
        complete = replace(found, backup=secrets.token_urlsafe(24))
        _write(path, complete)
        return complete
    if cluster_exists:
        raise EmbeddedError(
            f"{path} is missing: the database exists but its passwords are lost.",
            hint="Bring the file back from a backup of the state folder, or give the data up "
            "with `ledgerflow db reset`.",
            code="credentials",
        )
    made = Credentials(*(secrets.token_urlsafe(24) for _ in fields(Credentials)))
    _write(path, made)
    return made


def _read(path: Path) -> Credentials:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        known = {"backup": ""} | found
        return Credentials(**{name.name: str(known[name.name]) for name in fields(Credentials)})
    except (ValueError, KeyError, TypeError) as fault:
        raise EmbeddedError(
            f"{path} cannot be read as the database's passwords ({fault!r}).",
            hint="Bring the file back from a backup of the state folder, or give the data up "
            "with `ledgerflow db reset`.",
            code="credentials",
        ) from fault


def _write(path: Path, made: Credentials) -> None:
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(asdict(made), out, indent=2)
        out.flush()
        os.fsync(out.fileno())
        if os.geteuid() == 0:
            owner = path.parent.stat()
            os.fchown(out.fileno(), owner.st_uid, owner.st_gid)
    fresh.replace(path)
