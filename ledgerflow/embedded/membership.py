"""Who uses the server, and who stops it.

Here: joining and leaving by two file locks, once per process whatever the number of callers.
Not here: the processes' own start and stop (server.py). `start.lock` is held alone around start
and stop; `users.lock` is held shared by each user for life, so the kernel keeps the count even
when users are killed. Whoever leaves and gets it alone was the last, and stops the server.
"""

import atexit
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from ledgerflow.embedded import credentials as passwords
from ledgerflow.embedded import locks, processes, server
from ledgerflow.embedded.address import ServerAddress
from ledgerflow.embedded.binaries import find_programs, reachable_programs
from ledgerflow.embedded.cluster import cluster_exists, make_cluster
from ledgerflow.embedded.errors import EmbeddedError
from ledgerflow.embedded.places import PORT, Places, make_state_dir, prepare

LOCK_SECONDS = server.START_SECONDS + 120.0
LEAVE_SECONDS = 20.0


@dataclass(frozen=True)
class Member:
    """This process's place among the users of one server."""

    places: Places
    address: ServerAddress
    server_pid: int
    handle: int  # of users.lock, locked shared
    uses: int
    process: int


_members: dict[Path, Member] = {}
_spares: dict[Path, int] = {}
_guard = threading.RLock()


def ensure(state_dir: Path, bin_dir: Path | None = None) -> ServerAddress:
    """Start or join the server for the rest of this process; at once if already joined.

    Left at exit, on SIGTERM and SIGHUP too. If the server has died since, it is started again.
    Raises EmbeddedError.
    """
    key = _key(state_dir)
    with _guard:
        member = _members.get(key)
        if member is not None and member.process == os.getpid() and _alive(member):
            return member.address
        kept = member is not None
        address = _enter(key, bin_dir, adds=0 if kept else 1)
        if not kept:
            atexit.register(release, key)
            _leave_on_signals()
        return address


@contextmanager
def running(state_dir: Path, bin_dir: Path | None = None) -> Iterator[ServerAddress]:
    """Use the server inside the block; the last user of all stops it."""
    key = _key(state_dir)
    with _guard:
        address = _enter(key, bin_dir, adds=1)
    try:
        yield address
    finally:
        release(key)


def release(key: Path) -> None:
    """Give back one use; the process's last use leaves, the last process stops the server."""
    with _guard:
        member = _members.get(key)
        if member is None or member.process != os.getpid():
            return
        if member.uses > 1:
            _members[key] = replace(member, uses=member.uses - 1)
            return
        del _members[key]
        try:
            _leave(member)
        finally:
            os.close(member.handle)


def withdraw(state_dir: Path) -> None:
    """Drop this process's own use without stopping anything (before `stop` and `reset`)."""
    with _guard:
        member = _members.pop(_key(state_dir), None)
        if member is not None:
            os.close(member.handle)


def _key(state_dir: Path) -> Path:
    return Path(os.path.abspath(state_dir))  # noqa: PTH100  resolve() would need access rights


def _alive(member: Member) -> bool:
    return processes.is_server(member.server_pid, member.places.data)


def _enter(key: Path, bin_dir: Path | None, *, adds: int) -> ServerAddress:
    member = _members.get(key)
    if member is not None and _alive(member):
        _members[key] = replace(member, uses=member.uses + adds)
        return member.address
    try:
        make_state_dir(key)
        with locks.exclusive(key / "postgres.start.lock", LOCK_SECONDS):
            fresh = _join(key, bin_dir, member.handle if member else None)
    except OSError as fault:
        raise _cannot_use(key, fault) from fault
    uses = adds + (member.uses if member else 0)
    _members[key] = replace(fresh, uses=uses)
    return fresh.address


def _join(state_dir: Path, bin_dir: Path | None, held: int | None) -> Member:
    places, who = prepare(state_dir)
    handle = locks.open_lock(places.users_lock) if held is None else held
    try:
        locks.demand_lock(handle, locks.SHARED, LEAVE_SECONDS, places.users_lock)
        programs = find_programs(bin_dir)
        theirs = reachable_programs(programs, who, places.programs)
        known = passwords.load_or_make(places.credentials, cluster_exists=cluster_exists(places))
        if not cluster_exists(places):
            make_cluster(places, theirs, who, known)
        found = server.use_or_start(places, theirs, who, known)
    except BaseException:
        if held is None:
            _stop_if_last(places, handle)
            os.close(handle)
        raise
    address = _address(places, found, known, programs.bin_dir)
    return Member(places, address, found.pid, handle, 0, os.getpid())


def _address(
    places: Places, found: processes.PidFile, known: passwords.Credentials, bin_dir: Path
) -> ServerAddress:
    return ServerAddress(
        socket_dir=found.socket_dir or places.home,
        port=PORT,
        database=passwords.DATABASE,
        owner_user=passwords.OWNER,
        owner_password=known.owner,
        app_user=passwords.APP,
        app_password=known.app,
        backup_user=passwords.BACKUP,
        backup_password=known.backup,
        superuser=passwords.SUPERUSER,
        superuser_password=known.superuser,
        bin_dir=bin_dir,
        data_dir=places.data,
        log_file=places.log,
    )


def _leave(member: Member) -> None:
    places = member.places
    if not places.state.is_dir():
        return
    # Busy for too long: somebody else joins or stops, and becomes the one who cares for it.
    with suppress(EmbeddedError), locks.exclusive(places.start_lock, LEAVE_SECONDS):
        _stop_if_last(places, member.handle)


def _stop_if_last(places: Places, handle: int) -> None:
    if locks.try_lock(handle, locks.EXCLUSIVE):
        found = processes.live_server(places.data)
        if found is not None:
            server.shut_down(places, found.pid)


def _cannot_use(state_dir: Path, fault: OSError) -> EmbeddedError:
    if isinstance(fault, PermissionError):
        return EmbeddedError(
            f"{fault.filename or state_dir} may not be used by user {os.geteuid()}.",
            hint="Run LedgerFlow as the user who made the folder, or name another one with "
            "LEDGERFLOW_STATE_DIR.",
            code="wrong_owner",
        )
    return EmbeddedError(
        f"The embedded database in {state_dir} cannot be used: {fault}.",
        hint="Check free disk space and the folder's permissions.",
        code="state_folder",
    )


def _leave_on_signals() -> None:
    """Let SIGTERM and SIGHUP end the process by way of atexit, unless someone handles them."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _exit_by_signal)


def _exit_by_signal(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _before_fork() -> None:
    """Take a second lock for the child: once forked, the parent may leave before it runs."""
    _guard.acquire()
    for key, member in _members.items():
        spare = locks.open_lock(member.places.users_lock)
        locks.wait_lock(spare, locks.SHARED, LEAVE_SECONDS)
        _spares[key] = spare


def _after_fork_in_parent() -> None:
    while _spares:
        os.close(_spares.popitem()[1])
    _guard.release()


def _after_fork_in_child() -> None:
    """A forked child is a user of its own; closing its copy frees nothing of the parent's."""
    global _guard
    _guard = threading.RLock()
    for key, member in _members.items():
        os.close(member.handle)
        _members[key] = replace(member, handle=_spares.pop(key), process=os.getpid())


os.register_at_fork(
    before=_before_fork,
    after_in_parent=_after_fork_in_parent,
    after_in_child=_after_fork_in_child,
)
