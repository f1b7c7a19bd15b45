"""The data folder: made once, checked before every start.

Here: initdb, the check of version and completeness, the server's settings. Not here: running the
server (server.py) and the roles inside (roles.py).
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ledgerflow.embedded.binaries import MAJOR, Programs
from ledgerflow.embedded.credentials import SUPERUSER, Credentials
from ledgerflow.embedded.errors import EmbeddedError
from ledgerflow.embedded.identity import Identity, give_tree, initdb_identity
from ledgerflow.embedded.places import PORT, Places

INITDB_SECONDS = 300
UNFINISHED = "data.unfinished."
RESET_HINT = "Restore a backup into a fresh folder, or give the data up with `ledgerflow db reset`."
INITDB_FLAGS = (
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--locale=C.UTF-8",
    "--data-checksums",
    f"--username={SUPERUSER}",
)


def server_settings(socket_dir: Path) -> dict[str, str]:
    """The settings given at every start; they win over the files in the data folder."""
    return {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(socket_dir),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": "128MB",
        "work_mem": "8MB",
        "max_wal_size": "512MB",
        "huge_pages": "off",
        "jit": "off",
        "fsync": "on",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "logging_collector": "off",
        "log_checkpoints": "off",
        # Statements and row contents hold bank text: they stay out of the log.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }


def clean_environment() -> dict[str, str]:
    """The caller's environment without what would redirect PostgreSQL."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def cluster_exists(places: Places) -> bool:
    """True when a data folder is there, whatever its state."""
    return places.data.exists()


def check_cluster(places: Places, who: Identity) -> None:
    """Refuse a data folder of another major version, of another user, or an incomplete one.

    Raises EmbeddedError: "wrong_version", "wrong_owner", "damaged_data".
    """
    data = places.data
    owner = data.stat().st_uid
    if owner != who.uid:
        raise EmbeddedError(
            f"{data} belongs to user {owner}, the server runs as user {who.uid}.",
            hint="Run LedgerFlow as the user who made the data, or hand the folder over with "
            f"`chown -R {who.uid}:{who.gid} {places.home}`.",
            code="wrong_owner",
        )
    for needed in ("PG_VERSION", "global/pg_control", "base", "pg_wal"):
        if not (data / needed).exists():
            raise EmbeddedError(
                f"The data folder {data} is damaged: {needed} is missing.",
                hint=RESET_HINT,
                code="damaged_data",
            )
    found = (data / "PG_VERSION").read_text(encoding="ascii", errors="replace").strip()
    if found != str(MAJOR):
        raise EmbeddedError(
            f"The data folder {data} was made by PostgreSQL {found or '(unknown)'}; "
            f"this is PostgreSQL {MAJOR}.",
            hint=f"Dump it with PostgreSQL {found} (pg_dump) and restore it into a fresh folder.",
            code="wrong_version",
        )


def make_cluster(
    places: Places, programs: Programs, who: Identity, credentials: Credentials
) -> None:
    """Run initdb in a folder beside and rename it when done, so that a killed initdb leaves
    nothing that looks like a database. Call under start.lock.
    """
    for leftover in places.home.glob(f"{UNFINISHED}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    maker = initdb_identity(who)
    work = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=places.home))
    if maker != who:
        # Another user than the server's makes the files: it must get through to them.
        places.home.chmod(0o711)
    password = work / "password"
    password.touch(mode=0o600)
    password.write_text(f"{credentials.superuser}\n", encoding="ascii")
    give_tree(work, maker)
    try:
        _initdb(programs, maker, work / "data", password)
        give_tree(work / "data", who)
        (work / "data").rename(places.data)
    finally:
        shutil.rmtree(work, ignore_errors=True)
        places.home.chmod(0o700)
    _sync_folder(places.home)


def _initdb(programs: Programs, maker: Identity, data: Path, password: Path) -> None:
    try:
        answer = subprocess.run(
            [programs.path("initdb"), *INITDB_FLAGS, f"--pwfile={password}", f"--pgdata={data}"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            cwd="/",
            env=clean_environment(),
            timeout=INITDB_SECONDS,
            start_new_session=True,
            umask=0o077,
            **maker.as_popen(),
        )
    except subprocess.TimeoutExpired as fault:
        raise EmbeddedError(
            f"Making the database in {data.parent.parent} took more than {INITDB_SECONDS} seconds.",
            hint="Check that the disk is well, and try again.",
            code="initdb_failed",
        ) from fault
    if answer.returncode != 0:
        raise EmbeddedError(
            f"PostgreSQL could not make a database in {data.parent.parent}: "
            f"{(answer.stderr or answer.stdout).strip()[-1500:]}",
            hint="Check free disk space and the folder's permissions. A user id without an entry "
            "in /etc/passwd cannot make one.",
            code="initdb_failed",
        )


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
