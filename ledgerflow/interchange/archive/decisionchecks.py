"""What decisions of an archive must hold: a transaction, an entry or none, and a split's parts.

Here: the rules, row by row; of splits the sum of their parts is kept. Not here: entries
(entrychecks.py) or bank transactions (statementchecks.py).
"""

from array import array
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.interchange.archive.layout import DECISIONS
from ledgerflow.interchange.archive.reading import ArchiveReader, Record
from ledgerflow.interchange.archive.records import amount, text, whole, whole_or_none
from ledgerflow.interchange.archive.statementchecks import KnownAmounts, records_checked

PARTS_MIN = 2


@dataclass(slots=True)
class _Split:
    """A split's bank transaction, and what its parts have come to so far."""

    transaction: int
    total: Decimal = Decimal(0)
    parts: int = 0


class DecisionChecks:
    """The rules of decisions.jsonl; ids of entries are sorted."""

    def __init__(
        self, reader: ArchiveReader, transactions: KnownAmounts, entry_ids: "array[int]"
    ) -> None:
        self.reader = reader
        self.counts: Counter[str] = Counter()
        self._transactions = transactions
        self._entry_ids = entry_ids
        self._splits: dict[int, _Split] = {}
        self._excluded: set[int] = set()

    def checked(self) -> None:
        """Every record, then what must hold once all were seen."""
        rules = {"decision": self._decision, "part": self._part}
        records_checked(self.reader, DECISIONS, rules, self.counts)
        for key, split in self._splits.items():
            whole_one = self._transactions.is_amount(split.transaction, split.total)
            if split.parts < PARTS_MIN or not whole_one:
                said = f"its {split.parts} parts come to {split.total}, not to the transaction"
                self.reader.faults.add(DECISIONS, said, f"decision {key}")

    def _decision(self, record: Record) -> None:
        transaction_id, kind = whole(record, "transaction_id"), text(record, "kind")
        place = self._transactions.place_of(transaction_id)
        if kind == "split":
            self._splits[whole(record, "id")] = _Split(place)
        self._entry(whole_or_none(record, "entry_id"), kind, transaction_id)

    def _entry(self, entry_id: int | None, kind: str, transaction_id: int) -> None:
        """What is excluded has none, nor has the undo of that; anything else has one."""
        was_excluded = transaction_id in self._excluded
        self._excluded.discard(transaction_id)
        if kind == "exclude":
            self._excluded.add(transaction_id)
        if kind == "exclude" or (kind == "undo" and was_excluded):
            if entry_id is not None:
                raise ValueError(f"it has the entry with id {entry_id}, but is of kind {kind}")
            return
        if entry_id is None:
            raise ValueError(f"it has no entry, but is of kind {kind}")
        place = bisect_left(self._entry_ids, entry_id)
        if place == len(self._entry_ids) or self._entry_ids[place] != entry_id:
            raise ValueError(f"its entry (id {entry_id}) is not in the archive")

    def _part(self, record: Record) -> None:
        key = whole(record, "decision_id")
        split = self._splits.get(key)
        if split is None:
            raise ValueError(f"decision {key} is no split of this archive")
        split.total += amount(record, "amount")
        split.parts += 1
