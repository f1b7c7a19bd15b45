"""Where a command gets the passwords of encrypted files from: a file, or a hidden question.

Here: asking. Not here: trying them (statements/passwords.py). A password is no argument of a
command: others on the machine could read it there, and the shell would keep it.
"""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import typer

from ledgerflow.cli.console import clean, note
from ledgerflow.core.errors import InputError
from ledgerflow.statements.passwords import Passwords

FROM_STDIN = "-"
BYTES_MAX = 10_000
LINES_MAX = 20

Pause = Callable[[], AbstractContextManager[object]]


def passwords_from(password_file: str, pause: Pause = nullcontext) -> Passwords:
    """The passwords of a file's lines, or those that the terminal gives when one is needed.

    `pause` holds back whatever else writes to the terminal. Raises InputError for a file that
    cannot be read.
    """
    if password_file:
        return Passwords(_lines(password_file))
    is_asked = sys.stdin.isatty() and sys.stderr.isatty()
    return Passwords(ask=_asker(pause) if is_asked else None)


def _asker(pause: Pause) -> Callable[[str, bool], str]:
    def ask(name: str, was_wrong: bool) -> str:
        with pause():
            if was_wrong:
                note("That password does not open it.")
            question = f"Password of {clean(name)} (empty to skip)"
            answer: str = typer.prompt(
                question, default="", hide_input=True, show_default=False, err=True
            )
        return answer

    return ask


def _lines(password_file: str) -> list[str]:
    try:
        if password_file == FROM_STDIN:
            text = sys.stdin.read(BYTES_MAX)
        else:
            with Path(password_file).open(encoding="utf-8") as file:
                text = file.read(BYTES_MAX)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{password_file}: the passwords cannot be read.",
            code="password_file",
            hint="Name a text file in UTF-8 with one password a line, or - for standard input.",
        ) from (error if isinstance(error, OSError) else None)
    found = [line for line in text.splitlines() if line]
    if not found or len(found) > LINES_MAX:
        raise InputError(
            f"{password_file}: {len(found)} passwords; 1 to {LINES_MAX} are tried.",
            code="password_file",
            hint="Write one password a line.",
        )
    return found
