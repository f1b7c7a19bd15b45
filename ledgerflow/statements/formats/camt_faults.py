"""What a CAMT reader has to say about a file: each kind of fault worded once.

Here: wording, codes and the collection with its limit. Not here: deciding that something is a
fault (camt_entries.py, camt_statements.py).
"""

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats.camt_tree import Record
from ledgerflow.statements.formats.faults import FAULTS_MAX, Wording, capped
from ledgerflow.statements.parsed import EXCERPT_LIMIT, Fault, Severity

ERRORS_MAX = 20_000

_EXPECTED = {
    "amount": "an amount such as 1234.56 without sign and with at most four decimals",
    "date": "a day such as 2025-01-31",
    "direction": "CRDT or DBIT",
    "status": "BOOK, PDNG, FUTR or INFO",
    "count": "a number of entries",
    "indicator": "true or false",
}


class Found:
    """The faults of a file: the first FAULTS_MAX errors and notes each, the rest is counted."""

    def __init__(self) -> None:
        self._kept: list[Fault] = []
        self._counts: dict[Severity, int] = {"error": 0, "note": 0}

    def add(self, fault: Fault) -> None:
        """Keep it, or count it where there are too many. Raises UnreadableFile at ERRORS_MAX."""
        self._counts[fault.severity] += 1
        if self._counts["error"] > ERRORS_MAX:
            raise UnreadableFile(
                f"{fault.message} This is one of more than {ERRORS_MAX:,} errors in the file.",
                code="camt_too_many_faults",
                hint="The file is damaged as a whole: download it again from the bank.",
                extra={"line": fault.line},
            )
        if self._counts[fault.severity] <= FAULTS_MAX:
            self._kept.append(fault)

    def capped(self) -> tuple[Fault, ...]:
        """At most FAULTS_MAX faults, errors first where there are more, and a count of the rest."""
        return capped(self._kept, code="camt_more_faults", total=sum(self._counts.values()))


def excerpt(record: Record, limit: int = EXCERPT_LIMIT) -> str:
    """The values of a record as they were read, short."""
    return " ".join([f"<{key}>{value}" for key, value in record.items()])[:limit]


about = Wording(excerpt)


def missing(record: Record, column: str, what: str) -> Fault:
    """A value that must be there is not, or is empty."""
    return about(
        record, "camt_missing_value", column, f"<{record.name}> has no {what} (<{column}>)"
    )


def unreadable(record: Record, key: str, what: str, *, is_note: bool = False) -> Fault:
    """A value is there and is not what it must be: `what` is a key of _EXPECTED."""
    text = f"{record[key][:60]!r} in <{key}> of <{record.name}> is not {_EXPECTED[what]}"
    return about(record, f"camt_bad_{what}", key, text, severity="note" if is_note else "error")


def repeated(record: Record, key: str) -> Fault:
    """One record gives a value twice: two entries ran into one."""
    text = f"<{key}> stands {len(record.all(key))} times in one <{record.name}>"
    hint = "The file is damaged or was edited: download it again."
    return about(record, "camt_repeated_value", key, text, hint)


def cut_value(record: Record) -> Fault:
    """A value with elements inside of it."""
    text = f"the value of <{record.mixed}> in <{record.name}> has other elements inside"
    hint = "The file is damaged or was edited: download it again."
    return about(record, "camt_cut_value", record.mixed, text, hint)
