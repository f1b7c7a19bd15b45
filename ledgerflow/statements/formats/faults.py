"""What the readers' faults have in common: where they stand, how many are told.

Here: a fault about one piece of a file, and the limit of a file's faults. Not here: any format's
words and codes (its own `*_faults.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ledgerflow.statements.parsed import Fault, Severity

FAULTS_MAX = 1000

AT_BANK = "Download the statement again; if it stays so, correct this value by hand."
DAMAGED = "A part of the file is missing or damaged here: download it again."
DAMAGED_WHOLE = "A file with so many faults is damaged as a whole: download it again."


class Placed(Protocol):
    """A piece of a file that knows its 1-based line."""

    @property
    def line(self) -> int:
        """Where it begins."""
        ...


@dataclass(frozen=True)
class Wording[Piece: Placed]:
    """Makes the faults of one format's pieces: `excerpt` shows a piece as it stands, short.

    `hint` is said where a fault has none of its own.
    """

    excerpt: Callable[[Piece], str]
    hint: str = AT_BANK

    def __call__(
        self,
        piece: Piece,
        code: str,
        column: str,
        what: str,
        hint: str = "",
        severity: Severity = "error",
    ) -> Fault:
        """A fault of one piece: `what` says what is wrong, without a full stop."""
        return Fault(
            code=code,
            message=f"Line {piece.line}: {what}.",
            hint=hint or self.hint,
            line=piece.line,
            column=column,
            excerpt=self.excerpt(piece),
            severity=severity,
        )


def capped(
    faults: list[Fault], code: str, hint: str = DAMAGED_WHOLE, total: int | None = None
) -> tuple[Fault, ...]:
    """At most FAULTS_MAX faults, errors kept first, and a last one, `code`, that counts the rest.

    `total` is how many there were, where a reader has not kept them all.
    """
    more = (len(faults) if total is None else total) - FAULTS_MAX
    if more <= 0:
        return tuple(faults)
    first = sorted(faults, key=lambda f: f.severity == "note")[:FAULTS_MAX]
    return (*first, Fault(code, f"{more:,} more faults are not listed.", hint))
