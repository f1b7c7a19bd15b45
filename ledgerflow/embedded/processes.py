"""What the operating system says about the server's process.

Here: alive, zombie or gone; the server's pid file. Not here: starting and stopping (server.py).
A pid alone proves nothing: it may be a zombie that nobody reaped, or reused by a stranger.
"""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

NO_PROCESS = 2_147_483_646  # above every kernel's largest pid
PID_FILE = "postmaster.pid"


@dataclass(frozen=True)
class PidFile:
    """The first lines of postmaster.pid; a server that has just begun may lack the socket."""

    pid: int
    socket_dir: Path | None


def read_pid_file(data: Path) -> PidFile | None:
    """What postmaster.pid says; None if there is none or it is not readable as such."""
    try:
        lines = (data / PID_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    socket_dir = lines[4].strip() if len(lines) > 4 else ""
    return PidFile(pid, Path(socket_dir) if socket_dir else None)


def live_server(data: Path) -> PidFile | None:
    """The server that runs on this data folder, if one really does."""
    found = read_pid_file(data)
    return found if found is not None and is_server(found.pid, data) else None


def is_server(pid: int, data: Path) -> bool:
    """True when `pid` runs, is not a zombie, and works in this data folder."""
    if pid <= 1:
        return False
    process = Path("/proc", str(pid))
    if not Path("/proc/self/stat").exists():
        return _asked_from_ps(pid, data)
    try:
        # The state letter follows the name in parentheses, which may hold anything.
        letter = (process / "stat").read_text(errors="replace").rpartition(")")[2].split()[0]
        return letter not in "ZX" and (process / "cwd").samefile(data)
    except (FileNotFoundError, ProcessLookupError, PermissionError, IndexError):
        return False


def _asked_from_ps(pid: int, data: Path) -> bool:
    answer = subprocess.run(
        ["ps", "-ww", "-o", "stat=,command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    state, _, command = answer.stdout.strip().partition(" ")
    return bool(state) and not state.startswith("Z") and str(data) in command


def disarm_pid_file(data: Path) -> None:
    """Make a dead server's pid file harmless.

    PostgreSQL refuses to start while the pid answers, and a zombie or a stranger with the same
    pid does answer. Only the pid is replaced: the shared memory key stays, so PostgreSQL still
    waits for orphaned backends of the dead server. Call under start.lock, with no live server.
    """
    path = data / PID_FILE
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        return
    with os.fdopen(handle, "r+", encoding="utf-8", errors="surrogateescape") as file:
        rest = file.read().partition("\n")[2]
        file.seek(0)
        file.truncate()
        file.write(f"{NO_PROCESS}\n{rest}")
