"""Passwords of encrypted files while they are read: in memory, for one run, never written.

Here: trying those that are known, asking for another. Not here: how a person is asked (cli, web),
opening files (pdf/opening.py). No error and no representation tells a password.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from ledgerflow.core.errors import PasswordNeeded
from ledgerflow.statements.parsed import ParsedFile, SourceFile

ASKED_MAX = 3
"""How often a person is asked for one file."""

Read = Callable[[SourceFile], ParsedFile]
Ask = Callable[[str, bool], str]
"""(a file's name, whether the last answer was wrong) -> a password, or "" for none."""


class Passwords:
    """The passwords of a run. One that opened a file is tried on the next ones too."""

    def __init__(self, given: Iterable[str] = (), ask: Ask | None = None) -> None:
        self._given = list(given)
        self._ask = ask

    def __repr__(self) -> str:
        return f"Passwords({len(self._given)} given)"

    def opened(self, file: SourceFile, read: Read, refusal: PasswordNeeded) -> ParsedFile:
        """What `read` says about a file that did not open without a password: `refusal`.

        Raises the last refusal where neither a known password nor an answer opens it.
        """
        for password in self._given:
            try:
                return read(replace(file, password=password))
            except PasswordNeeded as error:
                refusal = error
        asked = 0
        while self._ask and asked < ASKED_MAX:
            password = self._ask(file.name, asked > 0)
            if not password:
                break
            asked += 1
            try:
                parsed = read(replace(file, password=password))
            except PasswordNeeded as error:
                refusal = error
            else:
                self._given.append(password)
                return parsed
        raise refusal
