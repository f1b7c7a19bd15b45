"""Collecting a journal's faults: all of them together, each with its line.

Here: how a fault is made and how often the same thing is told. Not here: what is wrong (readers).
"""

from collections import Counter

from ledgerflow.statements.formats.faults import FAULTS_MAX, capped
from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault

_HINT_WHOLE = "A file with so many faults is of another kind or damaged: export it again."
_HOPELESS = 10 * FAULTS_MAX


class Faults:
    """The faults of one file, in the order in which they were met."""

    def __init__(self) -> None:
        self._kept: list[Fault] = []
        self._total = 0
        self._once: dict[tuple[str, str], tuple[int, str, str]] = {}
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(
        self, code: str, line: int, what: str, hint: str, *, column: str = "", excerpt: str = ""
    ) -> None:
        """An error: `what` says what is wrong without a full stop, `hint` what to do."""
        self._total += 1
        if len(self._kept) <= FAULTS_MAX:
            self._kept.append(
                Fault(
                    code=f"journal_{code}",
                    message=f"Line {line}: {what}.",
                    hint=hint,
                    line=line,
                    column=column,
                    excerpt=excerpt.strip()[:EXCERPT_LIMIT],
                )
            )

    def once(self, code: str, about: str, line: int, what: str, hint: str) -> None:
        """An error that is told once for each thing it is `about`, where it is met first."""
        key = (code, about)
        if key not in self._once:
            self._once[key] = (line, what, hint)
            self.add(code, line, what, hint)

    def note(self, code: str, about: str, line: int, what: str, hint: str) -> None:
        """Something that is no error, told once with how often it was met."""
        key = (f"note:{code}", about)
        self._once.setdefault(key, (line, what, hint))
        self._counts[key] += 1

    @property
    def has_errors(self) -> bool:
        """True once something keeps the file out."""
        return self._total > 0

    @property
    def is_hopeless(self) -> bool:
        """True after so many errors that reading on tells nobody anything."""
        return self._total > _HOPELESS

    def all(self) -> tuple[Fault, ...]:
        """Errors by line, then the notes with their counts."""
        notes = []
        for key, count in self._counts.items():
            line, what, hint = self._once[key]
            times = f"{count:,} times, first in line {line}" if count > 1 else f"in line {line}"
            notes.append(
                Fault(
                    code=f"journal_{key[0].removeprefix('note:')}",
                    message=f"{what} ({times}).",
                    hint=hint,
                    line=line,
                    severity="note",
                )
            )
        errors = sorted(self._kept, key=lambda f: f.line or 0)
        return (
            *capped(errors, "journal_more_faults", _HINT_WHOLE, max(self._total, len(errors))),
            *notes,
        )
