"""Who runs the server: proved as whoever runs the tests, and as an ordinary user."""

import os
import shutil
from pathlib import Path

import psycopg
import pytest

from ledgerflow import embedded
from ledgerflow.embedded import identity
from ledgerflow.embedded.binaries import find_programs
from ledgerflow.embedded.identity import Identity, can_enter, can_run
from tests.embedded.other_processes import ask, leave, run_python

# Everything is imported before the switch: below root's home the interpreter's own library is
# out of an ordinary user's reach.
AS_ORDINARY_USER = """
import os, sys
from pathlib import Path
import psycopg, encodings.ascii, encodings.idna
from ledgerflow import embedded
from ledgerflow.embedded import binaries
state, bin_dir, uid = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
try:
    psycopg.connect(host="/nowhere", connect_timeout=2)
except psycopg.OperationalError:
    pass
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(uid); os.setuid(uid)
os.chdir("/")
with embedded.running(state, bin_dir) as server:
    pid = embedded.status(state).pid
    with psycopg.connect(host=str(server.socket_dir), port=server.port, dbname=server.database,
                         user=server.app_user, password=server.app_password) as c:
        who = c.execute("SELECT current_user::text").fetchone()[0]
    print(os.geteuid(), os.stat(f"/proc/{pid}").st_uid if pid else None, who, flush=True)
print(embedded.status(state).state, flush=True)
"""


def server_uid(state_dir: Path) -> int:
    return Path("/proc", str(embedded.status(state_dir).pid)).stat().st_uid


def test_the_server_never_runs_as_root(state_dir: Path) -> None:
    with embedded.running(state_dir) as server:
        uid = server_uid(state_dir)
        assert uid != 0
        assert uid == server.data_dir.stat().st_uid
        if os.geteuid() == 0:
            assert uid not in {0, 65534}
        else:
            assert uid == os.geteuid()


def test_an_ordinary_user_runs_it_as_themselves(checkout: Path) -> None:
    uid = os.geteuid() or 65534
    home = checkout / "home"
    home.mkdir()
    os.chown(home, uid, os.getegid() if os.geteuid() else uid)
    programs = checkout / "programs"
    shutil.copytree(find_programs().bin_dir.parent, programs, symlinks=True)
    user = run_python(AS_ORDINARY_USER, home / ".ledgerflow", programs / "bin", uid)
    output, errors = user.communicate(timeout=120)
    assert user.returncode == 0, errors
    assert output.splitlines() == [f"{uid} {uid} lf_app", "stopped"]
    with embedded.running(home / ".ledgerflow") as server:
        assert ask(server, "SELECT 1") == 1
        assert server_uid(home / ".ledgerflow") == uid
    assert {path.stat().st_uid for path in (home / ".ledgerflow").iterdir()} == {uid}


def test_a_state_folder_below_a_private_home_still_works(checkout: Path) -> None:
    home = checkout / "home"
    home.mkdir(mode=0o700)
    state = home / "project" / ".ledgerflow"
    try:
        with embedded.running(state) as server:
            assert ask(server, "SELECT 1") == 1
            inside = server.data_dir.is_relative_to(state)
            assert inside == (os.geteuid() != 0)
        with embedded.running(state) as again:
            assert again.data_dir == server.data_dir
    finally:
        embedded.reset(state)
    assert not server.data_dir.parent.exists() or not any(server.data_dir.parent.iterdir())


def test_programs_below_a_private_home_still_work(checkout: Path, state_dir: Path) -> None:
    home = checkout / "home"
    home.mkdir(mode=0o700)
    shutil.copytree(find_programs().bin_dir.parent, home / "programs", symlinks=True)
    with embedded.running(state_dir, home / "programs" / "bin") as server:
        assert ask(server, "SELECT 1") == 1
        assert server.bin_dir == home / "programs" / "bin"


def test_another_users_state_folder_is_refused_with_a_word(state_dir: Path, checkout: Path) -> None:
    with embedded.running(state_dir):
        pass
    script = """
import os, sys
from pathlib import Path
from ledgerflow import embedded
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
else:
    os.chmod(sys.argv[1], 0)
try:
    embedded.ensure(Path(sys.argv[1]))
except embedded.EmbeddedError as fault:
    print(fault.code, bool(fault.hint))
"""
    user = run_python(script, state_dir)
    output, errors = user.communicate(timeout=60)
    state_dir.chmod(0o711)
    assert output.split() == ["wrong_owner", "True"], errors


def test_reach_is_read_from_every_folder_above(tmp_path: Path) -> None:
    stranger = Identity(os.geteuid() + 4242, os.getegid() + 4242)
    inner = tmp_path / "outer" / "inner"
    inner.mkdir(parents=True)
    program = inner / "program"
    program.touch(mode=0o755)
    tmp_path.chmod(0o755)
    reachable_above = can_enter(tmp_path, stranger)
    assert can_run(program, stranger) == reachable_above
    (tmp_path / "outer").chmod(0o700)
    assert not can_enter(inner, stranger)
    assert not can_run(program, stranger)
    assert can_enter(inner, Identity(os.geteuid(), os.getegid())) or reachable_above is False


def test_initdb_falls_back_to_nobody_for_a_nameless_uid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledgerflow.embedded.identity.os.geteuid", lambda: 0)
    nameless = Identity(identity.SERVER_UID, identity.SERVER_UID)
    assert identity.initdb_identity(nameless).uid == 65534


def test_a_live_psycopg_connection_does_not_keep_the_server_from_stopping(
    state_dir: Path,
) -> None:
    with embedded.running(state_dir) as server:
        idle = psycopg.connect(
            host=str(server.socket_dir),
            port=server.port,
            dbname=server.database,
            user=server.app_user,
            password=server.app_password,
        )
    idle.close()
    assert embedded.status(state_dir).state == "stopped"


def test_leaving_twice_is_harmless(state_dir: Path) -> None:
    user = run_python(
        "import sys; from pathlib import Path; from ledgerflow import embedded\n"
        "from ledgerflow.embedded import membership\n"
        "s = Path(sys.argv[1]); embedded.ensure(s); membership.release(s); membership.release(s)",
        state_dir,
    )
    leave(user)
    assert embedded.status(state_dir).state == "stopped"
