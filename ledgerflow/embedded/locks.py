"""File locks that never wait without a deadline.

Here: flock on files of the state folder. Not here: what the two locks mean (membership.py).
A lock belongs to the open file, so the kernel frees it however its holder dies.
"""

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledgerflow.embedded.errors import EmbeddedError

POLL_SECONDS = 0.02
SHARED = fcntl.LOCK_SH
EXCLUSIVE = fcntl.LOCK_EX


def open_lock(path: Path) -> int:
    """Open (or make) the lock file, mode 0600, owned like its folder; return the descriptor."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.fchown(handle, owner.st_uid, owner.st_gid)
    return handle


def try_lock(handle: int, kind: int) -> bool:
    """Take the lock without waiting; False when another open file excludes it."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except OSError as fault:
        if fault.errno in {errno.EWOULDBLOCK, errno.EACCES}:
            return False
        raise
    return True


def wait_lock(handle: int, kind: int, seconds: float) -> bool:
    """Take the lock within `seconds`; False when the time is over."""
    deadline = time.monotonic() + seconds
    while not try_lock(handle, kind):
        if time.monotonic() >= deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def demand_lock(handle: int, kind: int, seconds: float, path: Path) -> None:
    """Take the lock, or EmbeddedError("busy") when another process keeps it too long."""
    if not wait_lock(handle, kind, seconds):
        raise EmbeddedError(
            f"Another process has been starting or stopping the database in {path.parent} "
            f"for more than {seconds:.0f} seconds ({path.name} is held).",
            hint="Wait until it is done, or end that process, and try again.",
            code="busy",
        )


@contextmanager
def exclusive(path: Path, seconds: float) -> Iterator[None]:
    """Hold `path` alone; EmbeddedError("busy") when another process keeps it too long."""
    handle = open_lock(path)
    try:
        demand_lock(handle, EXCLUSIVE, seconds, path)
        yield
    finally:
        # A child forked by another thread may hold a copy: closing ours would not be enough.
        fcntl.flock(handle, fcntl.LOCK_UN)
        os.close(handle)
