"""Whether a QIF file ends where it should: many writers leave out the last end mark.

Here: telling a whole last record without "^" from one that was cut off. Not here: the records
themselves (qif_records.py).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ledgerflow.statements.formats import qif_faults as faults_of
from ledgerflow.statements.formats.qif_records import Record
from ledgerflow.statements.parsed import Fault


@dataclass(slots=True)
class Ending:
    """Remembers what all transactions of a file have in common, and the last one."""

    _last: Record | None = None
    _common: dict[str, frozenset[str]] = field(default_factory=dict)
    _decimals: set[int] = field(default_factory=set)

    def watch(self, records: Iterable[Record]) -> Iterator[Record]:
        """Hand the records on; the last one is compared with those before it."""
        for record in records:
            self._learn()
            self._last = record
            yield record

    def _learn(self) -> None:
        """The record before is not the last one: what it has, the last one should have."""
        last = self._last
        if last is None:
            return
        title = last.section.title
        common = self._common.get(title)
        if common is None or not common <= last.fields.keys():
            self._common[title] = (common or frozenset(last.fields)) & last.fields.keys()
        self._decimals.add(_decimals(last.fields.get("T", "")))

    def faults(self, last_line: int, ends_a_line: bool) -> list[Fault]:
        """Nothing where "^" is there; a note for a whole record, an error for a cut one.

        `ends_a_line` tells whether the file's last character is a line end.
        """
        last = self._last
        if last is None or last.closed:
            return []
        needed = {"D", "T" if "T" in last.fields else "U"}
        needed |= self._common.get(last.section.title, frozenset())
        is_whole = needed <= last.fields.keys() and (ends_a_line or self._ends_in_cents(last))
        return [faults_of.no_end(last) if is_whole else faults_of.truncated(last, last_line)]

    def _ends_in_cents(self, last: Record) -> bool:
        """True where the last characters are an amount with the decimals of all others."""
        amount = last.fields.get("T", "")
        if not amount or not last.raw.endswith(f"T{amount}"):
            return False
        return self._decimals == {_decimals(amount)} != {0}


def _decimals(amount: str) -> int:
    point = max(amount.rfind("."), amount.rfind(","))
    return len(amount) - point - 1 if point >= 0 else 0
