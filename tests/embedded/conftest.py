"""Real servers in short temporary folders, and other processes that use them."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from ledgerflow import embedded

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


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A folder such as a checkout: everyone may enter it, and its path is short."""
    folder = Path(tempfile.mkdtemp(prefix="lft-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def fresh_dir(checkout: Path) -> Iterator[Path]:
    """A state folder not made yet; server and data are gone afterwards."""
    folder = checkout / ".ledgerflow"
    yield folder
    embedded.reset(folder, force=True)


@pytest.fixture(scope="session")
def made_once() -> Iterator[Path]:
    """A state folder with a stopped database, made once: initdb costs more than the tests."""
    folder = Path(tempfile.mkdtemp(prefix="lft-", dir="/tmp"))
    folder.chmod(0o755)
    with embedded.running(folder / "state"):
        pass
    yield folder / "state"
    embedded.reset(folder / "state")
    shutil.rmtree(folder)


@pytest.fixture
def state_dir(fresh_dir: Path, made_once: Path) -> Path:
    """A state folder of its own with a stopped database in it."""
    subprocess.run(["cp", "-a", made_once, fresh_dir], check=True)
    return fresh_dir


def run_python(script: str, *arguments: object) -> User:
    """Start another Python process on this checkout's code."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
    )


@pytest.fixture
def another_user() -> Iterator[Callable[[Path], tuple[User, int]]]:
    """Starts a process that uses the server; gives it and the server's pid."""
    started: list[User] = []

    def start(state: Path) -> tuple[User, int]:
        user = run_python(HOLD, state)
        started.append(user)
        assert user.stdout is not None
        line = user.stdout.readline()
        assert line.strip(), user.communicate(timeout=30)[1]
        return user, int(line)

    yield start
    for user in started:
        user.kill()
        user.communicate(timeout=30)


def leave(user: User) -> None:
    """Let the other process end in its own time."""
    _, errors = user.communicate(timeout=60)
    assert user.returncode == 0, errors


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
