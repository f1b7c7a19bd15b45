"""Other processes that use the embedded server, and one question to it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from ledgerflow import embedded
from ledgerflow.embedded import processes

PROJECT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from ledgerflow import embedded
with embedded.running(Path(sys.argv[1])) as server:
    print(embedded.status(Path(sys.argv[1])).pid, flush=True)
    sys.stdin.read()
"""

User = subprocess.Popen[str]
_started: list[User] = []


def run_python(script: str, *arguments: object) -> User:
    """Start another Python process on this checkout's code; `end_all` ends it."""
    user = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
    )
    _started.append(user)
    return user


def another_user(state: Path) -> tuple[User, int]:
    """A process that uses the server until `leave`; it and the server's pid."""
    user = run_python(HOLD, state)
    assert user.stdout is not None
    line = user.stdout.readline()
    assert line.strip(), user.communicate(timeout=30)[1]
    return user, int(line)


def leave(user: User) -> None:
    """Let the other process end in its own time."""
    _, errors = user.communicate(timeout=60)
    assert user.returncode == 0, errors


def kill_server(state: Path) -> int:
    """Kill the server with -9 and wait until it is dead (or a zombie); its pid."""
    found = embedded.status(state)
    assert found.pid is not None
    os.kill(found.pid, signal.SIGKILL)
    while processes.is_server(found.pid, found.data_dir):
        time.sleep(0.005)
    return found.pid


def end_all() -> None:
    """End every process started here and close its pipes."""
    while _started:
        user = _started.pop()
        user.kill()
        with user:
            pass


def ask(server: embedded.ServerAddress, question: str) -> object:
    """One value, as the application role."""
    with psycopg.connect(
        host=str(server.socket_dir),
        port=server.port,
        dbname=server.database,
        user=server.app_user,
        password=server.app_password,
    ) as connection:
        row = connection.execute(question.encode()).fetchone()
        assert row is not None
        return row[0]
