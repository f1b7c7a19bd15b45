"""The pid file and what is behind its pid."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ledgerflow.embedded import processes


@pytest.mark.parametrize("content", ["", "\n", "not a number\n", "  \n/data\n"])
def test_an_unreadable_pid_file_is_no_server(tmp_path: Path, content: str) -> None:
    (tmp_path / processes.PID_FILE).write_text(content)
    assert processes.read_pid_file(tmp_path) is None
    assert processes.live_server(tmp_path) is None


def test_the_pid_file_of_a_server_that_just_began_has_no_socket(tmp_path: Path) -> None:
    (tmp_path / processes.PID_FILE).write_text("4711\n/data\n1700000000\n")
    assert processes.read_pid_file(tmp_path) == processes.PidFile(4711, None)


def test_a_process_in_another_folder_is_not_the_server(tmp_path: Path) -> None:
    assert not processes.is_server(os.getpid(), tmp_path)
    assert not processes.is_server(1, tmp_path)
    assert not processes.is_server(-1, tmp_path)


def test_a_zombie_is_not_the_server(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
    )
    assert child.stdin is not None
    assert processes.is_server(child.pid, tmp_path)
    child.stdin.close()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # ended, and not reaped
    assert not processes.is_server(child.pid, tmp_path)
    child.wait()


def test_disarming_changes_the_pid_alone(tmp_path: Path) -> None:
    path = tmp_path / processes.PID_FILE
    path.write_text("4711\n/data\n1700000000\n5432\n/run\n\n  12345  67\nready\n")
    processes.disarm_pid_file(tmp_path)
    lines = path.read_text().splitlines()
    assert lines[0] == str(processes.NO_PROCESS)
    assert lines[1:] == ["/data", "1700000000", "5432", "/run", "", "  12345  67", "ready"]
    path.unlink()
    processes.disarm_pid_file(tmp_path)
    assert not path.exists()
