"""The server's process: started, awaited, shut down.

Here: one start that counts only when a connection works, and one stop. Not here: who may do it
and when (membership.py); every function here is called under start.lock.
"""

import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import psycopg

from ledgerflow.embedded import cluster, processes, roles
from ledgerflow.embedded.binaries import Programs
from ledgerflow.embedded.credentials import Credentials
from ledgerflow.embedded.errors import EmbeddedError
from ledgerflow.embedded.identity import Identity, give
from ledgerflow.embedded.places import Places, clear_socket, make_socket_dir, remove_socket_dir

START_SECONDS = 60.0
RECOVERY_SECONDS = 600.0  # while the server says that it is replaying its log
STOP_SECONDS = 30.0
KILL_SECONDS = 10.0
POLL_SECONDS = 0.02
LOG_BYTES = 4 << 20
TAIL_BYTES = 2000
# A predecessor that the kernel has not cleared away yet; it goes away by itself.
STILL_HELD = ('lock file "postmaster.pid" already exists', "shared memory block")
STARTING = ("starting up", "not yet accepting connections", "in recovery")


def use_or_start(
    places: Places, programs: Programs, who: Identity, credentials: Credentials
) -> processes.PidFile:
    """The answering server with its roles set up: the running one, else a new one."""
    known = processes.read_pid_file(places.data)
    if known is None or not _answers(places, known, credentials):
        cluster.check_cluster(places, who)
        start(places, programs, who, credentials)
        known = processes.read_pid_file(places.data)
    if known is None or known.socket_dir is None:
        raise _failed(places, "it ended again at once", 0)
    try:
        with roles.connect_superuser(known.socket_dir, credentials) as connection:
            roles.set_up(connection, credentials)
    except psycopg.Error as fault:
        raise _failed(places, f"its roles could not be set up ({fault})", 0) from fault
    return known


def _answers(places: Places, known: processes.PidFile, credentials: Credentials) -> bool:
    """True if a server answers. A live one is given time: its starter may have been killed
    before it was ready. One that is not to be seen may run in a sister container: ask it once.
    """
    if processes.is_server(known.pid, places.data):
        if _await_ready(places, known.pid, None, credentials):
            return True
        if processes.is_server(known.pid, places.data):
            raise _failed(places, f"process {known.pid} runs but does not answer", 0)
    return known.socket_dir is not None and _connects(known.socket_dir, credentials) is None


def start(places: Places, programs: Programs, who: Identity, credentials: Credentials) -> None:
    """Start a server as our direct child and wait until a connection works.

    Raises EmbeddedError("start_failed") with the end of the log, "credentials" if the passwords
    do not fit.
    """
    socket_dir = make_socket_dir(places, who)
    deadline = time.monotonic() + START_SECONDS
    while True:
        processes.disarm_pid_file(places.data)
        clear_socket(socket_dir)
        process, log_start = _spawn(places, programs, who, socket_dir)
        if _await_ready(places, process.pid, process, credentials):
            return
        said = _log_since(places, log_start)
        if not any(sign in said for sign in STILL_HELD) or time.monotonic() > deadline:
            raise _failed(places, f"it ended with status {process.poll()}", log_start)
        time.sleep(0.2)


def _spawn(
    places: Places, programs: Programs, who: Identity, socket_dir: Path
) -> tuple[subprocess.Popen[bytes], int]:
    settings = cluster.server_settings(socket_dir).items()
    flags = [part for name, value in settings for part in ("-c", f"{name}={value}")]
    log = _open_log(places, who)
    try:
        process = subprocess.Popen(
            [programs.path("postgres"), "-D", str(places.data), *flags],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=cluster.clean_environment(),
            start_new_session=True,  # Ctrl+C is for us, not for the server
            umask=0o077,
            **who.as_popen(),
        )
        log_start = os.fstat(log).st_size
    finally:
        os.close(log)
    # Without a reaper a killed server would stay a zombie whose pid still answers.
    threading.Thread(target=process.wait, name="postgres-reaper", daemon=True).start()
    return process, log_start


def _open_log(places: Places, who: Identity) -> int:
    log = places.log
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_name(f"{log.name}.1"))
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    give(log, who)
    return handle


def _await_ready(
    places: Places,
    pid: int,
    process: "subprocess.Popen[bytes] | None",
    credentials: Credentials,
) -> bool:
    """Wait until a connection works: True. The process ended: False."""
    begun = time.monotonic()
    while process.poll() is None if process else processes.is_server(pid, places.data):
        reason: str | None = "no socket yet"
        known = processes.read_pid_file(places.data)
        if known is not None and known.pid == pid and known.socket_dir is not None:
            reason = _connects(known.socket_dir, credentials)
        if reason is None:
            return True
        waited = time.monotonic() - begun
        limit = RECOVERY_SECONDS if any(s in reason for s in STARTING) else START_SECONDS
        if waited > limit:
            if process is not None:
                shut_down(places, pid)
            raise _failed(places, f"it did not answer in {waited:.0f} seconds ({reason})", 0)
        time.sleep(POLL_SECONDS)
    return False


def _connects(socket_dir: Path, credentials: Credentials) -> str | None:
    """None if a connection works, else why not."""
    try:
        roles.connect_superuser(socket_dir, credentials).close()
    except psycopg.OperationalError as fault:
        if "password authentication failed" in str(fault):
            raise EmbeddedError(
                f"The database server at {socket_dir} refuses the generated password.",
                hint="Bring back the credentials.json that belongs to this data folder.",
                code="credentials",
            ) from fault
        return str(fault)
    return None


def shut_down(places: Places, pid: int) -> None:
    """Stop the server: politely (SIGINT), at once (SIGQUIT), by force (SIGKILL).

    Returns when the process has ended; a zombie has. Raises EmbeddedError("stop_failed").
    """
    known = processes.read_pid_file(places.data)
    steps = ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, KILL_SECONDS))
    for sign, seconds in (*steps, (signal.SIGKILL, KILL_SECONDS)):
        deadline = time.monotonic() + seconds
        if processes.is_server(pid, places.data):
            os.kill(pid, sign)
        while processes.is_server(pid, places.data) and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS / 4)
        if not processes.is_server(pid, places.data):
            if known is not None and known.socket_dir is not None:
                remove_socket_dir(known.socket_dir)
            return
    raise EmbeddedError(
        f"The database server, process {pid}, does not end.",
        hint=f"See {places.log}.",
        code="stop_failed",
    )


def _log_since(places: Places, offset: int) -> str:
    try:
        with places.log.open("rb") as log:
            size = log.seek(0, os.SEEK_END)
            log.seek(max(offset, size - TAIL_BYTES))
            return log.read().decode(errors="replace").strip()
    except FileNotFoundError:
        return ""


def _failed(places: Places, reason: str, log_start: int) -> EmbeddedError:
    tail = _log_since(places, log_start) or "(nothing)"
    return EmbeddedError(
        f"The database server of {places.data} could not be used: {reason}. "
        f"The end of its log {places.log}:\n{tail}\n",
        hint=f"If the log speaks of missing or invalid files the data is damaged. "
        f"{cluster.RESET_HINT}",
        code="start_failed",
    )
