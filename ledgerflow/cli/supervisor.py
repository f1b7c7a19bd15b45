"""Keeps child processes running until it is told to stop, then ends them all.

Here: forking, restarting after a crash, stopping within a deadline. Not here: what the children
do. Children are forks, so that they start at once with everything loaded.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

STOP_SECONDS = 15.0
"""How long children may finish their work after the signal to stop."""

CRASHES_MAX = 5
CRASH_WINDOW_SECONDS = 60.0
WATCH_SECONDS = 2.0
PAUSE_SECONDS = 0.1

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What stops a supervisor. A second one does not wait for children to finish."""

Work = Callable[[], int]
"""What a process does; returns its exit code."""


@dataclass(slots=True)
class _Child:
    name: str
    work: Work
    pid: int = 0
    crashes: list[float] = field(default_factory=list)


def supervise(works: Mapping[str, Work]) -> Work:
    """Run each work in a child of its own. Call in the main thread.

    Returns in the parent when all children have ended, with a work that gives the exit code (0
    after a signal, 1 when a child kept crashing). Returns in each child at once, with its work.
    """
    stop: list[int] = []

    def on_signal(number: int, _frame: FrameType | None) -> None:
        stop.append(number)

    for number in SIGNALS:
        signal.signal(number, on_signal)
    children = [_Child(name, work) for name, work in works.items()]
    gave_up = False
    while not stop and not gave_up:
        for child in children:
            if child.pid == 0:
                if _forked(child):
                    return child.work
            elif _ended(child):
                gave_up = gave_up or _keeps_crashing(child)
        time.sleep(PAUSE_SECONDS)
    _stop_all(children, stop)
    return _exit_code(1 if gave_up else 0)


def _exit_code(code: int) -> Work:
    return lambda: code


def _forked(child: _Child) -> bool:
    """Fork; True in the child, which has signals as a new program has and a session of its own.

    The session keeps the terminal's Ctrl+C from it: the parent decides when it stops.
    """
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    # Held back until the child has its own answers: a signal in between must not be lost.
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    child.pid = os.fork()
    if child.pid == 0:
        os.setsid()
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        _end_with(parent)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    return child.pid == 0


def _end_with(parent: int) -> None:
    """Stop this child when its parent was killed: it would hold the port for ever."""

    def watch(_number: int, _frame: FrameType | None) -> None:
        if os.getppid() != parent:
            signal.setitimer(signal.ITIMER_REAL, 0)
            os.kill(os.getpid(), signal.SIGTERM)

    signal.signal(signal.SIGALRM, watch)
    signal.setitimer(signal.ITIMER_REAL, WATCH_SECONDS, WATCH_SECONDS)


def _ended(child: _Child) -> bool:
    """Reap this child if it has ended. Never any child: the database server is one too."""
    try:
        pid, _status = os.waitpid(child.pid, os.WNOHANG)
    except ChildProcessError:
        pid = child.pid
    if pid:
        child.pid = 0
    return bool(pid)


def _keeps_crashing(child: _Child) -> bool:
    now = time.monotonic()
    child.crashes = [t for t in child.crashes if now - t < CRASH_WINDOW_SECONDS] + [now]
    if len(child.crashes) < CRASHES_MAX:
        sys.stderr.write(f"The {child.name} process ended unexpectedly; starting it again.\n")
        return False
    sys.stderr.write(
        f"The {child.name} process ended {CRASHES_MAX} times in a minute: giving up."
        " The messages above say why.\n"
    )
    return True


def _stop_all(children: list[_Child], signals: list[int]) -> None:
    """Ask, wait, and after the deadline or a second signal kill; no child is left behind."""
    _signal_all(children, signal.SIGTERM)
    asked = len(signals)
    deadline = time.monotonic() + STOP_SECONDS
    while any(child.pid for child in children):
        for child in children:
            if child.pid:
                _ended(child)
        if time.monotonic() > deadline or len(signals) > asked:
            _signal_all(children, signal.SIGKILL)
        time.sleep(PAUSE_SECONDS / 2)


def _signal_all(children: list[_Child], number: int) -> None:
    for child in children:
        if child.pid:
            # Killing takes its whole session: the web's master would leave its workers behind.
            send = os.killpg if number == signal.SIGKILL else os.kill
            with suppress(ProcessLookupError):
                send(child.pid, number)
