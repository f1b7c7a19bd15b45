"""`inbox watch`: a folder whose files are imported as they are dropped there.

Here: the loop, its lock and its end. Not here: one look at the folder (pipeline/inbox.py).
"""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledgerflow.cli.console import note, one_line, say, say_json
from ledgerflow.cli.faults import expected, show
from ledgerflow.cli.options import BusinessOption, JsonOption, UserOption
from ledgerflow.cli.setup import database_ready
from ledgerflow.core.errors import ConflictError, InputError, OutsideError

if TYPE_CHECKING:
    from ledgerflow.pipeline.inbox import Inbox, Look
    from ledgerflow.pipeline.shelves import Shelved

app = typer.Typer(help="A folder whose files are imported as they come.", no_args_is_help=True)

WORDS = {
    "archive": "taken in",
    "archive/duplicates": "known already",
    "waiting": "waits for you",
    "failed": "not readable",
    "inbox": "stays for the next look",
}


@app.callback()
def root() -> None:
    """A folder whose files are imported as they come."""


@app.command("watch")
def watch(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where files are dropped.")],
    business: BusinessOption = "",
    account: Annotated[
        str, typer.Option(metavar="NAME", help="The bank account, where files carry no number.")
    ] = "",
    once: Annotated[bool, typer.Option("--once", help="Look once and end: for cron.")] = False,
    stable: Annotated[
        float,
        typer.Option(
            metavar="SECONDS", min=0, max=3600, help="A file is taken once unchanged for so long."
        ),
    ] = 10.0,
    interval: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=0.2, max=3600, help="Time between two looks."),
    ] = 5.0,
    as_json: JsonOption = False,
    user: UserOption = "",
) -> None:
    """Import what is dropped into a folder, and move it to archive, waiting or failed there."""
    if not folder.is_dir():
        raise InputError(
            f"{folder}: there is no such folder.",
            code="no_such_file",
            hint="Make the folder first, or check its name.",
        )
    database_ready()
    from ledgerflow.cli.desk import desk_open
    from ledgerflow.firms.access import working_in
    from ledgerflow.firms.models import Business
    from ledgerflow.pipeline.inbox import Inbox
    from ledgerflow.statements.accounts import bank_account_find

    desk = desk_open(business, user, writes=True)
    if account:
        with working_in(desk.place):
            books = Business.objects.get(pk=desk.place.business_id)
            bank_account_find(business=books, name=account)  # a wrong name fails here, once
    inbox = Inbox(folder, desk.place, account, desk.user_id, stable)
    with _alone(folder):
        if once:
            raise typer.Exit(_once(inbox, as_json=as_json))
        _watch(inbox, interval, as_json=as_json)


def _once(inbox: "Inbox", *, as_json: bool) -> int:
    look = inbox.look(time.time(), once=True)
    if as_json:
        say_json(as_dict(look))
    else:
        _show(look)
        for name, reason in look.left:
            note(f"left: {one_line(name)}: {reason}")
    return next((one.error.exit_code for one in look.shelved if one.error), 0)


def _watch(inbox: "Inbox", interval: float, *, as_json: bool) -> None:
    """Look until a signal comes; what cannot be done now is said once and tried again."""
    with _stopped_by_signals() as stop:
        note(f"Watching {inbox.folder}; Ctrl+C ends it.")
        said = ""
        while not stop.is_set():
            try:
                look = inbox.look(time.time())
            except Exception as error:
                known = expected(error) or (_disk(inbox.folder, error))
                if known is None:
                    raise
                if known.message != said:
                    show(known)
                said = known.message
                _drop_broken_connections()
            else:
                said = ""
                if as_json and look.shelved:
                    say_json(as_dict(look))
                elif not as_json:
                    _show(look)
            stop.wait(interval)
    note("Stopped; every file is in the inbox or where it belongs.")


def _drop_broken_connections() -> None:
    """A connection that a restarted database has ended is opened anew by the next look."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _disk(folder: Path, error: Exception) -> OutsideError | None:
    """A folder that is away or full comes back; nothing is lost meanwhile."""
    if not isinstance(error, OSError):
        return None
    return OutsideError(
        f"{folder}: the folder cannot be used now: {error.strerror or error}.",
        code="inbox_unusable",
        hint="Check that it is there, writable, and that its disk has room.",
    )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One watcher a folder; the kernel frees the lock however its holder ends."""
    import os

    from ledgerflow.embedded.locks import EXCLUSIVE, open_lock, try_lock
    from ledgerflow.pipeline.folders import INBOX_MARK

    handle = open_lock(folder / INBOX_MARK)
    try:
        if not try_lock(handle, EXCLUSIVE):
            raise ConflictError(
                f"{folder}: another process watches this folder.",
                code="inbox_watched",
                hint="One is enough; end the other first if you want to watch it here.",
            )
        yield
    finally:
        os.close(handle)


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM and Ctrl+C set: a look that has begun is finished first."""
    stop = threading.Event()

    def ask(*_: Any) -> None:
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _show(look: "Look") -> None:
    for one in look.shelved:
        say(f"{one_line(one.name)}: {WORDS[one.place]}{_whither(one)}")
        if one.error is not None:
            say(f"  {one.error.message}")
            say(f"  hint: {one.error.hint}")


def _whither(one: "Shelved") -> str:
    return f" -> {one.place}/{one.path.name}" if one.path else ""


def as_dict(look: "Look") -> dict[str, Any]:
    """One look for other programs."""
    return {
        "files": [
            {
                "name": one.name,
                "place": one.place,
                "path": str(one.path) if one.path else None,
                "error": one.error.as_dict() if one.error else None,
            }
            for one in look.shelved
        ],
        "left": [{"name": name, "reason": reason} for name, reason in look.left],
        "batch": look.run.batch_id if look.run else None,
    }
