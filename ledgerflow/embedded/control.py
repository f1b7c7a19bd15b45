"""Looking at the server, stopping it, giving its data up.

Here: what `ledgerflow db status|stop|reset` do. Not here: using the server (membership.py).
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledgerflow.embedded import locks, processes, server
from ledgerflow.embedded.address import ServerStatus
from ledgerflow.embedded.errors import EmbeddedError
from ledgerflow.embedded.membership import LOCK_SECONDS, withdraw
from ledgerflow.embedded.places import OUTSIDE, Places, find_places

STATUS_SECONDS = 1.0


def status(state_dir: Path) -> ServerStatus:
    """What is there, without starting anything.

    `in_use` counts this process too. Raises EmbeddedError("wrong_owner") for a folder of
    another user.
    """
    places = find_places(state_dir)
    if not places.state.is_dir():
        return ServerStatus("absent", None, False, places.data, places.log)
    try:
        with locks.exclusive(places.start_lock, STATUS_SECONDS):
            found = processes.live_server(places.data)
            pid = found.pid if found else None
            state = "running" if found else ("stopped" if places.data.exists() else "absent")
            return ServerStatus(
                state,  # type: ignore[arg-type]
                pid,
                not _alone(places),
                places.data,
                places.log,
            )
    except PermissionError as fault:
        raise _not_ours(places, fault) from fault
    except EmbeddedError:
        return ServerStatus("busy", None, True, places.data, places.log)


def stop(state_dir: Path, *, force: bool = False) -> bool:
    """Stop the server; True if one ran.

    Raises EmbeddedError("in_use") while other processes use it, unless `force`.
    """
    places = find_places(state_dir)
    if not places.state.is_dir():
        return False
    with _alone_or_forced(places, force=force):
        return _stop_if_running(places)


def reset(state_dir: Path, *, force: bool = False) -> None:
    """Stop the server and delete its data and passwords for good.

    Raises EmbeddedError("in_use") while other processes use it, unless `force`.
    """
    state = Path(os.path.abspath(state_dir))  # noqa: PTH100
    if not state.is_dir():
        return
    places = _places_to_delete(state)
    with _alone_or_forced(places, force=force):
        _stop_if_running(places)
        if places.home.exists():
            shutil.rmtree(places.home)
        for file in (places.credentials, places.pointer):
            file.unlink(missing_ok=True)


def _places_to_delete(state: Path) -> Places:
    """As find_places, but a pointer to nowhere is no fault here."""
    try:
        places = find_places(state)
    except EmbeddedError:
        return Places(state, state / "postgres")
    if places.home.parent not in {state, OUTSIDE}:
        raise EmbeddedError(
            f"{places.pointer} names {places.home}, which LedgerFlow did not make.",
            hint="Look at the file, and delete the folder yourself if it is the database.",
            code="state_folder",
        )
    return places


@contextmanager
def _alone_or_forced(places: Places, *, force: bool) -> Iterator[None]:
    withdraw(places.state)
    try:
        with locks.exclusive(places.start_lock, LOCK_SECONDS):
            if not force and not _alone(places):
                raise EmbeddedError(
                    f"Other processes use the database in {places.state}.",
                    hint="Stop them first, or use --force.",
                    code="in_use",
                )
            yield
    except PermissionError as fault:
        raise _not_ours(places, fault) from fault


def _alone(places: Places) -> bool:
    """True when no process holds users.lock. Call under start.lock."""
    handle = locks.open_lock(places.users_lock)
    try:
        return locks.try_lock(handle, locks.EXCLUSIVE)
    finally:
        os.close(handle)


def _stop_if_running(places: Places) -> bool:
    found = processes.live_server(places.data)
    if found is None:
        return False
    server.shut_down(places, found.pid)
    return True


def _not_ours(places: Places, fault: PermissionError) -> EmbeddedError:
    return EmbeddedError(
        f"{fault.filename or places.state} may not be used by user {os.geteuid()}.",
        hint="Run this as the user who made the folder.",
        code="wrong_owner",
    )
