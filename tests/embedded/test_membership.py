"""Joining, leaving and surviving: real processes, real kills."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from ledgerflow import embedded
from ledgerflow.embedded import processes
from tests.embedded.other_processes import another_user, ask, kill_server, leave, run_python


def test_the_first_user_starts_a_server_and_the_last_one_stops_it(state_dir: Path) -> None:
    with embedded.running(state_dir) as server:
        assert ask(server, "SELECT current_user::text") == "lf_app"
        assert embedded.status(state_dir).state == "running"
    assert embedded.status(state_dir).state == "stopped"


def test_data_outlives_the_server(state_dir: Path) -> None:
    with embedded.running(state_dir) as server:
        first = ask(server, "SELECT system_identifier::text FROM pg_control_system()")
    with embedded.running(state_dir) as server:
        assert ask(server, "SELECT system_identifier::text FROM pg_control_system()") == first


def test_a_second_process_joins_and_the_server_lives_until_both_left(state_dir: Path) -> None:
    with embedded.running(state_dir):
        pid = embedded.status(state_dir).pid
        other, seen = another_user(state_dir)
        assert seen == pid
    assert embedded.status(state_dir).pid == pid
    leave(other)
    assert embedded.status(state_dir).state == "stopped"


def test_three_processes_started_at_once_share_one_server(fresh_dir: Path) -> None:
    script = (
        "import sys,time; from pathlib import Path; from ledgerflow import embedded\n"
        "with embedded.running(Path(sys.argv[1])):\n"
        "    print(embedded.status(Path(sys.argv[1])).pid, flush=True); sys.stdin.read()"
    )
    users = [run_python(script, fresh_dir) for _ in range(3)]
    pids = {user.stdout.readline() for user in users if user.stdout}
    for user in users:
        leave(user)
    assert len(pids) == 1
    assert pids != {""}
    assert embedded.status(fresh_dir).state == "stopped"


def test_a_server_killed_at_once_is_started_again_by_the_same_process(state_dir: Path) -> None:
    with embedded.running(state_dir):
        first = kill_server(state_dir)
        server = embedded.ensure(state_dir)
        assert ask(server, "SELECT 1") == 1
        assert embedded.status(state_dir).pid != first
        embedded.membership.release(state_dir)


def test_a_server_killed_while_its_starter_lives_is_started_again_by_another(
    state_dir: Path,
) -> None:
    starter, pid = another_user(state_dir)
    assert kill_server(state_dir) == pid
    with embedded.running(state_dir) as server:
        assert ask(server, "SELECT 1") == 1
        assert embedded.status(state_dir).pid != pid
        leave(starter)
        assert ask(server, "SELECT 2") == 2
    assert embedded.status(state_dir).state == "stopped"


def test_a_zombie_that_nobody_reaps_does_not_block_the_next_server(state_dir: Path) -> None:
    starter, pid = another_user(state_dir)
    os.kill(starter.pid, signal.SIGSTOP)  # its reaper sleeps too
    os.kill(pid, signal.SIGKILL)
    try:
        with embedded.running(state_dir) as server:
            assert ask(server, "SELECT 1") == 1
    finally:
        os.kill(starter.pid, signal.SIGCONT)
    leave(starter)
    assert embedded.status(state_dir).state == "stopped"


def test_a_killed_starter_leaves_the_server_to_the_others(state_dir: Path) -> None:
    starter, pid = another_user(state_dir)
    with embedded.running(state_dir) as server:
        starter.kill()
        starter.wait(timeout=30)
        assert ask(server, "SELECT 1") == 1
        assert embedded.status(state_dir).pid == pid
    assert embedded.status(state_dir).state == "stopped"


def test_a_killed_last_user_leaves_a_server_that_the_next_one_takes_over(state_dir: Path) -> None:
    user, pid = another_user(state_dir)
    user.kill()
    user.wait(timeout=30)
    assert embedded.status(state_dir).state == "running"
    assert not embedded.status(state_dir).in_use
    with embedded.running(state_dir):
        assert embedded.status(state_dir).pid == pid
    assert embedded.status(state_dir).state == "stopped"


def test_everything_killed_is_survived(state_dir: Path) -> None:
    user, pid = another_user(state_dir)
    user.kill()
    os.kill(pid, signal.SIGKILL)
    user.wait(timeout=30)
    with embedded.running(state_dir) as server:
        assert ask(server, "SELECT 1") == 1
    assert embedded.status(state_dir).state == "stopped"


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_process_ended_by_a_signal_still_stops_its_server(
    state_dir: Path, sign: signal.Signals
) -> None:
    user = run_python(
        "import signal,sys,time; from pathlib import Path; from ledgerflow import embedded\n"
        # whoever runs the suite may ignore them
        "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "embedded.ensure(Path(sys.argv[1])); embedded.ensure(Path(sys.argv[1]))\n"
        "print('ready', flush=True); time.sleep(60)",
        state_dir,
    )
    assert user.stdout is not None
    assert user.stdout.readline() == "ready\n"
    user.send_signal(sign)
    user.communicate(timeout=60)
    assert user.returncode != 0
    assert embedded.status(state_dir).state == "stopped"


def test_a_forked_worker_neither_stops_the_server_nor_loses_it(state_dir: Path) -> None:
    script = """
import os, sys
from pathlib import Path
from ledgerflow import embedded
state = Path(sys.argv[1])
embedded.ensure(state)
if os.fork() == 0:
    embedded.ensure(state)
    sys.exit(0)
os.wait()
print(embedded.status(state).state, flush=True)
if os.fork() == 0:
    sys.stdin.read()
    print(embedded.status(state).state, flush=True)
    sys.exit(0)
"""
    parent = run_python(script, state_dir)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "running\n"
    parent.wait(timeout=60)
    assert embedded.status(state_dir).state == "running"
    rest, errors = parent.communicate(timeout=60)
    assert rest == "running\n", errors
    deadline = time.monotonic() + 30
    while embedded.status(state_dir).state != "stopped" and time.monotonic() < deadline:
        time.sleep(0.05)
    assert embedded.status(state_dir).state == "stopped"


def test_two_checkouts_side_by_side_have_two_servers(checkout: Path) -> None:
    left, right = checkout / "left" / ".ledgerflow", checkout / "right" / ".ledgerflow"
    try:
        with embedded.running(left) as first, embedded.running(right) as second:
            assert first.socket_dir != second.socket_dir
            assert first.app_password != second.app_password
            assert embedded.status(left).pid != embedded.status(right).pid
    finally:
        embedded.reset(left)
        embedded.reset(right)


def test_a_path_too_long_for_a_socket_works_too(checkout: Path) -> None:
    deep = checkout / ("a folder with a long name " * 4) / ("and another one " * 4) / ".ledgerflow"
    try:
        with embedded.running(deep) as server:
            assert len(os.fsencode(server.socket_dir)) < 60
            assert ask(server, "SELECT 1") == 1
        assert not server.socket_dir.exists()
    finally:
        embedded.reset(deep)


def test_a_reused_pid_in_the_pid_file_is_not_taken_for_the_server(state_dir: Path) -> None:
    with embedded.running(state_dir) as server:
        lines = (server.data_dir / processes.PID_FILE).read_text().splitlines()
        kill_server(state_dir)
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        text = "\n".join([str(stranger.pid), *lines[1:]]) + "\n"
        (server.data_dir / processes.PID_FILE).write_text(text)
        assert embedded.status(state_dir).state == "stopped"
        with embedded.running(state_dir) as server:
            assert ask(server, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
