"""Faults at the edge of the process: one clear message, a hint, an exit code.

Here: turning every exception into what a person or a script can use. Not here: the faults
themselves (core/errors.py). Exit codes: the error's own; 70 for a programming fault, 130 for
Ctrl+C.
"""

import errno
import os
import sys
import traceback
from typing import Any

import typer
from typer.core import TyperGroup

from ledgerflow.cli.console import clean, err, note, say_json
from ledgerflow.cli.environment import environment
from ledgerflow.core.errors import DatabaseUnavailable, InputError, LedgerFlowError

EXIT_PROGRAMMING_FAULT = 70
EXIT_INTERRUPTED = 130
WANTS_JSON = "ledgerflow.json"


class FaultGroup(TyperGroup):
    """The root group: whatever a command raises ends here."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; print a fault and exit with its code."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, typer.Abort) as stop:
            note("Stopped. Nothing is half done: what was begun and not finished is taken back.")
            raise typer.Exit(EXIT_INTERRUPTED) from stop
        except Exception as error:
            if hasattr(error, "exit_code") and not isinstance(error, LedgerFlowError):
                raise  # typer's own: usage errors and Exit
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise  # the reader of our output has gone; typer ends quietly
            known = expected(error)
            if known is None:
                raise typer.Exit(_unexpected(error)) from error
            show(known, as_json=bool(ctx.meta.get(WANTS_JSON)))
            raise typer.Exit(known.exit_code) from error


def expected(error: BaseException) -> LedgerFlowError | None:
    """The expected fault that an exception stands for, or None for a programming fault."""
    if isinstance(error, LedgerFlowError):
        return error
    return _of_embedded(error) or _of_django(error)


def _of_embedded(error: BaseException) -> LedgerFlowError | None:
    if "ledgerflow.embedded" not in sys.modules:  # what was not loaded raised nothing
        return None
    from ledgerflow.embedded import EmbeddedError

    if isinstance(error, EmbeddedError):
        return DatabaseUnavailable(error.message.strip(), code=error.code, hint=error.hint)
    return None


def _of_django(error: BaseException) -> LedgerFlowError | None:
    if "django" not in sys.modules:
        return None
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, InterfaceError, OperationalError

    if isinstance(error, ImproperlyConfigured):
        return InputError(
            f"The settings cannot be used: {error}",
            code="configuration",
            hint="Correct the environment; docs/reference/settings.md lists every variable.",
        )
    if isinstance(error, OperationalError | InterfaceError):
        said = str(error).strip().splitlines()
        return DatabaseUnavailable(
            f"The database does not answer: {said[0] if said else 'connection lost'}",
            hint="See `ledgerflow db status`, or check DATABASE_URL.",
        )
    if isinstance(error, DatabaseError):
        from ledgerflow.core.constraints import error_of

        return error_of(error)
    return None


def show(error: LedgerFlowError, *, as_json: bool = False) -> None:
    """What, where and why on one line of stderr, then what to do; as JSON on stdout too."""
    console = err()
    console.print(clean(f"error: {error.message}"), soft_wrap=True)
    if error.hint:
        console.print(clean(f"hint: {error.hint}"), soft_wrap=True)
    if as_json:
        say_json({"error": error.as_dict()})


def _unexpected(error: BaseException) -> int:
    """A fault of LedgerFlow's own: short, without data; the traceback only when asked for."""
    console = err()
    console.print(f"error: LedgerFlow met a fault of its own: {type(error).__name__}.")
    console.print("hint: Run it again with LEDGERFLOW_DEBUG=1 and report the traceback.")
    if environment().debug:
        traceback.print_exception(error, file=sys.stderr)
    return EXIT_PROGRAMMING_FAULT


def flush_or_die() -> None:
    """Leave without a traceback when whoever read our output has gone."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
