"""Locks that end by themselves and never wait for ever."""

import os
from pathlib import Path

import pytest

from ledgerflow.embedded import locks
from ledgerflow.embedded.errors import EmbeddedError


def test_shared_locks_go_together_and_exclude_the_exclusive_one(tmp_path: Path) -> None:
    first, second, third = (locks.open_lock(tmp_path / "lock") for _ in range(3))
    assert locks.try_lock(first, locks.SHARED)
    assert locks.try_lock(second, locks.SHARED)
    assert not locks.try_lock(third, locks.EXCLUSIVE)
    os.close(first)
    assert not locks.try_lock(third, locks.EXCLUSIVE)
    os.close(second)
    assert locks.try_lock(third, locks.EXCLUSIVE)
    os.close(third)


def test_waiting_for_a_lock_has_a_deadline_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with (
        locks.exclusive(path, 1),
        pytest.raises(EmbeddedError, match="starting or stopping") as caught,
        locks.exclusive(path, 0.05),
    ):
        pytest.fail("two processes held the lock")
    assert caught.value.code == "busy"
    with locks.exclusive(path, 0.05):
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_lock_file_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to(tmp_path / "victim")
    with pytest.raises(OSError, match="lock"):
        locks.open_lock(tmp_path / "lock")
    assert not (tmp_path / "victim").exists()
