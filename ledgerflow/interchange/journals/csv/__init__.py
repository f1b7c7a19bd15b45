"""Journals in CSV: one row a line. LedgerFlow's own export, and those of others.

Here: what such a file offers to an import. Not here: header, survey, rows.
"""

from collections.abc import Iterator

from ledgerflow.core.spreadsheets import text_restored
from ledgerflow.interchange.journals.csv.blocks import blocks_of
from ledgerflow.interchange.journals.csv.header import header_needed, header_of
from ledgerflow.interchange.journals.csv.rows import entries_of
from ledgerflow.interchange.journals.csv.survey import survey_of
from ledgerflow.interchange.journals.faults import Faults
from ledgerflow.interchange.journals.staging import StagedRows, Targets
from ledgerflow.interchange.journals.text import journal_bytes_check
from ledgerflow.statements.parsed import Fault

__all__ = ["CsvJournal", "is_csv_journal"]

_MARK = b"\xef\xbb\xbf"


def is_csv_journal(head: str) -> bool:
    """True where the first line names columns with date, account and amount."""
    return header_of(head.split("\n", 1)[0].rstrip("\r")) is not None


class CsvJournal:
    """A journal in CSV. `accounts` are known at once, its faults when its entries are read."""

    format = "csv"

    def __init__(self, data: bytes, currency: str) -> None:
        """Survey the file. Raises UnreadableFile where it is no such CSV or no text."""
        journal_bytes_check(data)
        begin = len(_MARK) if data.startswith(_MARK) else 0
        end = data.find(b"\n", begin)
        end = len(data) if end < 0 else end
        self._data = data
        self._start = min(end + 1, len(data))
        self._faults = Faults()
        self._header = header_needed(data[begin:end].decode().rstrip("\r"))
        self._survey = survey_of(data, self._start, self._header, currency, self._faults)
        self.accounts = self._survey.accounts
        self.days = self._survey.first_lines

    def described(self, line: int) -> str:
        """The description in a line of the file."""
        if "description" not in self._header.places:
            return ""
        rows = blocks_of(self._data, self._start, self._header, ["description"])
        for block in rows:
            if line in block.lines:
                return text_restored(block.columns[0][list(block.lines).index(line)])
        return ""

    def all_faults(self) -> tuple[Fault, ...]:
        """What is wrong, as far as it is read."""
        return self._faults.all()

    def entries(self, targets: Targets) -> Iterator[StagedRows]:
        """Every entry as rows of ledger/content.py; `targets` by (account cell, currency)."""
        return entries_of(
            self._data, self._start, self._header, self._survey, targets, self._faults
        )
