"""What a check says, and what it is given.

Here: the records that all checks share. Not here: any check.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from ledgerflow.ops.backup.target import Target

State = Literal["ok", "warning", "failed", "not_configured"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `remedy` is one command or setting; "" where all is well."""

    check: str
    state: State
    what: str
    remedy: str = ""


@dataclass(frozen=True)
class Said:
    """A finding before it has the name of its check."""

    state: State
    what: str
    remedy: str = ""


@dataclass(frozen=True)
class Installation:
    """What is examined. `target` is None and `fault` says why where no database answers."""

    target: Target | None
    fault: str = ""


@dataclass(frozen=True)
class Check:
    """`look` tells what it finds; with `needs_database` it is left out where none answers."""

    name: str
    look: Callable[[Installation], Iterator[Said]]
    needs_database: bool = False


def ok(what: str) -> Said:
    """All is well."""
    return Said("ok", what)


def warning(what: str, remedy: str) -> Said:
    """It works, and should be mended."""
    return Said("warning", what, remedy)


def failed(what: str, remedy: str) -> Said:
    """It does not work, or is not safe."""
    return Said("failed", what, remedy)


def not_configured(what: str, remedy: str) -> Said:
    """It was never set up, which is a choice."""
    return Said("not_configured", what, remedy)


def counted(number: int, word: str) -> str:
    """ "1 job", "2 jobs"."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"
