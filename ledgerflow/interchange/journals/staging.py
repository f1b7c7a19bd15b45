"""What every journal offers to an import: its accounts, its days, and its entries as rows.

Here: the offer, and how booked entries become rows. Not here: reading (the formats) or posting.
Rows are those of ledger/content.py: they are posted as they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from ledgerflow.interchange.journals.parsed import JournalAccount, ParsedJournal
from ledgerflow.ledger.content import head_row, line_row
from ledgerflow.statements.parsed import Fault

StagedRows = tuple[str, str, str]
"""An entry: its head, the rows of its lines parted by line feeds, and no key (its batch stands for
it)."""


@dataclass(frozen=True, slots=True)
class Target:
    """The ledger account that a journal's account stands for."""

    account_id: int
    currency: str


Targets = Mapping[tuple[str, str], Target]
"""(the account's text in the journal, ISO currency) -> the account to post to."""


class Reading(Protocol):
    """A journal that is read, or is read while its entries are taken."""

    @property
    def format(self) -> str:
        """Which format it is."""
        ...

    @property
    def accounts(self) -> tuple[JournalAccount, ...]:
        """Each account that is used, once for every currency it is used with."""
        ...

    @property
    def days(self) -> Mapping[str, int]:
        """Each day of an entry in ISO form -> the first line that has it."""
        ...

    def entries(self, targets: Targets) -> Iterator[StagedRows]:
        """The entries in order; what is wrong with them is in `all_faults` afterwards."""
        ...

    def described(self, line: int) -> str:
        """The description of the entry that begins in a line, "" where none does."""
        ...

    def all_faults(self) -> tuple[Fault, ...]:
        """Errors and notes, as far as the journal is read."""
        ...


class BookedReading:
    """A journal whose entries are all known."""

    def __init__(self, journal: ParsedJournal) -> None:
        self._journal = journal
        self.format = journal.format
        self.days: dict[str, int] = {}
        by_name = {account.name: account for account in journal.accounts}
        used: dict[tuple[str, str], JournalAccount] = {}
        for entry in journal.entries:
            self.days.setdefault(entry.date.isoformat(), entry.line)
            for line in entry.lines:
                key = (line.account, line.currency)
                if key not in used:
                    known = by_name.get(line.account) or JournalAccount(line.account)
                    used[key] = replace(known, currency=line.currency, cell=line.account)
        self.accounts = tuple(used.values())

    def entries(self, targets: Targets) -> Iterator[StagedRows]:
        """The entries in order; every account must have its target."""
        for entry in self._journal.entries:
            head = head_row(entry.date, "normal", None, entry.description)
            rows = [
                line_row(
                    place,
                    targets[line.account, line.currency].account_id,
                    line.amount,
                    line.currency,
                    line.note,
                )
                for place, line in enumerate(entry.lines, 1)
            ]
            yield head, "\n".join(rows), ""

    def described(self, line: int) -> str:
        """The description of the entry that begins in a line."""
        return next((e.description for e in self._journal.entries if e.line == line), "")

    def all_faults(self) -> tuple[Fault, ...]:
        """The faults of the file."""
        return self._journal.faults
